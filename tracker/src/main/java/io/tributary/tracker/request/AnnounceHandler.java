package io.tributary.tracker.request;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.codec.UrlDataOptions;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.AddressScope;
import io.tributary.tracker.net.DatagramHandler;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.MutableDirectBuffer;

import java.util.SplittableRandom;

/**
 * Answers announces whose source is proven (BEP 15): who the peer is, whether it may, what it is told. Hot path; one
 * thread.
 */
final class AnnounceHandler
{
    private static final int JITTER_SHIFT = Long.SIZE - 16;
    private static final int LINK_LOCAL_SHIFT = Long.SIZE - 10;
    private static final int LINK_LOCAL_PREFIX = 0xFE80 >>> 6;
    private static final AnnounceOutcome[] OUTCOMES = AnnounceOutcome.values();

    private final SwarmStore store;
    private final TrackerCounters counters;
    private final ErrorReply errorReply;
    private final HeldAnswers heldAnswers;
    private final SplittableRandom random;
    private final AnswerRate youngRate = new AnswerRate();
    private final TrackerCounter[] counterByOutcome = new TrackerCounter[OUTCOMES.length];
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final UrlDataOptions options = new UrlDataOptions();
    private final AnnounceResponseFlyweight response = new AnnounceResponseFlyweight();
    private RequestSettings settings;
    private ReplySender replies;
    private int jitter;

    AnnounceHandler(
        final SwarmStore store,
        final TrackerCounters counters,
        final ErrorReply errorReply,
        final HeldAnswers heldAnswers,
        final RequestSettings settings,
        final long seed)
    {
        this.store = store;
        this.counters = counters;
        this.errorReply = errorReply;
        this.heldAnswers = heldAnswers;
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        counterByOutcome[AnnounceOutcome.SWARM_BUDGET.ordinal()] = TrackerCounter.NOT_STORED_SWARM_BUDGET;
        counterByOutcome[AnnounceOutcome.PEER_BUDGET.ordinal()] = TrackerCounter.NOT_STORED_PEER_BUDGET;
        counterByOutcome[AnnounceOutcome.BYTE_BUDGET.ordinal()] = TrackerCounter.NOT_STORED_BYTE_BUDGET;
        counterByOutcome[AnnounceOutcome.SWARM_FULL.ordinal()] = TrackerCounter.NOT_STORED_SWARM_PEERS_MAX;
        counterByOutcome[AnnounceOutcome.SEGMENT_FULL.ordinal()] = TrackerCounter.NOT_STORED_SEGMENT_FULL;
    }

    void settings(final RequestSettings settings)
    {
        this.settings = settings;
    }

    void replies(final ReplySender replies)
    {
        this.replies = replies;
    }

    int onAnnounce(
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final AddressScope sourceScope,
        final AccessLists lists,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        final int event = request.event();
        countEvent(event);
        if (request.optionsLength() > 0 && !options.wrap(request).isWellFormed())
        {
            counters.increment(TrackerCounter.ANNOUNCE_OPTIONS_MALFORMED);
        }
        final boolean isStopped = UdpTrackerProtocol.EVENT_STOPPED == event;
        if (0 == request.port() && !isStopped)
        {
            return errorReply.write(reply, request.transactionId(), ErrorReply.PORT_ZERO);
        }
        final int access = lists.checkInfoHash(request.buffer(), request.infoHashOffset());
        if (AccessLists.ALLOWED != access)
        {
            return errorReply.write(reply, request.transactionId(),
                AccessLists.DENIED == access ? ErrorReply.INFO_HASH_DENIED : ErrorReply.INFO_HASH_NOT_ALLOWED);
        }

        announce(request, source, sourceScope, lists, reply, nowSec);
        final TrackerCounter refusal = counterByOutcome[announce.outcome.ordinal()];
        if (null != refusal)
        {
            counters.increment(refusal);
        }
        return isHeld(request, source, nowNs) ?
            DatagramHandler.NO_REPLY : answer(request.transactionId(), source.isIpv6(), reply, nowNs);
    }

    /**
     * The same announce again, to answer it now. Its peer is known by now, so nothing is stored or counted twice; it
     * was let in when it came.
     */
    int repeat(
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final AccessLists lists,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        announce(request, source, AddressScope.of(source), lists, reply, nowSec);
        return answer(request.transactionId(), source.isIpv6(), reply, nowNs);
    }

    private void announce(
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final AddressScope sourceScope,
        final AccessLists lists,
        final MutableDirectBuffer reply,
        final int nowSec)
    {
        final AddressScope scope = setPeer(request, source, sourceScope, lists);
        final boolean isIpv6 = source.isIpv6();
        final int event = request.event();
        announce.infoHashBuffer = request.buffer();
        announce.infoHashOffset = request.infoHashOffset();
        announce.namespace = Namespaces.of(isIpv6, scope, settings.separatePrivate());
        announce.isSeeder = 0 == request.left();
        announce.isStopped = UdpTrackerProtocol.EVENT_STOPPED == event;
        announce.isCompleted = UdpTrackerProtocol.EVENT_COMPLETED == event;
        announce.numWant = settings.numWant(request.numWant(), isIpv6);
        announce.nowSec = nowSec;
        announce.reply = reply;
        announce.endpointsOffset = AnnounceResponseFlyweight.LENGTH_MIN;
        drawIntervals();
        store.announce(announce);
    }

