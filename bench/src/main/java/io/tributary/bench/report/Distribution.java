package io.tributary.bench.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * A few measurements of one thing, in order. Percentiles are by nearest rank: each is a value that was measured.
 * {@link Double#POSITIVE_INFINITY} stands for what never happened.
 */
public final class Distribution
{
    private final double[] sorted;

    private Distribution(final double[] sorted)
    {
        this.sorted = sorted;
    }

    public static Distribution of(final double... values)
    {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    public int count()
    {
        return sorted.length;
    }

    /** The smallest value that so many hundredths of all do not exceed; no number when there are none. */
    public double percentile(final double percent)
    {
        final int rank = (int)Math.ceil(percent / 100 * sorted.length);
        return 0 == sorted.length ? Double.NaN : sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }

    public double median()
    {
        return percentile(50);
    }

    public double min()
    {
        return percentile(0);
    }

    public double max()
    {
        return percentile(100);
    }

    /** One of its values as text. */
    public static String text(final double value, final int decimals)
    {
        return Double.isInfinite(value) ? "never" : Double.isNaN(value) ? "-" :
            String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
