package io.tributary.bench.trace.info;

/**
 * Remembers when something of a fingerprint happened, and of what kind it was, for as long as there is room: sets of
 * four places, of which the oldest is given up for a new entry. Owned by one thread. Times are nanoseconds.
 */
final class RecentTimes
{
    static final int ABSENT = -1;

    private static final int WAYS = 4;
    private static final long EMPTY = 0;

    private final long[] keys;
    private final long[] times;
    private final byte[] kinds;
    private final int mask;
    private final long lifeNs;
    private long displacedCount;

    /**
     * Empty.
     *
     * @param capacity a power of two, at least 4.
     * @param lifeNs   after which nobody misses an entry.
     */
    RecentTimes(final int capacity, final long lifeNs)
    {
        this.lifeNs = lifeNs;
        keys = new long[capacity];
        times = new long[capacity];
        kinds = new byte[capacity];
        mask = capacity / WAYS - 1;
    }

    /** One more of this fingerprint, beside those that are there. */
    void add(final long fingerprint, final long timeNs, final int kind)
    {
        final long key = key(fingerprint);
        final int first = first(key);
        int place = first;
        for (int i = first; i < first + WAYS && EMPTY != keys[place]; i++)
        {
            place = EMPTY == keys[i] || times[i] < times[place] ? i : place;
        }

        displacedCount += EMPTY != keys[place] && timeNs - times[place] < lifeNs ? 1 : 0;
        keys[place] = key;
        times[place] = timeNs;
        kinds[place] = (byte)kind;
    }

    /** The one of this fingerprint, with a new time; entered if it is not there. */
    void put(final long fingerprint, final long timeNs)
    {
        final int place = find(fingerprint);
        if (ABSENT == place)
        {
            add(fingerprint, timeNs, 0);
        }
        else
        {
            times[place] = timeNs;
        }
    }

    /** Place of the oldest one of a fingerprint, or {@link #ABSENT}. */
    int find(final long fingerprint)
    {
        final long key = key(fingerprint);
        final int first = first(key);
        int place = ABSENT;
        for (int i = first; i < first + WAYS; i++)
        {
            place = key == keys[i] && (ABSENT == place || times[i] < times[place]) ? i : place;
        }

        return place;
    }

    long timeNs(final int place)
    {
        return times[place];
    }

    int kind(final int place)
    {
        return kinds[place];
    }

    void remove(final int place)
    {
        keys[place] = EMPTY;
    }

    /** How many were given up for others within their life. */
    long displacedCount()
    {
        return displacedCount;
    }

    private static long key(final long fingerprint)
    {
        return EMPTY == fingerprint ? 1 : fingerprint;
    }

    private int first(final long key)
    {
        return ((int)(key >>> 32) & mask) * WAYS;
    }
}
