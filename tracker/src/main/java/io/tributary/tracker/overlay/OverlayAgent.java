package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramHandler;
import io.tributary.tracker.status.LinkWithoutAddress;
import io.tributary.tracker.status.OverlayStatusWriter;
import io.tributary.tracker.status.SwarmDescriptionEncoder;
import io.tributary.tracker.status.SwarmQuery;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmListener;
import io.tributary.tracker.swarm.SwarmSink;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A tracker's membership in the overlay: the parts below, wired together, and their turn in the duty cycle.
 *
 * <pre>
 *   datagrams, timers   SessionLayer      who is connected; what is authentic
 *   own clients         OwnPeers          facts for the ChangeLog, new swarms
 *   SUMMARY             Unifier           which swarms are common            version 1: VersionOneExchange
 *   UPDATE out          FullSends, ChangeSends   what neighbours are told                VersionOneContent
 *   UPDATE in           UpdateReceiver    RecordKeeper: what is news, stored, passed on
 *   DIGEST, RESYNC      DigestExchange    finds what got lost all the same
 *   CANDIDATURE, LEADER Election          who leads which swarm
 *   slowly              SwarmKeeper       withdraws swarms without clients
 * </pre>
 * Runs on the store's thread. Time, randomness and output are parameters; nothing is allocated between the changes of
 * links. Every call is bounded: what is left over waits in sets and queues of fixed size for the next one.
 */
public final class OverlayAgent implements DatagramHandler, SwarmListener, SwarmQuery, AutoCloseable
{
    private static final int DATAGRAMS_PER_LINK = 16;
    private static final int RECORDS_SWEPT = 1024;
    private static final int SWARMS_KEPT = 512;
    private static final int SWARMS_SETTLED = 128;
    private static final long PASS_NS = 60_000_000_000L;
    private static final long SWEEP_NS = 50_000_000L;
    private static final long BUSY_NS = 1_000_000L;
    private static final long NS_PER_SEC = 1_000_000_000L;

    private final OverlaySettings settings;
    private final OverlayTables tables;
    private final SwarmStore store;
    private final SessionLayer session;
    private final OverlayEvents events;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Election election;
    private final ElectionExchange electionExchange;
    private final SwarmRegister register;
    private final RecordKeeper keeper;
    private final Questions questions;
    private final RestoredPeers restored;
    private final OwnPeers ownPeers;
    private final Unifier unifier;
    private final FullSends fullSends;
    private final ChangeSends changeSends;
    private final DigestExchange digests;
    private final VersionOneExchange versionOne;
    private final SwarmKeeper swarmKeeper;
    private final StampClock stampClock;
    private final OverlayView view;
    private final OverlayDisplay display;
    private final SwarmSink walkSink;
    private long nowNs;
    private int nowSec;
    private boolean isDirty;
    private long sweepDeadlineNs;
    private long nextDeadlineNs;
    private int walkPosition;
    private boolean isWalking = true;

