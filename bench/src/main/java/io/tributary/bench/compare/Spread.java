package io.tributary.bench.compare;

import java.util.Arrays;
import java.util.Locale;

/**
 * Median and extremes of a few runs.
 *
 * @param min    smallest.
 * @param median the middle one, or the mean of the two middle ones.
 * @param max    largest.
 */
record Spread(double min, double median, double max)
{
    static Spread of(final double... values)
    {
        if (0 == values.length)
        {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        final double median = 1 == sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    String median(final int decimals)
    {
        return String.format(Locale.ROOT, "%,." + decimals + "f", median);
    }

    String text(final int decimals)
    {
        final String number = "%,." + decimals + "f";
        return min == max ? median(decimals) :
            String.format(Locale.ROOT, number + " (" + number + " to " + number + ")", median, min, max);
    }
}
