package io.tributary.bench.simulation;

import java.util.concurrent.TimeUnit;

/**
 * One node's view of virtual time: a monotonic clock that begins anywhere, a wall clock that is off, and both a little
 * too fast or too slow.
 */
final class NodeClock
{
    private static final long EPOCH_MS = 1_780_000_000_000L;
    private static final double MILLION = 1e6;

    private final long monotonicOffsetNs;
    private final long wallOffsetMs;
    private final double rate;

    NodeClock(final long monotonicOffsetNs, final long wallOffsetMs, final double driftPpm)
    {
        this.monotonicOffsetNs = monotonicOffsetNs;
        this.wallOffsetMs = wallOffsetMs;
        this.rate = 1 + driftPpm / MILLION;
    }

    /** The node's monotonic clock at a virtual time. */
    long monotonicNs(final long timeNs)
    {
        return monotonicOffsetNs + elapsedNs(timeNs);
    }

    /** The node's wall clock at a virtual time. */
    long wallMs(final long timeNs)
    {
        return EPOCH_MS + wallOffsetMs + TimeUnit.NANOSECONDS.toMillis(elapsedNs(timeNs));
    }

    int wallSec(final long timeNs)
    {
        return (int)TimeUnit.MILLISECONDS.toSeconds(wallMs(timeNs));
    }

    /** The earliest virtual time at which the node's monotonic clock has reached a reading. */
    long timeOfMonotonicNs(final long readingNs)
    {
        final long elapsedNs = readingNs - monotonicOffsetNs;
        long timeNs = (long)(elapsedNs / rate);
        while (elapsedNs(timeNs) < elapsedNs)
        {
            timeNs++;
        }
        return timeNs;
    }

    /** The virtual time of a reading of the node's wall clock. */
    long timeOfWallSec(final int readingSec)
    {
        final long elapsedMs = TimeUnit.SECONDS.toMillis(readingSec) - EPOCH_MS - wallOffsetMs;
        return (long)(TimeUnit.MILLISECONDS.toNanos(elapsedMs) / rate);
    }

    private long elapsedNs(final long timeNs)
    {
        return 1 == rate ? timeNs : (long)(timeNs * rate);
    }
}
