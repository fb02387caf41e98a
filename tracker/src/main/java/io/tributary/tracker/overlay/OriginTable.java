package io.tributary.tracker.overlay;

import io.tributary.tracker.hash.SipHash;

/**
 * The trackers whose clients records tell of, each under a short number. Who stores the number holds a reference; a
 * number without references names nobody and is given to the next stranger.
 *
 * <p>Bounded by {@link #CAPACITY}: a neighbour that invents trackers fills this table and no more. Number
 * {@link #SELF} is this tracker's and always held. Single-threaded; allocates nothing after construction.
 */
final class OriginTable
{
    static final int CAPACITY = 4096;
    static final int SELF = 0;
    static final int NOT_FOUND = -1;

    private static final int BUCKETS = CAPACITY;

    private final SipHash sipHash;
    private final long[] highs = new long[CAPACITY];
    private final long[] lows = new long[CAPACITY];
    private final int[] references = new int[CAPACITY];
    /** Next of the chain, of the free list otherwise. */
    private final short[] nexts = new short[CAPACITY];
    private final short[] heads = new short[BUCKETS];
    private int firstFree;
    private int size;

    /**
     * Table that holds this tracker alone.
     *
     * @param self    this tracker.
     * @param sipHash keyed, because strangers choose tracker ids.
     */
    OriginTable(final TrackerId self, final SipHash sipHash)
    {
        this.sipHash = sipHash;
        for (int i = 0; i < CAPACITY; i++)
        {
            nexts[i] = (short)(i + 1 == CAPACITY ? NOT_FOUND : i + 1);
            heads[i] = NOT_FOUND;
        }
        acquire(self.high(), self.low());
    }

    /** Trackers held, this one included. */
    int size()
    {
        return size;
    }

    /** Number of a tracker, or {@link #NOT_FOUND}. Takes no reference. */
    int find(final long high, final long low)
    {
        int index = heads[bucket(high, low)];
        while (NOT_FOUND != index && (highs[index] != high || lows[index] != low))
        {
            index = nexts[index];
        }
        return index;
    }

    /** Number of a tracker, new if need be, and a reference to it; {@link #NOT_FOUND} when the table is full. */
    int acquire(final long high, final long low)
    {
        int index = find(high, low);
        if (NOT_FOUND == index)
        {
            index = firstFree;
            if (NOT_FOUND == index)
            {
                return NOT_FOUND;
            }
            firstFree = nexts[index];
            highs[index] = high;
            lows[index] = low;
            final int bucket = bucket(high, low);
            nexts[index] = heads[bucket];
            heads[bucket] = (short)index;
            size++;
        }
        references[index]++;
        return index;
    }

    /** One more reference to a number that is held. */
    void retain(final int index)
    {
        assert references[index] > 0 : index;
        references[index]++;
    }

    void release(final int index)
    {
        assert references[index] > 0 : index;
        if (0 == --references[index])
        {
            unlink(index);
            nexts[index] = (short)firstFree;
            firstFree = index;
            size--;
        }
    }

    long high(final int index)
    {
        return highs[index];
    }

    long low(final int index)
    {
        return lows[index];
    }

    /**
     * Whether two numbers are of the same tracker of version 1, as different trackers heard it: the first halves of
     * such ids are its own, the others tell of who heard it.
     */
    boolean isSameVersionOne(final int one, final int other)
    {
        return one == other || NOT_FOUND != one && NOT_FOUND != other && highs[one] == highs[other];
    }

    int references(final int index)
    {
        return references[index];
    }

    private void unlink(final int index)
    {
        final int bucket = bucket(highs[index], lows[index]);
        int previous = heads[bucket];
        if (previous == index)
        {
            heads[bucket] = nexts[index];
            return;
        }
        while (nexts[previous] != index)
        {
            previous = nexts[previous];
        }
        nexts[previous] = nexts[index];
    }

    private int bucket(final long high, final long low)
    {
        return (int)sipHash.hash(high, low) & (BUCKETS - 1);
    }
}
