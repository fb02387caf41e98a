package io.tributary.tracker.request;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.AddressScope;
import io.tributary.tracker.access.RateLimiter;
import io.tributary.tracker.net.DatagramHandler;
import io.tributary.tracker.status.LatencyKind;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The request path: length, source, action, connection id, rate, then the handler of the action; cheapest test first.
 * A source that has not proven its address gets an answer no longer than its question, or none.
 *
 * <p>Hot path; one thread. The one place that decides which datagrams are dropped, each for one counted reason.
 */
public final class RequestDispatcher implements DatagramHandler
{
    /** Nothing is held. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final int OVERLAY_ACTION_BIT = 1 << 7;
    private static final int HELD_EXAMINED_MAX = 256;
    private static final int HELD_ANSWERED_MAX = 64;
    private static final int HELD_REPLY_LENGTH = 1 << 16;

    private ConnectionIds connectionIds;
    private final AccessListExchange accessLists;
    private RateLimiter rateLimiter;
    private final TrackerCounters counters;
    private final LatencyRecorder latencies;
    private final NanoClock clock;
    private final ErrorReply errorReply;
    private final AnnounceHandler announceHandler;
    private final ScrapeHandler scrapeHandler;
    private final RequestHeaderFlyweight header = new RequestHeaderFlyweight();
    private final ConnectRequestFlyweight connectRequest = new ConnectRequestFlyweight();
    private final ConnectResponseFlyweight connectResponse = new ConnectResponseFlyweight();
    private final AnnounceRequestFlyweight announceRequest = new AnnounceRequestFlyweight();
    private final ScrapeRequestFlyweight scrapeRequest = new ScrapeRequestFlyweight();
    private final HeldAnswers heldAnswers;
    private final UnsafeBuffer heldReply = new UnsafeBuffer(ByteBuffer.allocateDirect(HELD_REPLY_LENGTH));
    private RequestSettings settings;
    private ReplySender replies;
    private DatagramHandler overlay;
    private OpenQuestions questions = question -> false;

    /**
     * Wire the path together.
     *
     * @param connectionIds issues and judges connection ids.
     * @param accessLists   polled once for each datagram.
     * @param rateLimiter   charged for each request of a proven source.
     * @param store         of swarms.
     * @param settings      until {@link #settings}.
     * @param counters      written from this thread.
     * @param latencies     written from this thread.
     * @param clock         to time requests with.
     * @param seed          of the jitter.
     */
    public RequestDispatcher(
        final ConnectionIds connectionIds,
        final AccessListExchange accessLists,
        final RateLimiter rateLimiter,
        final SwarmStore store,
        final RequestSettings settings,
        final TrackerCounters counters,
        final LatencyRecorder latencies,
        final NanoClock clock,
        final long seed)
    {
        this.connectionIds = connectionIds;
        this.accessLists = accessLists;
        this.rateLimiter = rateLimiter;
        this.settings = settings;
        this.counters = counters;
        this.latencies = latencies;
        this.clock = clock;
        this.errorReply = new ErrorReply(counters);
        this.heldAnswers = new HeldAnswers(settings.heldAnswersMax(), seed, counters);
        this.announceHandler = new AnnounceHandler(store, counters, errorReply, heldAnswers, settings, seed);
        this.scrapeHandler = new ScrapeHandler(store, errorReply);
    }

    /**
     * Join the overlay to the path, before the first datagram.
     *
     * @param handler   of datagrams whose action has bit 7 set (TSUP); there is no connection id to check.
     * @param questions that announces may wait for.
     */
    public void overlay(final DatagramHandler handler, final OpenQuestions questions)
    {
        this.overlay = handler;
        this.questions = questions;
    }

    /**
     * Give the path its way out for late answers, before the first datagram.
     *
     * @param replies without which no answer is held.
     */
    public void replies(final ReplySender replies)
    {
        this.replies = replies;
        announceHandler.replies(replies);
    }

