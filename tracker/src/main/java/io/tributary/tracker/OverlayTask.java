package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.DatagramHandler;
import io.tributary.tracker.net.LoopTask;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.status.LinkWithoutAddress;
import io.tributary.tracker.status.OverlayStatusWriter;
import io.tributary.tracker.status.SwarmQueryMailbox;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The overlay's place on the loop: takes over links that were looked up elsewhere, has the agent work, and shows once a
 * second what it looks like.
 */
final class OverlayTask implements LoopTask, DatagramHandler
{
    private static final long STATUS_NS = TimeUnit.SECONDS.toNanos(1);

    private final OverlayAgent agent;
    private final TrackerCounters counters;
    private final OverlayStatusWriter status;
    private final SwarmQueryMailbox mailbox;
    private final EpochClock epochClock;
    private final NanoClock nanoClock;
    private final AtomicReference<Links> newLinks = new AtomicReference<>();
    private List<LinkWithoutAddress> withoutAddress = List.of();
    private long statusDeadlineNs;
    private boolean isStarted;

    private record Links(List<LinkSettings> settings, List<LinkWithoutAddress> withoutAddress)
    {
    }

    OverlayTask(
        final OverlayAgent agent,
        final TrackerCounters counters,
        final NanoClock nanoClock,
        final EpochClock epochClock)
    {
        this.agent = agent;
        this.counters = counters;
        this.status = new OverlayStatusWriter(counters);
        this.mailbox = new SwarmQueryMailbox(counters);
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
    }

    /** Have the loop go on with these links, and show the others; from any thread. */
    void offer(final List<LinkSettings> links, final List<LinkWithoutAddress> others)
    {
        newLinks.set(new Links(links, others));
    }

    /** Tell the time before datagrams are handled, which may be announces. */
    void time(final long nowNs, final int nowSec)
    {
        agent.time(nowNs, nowSec);
    }

    @Override
    public int onDatagram(
        final MutableDirectBuffer request,
        final int offset,
        final int length,
        final Endpoint source,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        return agent.onDatagram(request, offset, length, source, reply, nowNs, nowSec);
    }

    /** Whether neighbours still owe an answer about a new swarm. */
    boolean isOpen(final int question)
    {
        return agent.isOpen(question);
    }

    @Override
    public int doWork(final long nowNs, final int nowSec)
    {
        if (null != newLinks.get())
        {
            final Links links = newLinks.getAndSet(null);
            agent.links(links.settings, nowNs);
            withoutAddress = links.withoutAddress;
        }
        if (!isStarted || nowNs - statusDeadlineNs >= 0)
        {
            isStarted = true;
            statusDeadlineNs = nowNs + STATUS_NS;
            agent.publish(status, withoutAddress, nowNs, epochClock.time());
            counters.set(TrackerCounter.OVERLAY_STRANGERS, agent.strangers());
        }
        return agent.doWork(nowNs, nowSec) + mailbox.poll(agent);
    }

    @Override
    public long nextDeadlineNs()
    {
        final long agentNs = agent.nextDeadlineNs();
        return agentNs - statusDeadlineNs < 0 ? agentNs : statusDeadlineNs;
    }

    /** Say good-bye; when the loop has ended. */
    void bye()
    {
        agent.bye(nanoClock.nanoTime());
    }
}
