package io.tributary.bench.simulation;

import java.util.stream.LongStream;

/**
 * How much is measured.
 *
 * @param seed             the first; all others follow from it.
 * @param seeds            repetitions where a distribution is wanted.
 * @param outageSeeds      repetitions of each outage.
 * @param outageTrackers   in the mesh that suffers outages.
 * @param balanceSwarms    whose mandates are counted.
 * @param meshTrackersMax  of the largest mesh.
 * @param trackersMax      of the largest overlay of networks.
 */
record ReportScale(
    long seed,
    int seeds,
    int outageSeeds,
    int outageTrackers,
    int balanceSwarms,
    int meshTrackersMax,
    int trackersMax)
{
    static ReportScale full(final long seed)
    {
        return new ReportScale(seed, 20, 5, 50, 1_000, 128, 1_000);
    }

    /** Less than a minute; says little about rare cases and large overlays. */
    static ReportScale quick(final long seed)
    {
        return new ReportScale(seed, 3, 1, 16, 200, 16, 64);
    }

    LongStream allSeeds()
    {
        return LongStream.range(seed, seed + seeds);
    }
}
