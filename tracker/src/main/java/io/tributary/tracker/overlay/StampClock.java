package io.tributary.tracker.overlay;

import java.util.concurrent.TimeUnit;

/**
 * Stamps of facts about own clients: wall-clock time in units of 16 ms, its low 32 bits, compared by difference. Never
 * goes back while the process runs, because it advances by the monotonic clock.
 */
final class StampClock
{
    private static final int UNIT_SHIFT = 4;
    private static final int MS_PER_SEC = 1_000;

    private final long bootEpochMs;
    private long bootNs;
    private boolean isRunning;

    StampClock(final long bootEpochMs)
    {
        this.bootEpochMs = bootEpochMs;
    }

    int stamp(final long nowNs)
    {
        if (!isRunning)
        {
            isRunning = true;
            bootNs = nowNs;
        }
        return (int)((bootEpochMs + TimeUnit.NANOSECONDS.toMillis(nowNs - bootNs)) >>> UNIT_SHIFT);
    }

    /** Difference of two stamps in seconds. */
    static int seconds(final int difference)
    {
        return (int)(((long)difference << UNIT_SHIFT) / MS_PER_SEC);
    }

    /**
     * Whether a fact is news to someone who knows another about the same peer from the same origin: a later stamp wins;
     * with equal stamps gone wins over there, and seeder over leecher.
     */
    static boolean isNewer(
        final int stamp,
        final boolean isGone,
        final boolean isSeeder,
        final int knownStamp,
        final boolean isKnownGone,
        final boolean isKnownSeeder)
    {
        final int difference = stamp - knownStamp;
        if (0 != difference)
        {
            return difference > 0;
        }
        return isGone && !isKnownGone || isSeeder && !isKnownSeeder && !isKnownGone;
    }
}