    /**
     * Whether the answer waits for what neighbours know of the swarm. Only that of a peer that is new, and none at all
     * when enough wait. A peer that announces again overtakes the answer it still waits for: repeating the former
     * announce would undo what the later one said.
     */
    private boolean isHeld(final AnnounceRequestFlyweight request, final Endpoint source, final long nowNs)
    {
        if (heldAnswers.count() > 0)
        {
            overtake();
        }
        if (SwarmAnnounce.NO_QUESTION == announce.question || AnnounceOutcome.INSERTED != announce.outcome ||
            settings.holdNs() <= 0 || null == replies || isLinkLocal(source))
        {
            return false;
        }
        if (heldAnswers.count() >= Math.min(settings.heldAnswersMax(), heldAnswers.capacity()))
        {
            counters.increment(TrackerCounter.HELD_ANSWERS_REFUSED);
            return false;
        }
        heldAnswers.hold(announce, request, source, replies.receivingSocket(), nowNs + settings.holdNs());
        counters.increment(TrackerCounter.HELD_ANSWERS);
        return true;
    }

    private void overtake()
    {
        final int slot = heldAnswers.find(announce);
        if (HeldAnswers.NONE != slot)
        {
            heldAnswers.remove(slot);
            counters.increment(TrackerCounter.HELD_ANSWERS_OVERTAKEN);
        }
    }

    /** An endpoint does not say which interface a link-local address is meant on, so no later reply would find it. */
    private static boolean isLinkLocal(final Endpoint source)
    {
        return source.isIpv6() && LINK_LOCAL_PREFIX == source.addressHigh() >>> LINK_LOCAL_SHIFT;
    }

    private int answer(
        final int transactionId, final boolean isIpv6, final MutableDirectBuffer reply, final long nowNs)
    {
        final int length = AnnounceResponseFlyweight.length(announce.endpointCount, isIpv6);
        response.wrap(reply, 0, length)
            .transactionId(transactionId)
            .interval(intervalSec(nowNs))
            .leechers(announce.leechers)
            .seeders(announce.seeders);
        return length;
    }

    /** The peer is the datagram's source with the port it announces; its IP field counts only where configured. */
    private AddressScope setPeer(
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final AddressScope sourceScope,
        final AccessLists lists)
    {
        final Endpoint peer = announce.peer;
        peer.set(source).port(request.port());
        final int claimed = request.ipv4Address();
        if (settings.honourIpFromPrivate() && 0 != claimed && AddressScope.GLOBAL != sourceScope && !source.isIpv6())
        {
            peer.ipv4(claimed, request.port());
            final AddressScope claimedScope = AddressScope.of(peer);
            if (AddressScope.UNUSABLE != claimedScope && AccessLists.ALLOWED == lists.checkAddress(peer))
            {
                return claimedScope;
            }
            peer.set(source).port(request.port());
        }
        return sourceScope;
    }

    private void drawIntervals()
    {
        jitter = (int)(random.nextLong() >>> JITTER_SHIFT);
        announce.intervalSmallSec = settings.jittered(settings.intervalSmallSec(), jitter);
        announce.intervalLargeSec = settings.jittered(settings.intervalSec(), jitter);
    }

    /** What the peer is told; in a young swarm sooner than the life that was stored asks for. */
    private int intervalSec(final long nowNs)
    {
        if (!announce.isYoung || announce.isStopped || 0 == settings.youngIntervalSec())
        {
            return announce.intervalSec;
        }
        final int youngSec = settings.jittered(settings.youngIntervalSec(), jitter);
        if (youngSec >= announce.intervalSec)
        {
            return announce.intervalSec;
        }
        if (!youngRate.tryAcquire(settings.youngPerSecondMax(), nowNs))
        {
            counters.increment(TrackerCounter.YOUNG_INTERVALS_REFUSED);
            return announce.intervalSec;
        }
        counters.increment(TrackerCounter.YOUNG_INTERVALS);
        return youngSec;
    }

    private void countEvent(final int event)
    {
        switch (event)
        {
            case UdpTrackerProtocol.EVENT_STARTED:
                counters.increment(TrackerCounter.ANNOUNCE_EVENTS_STARTED);
                break;
            case UdpTrackerProtocol.EVENT_COMPLETED:
                counters.increment(TrackerCounter.ANNOUNCE_EVENTS_COMPLETED);
                break;
            case UdpTrackerProtocol.EVENT_STOPPED:
                counters.increment(TrackerCounter.ANNOUNCE_EVENTS_STOPPED);
                break;
            default:
                break;
        }
    }
}
