package io.tributary.bench.simulation;

import java.util.concurrent.TimeUnit;

/**
 * The defaults that trackers are shipped with, over a network without faults: 5 ms one way at least, 25 ms on average.
 */
final class ReportOptions
{
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private ReportOptions()
    {
    }

    static SimulationOptions of(final long seed)
    {
        final SimulationOptions options = SimulationOptions.calm(seed);
        options.delayMinNs = 5 * MS;
        options.delayMeanNs = 25 * MS;
        options.digestNs = TimeUnit.MINUTES.toNanos(10);
        options.intervalSec = 1_800;
        options.swarms = 1;
        options.seederShare = 0;
        options.isClockSkewed = true;
        return options;
    }
}
