package io.tributary.bench.replay;

/**
 * Requests that wait for their answer, in the order of sending. The transaction id is a running number whose low bits
 * are the place in the ring, so an answer finds its request without a map. A request is lost when it has waited too
 * long, or when the ring has come round to it.
 */
final class OpenRequests
{
    static final int NOT_FOUND = -1;
    static final int CAPACITY = 1 << 18;

    private static final int MASK = CAPACITY - 1;
    private static final byte FREE = -1;

    private final byte[] kinds = new byte[CAPACITY];
    private final int[] transactionIds = new int[CAPACITY];
    private final ReplaySocket[] sockets = new ReplaySocket[CAPACITY];
    private final long[] intendedNs = new long[CAPACITY];
    private final long[] sentNs = new long[CAPACITY];
    private final long timeoutNs;
    private long next = 1;
    private long oldest = 1;
    private int open;

    OpenRequests(final long timeoutNs)
    {
        this.timeoutNs = timeoutNs;
    }

    int open()
    {
        return open;
    }

    /** Whether there is room for another. */
    boolean isFull()
    {
        return next - oldest == CAPACITY;
    }

    /** What the next {@link #add} gives; to be written into the request before it is sent. */
    int nextTransactionId()
    {
        return (int)next;
    }

    /** A request was sent; the ring is not full. */
    void add(final ReplaySocket socket, final int kind, final long intendedNs, final long sentNs)
    {
        final int slot = (int)next & MASK;
        kinds[slot] = (byte)kind;
        transactionIds[slot] = (int)next;
        sockets[slot] = socket;
        this.intendedNs[slot] = intendedNs;
        this.sentNs[slot] = sentNs;
        next++;
        open++;
    }

    /** The slot of the request that an answer belongs to. */
    int find(final ReplaySocket socket, final int transactionId)
    {
        final int slot = transactionId & MASK;
        final boolean isOpen = transactionIds[slot] == transactionId && sockets[slot] == socket && FREE != kinds[slot];
        return isOpen ? slot : NOT_FOUND;
    }

    int kind(final int slot)
    {
        return kinds[slot];
    }

    long intendedNs(final int slot)
    {
        return intendedNs[slot];
    }

    void release(final int slot)
    {
        kinds[slot] = FREE;
        sockets[slot] = null;
        open--;
    }

    /**
     * Give up one request that has waited too long, the oldest.
     *
     * @return its kind, or {@link #NOT_FOUND} when there is none.
     */
    int expireOne(final long nowNs)
    {
        while (oldest < next && FREE == kinds[(int)oldest & MASK])
        {
            oldest++;
        }
        if (oldest == next || nowNs - sentNs[(int)oldest & MASK] < timeoutNs)
        {
            return NOT_FOUND;
        }
        final int slot = (int)oldest & MASK;
        final int kind = kinds[slot];
        release(slot);
        oldest++;
        return kind;
    }
}
