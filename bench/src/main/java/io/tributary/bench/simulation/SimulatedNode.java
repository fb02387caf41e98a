package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.LoopTask;
import io.tributary.tracker.overlay.TrackerId;
import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmNamespace;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One tracker's machine: its clock, its store, and the process that runs on it, or does not. Calls the tracker as the
 * selector loop does: after a datagram, after an announce, and when its next deadline is due.
 */
final class SimulatedNode
{
    private static final int DATAGRAM_MAX = 65_536;
    private static final int REPLY_MAX = 4_096;
    private static final int NUM_WANT = 100;
    private static final int ROUNDS_MAX = 64;
    private static final long SWEEP_NS = 1_000_000_000L;
    private static final long CYCLE_NS = 100_000L;
    private static final int IDLE_TURNS_MAX = 1_000;
    private static final long NEVER = Long.MAX_VALUE;

    final int index;
    final NodeClock clock;

    private final EventQueue events;
    private final SimulatedNetwork network;
    private final SimulatedTracker.Maker maker;
    private final NodeBlueprint blueprint;
    private final SplittableRandom random;
    private final UnsafeBuffer datagramBuffer = new UnsafeBuffer(new byte[DATAGRAM_MAX]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[REPLY_MAX]);
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final Endpoint told = new Endpoint();
    private final Deque<Held> held = new ArrayDeque<>();
    private final SendCheck sendCheck;
    private ChronicleSwarmStore store;
    private TrackerId id;
    private SimulatedTracker tracker;
    private long wakeNs = NEVER;
    private int process;
    private int idleTurns;

    /** Sees every datagram before the network does. */
    @FunctionalInterface
    interface SendCheck
    {
        /**
         * A datagram leaves.
         *
         * @return the node it is for.
         */
        int check(int from, Endpoint destination, int length);
    }

    private record Held(SimulatedClient client, int question, long deadlineNs, Consumer<SwarmAnnounce> onAnswer)
    {
    }

    SimulatedNode(
        final NodeBlueprint blueprint,
        final EventQueue events,
        final SimulatedNetwork network,
        final SimulatedTracker.Maker maker,
        final SendCheck sendCheck,
        final SplittableRandom random)
    {
        this.blueprint = blueprint;
        this.index = blueprint.index();
        this.clock = blueprint.clock();
        this.events = events;
        this.network = network;
        this.maker = maker;
        this.sendCheck = sendCheck;
        this.random = random;
    }

    boolean isUp()
    {
        return null != tracker;
    }

    SimulatedTracker tracker()
    {
        return tracker;
    }

    int nowSec()
    {
        return clock.wallSec(events.nowNs());
    }

    void start()
    {
        if (null == store)
        {
            store = blueprint.openStore(random.nextLong(), () -> clock.wallMs(events.nowNs()));
            id = new TrackerId(random.nextLong(), random.nextLong());
        }
        final long nowNs = clock.monotonicNs(events.nowNs());
        final NodeSetup setup = new NodeSetup(blueprint.settings(), id, clock.wallMs(events.nowNs()),
            blueprint.links(), store, random.nextLong());
        tracker = maker.start(setup, this::send);
        tracker.links(blueprint.links(), nowNs);
        network.receiver(index, this::onDatagram);
        final int started = ++process;
        events.after(random.nextLong(SWEEP_NS), () -> sweep(started));
        work();
    }

    /** The process ends, in good order or by a crash; its store may stay for the next. */
    void stop(final boolean isOrderly, final boolean isStateKept)
    {
        if (isOrderly)
        {
            tracker.bye(clock.monotonicNs(events.nowNs()));
        }
        network.receiver(index, null);
        tracker.close();
        tracker = null;
        held.clear();
        wakeNs = NEVER;
        process++;
        if (!isStateKept)
        {
            close();
        }
    }

    /** Give back what is off heap. */
    void close()
    {
        if (null != tracker)
        {
            tracker.close();
            tracker = null;
        }
        if (null != store)
        {
            store.close();
            store = null;
        }
    }

    /** Walk over the peers of a swarm. */
    void peers(final byte[] infoHash, final PeerSink sink)
    {
        tracker.peers(infoHash, nowSec(), sink);
    }

    /**
     * A client announces, as a request would.
     *
     * @param client    who.
     * @param isStopped whether it leaves.
     * @param onAnswer  sees the answer, perhaps later: answers may be held.
     */
    void announce(final SimulatedClient client, final boolean isStopped, final Consumer<SwarmAnnounce> onAnswer)
    {
        store(client, isStopped);
        final boolean isHeld = SwarmAnnounce.NO_QUESTION != announce.question &&
            AnnounceOutcome.INSERTED == announce.outcome && blueprint.settings().questionNs() > 0;
        onStored(client, isStopped);
        if (isHeld)
        {
            final long deadlineNs = events.nowNs() + blueprint.settings().questionNs();
            held.add(new Held(client, announce.question, deadlineNs, onAnswer));
            events.at(deadlineNs, this::answerHeld);
        }
        else
        {
            onAnswer.accept(announce);
        }
        work();
    }

