package io.tributary.tracker;

import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.OverlayStatus;
import io.tributary.tracker.status.SocketDrops;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What may block and must not delay the loop, on a thread of its own: sign of life, socket drops from the kernel's
 * tables, percentiles, lines about links.
 */
final class Housekeeping implements Runnable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final TrackerCounters counters;
    private final LatencyRecorder latencies;
    private final SocketDrops socketDrops;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final LinkDropLog linkDropLog = new LinkDropLog(LOGGER::warn);
    private volatile boolean isStopping;
    private boolean hasFailed;

    Housekeeping(
        final TrackerCounters counters,
        final LatencyRecorder latencies,
        final SocketDrops socketDrops,
        final NanoClock nanoClock,
        final EpochClock epochClock)
    {
        this.counters = counters;
        this.latencies = latencies;
        this.socketDrops = socketDrops;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
    }

    @Override
    public void run()
    {
        while (!isStopping)
        {
            try
            {
                counters.set(TrackerCounter.HEARTBEAT_MS, epochClock.time());
                socketDrops.publish(counters);
                latencies.doWork(nanoClock.nanoTime());
                linkDropLog.doWork(OverlayStatus.of(counters));
            }
            catch (final RuntimeException ex)
            {
                onFailure(ex);
            }
            LockSupport.parkNanos(this, PAUSE_NS);
        }
    }

    void stop(final Thread thread) throws InterruptedException
    {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    /** Logged once: the counter says how often. */
    private void onFailure(final RuntimeException ex)
    {
        counters.increment(TrackerCounter.HOUSEKEEPING_FAILURES);
        if (!hasFailed)
        {
            hasFailed = true;
            LOGGER.warn("housekeeping failed, and goes on", ex);
        }
    }
}
