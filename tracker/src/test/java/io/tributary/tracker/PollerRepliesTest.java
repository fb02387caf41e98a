package io.tributary.tracker;

import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.access.RateLimiter;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.request.ConnectionIds;
import io.tributary.tracker.request.RequestDispatcher;
import io.tributary.tracker.request.RequestSettings;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import static io.tributary.tracker.ClientPackets.announce;
import static org.assertj.core.api.Assertions.assertThat;

/** A held answer through real sockets: it leaves from the one that was asked, of several of either family. */
@Timeout(60)
class PollerRepliesTest
{
    private static final int NOW_SEC = 1_760_000_000;
    private static final long HOLD_NS = 150_000_000;
    private static final int AWAIT_MS = 20_000;

    private static InetSocketAddress at(final String address) throws IOException
    {
        return new InetSocketAddress(InetAddress.getByName(address), 0);
    }

    @Test
    void shouldAnswerLateFromTheSocketThatWasAsked() throws Exception
    {
        final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
        final SipHash hash = new SipHash(1, 2);
        try (ChronicleSwarmStore store = new SwarmStoreOpener(
            new SwarmLimits(1000, 10_000, 64 << 20, 5000, 20, 0, 200, 86_400, 1, 50), new byte[32], 7,
            () -> NOW_SEC * 1000L).inMemory();
            AccessListExchange exchange = new AccessListExchange(AccessLists.open()))
        {
            final RequestDispatcher dispatcher = new RequestDispatcher(new ConnectionIds(hash, 120, 1800), exchange,
                new RateLimiter(1, RateLimit.OFF, RateLimit.OFF, hash), store,
                new RequestSettings(1800, 900, 0, 50, 200, 60, false, true, 0, 0, HOLD_NS, 8), counters,
                new LatencyRecorder(counters, 0), () -> 0, 7);
            store.listener(announced -> announced.question = 1);
            dispatcher.overlay(null, question -> true);
            try (DatagramPoller poller = new DatagramPoller(
                List.of(at("127.0.0.1"), at("127.0.0.2"), at("::1"), at("127.0.0.3")), 1 << 16, 1 << 16, 64,
                dispatcher, counters, error ->
            {
                throw new AssertionError(error);
            }))
            {
                dispatcher.replies(new PollerReplies(poller));
                for (final InetSocketAddress address : poller.localAddresses())
                {
                    shouldAnswerLate(dispatcher, poller, address, counters);
                }
            }
        }
        assertThat(counters.value(TrackerCounter.HELD_ANSWERS)).isEqualTo(4);
        assertThat(counters.value(TrackerCounter.HELD_ANSWERS_TIMED_OUT)).isEqualTo(4);
        assertThat(counters.value(TrackerCounter.DATAGRAMS_SENT_IPV4)).isEqualTo(6);
        assertThat(counters.value(TrackerCounter.DATAGRAMS_SENT_IPV6)).isEqualTo(2);
    }

    /** The client's socket is connected, so it hears nothing but what comes from where it asked. */
    private static void shouldAnswerLate(
        final RequestDispatcher dispatcher,
        final DatagramPoller poller,
        final InetSocketAddress address,
        final TrackerCounters counters) throws IOException
    {
        try (TestClient client = new TestClient(address))
        {
            client.send(ClientPackets.connect());
            pollOne(poller);
            client.send(announce().port(1 + address.getPort() % 60_000).bytes(client.receive().connectionId()));
            pollOne(poller);
            assertThat(counters.value(TrackerCounter.HELD_ANSWERS_NOW)).isEqualTo(1);
            assertThat(dispatcher.pollHeld(HOLD_NS - 1, NOW_SEC)).isZero();
            assertThat(dispatcher.pollHeld(HOLD_NS, NOW_SEC)).isEqualTo(1);
            assertThat(client.receive().action()).isEqualTo(ClientPackets.ANNOUNCE);
        }
    }

    private static void pollOne(final DatagramPoller poller)
    {
        int received = 0;
        while (0 == received)
        {
            poller.await(AWAIT_MS);
            received = poller.poll(0, NOW_SEC);
        }
    }
}
