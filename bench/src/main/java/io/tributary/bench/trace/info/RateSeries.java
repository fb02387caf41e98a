package io.tributary.bench.trace.info;

import java.util.Arrays;

/**
 * How often things of a few kinds happened in each second. When the capture is longer than there is room for, two
 * neighbouring bins become one, again and again. Times may come in any order. Owned by one thread.
 */
final class RateSeries
{
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_MINUTE = 60;

    private final int binsMax;
    private final long[][] counts;
    private long widthSec = 1;
    private long firstBin;
    private int binCount;

    /**
     * Empty.
     *
     * @param kinds   rows.
     * @param binsMax bound of the bins.
     */
    RateSeries(final int kinds, final int binsMax)
    {
        this.binsMax = binsMax;
        this.counts = new long[kinds][binsMax];
    }

    void add(final int kind, final long timeNs)
    {
        final long second = Math.floorDiv(timeNs, NS_PER_SECOND);
        long bin = Math.floorDiv(second, widthSec);
        if (0 == binCount)
        {
            firstBin = bin;
            binCount = 1;
        }

        while (Math.max(bin, lastBin()) - Math.min(bin, firstBin) >= binsMax)
        {
            fold();
            bin = Math.floorDiv(second, widthSec);
        }

        cover(bin);
        counts[kind][(int)(bin - firstBin)]++;
    }

    private long lastBin()
    {
        return firstBin + binCount - 1;
    }

    private void cover(final long bin)
    {
        if (bin < firstBin)
        {
            final int shift = (int)(firstBin - bin);
            for (final long[] row : counts)
            {
                System.arraycopy(row, 0, row, shift, binCount);
                Arrays.fill(row, 0, shift, 0);
            }
            firstBin = bin;
            binCount += shift;
        }
        else
        {
            binCount = Math.max(binCount, (int)(bin - firstBin) + 1);
        }
    }

    private void fold()
    {
        final long first = Math.floorDiv(firstBin, 2L);
        final int folded = (int)(Math.floorDiv(lastBin(), 2L) - first) + 1;
        for (final long[] row : counts)
        {
            for (int i = 0; i < binCount; i++)
            {
                final long count = row[i];
                row[i] = 0;
                row[(int)(Math.floorDiv(firstBin + i, 2L) - first)] += count;
            }
        }

        firstBin = first;
        binCount = folded;
        widthSec *= 2;
    }

    /** Seconds of a bin. */
    long widthSec()
    {
        return widthSec;
    }

    /** Where the first bin starts, in seconds since the epoch. */
    long firstSec()
    {
        return firstBin * widthSec;
    }

    int binCount()
    {
        return binCount;
    }

    /** Per second, bin by bin. */
    double[] rates(final int kind)
    {
        final double[] rates = new double[binCount];
        for (int i = 0; i < binCount; i++)
        {
            rates[i] = (double)counts[kind][i] / widthSec;
        }

        return rates;
    }

    /** Per second, bin by bin, of some kinds together. */
    double[] rates(final int... kinds)
    {
        final double[] sums = new double[binCount];
        for (final int kind : kinds)
        {
            final double[] rates = rates(kind);
            Arrays.setAll(sums, (i) -> sums[i] + rates[i]);
        }

        return sums;
    }

    /** How much happened in each minute, the last one may be short; empty when minutes are no whole bins. */
    double[] perMinute(final int... kinds)
    {
        if (0 != SECONDS_PER_MINUTE % widthSec)
        {
            return new double[0];
        }

        final int binsPerMinute = (int)(SECONDS_PER_MINUTE / widthSec);
        final double[] rates = rates(kinds);
        final double[] minutes = new double[(binCount + binsPerMinute - 1) / binsPerMinute];
        for (int i = 0; i < binCount; i++)
        {
            minutes[i / binsPerMinute] += rates[i] * widthSec;
        }

        return minutes;
    }
}
