package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.access.RateLimiter;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole request path over a store in memory, on clocks that only the test moves. Every datagram through
 * {@link #send} is checked against what holds for all: one counter for its fate, a reply within bounds.
 */
final class RequestPath implements AutoCloseable
{
    static final RequestSettings SETTINGS = new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 60, 100, 0, 8);
    static final SwarmLimits LIMITS = new SwarmLimits(1000, 10_000, 64 << 20, 5000, 20, 0, 200, 86_400, 1, 50);
    static final int START_SEC = 1_760_000_000;
    static final int LIFE_SEC = 120;
    static final int SOFT_LIFE_SEC = 1800;

    private static final SipHash CONNECTION_HASH = new SipHash(1, 2);
    private static final int REPLY_LENGTH_MAX = 20 + 200 * 6;

    final TrackerCounters counters = TrackerCounters.inMemory(() -> START_SEC * 1000L);
    final ChronicleSwarmStore store;
    final AccessListExchange exchange = new AccessListExchange(AccessLists.open());
    final RequestDispatcher dispatcher;
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[DatagramPoller.REQUEST_BUFFER_LENGTH]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[DatagramPoller.REPLY_BUFFER_LENGTH]);
    int nowSec = START_SEC;
    long nowNs;

    RequestPath()
    {
        this(SETTINGS, LIMITS);
    }

    RequestPath(final RequestSettings settings, final SwarmLimits limits)
    {
        store = new SwarmStoreOpener(limits, new byte[32], 7, () -> START_SEC * 1000L).inMemory();
        dispatcher = new RequestDispatcher(connectionIds(), exchange, limiter(RateLimit.OFF, RateLimit.OFF), store,
            settings, counters, new LatencyRecorder(counters, 0), () -> nowNs, 7);
    }

    static ConnectionIds connectionIds()
    {
        return new ConnectionIds(CONNECTION_HASH, LIFE_SEC, SOFT_LIFE_SEC);
    }

    static RateLimiter limiter(final RateLimit host, final RateLimit network)
    {
        return new RateLimiter(64, host, network, new SipHash(3, 4));
    }

    /** An address by the JDK's parser, with a port. */
    static Endpoint source(final String literal, final int port)
    {
        try
        {
            final ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(literal).getAddress());
            return 4 == bytes.remaining() ?
                new Endpoint().ipv4(bytes.getInt(), port) :
                new Endpoint().ipv6(bytes.getLong(), bytes.getLong(), port);
        }
        catch (final UnknownHostException e)
        {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static Endpoint source(final String literal)
    {
        return source(literal, 40_000);
    }

    void settings(final RequestSettings settings)
    {
        dispatcher.settings(settings, connectionIds(), limiter(RateLimit.OFF, RateLimit.OFF));
    }

    void limits(final RateLimit host, final RateLimit network)
    {
        dispatcher.settings(SETTINGS, connectionIds(), limiter(host, network));
    }

    /** Silence that is no drop: the answer waits. */
    void sendAndBeHeld(final Endpoint source, final byte[] packet)
    {
        final long heldBefore = value(TrackerCounter.HELD_ANSWERS);
        assertThat(send(source, packet).isSilence()).isTrue();
        assertThat(value(TrackerCounter.HELD_ANSWERS) - heldBefore).isEqualTo(1);
    }

    /** Without the checks of {@link #send}, for what is not the request path's own. */
    int dispatch(final Endpoint source, final byte[] packet)
    {
        request.putBytes(64, packet);
        return dispatcher.onDatagram(request, 64, packet.length, source, reply, nowNs, nowSec);
    }

    TrackerReply send(final Endpoint source, final byte[] packet)
    {
        final int offset = 64;
        request.setMemory(0, request.capacity(), (byte)0xEE);
        request.putBytes(offset, packet);
        final long fatesBefore = fates();
        final long answersBefore = answers();
        final int length = dispatcher.onDatagram(request, offset, packet.length, source, reply, nowNs, nowSec);

        assertThat(length).isBetween(0, REPLY_LENGTH_MAX);
        assertThat(fates() - fatesBefore).as("every datagram has one counted fate").isEqualTo(1);
        assertThat(answers() - answersBefore).as("every reply is counted").isEqualTo(length > 0 ? 1 : 0);
        final byte[] copy = new byte[packet.length];
        request.getBytes(offset, copy);
        assertThat(copy).as("the request is left as it was").isEqualTo(packet);
        final byte[] bytes = new byte[length];
        reply.getBytes(0, bytes);
        return new TrackerReply(bytes);
    }

    /** The id that the tracker gives to an address now. */
    long connectionId(final Endpoint source)
    {
        return send(source, ClientPackets.connect()).connectionId();
    }

    TrackerReply announce(final Endpoint source, final ClientPackets.Announce announce)
    {
        return send(source, announce.bytes(connectionId(source)));
    }

    TrackerReply scrape(final Endpoint source, final byte[]... infoHashes)
    {
        return send(source, ClientPackets.scrape(connectionId(source), infoHashes));
    }

    long value(final TrackerCounter counter)
    {
        return counters.value(counter);
    }

    long sum(final TrackerCounter.Group group)
    {
        return Arrays.stream(TrackerCounter.values())
            .filter(counter -> group == counter.group()).mapToLong(counters::value).sum();
    }

    long answers()
    {
        return value(TrackerCounter.ANSWERS_IPV4) + value(TrackerCounter.ANSWERS_IPV6) +
            sum(TrackerCounter.Group.ERRORS);
    }

    /** Requests that were let in, dropped datagrams, and those that were told to connect again. */
    private long fates()
    {
        return value(TrackerCounter.CONNECT_REQUESTS_IPV4) + value(TrackerCounter.CONNECT_REQUESTS_IPV6) +
            value(TrackerCounter.ANNOUNCE_REQUESTS_IPV4) + value(TrackerCounter.ANNOUNCE_REQUESTS_IPV6) +
            value(TrackerCounter.SCRAPE_REQUESTS_IPV4) + value(TrackerCounter.SCRAPE_REQUESTS_IPV6) +
            value(TrackerCounter.ERRORS_CONNECTION_ID_EXPIRED) + sum(TrackerCounter.Group.DROPS);
    }

    @Override
    public void close()
    {
        store.close();
        exchange.close();
    }
}
