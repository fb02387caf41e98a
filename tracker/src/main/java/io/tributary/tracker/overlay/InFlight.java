package io.tributary.tracker.overlay;

/**
 * The datagrams of one link that await their acknowledgement: at most 64, each with what it was about. Bytes are not
 * kept, because nothing is ever sent a second time. Allocates nothing after construction.
 */
final class InFlight
{
    static final int CAPACITY = 64;
    static final int ITEMS_MAX = 112;
    static final int NOT_FOUND = -1;

    private final int[] transactionIds = new int[CAPACITY];
    private final int[] actions = new int[CAPACITY];
    private final int[] kinds = new int[CAPACITY];
    private final long[] sentNs = new long[CAPACITY];
    private final int[] itemCounts = new int[CAPACITY];
    private final int[][] items = new int[CAPACITY][ITEMS_MAX];
    private final int[] countsByKind = new int[InFlightKind.COUNT];
    private long used;

    int count()
    {
        return Long.bitCount(used);
    }

    int count(final int kind)
    {
        return countsByKind[kind];
    }

    boolean isFull()
    {
        return -1L == used;
    }

    void add(
        final int transactionId,
        final int action,
        final int kind,
        final int[] itemsSent,
        final int itemCount,
        final long nowNs)
    {
        final int slot = Long.numberOfTrailingZeros(~used);
        used |= 1L << slot;
        transactionIds[slot] = transactionId;
        actions[slot] = action;
        kinds[slot] = kind;
        sentNs[slot] = nowNs;
        itemCounts[slot] = itemCount;
        countsByKind[kind]++;
        if (itemCount > 0)
        {
            System.arraycopy(itemsSent, 0, items[slot], 0, itemCount);
        }
    }

    /** Slot of the datagram, or {@link #NOT_FOUND}. */
    int find(final int transactionId, final int action)
    {
        for (long rest = used; 0 != rest; rest &= rest - 1)
        {
            final int slot = Long.numberOfTrailingZeros(rest);
            if (transactionIds[slot] == transactionId && actions[slot] == action)
            {
                return slot;
            }
        }
        return NOT_FOUND;
    }

    boolean hasTransactionId(final int transactionId)
    {
        for (long rest = used; 0 != rest; rest &= rest - 1)
        {
            if (transactionIds[Long.numberOfTrailingZeros(rest)] == transactionId)
            {
                return true;
            }
        }
        return false;
    }

    /** The lowest slot in use that is not below a given one, or {@link #NOT_FOUND}. */
    int next(final int fromSlot)
    {
        final long rest = fromSlot < CAPACITY ? used & (-1L << fromSlot) : 0;
        return 0 == rest ? NOT_FOUND : Long.numberOfTrailingZeros(rest);
    }

    int kind(final int slot)
    {
        return kinds[slot];
    }

    long sentNs(final int slot)
    {
        return sentNs[slot];
    }

    int[] items(final int slot)
    {
        return items[slot];
    }

    int itemCount(final int slot)
    {
        return itemCounts[slot];
    }

    void free(final int slot)
    {
        used &= ~(1L << slot);
        countsByKind[kinds[slot]]--;
    }
}