    /**
     * An agent without links.
     *
     * @param settings    of the overlay.
     * @param self        own tracker id.
     * @param bootEpochMs when this process started, wall clock.
     * @param store       of swarms; this agent becomes its listener.
     * @param output      the only way out.
     * @param policy      which swarms may be unified.
     * @param secrets     two keyed hashes may be made of these 16 bytes; not known to anybody else.
     * @param seed        of samples and jitter.
     */
    public OverlayAgent(
        final OverlaySettings settings,
        final TrackerId self,
        final long bootEpochMs,
        final SwarmStore store,
        final OverlayOutput output,
        final SwarmPolicy policy,
        final byte[] secrets,
        final long seed)
    {
        final SipHash sipHash = new SipHash(secrets, 0);
        final SplittableRandom random = new SplittableRandom(seed);
        final SwarmTable swarms = new SwarmTable(settings.swarmsMax(), sipHash);
        final OriginTable origins = new OriginTable(self, sipHash);
        this.settings = settings;
        this.store = store;
        this.tables = new OverlayTables(
            swarms, new RecordTable(settings.recordsMax(), settings.linksMax(), swarms, origins, sipHash), origins,
            new ChangeLog(settings.changesMax(), origins));
        this.stampClock = new StampClock(bootEpochMs);
        this.events = new OverlayEvents(settings, stampClock, TrackerIdHash.hash(self));
        this.session = new SessionLayer(settings, self, bootEpochMs, output, sipHash, seed, events, events);
        this.neighbours = session.neighbours();
        this.questions = new Questions(settings.linksMax());
        final PeerFilter filter = new PeerFilter(settings.separatesScopes());
        final Outbox outbox = session.outbox();
        this.leadership = new Leadership(swarms, neighbours);
        this.keeper = new RecordKeeper(tables, store, filter, neighbours, leadership, settings);
        this.register = new SwarmRegister(
            tables, neighbours, policy, leadership, keeper, settings, (int)(bootEpochMs / 1000));
        final OwnTraces traces = new OwnTraces(tables, settings);
        this.restored =
            new RestoredPeers(tables, store, filter, neighbours, settings, (int)(bootEpochMs / 1000));
        this.ownPeers =
            new OwnPeers(tables, register, keeper, traces, restored, questions, neighbours, settings);
        this.unifier = new Unifier(tables, outbox, register, questions);
        this.fullSends = new FullSends(tables, store, filter, neighbours, leadership, outbox, random.split());
        this.changeSends = new ChangeSends(tables, filter, neighbours, leadership, outbox);
        final UpdateReceiver updateReceiver =
            new UpdateReceiver(tables, register, keeper, questions, leadership, outbox, settings);
        this.digests = new DigestExchange(tables, store, filter, outbox, settings);
        this.versionOne = new VersionOneExchange(tables, register,
            new VersionOneKeeper(tables, keeper, neighbours, settings), questions, outbox,
            new VersionOneContent(
                tables, store, filter, neighbours, leadership, traces, outbox, settings, random.split()));
        this.swarmKeeper = new SwarmKeeper(tables, store, register, filter, restored, PASS_NS);
        this.election = new Election(
            settings, self, versionOneId(settings, self), swarms, neighbours, leadership, random.split());
        this.electionExchange = new ElectionExchange(swarms, leadership, election, outbox);
        events.connect(new ExchangeParts(tables, register, questions, unifier, fullSends, changeSends, updateReceiver,
            digests, versionOne, election, electionExchange, leadership), outbox);
        this.view = new OverlayView(tables, neighbours, leadership);
        this.display =
            new OverlayDisplay(settings, self, tables, store, session, leadership, filter, questions);
        this.walkSink = (infoHash, namespace) -> onStored(register.onOwn(infoHash, 0));
        store.listener(this);
    }

    /**
     * Take over the configured links, on the loop's thread. Allocates.
     *
     * @param links all of them, resolved.
     * @param nowNs monotonic time.
     */
    public void links(final List<LinkSettings> links, final long nowNs)
    {
        this.nowNs = nowNs;
        if (0 == neighbours.size())
        {
            // Without links nobody has listened to announces.
            isWalking = true;
            walkPosition = 0;
            sweepDeadlineNs = nowNs;
        }
        session.links(links, nowNs);
        register.isBorder(session.isBorder());
        isDirty = true;
    }

    /** Say good-bye to all neighbours: the process is about to end. */
    public void bye(final long nowNs)
    {
        session.bye(OverlayProtocol.BYE_SHUTTING_DOWN, nowNs);
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
        time(nowNs, nowSec);
        session.onDatagram(request, offset, length, source, nowNs, nowSec);
        isDirty = true;
        return NO_REPLY;
    }

    /** An own client has come, renewed itself or gone. */
    @Override
    public void onAnnounced(final SwarmAnnounce announce)
    {
        if (0 == neighbours.size())
        {
            return;
        }
        if (ownPeers.onAnnounced(announce, stampClock.stamp(nowNs), nowNs))
        {
            isDirty = true;
        }
    }

