package io.tributary.tracker;

import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.net.LoopTask;
import io.tributary.tracker.request.RequestDispatcher;
import io.tributary.tracker.status.LatencyKind;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The duty cycle: read the clocks once, answer datagrams, give the overlay its turn, give the answers that were held
 * for it, sweep a slice of the store, publish gauges once a second. The only thread that touches sockets, request path,
 * overlay and store.
 */
final class TrackerAgent implements Runnable
{
    private static final int MS_PER_SEC = 1000;
    private static final long AWAIT_MAX_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LAST_POLLS = 64;

    private final DatagramPoller poller;
    private final RequestDispatcher dispatcher;
    private final OverlayTask overlay;
    private final AccessListExchange accessLists;
    private final ChronicleSwarmStore store;
    private final LatencyRecorder latencies;
    private final StoreGauges gauges;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final boolean isSpinning;
    private final AtomicReference<LoopSettings> newSettings = new AtomicReference<>();
    private volatile boolean isStopping;
    private int gaugesSec;

    TrackerAgent(
        final DatagramPoller poller,
        final RequestDispatcher dispatcher,
        final OverlayTask overlay,
        final AccessListExchange accessLists,
        final ChronicleSwarmStore store,
        final TrackerCounters counters,
        final LatencyRecorder latencies,
        final NanoClock nanoClock,
        final EpochClock epochClock,
        final boolean isSpinning)
    {
        this.poller = poller;
        this.dispatcher = dispatcher;
        this.overlay = overlay;
        this.accessLists = accessLists;
        this.store = store;
        this.latencies = latencies;
        this.gauges = new StoreGauges(store.totals(), counters);
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        this.isSpinning = isSpinning;
    }

    /** Turn until {@link #stop()}, then answer what has already arrived. */
    @Override
    public void run()
    {
        while (!isStopping)
        {
            if (0 == doWork() && !isSpinning)
            {
                final long nowNs = nanoClock.nanoTime();
                poller.await(Math.min(
                    awaitMs(overlay.nextDeadlineNs(), nowNs), awaitMs(dispatcher.nextDeadlineNs(), nowNs)));
            }
        }
        for (int i = 0; i < LAST_POLLS && doWork() > 0; i++)
        {
            Thread.onSpinWait();
        }
    }

    /** End {@link #run}; from any thread. */
    void stop()
    {
        isStopping = true;
        poller.wakeUp();
    }

    /** Have the loop go on with other settings; from any thread. */
    void offer(final LoopSettings settings)
    {
        newSettings.set(settings);
        poller.wakeUp();
    }

    /**
     * How long to wait for datagrams: until the deadline, rounded up, because what is due a moment later than now would
     * otherwise be waited for by turning.
     */
    static long awaitMs(final long deadlineNs, final long nowNs)
    {
        final long remainingNs = LoopTask.NO_DEADLINE == deadlineNs ? AWAIT_MAX_NS : deadlineNs - nowNs;
        final long waitNs = Math.max(1, Math.min(AWAIT_MAX_NS, remainingNs));
        return (waitNs + NS_PER_MS - 1) / NS_PER_MS;
    }

    int doWork()
    {
        if (null != newSettings.get())
        {
            takeSettings();
        }

        final long nowNs = nanoClock.nanoTime();
        final int nowSec = (int)(epochClock.time() / MS_PER_SEC);
        overlay.time(nowNs, nowSec);
        final int work = poller.poll(nowNs, nowSec) + overlay.doWork(nowNs, nowSec) +
            dispatcher.pollHeld(nowNs, nowSec) + store.sweep(nowSec);
        if (work > 0)
        {
            latencies.record(LatencyKind.DUTY_CYCLE, nanoClock.nanoTime() - nowNs);
        }
        latencies.handOver();
        // Without traffic nobody else would take new lists, and a reload would wait for the next datagram.
        accessLists.poll();
        if (nowSec != gaugesSec)
        {
            gaugesSec = nowSec;
            gauges.publish();
        }
        return work;
    }

    private void takeSettings()
    {
        final LoopSettings settings = newSettings.getAndSet(null);
        poller.receiveBudget(settings.receiveBudget());
        dispatcher.settings(settings.request(), settings.connectionIds(), settings.rateLimiter());
        store.limits(settings.limits());
    }
}
