package io.tributary.bench.load;

import java.util.Arrays;

/**
 * The unanswered requests, {@code window} slots for each socket. A transaction id is the number of the slot in its low
 * bits under a running number, so an answer finds its request without a map and a late answer to a slot used again is
 * told apart.
 *
 * <pre>
 *   running number (32 - bits) | slot (bits)        bits = those needed for sockets * window
 * </pre>
 */
final class RequestSlots
{
    static final int NOT_FOUND = -1;

    private static final byte FREE = -1;

    private final int window;
    private final int slotBits;
    private final int slotMask;
    private final byte[] kinds;
    private final int[] transactionIds;
    private final long[] intendedNs;
    private final long[] sentNs;
    private final int[] freeSlots;
    private final int[] freeCounts;
    private int runningNumber;

    RequestSlots(final int sockets, final int window)
    {
        final long slots = (long)sockets * window;
        Limits.check("sockets times window", slots, 1, 1 << 24);
        this.window = window;
        this.slotBits = 32 - Integer.numberOfLeadingZeros((int)slots - 1);
        this.slotMask = (1 << slotBits) - 1;
        this.kinds = new byte[(int)slots];
        this.transactionIds = new int[(int)slots];
        this.intendedNs = new long[(int)slots];
        this.sentNs = new long[(int)slots];
        this.freeSlots = new int[(int)slots];
        this.freeCounts = new int[sockets];
        Arrays.fill(kinds, FREE);
        Arrays.fill(freeCounts, window);
        Arrays.setAll(freeSlots, (slot) -> slot);
    }

    int free(final int socket)
    {
        return freeCounts[socket];
    }

    int unanswered(final int socket)
    {
        return window - freeCounts[socket];
    }

    /**
     * Take a free slot of a socket, of which there must be one.
     *
     * @return the transaction id.
     */
    int take(final int socket, final int kind, final long intendedNs, final long nowNs)
    {
        final int slot = freeSlots[socket * window + --freeCounts[socket]];
        final int transactionId = (runningNumber++ << slotBits) | slot;
        kinds[slot] = (byte)kind;
        transactionIds[slot] = transactionId;
        this.intendedNs[slot] = intendedNs;
        sentNs[slot] = nowNs;
        return transactionId;
    }

    /**
     * Which request of a socket an answer belongs to.
     *
     * @return the slot or {@link #NOT_FOUND}.
     */
    int find(final int socket, final int transactionId)
    {
        final int slot = transactionId & slotMask;
        final boolean isOfSocket = slot >= socket * window && slot < (socket + 1) * window;
        return isOfSocket && FREE != kinds[slot] && transactionIds[slot] == transactionId ? slot : NOT_FOUND;
    }

    int slot(final int transactionId)
    {
        return transactionId & slotMask;
    }

    int kind(final int slot)
    {
        return kinds[slot];
    }

    long intendedNs(final int slot)
    {
        return intendedNs[slot];
    }

    void release(final int socket, final int slot)
    {
        kinds[slot] = FREE;
        freeSlots[socket * window + freeCounts[socket]++] = slot;
    }

    /**
     * The first slot of a socket at or after a position whose request was sent before a time.
     *
     * @return the slot or {@link #NOT_FOUND}.
     */
    int nextSentBefore(final int socket, final int position, final long timeNs)
    {
        for (int slot = socket * window + position; slot < (socket + 1) * window; slot++)
        {
            if (FREE != kinds[slot] && sentNs[slot] - timeNs < 0)
            {
                return slot;
            }
        }
        return NOT_FOUND;
    }

    int position(final int socket, final int slot)
    {
        return slot - socket * window;
    }
}
