package io.tributary.bench.load;

import org.HdrHistogram.Histogram;

/**
 * Percentiles in microseconds.
 *
 * @param meanUs mean.
 * @param p50Us  median.
 * @param p90Us  nine of ten are no slower.
 * @param p99Us  99 of 100.
 * @param p999Us 999 of 1,000.
 * @param maxUs  slowest.
 */
public record LatencySummary(double meanUs, double p50Us, double p90Us, double p99Us, double p999Us, double maxUs)
{
    /**
     * Of a distribution.
     *
     * @param histogram of nanoseconds.
     * @return zeros when it is empty.
     */
    public static LatencySummary of(final Histogram histogram)
    {
        if (0 == histogram.getTotalCount())
        {
            return new LatencySummary(0, 0, 0, 0, 0, 0);
        }
        return new LatencySummary(
            histogram.getMean() / 1e3,
            histogram.getValueAtPercentile(50) / 1e3,
            histogram.getValueAtPercentile(90) / 1e3,
            histogram.getValueAtPercentile(99) / 1e3,
            histogram.getValueAtPercentile(99.9) / 1e3,
            histogram.getMaxValue() / 1e3);
    }
}