    /**
     * The time that announces happen at, between calls of {@link #doWork}.
     *
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds.
     */
    public void time(final long nowNs, final int nowSec)
    {
        this.nowNs = nowNs;
        this.nowSec = nowSec;
        events.time(nowSec);
    }

    /**
     * Whether neighbours still owe an answer about a new swarm.
     *
     * @param question as {@link SwarmAnnounce#question} told.
     * @return false when there is nothing left to wait for.
     */
    public boolean isOpen(final int question)
    {
        return questions.isOpen(question);
    }

    /** For observers. */
    public OverlayView view()
    {
        return view;
    }

    /** {@link #doWork} has nothing to do before. */
    public long nextDeadlineNs()
    {
        return isDirty ? nowNs : nextDeadlineNs;
    }

    /**
     * One bounded turn.
     *
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds.
     * @return amount of work done, 0 when nothing was due.
     */
    public int doWork(final long nowNs, final int nowSec)
    {
        time(nowNs, nowSec);
        isDirty |= events.takePending();
        if (!isDirty && nowNs - nextDeadlineNs < 0)
        {
            return 0;
        }
        isDirty = false;
        nextDeadlineNs = nowNs + NS_PER_SEC;
        int work = session.doWork(nowNs);
        nextDeadlineNs = earlier(session.nextDeadlineNs());
        if (0 == neighbours.size())
        {
            return work;
        }

        work += elect();
        work += keepHouse();
        questions.expire(nowNs);
        nextDeadlineNs = questions.nextDeadlineNs(nextDeadlineNs);
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.isConnected())
            {
                work += serve(neighbour);
            }
        }
        return work;
    }

    /**
     * Show links and roles.
     *
     * @param writer         of the status file.
     * @param withoutAddress links that are shown beside those in use.
     * @param nowNs          monotonic time.
     * @param nowMs          wall clock, milliseconds.
     */
    public void publish(
        final OverlayStatusWriter writer,
        final List<LinkWithoutAddress> withoutAddress,
        final long nowNs,
        final long nowMs)
    {
        display.publish(writer, withoutAddress, nowNs, nowMs);
    }

    /** Datagrams whose source address and header port name no link. */
    public long strangers()
    {
        return session.strangers();
    }

    @Override
    public void describe(final DirectBuffer infoHash, final int offset, final SwarmDescriptionEncoder description)
    {
        display.describe(infoHash, offset, nowSec, description);
    }

    @Override
    public void close()
    {
        store.listener(null);
        tables.close();
    }

    private int elect()
    {
        for (int scope = SwarmTable.INTERNAL; scope <= SwarmTable.EXTERNAL; scope++)
        {
            leadership.neighbourDigest(scope, session.neighbourDigest(scope));
        }
        leadership.reviewTrust();
        final int work = election.doWork(nowNs);
        session.mandates(leadership.mandates(SwarmTable.INTERNAL).cardinality(),
            leadership.mandates(SwarmTable.EXTERNAL).cardinality());
        nextDeadlineNs = work > 0 ? nowNs + BUSY_NS : election.nextDeadlineNs(nowNs, nextDeadlineNs);
        return work;
    }

    private int keepHouse()
    {
        int work = 0;
        if (isWalking && neighbours.size() > 0)
        {
            // A store that was kept over a restart has swarms that no announce has told of yet.
            walkPosition = store.walk(walkPosition, 1, walkSink);
            isWalking = 0 != walkPosition;
            isDirty = true;
            work++;
        }
        if (nowNs - sweepDeadlineNs >= 0)
        {
            sweepDeadlineNs = nowNs + SWEEP_NS;
            work += keeper.expire(nowSec, RECORDS_SWEPT);
            work += restored.doWork(nowSec, SWARMS_SETTLED);
            work += swarmKeeper.doWork(nowNs, nowSec, SWARMS_KEPT);
        }
        if (tables.swarms().size() > 0 || tables.records().size() > 0)
        {
            nextDeadlineNs = earlier(sweepDeadlineNs);
        }
        return work;
    }

    private void onStored(final int slot)
    {
        if (SwarmTable.NOT_FOUND != slot)
        {
            restored.onSwarm(slot, nowSec);
        }
    }

    private int serve(final Neighbour neighbour)
    {
        final ExchangeState state = neighbour.exchange;
        if (nowNs - state.updateDeadlineNs >= 0)
        {
            state.updateDeadlineNs += settings.updateNs();
            if (nowNs - state.updateDeadlineNs >= 0)
            {
                state.updateDeadlineNs = nowNs + settings.updateNs();
            }
            state.isTickDue = true;
        }
        nextDeadlineNs = earlier(state.updateDeadlineNs);
        final int sent = electionExchange.doWork(neighbour, nowNs) +
            (neighbour.isVersionOne() ? serveVersionOne(neighbour) : serveVersionTwo(neighbour));
        if (sent > 0 || isPending(neighbour))
        {
            nextDeadlineNs = earlier(nowNs + BUSY_NS);
        }
        return sent;
    }

    private int serveVersionOne(final Neighbour neighbour)
    {
        if (neighbour.exchange.isTickDue)
        {
            neighbour.exchange.isTickDue = false;
            neighbour.pendingTick.or(neighbour.shared);
        }
        return versionOne.send(neighbour, stampClock.stamp(nowNs), DATAGRAMS_PER_LINK, nowNs, nowSec);
    }

    private int serveVersionTwo(final Neighbour neighbour)
    {
        int sent = unifier.send(neighbour, DATAGRAMS_PER_LINK, nowNs);
        sent += fullSends.send(neighbour, stampClock.stamp(nowNs), DATAGRAMS_PER_LINK, nowNs, nowSec);
        if (session.outbox().canSend(neighbour, nowNs) && isFlushDue(neighbour))
        {
            sent += changeSends.send(neighbour, nowNs, nowSec);
        }
        sent += digests.send(neighbour, nowNs, nowSec);
        if (settings.digestNs() > 0)
        {
            nextDeadlineNs = earlier(neighbour.exchange.digestDeadlineNs);
        }
        return sent;
    }

    /** Changes go out when the period is over, when some are urgent and not too frequent, or when they are many. */
    private boolean isFlushDue(final Neighbour neighbour)
    {
        final ExchangeState state = neighbour.exchange;
        if (state.isTickDue || state.resends.isPending() ||
            changeSends.backlog(neighbour) > ChangeSends.BATCH_MAX)
        {
            state.isTickDue = false;
            return true;
        }
        if (tables.log().urgentPosition() <= neighbour.logCursor)
        {
            state.isUrgent = false;
            return false;
        }
        if (!state.isUrgent)
        {
            // A little time for company.
            state.isUrgent = true;
            state.urgentDeadlineNs = nowNs + settings.coalesceNs();
        }
        final long dueNs = state.urgentDeadlineNs - state.triggerDeadlineNs > 0 ?
            state.urgentDeadlineNs : state.triggerDeadlineNs;
        if (nowNs - dueNs < 0)
        {
            nextDeadlineNs = earlier(dueNs);
            return false;
        }
        state.triggered(nowNs, NS_PER_SEC / settings.triggeredPerSecond());
        return true;
    }

    private boolean isPending(final Neighbour neighbour)
    {
        return !neighbour.pendingSummary.isEmpty() || !neighbour.pendingRemoval.isEmpty() ||
            !neighbour.pendingResync.isEmpty() ||
            !neighbour.pendingFull.isEmpty() || !neighbour.pendingTick.isEmpty() ||
            neighbour.exchange.resends.isPending() || leadership.elector(neighbour.index()).isPending();
    }

    /** How neighbours of version 1 know this tracker; unknown unless the own address is configured. */
    private static TrackerId versionOneId(final OverlaySettings settings, final TrackerId self)
    {
        final Endpoint address = settings.address();
        return 0 == address.addressHigh() && 0 == address.addressLow() ? self : TrackerIdHash.versionOne(address);
    }

    private long earlier(final long deadlineNs)
    {
        return deadlineNs - nextDeadlineNs < 0 ? deadlineNs : nextDeadlineNs;
    }
}