    private void store(final SimulatedClient client, final boolean isStopped)
    {
        announce.infoHashBuffer = new UnsafeBuffer(blueprint.infoHash(client.swarm));
        announce.infoHashOffset = 0;
        announce.peer.set(client.endpoint);
        announce.namespace = SwarmNamespace.of(client.endpoint.isIpv6(), SwarmNamespace.SCOPE_GLOBAL);
        announce.isSeeder = client.isSeeder;
        announce.isStopped = isStopped;
        announce.isCompleted = false;
        announce.numWant = NUM_WANT;
        announce.intervalSmallSec = blueprint.intervalSec();
        announce.intervalLargeSec = blueprint.intervalSec();
        announce.nowSec = nowSec();
        announce.reply = reply;
        announce.endpointsOffset = 0;
        tracker.announce(announce, clock.monotonicNs(events.nowNs()));
    }

    private void onStored(final SimulatedClient client, final boolean isStopped)
    {
        final long nowNs = events.nowNs();
        if (isStopped)
        {
            client.stopped(index, nowNs);
        }
        else if (!AnnounceOutcome.INSERTED.equals(announce.outcome) &&
            !AnnounceOutcome.REFRESHED.equals(announce.outcome))
        {
            throw new IllegalStateException("the store refused " + client + ": " + announce.outcome);
        }
        else
        {
            client.announced(index, announce.endSec, clock.timeOfWallSec(announce.endSec), nowNs, nowSec());
        }
    }

    private void answerHeld()
    {
        if (!isUp())
        {
            return;
        }
        for (int i = held.size(); i > 0; i--)
        {
            final Held next = held.poll();
            if (events.nowNs() >= next.deadlineNs || !tracker.isOpen(next.question))
            {
                if (next.client.isRunning)
                {
                    store(next.client, false);
                    onStored(next.client, false);
                    next.onAnswer.accept(announce);
                }
            }
            else
            {
                held.add(next);
            }
        }
    }

    /** The endpoint of an answer's peer; re-used. */
    Endpoint told(final SwarmAnnounce answer, final int position)
    {
        final boolean isIpv6 = answer.peer.isIpv6();
        return told.getCompact(answer.reply, answer.endpointsOffset + position * Endpoint.length(isIpv6), isIpv6);
    }

    private void onDatagram(final byte[] datagram, final Endpoint source)
    {
        datagramBuffer.putBytes(0, datagram);
        tracker.onDatagram(
            datagramBuffer, datagram.length, source, clock.monotonicNs(events.nowNs()), nowSec());
        work();
    }

    private boolean send(
        final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int to = sendCheck.check(index, destination, length);
        final byte[] datagram = new byte[length];
        buffer.getBytes(offset, datagram);
        network.send(index, to, destination, datagram);
        return true;
    }

    /** Duty cycles until there is nothing to do, then sleep until the next deadline. */
    private void work()
    {
        final long nowNs = clock.monotonicNs(events.nowNs());
        int rounds = 0;
        while (tracker.doWork(nowNs, nowSec()) > 0 && rounds < ROUNDS_MAX)
        {
            rounds++;
        }
        if (!held.isEmpty())
        {
            answerHeld();
        }
        final long deadlineNs = tracker.nextDeadlineNs();
        if (LoopTask.NO_DEADLINE != deadlineNs || ROUNDS_MAX == rounds)
        {
            final boolean isBusy = ROUNDS_MAX == rounds || deadlineNs - nowNs <= 0;
            countTurn(isBusy && 0 == rounds);
            final long dueNs = isBusy ? 0 : clock.timeOfMonotonicNs(deadlineNs);
            wakeAt(Math.max(events.nowNs() + CYCLE_NS, dueNs));
        }
    }

    /** A deadline that is over and yet nothing to do would keep a processor busy for nothing. */
    private void countTurn(final boolean isIdle)
    {
        idleTurns = isIdle ? idleTurns + 1 : 0;
        if (idleTurns > IDLE_TURNS_MAX)
        {
            throw new IllegalStateException(index + " turns " + idleTurns + " times and finds nothing to do");
        }
    }

    private void wakeAt(final long timeNs)
    {
        if (timeNs < wakeNs)
        {
            wakeNs = timeNs;
            events.at(timeNs, () -> wake(timeNs));
        }
    }

    private void wake(final long timeNs)
    {
        if (timeNs == wakeNs && isUp())
        {
            wakeNs = NEVER;
            work();
        }
    }

    private void sweep(final int started)
    {
        if (process == started)
        {
            tracker.sweep(nowSec());
            events.after(SWEEP_NS, () -> sweep(started));
        }
    }
}