    /**
     * Go on with other settings; on the loop's thread, between datagrams.
     *
     * @param settings      new ones.
     * @param connectionIds with the same key.
     * @param rateLimiter   with tables of its own.
     */
    public void settings(
        final RequestSettings settings, final ConnectionIds connectionIds, final RateLimiter rateLimiter)
    {
        this.settings = settings;
        this.connectionIds = connectionIds;
        this.rateLimiter = rateLimiter;
        announceHandler.settings(settings);
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
        if (length < RequestHeaderFlyweight.LENGTH)
        {
            return drop(TrackerCounter.DROPS_TOO_SHORT);
        }
        final AddressScope scope = AddressScope.of(source);
        if (0 == source.port() || AddressScope.UNUSABLE == scope)
        {
            return drop(TrackerCounter.DROPS_SOURCE_UNUSABLE);
        }
        final AccessLists lists = accessLists.poll();
        if (AccessLists.ALLOWED != lists.checkAddress(source))
        {
            return drop(TrackerCounter.DROPS_SOURCE_DENIED);
        }

        switch (header.wrap(request, offset, length).action())
        {
            case UdpTrackerProtocol.ACTION_CONNECT:
                return onConnect(request, offset, length, source, reply, nowSec);

            case UdpTrackerProtocol.ACTION_ANNOUNCE:
                return onAnnounce(request, offset, length, source, scope, lists, reply, nowNs, nowSec);

            case UdpTrackerProtocol.ACTION_SCRAPE:
                return onScrape(request, offset, length, source, scope, lists, reply, nowNs, nowSec);

            default:
                if (null == overlay || 0 == (header.action() & OVERLAY_ACTION_BIT))
                {
                    return drop(TrackerCounter.DROPS_ACTION_UNKNOWN);
                }
                counters.increment(TrackerCounter.OVERLAY_DATAGRAMS);
                return overlay.onDatagram(request, offset, length, source, reply, nowNs, nowSec);
        }
    }

    /**
     * Give the held answers that wait no longer, a bounded number of them.
     *
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds since the epoch.
     * @return amount of work done; 0 also means that every held answer was looked at.
     */
    public int pollHeld(final long nowNs, final int nowSec)
    {
        final int held = heldAnswers.count();
        final int examinedMax = Math.min(held, HELD_EXAMINED_MAX);
        int answered = 0;
        for (int i = 0; i < examinedMax && answered < HELD_ANSWERED_MAX; i++)
        {
            final int slot = heldAnswers.advance();
            if (heldAnswers.deadlineNs(slot) - nowNs <= 0)
            {
                answerHeld(slot, TrackerCounter.HELD_ANSWERS_TIMED_OUT, nowNs, nowSec);
                answered++;
            }
            else if (!questions.isOpen(heldAnswers.question(slot)))
            {
                answerHeld(slot, TrackerCounter.HELD_ANSWERS_COMPLETE, nowNs, nowSec);
                answered++;
            }
        }
        return answered + Math.max(0, held - examinedMax);
    }

    /**
     * When {@link #pollHeld} has something to do at the latest.
     *
     * @return on the clock of {@code nowNs}, or {@link #NO_DEADLINE}.
     */
    public long nextDeadlineNs()
    {
        return 0 == heldAnswers.count() ? NO_DEADLINE : heldAnswers.oldestDeadlineNs();
    }

    private void answerHeld(final int slot, final TrackerCounter reason, final long nowNs, final int nowSec)
    {
        counters.increment(reason);
        heldAnswers.remove(slot);
        final Endpoint source = heldAnswers.source(slot);
        announceRequest.wrap(heldAnswers.requests(), heldAnswers.offset(slot), AnnounceRequestFlyweight.LENGTH_MIN);
        final int length =
            announceHandler.repeat(announceRequest, source, accessLists.poll(), heldReply, nowNs, nowSec);
        countAnswer(source, heldReply);
        replies.send(heldAnswers.socket(slot), source, heldReply, 0, length);
    }

    private int onConnect(
        final MutableDirectBuffer request,
        final int offset,
        final int length,
        final Endpoint source,
        final MutableDirectBuffer reply,
        final int nowSec)
    {
        final long startNs = clock.nanoTime();
        if (0 != connectRequest.wrap(request, offset, length).validate())
        {
            return drop(TrackerCounter.DROPS_PROTOCOL_MAGIC);
        }
        counters.increment(source.isIpv6() ?
            TrackerCounter.CONNECT_REQUESTS_IPV6 : TrackerCounter.CONNECT_REQUESTS_IPV4);
        connectResponse.wrap(reply, 0, ConnectResponseFlyweight.LENGTH)
            .transactionId(connectRequest.transactionId())
            .connectionId(connectionIds.issue(source, nowSec));
        return answered(source, reply, ConnectResponseFlyweight.LENGTH, LatencyKind.CONNECT_SERVICE, startNs);
    }

