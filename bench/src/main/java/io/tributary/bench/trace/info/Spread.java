package io.tributary.bench.trace.info;

import io.tributary.bench.report.Distribution;
import org.HdrHistogram.Histogram;

import java.util.Arrays;

/**
 * A distribution in a few numbers; all but the count are NaN when there is nothing.
 *
 * @param count of values.
 * @param mean  of them.
 * @param min   smallest.
 * @param p50   median.
 * @param p90   nine of ten are no larger.
 * @param p99   99 of 100.
 * @param max   largest.
 */
record Spread(long count, double mean, double min, double p50, double p90, double p99, double max)
{
    static Spread of(final Distribution values, final double mean)
    {
        return new Spread(
            values.count(), mean, values.min(), values.median(), values.percentile(90), values.percentile(99),
            values.max());
    }

    static Spread of(final double... values)
    {
        return of(Distribution.of(values), Arrays.stream(values).average().orElse(Double.NaN));
    }

    /** Values divided by a number, to have another unit. */
    static Spread of(final Histogram values, final double divisor)
    {
        return 0 == values.getTotalCount() ? of() :
            new Spread(
                values.getTotalCount(),
                values.getMean() / divisor,
                values.getMinValue() / divisor,
                values.getValueAtPercentile(50) / divisor,
                values.getValueAtPercentile(90) / divisor,
                values.getValueAtPercentile(99) / divisor,
                values.getMaxValue() / divisor);
    }
}
