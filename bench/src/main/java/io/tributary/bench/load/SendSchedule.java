package io.tributary.bench.load;

/**
 * The fixed timetable of an open loop: request {@code i} is due at {@code start + i / rate}, whatever happened to those
 * before it. A late sender catches up and never skips; how late it was at worst is reported, and latency is measured
 * from the intended time.
 */
final class SendSchedule
{
    private final double periodNs;
    private long startNs;
    private long index;
    private long lagMaxNs;
    private boolean isStarted;

    SendSchedule(final double ratePerSecond)
    {
        this.periodNs = 1e9 / ratePerSecond;
    }

    /** Only the first call sets the start: pauses between slices of a run do not shift the timetable. */
    void start(final long nowNs)
    {
        if (!isStarted)
        {
            isStarted = true;
            startNs = nowNs;
        }
    }

    void restart(final long nowNs)
    {
        isStarted = true;
        startNs = nowNs;
        index = 0;
    }

    long dueNs()
    {
        return startNs + (long)(index * periodNs);
    }

    boolean isDue(final long nowNs)
    {
        return nowNs - dueNs() >= 0;
    }

    /** The request that was due has been sent. */
    void advance(final long nowNs)
    {
        lagMaxNs = Math.max(lagMaxNs, nowNs - dueNs());
        index++;
    }

    /** Includes a request that is due and still waits. */
    long lagMaxNs(final long nowNs)
    {
        return isStarted ? Math.max(lagMaxNs, nowNs - dueNs()) : 0;
    }

    void resetLag()
    {
        lagMaxNs = 0;
    }
}