    private int onAnnounce(
        final MutableDirectBuffer request,
        final int offset,
        final int length,
        final Endpoint source,
        final AddressScope scope,
        final AccessLists lists,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        final long startNs = clock.nanoTime();
        if (0 != announceRequest.wrap(request, offset, length).validate())
        {
            return drop(TrackerCounter.DROPS_TOO_SHORT);
        }
        final int refusal = admit(source, length, reply, nowNs, nowSec);
        if (refusal >= 0)
        {
            return refusal;
        }
        counters.increment(source.isIpv6() ?
            TrackerCounter.ANNOUNCE_REQUESTS_IPV6 : TrackerCounter.ANNOUNCE_REQUESTS_IPV4);
        final int replyLength =
            announceHandler.onAnnounce(announceRequest, source, scope, lists, reply, nowNs, nowSec);
        return answered(source, reply, replyLength, LatencyKind.ANNOUNCE_SERVICE, startNs);
    }

    private int onScrape(
        final MutableDirectBuffer request,
        final int offset,
        final int length,
        final Endpoint source,
        final AddressScope scope,
        final AccessLists lists,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        final long startNs = clock.nanoTime();
        final int refusal = admit(source, length, reply, nowNs, nowSec);
        if (refusal >= 0)
        {
            return refusal;
        }
        counters.increment(source.isIpv6() ?
            TrackerCounter.SCRAPE_REQUESTS_IPV6 : TrackerCounter.SCRAPE_REQUESTS_IPV4);
        final int namespace = Namespaces.of(source.isIpv6(), scope, settings.separatePrivate());
        final int replyLength =
            scrapeHandler.onScrape(scrapeRequest.wrap(request, offset, length), namespace, lists, reply);
        return answered(source, reply, replyLength, LatencyKind.SCRAPE_SERVICE, startNs);
    }

    /**
     * Whether the source has proven its address, and is within its rate. An id that expired proves only who had the
     * address long ago, so what it is told is cut to the length of its request.
     *
     * @return -1 to go on, otherwise the length of the reply.
     */
    private int admit(
        final Endpoint source,
        final int length,
        final MutableDirectBuffer reply,
        final long nowNs,
        final int nowSec)
    {
        final int judgement = connectionIds.check(source, header.connectionId(), nowSec);
        if (ConnectionIds.VALID != judgement)
        {
            if (ConnectionIds.FORGED == judgement)
            {
                return drop(TrackerCounter.DROPS_CONNECTION_ID_FORGED);
            }
            if (ConnectionIds.EXPIRED == judgement)
            {
                return errorReply.write(reply, header.transactionId(), ErrorReply.CONNECTION_ID_EXPIRED, length);
            }
            counters.increment(TrackerCounter.CONNECTION_IDS_STALE_SERVED);
        }

        final int verdict = rateLimiter.tryAcquire(source, nowNs);
        if (RateLimiter.ADMITTED != verdict)
        {
            return drop(RateLimiter.HOST_OVER_LIMIT == verdict ?
                TrackerCounter.DROPS_HOST_RATE_LIMITED : TrackerCounter.DROPS_NETWORK_RATE_LIMITED);
        }
        return -1;
    }

    /** Errors were counted where they were written. */
    private int answered(
        final Endpoint source,
        final MutableDirectBuffer reply,
        final int replyLength,
        final LatencyKind kind,
        final long startNs)
    {
        latencies.record(kind, clock.nanoTime() - startNs);
        if (NO_REPLY != replyLength)
        {
            countAnswer(source, reply);
        }
        return replyLength;
    }

    private void countAnswer(final Endpoint source, final MutableDirectBuffer reply)
    {
        if (UdpTrackerProtocol.ACTION_ERROR != reply.getInt(0, ByteOrder.BIG_ENDIAN))
        {
            counters.increment(source.isIpv6() ? TrackerCounter.ANSWERS_IPV6 : TrackerCounter.ANSWERS_IPV4);
        }
    }

    private int drop(final TrackerCounter reason)
    {
        counters.increment(reason);
        return NO_REPLY;
    }
}
