package io.tributary.tracker.status;

import org.HdrHistogram.Histogram;

/**
 * The counters that describe one distribution of latencies.
 */
record LatencyCounters(
    TrackerCounter count,
    TrackerCounter p50Ns,
    TrackerCounter p90Ns,
    TrackerCounter p99Ns,
    TrackerCounter p999Ns,
    TrackerCounter maxNs)
{
    static LatencyCounters named(final String prefix)
    {
        return new LatencyCounters(
            TrackerCounter.valueOf(prefix + "COUNT"),
            TrackerCounter.valueOf(prefix + "P50_NS"),
            TrackerCounter.valueOf(prefix + "P90_NS"),
            TrackerCounter.valueOf(prefix + "P99_NS"),
            TrackerCounter.valueOf(prefix + "P999_NS"),
            TrackerCounter.valueOf(prefix + "MAX_NS"));
    }

    void publish(final Histogram histogram, final TrackerCounters counters)
    {
        counters.set(count, histogram.getTotalCount());
        counters.set(p50Ns, histogram.getValueAtPercentile(50));
        counters.set(p90Ns, histogram.getValueAtPercentile(90));
        counters.set(p99Ns, histogram.getValueAtPercentile(99));
        counters.set(p999Ns, histogram.getValueAtPercentile(99.9));
        counters.set(maxNs, histogram.getMaxValue());
    }
}
