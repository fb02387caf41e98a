package io.tributary.bench.trace.info;

import java.util.Arrays;

/**
 * A set of 64-bit fingerprints with a value each, by open addressing: exact up to a bound, then full. Starts small and
 * doubles. Two things of the same fingerprint count as one: with {@code n} entries the chance is n² / 2^65. Owned by
 * one thread.
 */
final class FingerprintTable
{
    static final int ABSENT = -1;

    private static final int SLOTS_MIN = 1 << 10;
    private static final long EMPTY = 0;

    private final int slotsMax;
    private final boolean hasValues;
    private long[] keys;
    private long[] values;
    private int mask;
    private int size;
    private boolean isOverflown;

    /**
     * Empty.
     *
     * @param slotsMax  a power of two; three quarters of them can be used.
     * @param hasValues whether there is a value beside each, or the set is all that is wanted.
     */
    FingerprintTable(final int slotsMax, final boolean hasValues)
    {
        this.slotsMax = slotsMax;
        this.hasValues = hasValues;
        allocate(Math.min(SLOTS_MIN, slotsMax));
    }

    /** Slot of a fingerprint, or {@link #ABSENT}; holds until the next {@link #add}. */
    int find(final long fingerprint)
    {
        final int slot = probe(key(fingerprint));
        return EMPTY == keys[slot] ? ABSENT : slot;
    }

    /**
     * Enter a fingerprint that is not there.
     *
     * @param fingerprint that {@link #find} did not find.
     * @param value       to begin with; nothing to a set without values.
     * @return whether there was room.
     */
    boolean add(final long fingerprint, final long value)
    {
        if (size >= capacity(keys.length))
        {
            if (keys.length >= slotsMax)
            {
                isOverflown = true;
                return false;
            }
            grow();
        }

        final long key = key(fingerprint);
        final int slot = probe(key);
        put(slot, key, value);
        size++;
        return true;
    }

    /** Whether a fingerprint is new, and was entered because there was room; its value is 0. */
    boolean addIfAbsent(final long fingerprint)
    {
        return ABSENT == find(fingerprint) && add(fingerprint, 0);
    }

    long value(final int slot)
    {
        return values[slot];
    }

    void value(final int slot, final long value)
    {
        values[slot] = value;
    }

    int size()
    {
        return size;
    }

    /** How many there are: exact, or a lower bound when some found no room. */
    Count count()
    {
        return new Count(size, !isOverflown);
    }

    /** All values, in an order that means nothing; copied. */
    long[] values()
    {
        final long[] all = new long[size];
        int count = 0;
        for (int i = 0; i < keys.length; i++)
        {
            if (EMPTY != keys[i])
            {
                all[count++] = values[i];
            }
        }

        return Arrays.copyOf(all, count);
    }

    private void allocate(final int slots)
    {
        keys = new long[slots];
        values = new long[hasValues ? slots : 0];
        mask = slots - 1;
    }

    private static int capacity(final int slots)
    {
        return slots / 4 * 3;
    }

    private static long key(final long fingerprint)
    {
        return EMPTY == fingerprint ? 1 : fingerprint;
    }

    private int probe(final long key)
    {
        int slot = (int)key & mask;
        while (EMPTY != keys[slot] && key != keys[slot])
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void put(final int slot, final long key, final long value)
    {
        keys[slot] = key;
        if (hasValues)
        {
            values[slot] = value;
        }
    }

    private void grow()
    {
        final long[] oldKeys = keys;
        final long[] oldValues = values;
        allocate(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++)
        {
            if (EMPTY != oldKeys[i])
            {
                final int slot = probe(oldKeys[i]);
                put(slot, oldKeys[i], hasValues ? oldValues[i] : 0);
            }
        }
    }
}
