package io.tributary.tracker.request;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.codec.UrlDataOptions;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.AddressScope;
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
    private static final AnnounceOutcome[] OUTCOMES = AnnounceOutcome.values();

    private final SwarmStore store;
    private final TrackerCounters counters;
    private final ErrorReply errorReply;
    private final SplittableRandom random;
    private final TrackerCounter[] counterByOutcome = new TrackerCounter[OUTCOMES.length];
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final UrlDataOptions options = new UrlDataOptions();
    private final AnnounceResponseFlyweight response = new AnnounceResponseFlyweight();
    private RequestSettings settings;

    AnnounceHandler(
        final SwarmStore store,
        final TrackerCounters counters,
        final ErrorReply errorReply,
        final RequestSettings settings,
        final long seed)
    {
        this.store = store;
        this.counters = counters;
        this.errorReply = errorReply;
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

    int onAnnounce(
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final AddressScope sourceScope,
        final AccessLists lists,
        final MutableDirectBuffer reply,
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

        final AddressScope scope = setPeer(request, source, sourceScope, lists);
        final boolean isIpv6 = source.isIpv6();
        announce.infoHashBuffer = request.buffer();
        announce.infoHashOffset = request.infoHashOffset();
        announce.namespace = Namespaces.of(isIpv6, scope, settings.separatePrivate());
        announce.isSeeder = 0 == request.left();
        announce.isStopped = isStopped;
        announce.isCompleted = UdpTrackerProtocol.EVENT_COMPLETED == event;
        announce.numWant = settings.numWant(request.numWant(), isIpv6);
        announce.nowSec = nowSec;
        announce.reply = reply;
        announce.endpointsOffset = AnnounceResponseFlyweight.LENGTH_MIN;
        drawIntervals();
        store.announce(announce);

        final TrackerCounter refusal = counterByOutcome[announce.outcome.ordinal()];
        if (null != refusal)
        {
            counters.increment(refusal);
        }
        return answer(request.transactionId(), isIpv6, reply);
    }

    private int answer(final int transactionId, final boolean isIpv6, final MutableDirectBuffer reply)
    {
        final int length = AnnounceResponseFlyweight.length(announce.endpointCount, isIpv6);
        response.wrap(reply, 0, length)
            .transactionId(transactionId)
            .interval(announce.intervalSec)
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
        final int draw = (int)(random.nextLong() >>> JITTER_SHIFT);
        announce.intervalSmallSec = settings.jittered(settings.intervalSmallSec(), draw);
        announce.intervalLargeSec = settings.jittered(settings.intervalSec(), draw);
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
