package io.tributary.bench.trace.info;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts how often each value occurs, up to a number of different values; the rest is counted together. Owned by one
 * thread.
 */
final class Tally
{
    private final int distinctMax;
    private final FingerprintTable rows;
    private final List<Row> order = new ArrayList<>();
    private final long[] counts;
    private long others;
    private long total;

    /**
     * A value and its count.
     *
     * @param value of the thing counted.
     * @param count how often.
     */
    record Row(long value, long count)
    {
    }

    /** Empty, for so many different values. */
    Tally(final int distinctMax)
    {
        this.distinctMax = distinctMax;
        this.rows = new FingerprintTable(Integer.highestOneBit(distinctMax) * 4, true);
        this.counts = new long[distinctMax];
    }

    /** Count a value once more, and say whether it is new and has its own row. */
    boolean add(final long value)
    {
        total++;
        final long fingerprint = Fingerprints.of(value, 0);
        final int slot = rows.find(fingerprint);
        if (FingerprintTable.ABSENT != slot)
        {
            counts[(int)rows.value(slot)]++;
            return false;
        }

        if (order.size() == distinctMax)
        {
            others++;
            return false;
        }

        rows.add(fingerprint, order.size());
        counts[order.size()] = 1;
        order.add(new Row(value, 0));
        return true;
    }

    /** The most frequent first, then by value. */
    List<Row> rows()
    {
        final List<Row> sorted = new ArrayList<>();
        for (int i = 0; i < order.size(); i++)
        {
            sorted.add(new Row(order.get(i).value, counts[i]));
        }

        sorted.sort(Comparator.comparingLong(Row::count).reversed().thenComparingLong(Row::value));
        return sorted;
    }

    /** How often a value occurred, 0 if it has no row. */
    long count(final long value)
    {
        final int slot = rows.find(Fingerprints.of(value, 0));
        return FingerprintTable.ABSENT == slot ? 0 : counts[(int)rows.value(slot)];
    }

    /** How often values without a row of their own occurred. */
    long others()
    {
        return others;
    }

    long total()
    {
        return total;
    }
}
