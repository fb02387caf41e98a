package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.tracker.Tracker;
import io.tributary.tracker.configuration.ConfigurationLoader;
import io.tributary.tracker.configuration.TrackerConfiguration;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import static io.tributary.bench.replay.TraceBuilder.announce;
import static io.tributary.bench.replay.TraceBuilder.client;
import static io.tributary.bench.replay.TraceBuilder.connect;
import static io.tributary.bench.replay.TraceBuilder.hex;
import static io.tributary.bench.replay.TraceBuilder.scrape;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class LiveReplayTest
{
    private static final long SLICE_NS = 10_000_000L;
    private static final long TIMEOUT_NS = 30_000_000_000L;
    private static final int STARTED = 2;

    @TempDir
    private Path directory;

    /** Works with a tracker of ours that serves on loopback. */
    private interface Use
    {
        void of(List<InetSocketAddress> addresses) throws Exception;
    }

    private void withTracker(final String listen, final Use use) throws Exception
    {
        final TrackerConfiguration configuration = new ConfigurationLoader()
            .override("test", "network.listen", listen)
            .override("test", "store.directory", "")
            .override("test", "store.swarms_max", "10000")
            .override("test", "status.file", directory.resolve("status.dat").toString())
            .load();
        try (Tracker tracker = new Tracker(configuration, () -> configuration))
        {
            final Thread loop = new Thread(tracker::run, "tracker");
            loop.start();
            try
            {
                use.of(tracker.localAddresses());
            }
            finally
            {
                tracker.stop();
                loop.join();
            }
        }
    }

    private static LiveOptions options(
        final List<InetSocketAddress> trackers, final double speed, final int passes, final int socketsMax)
    {
        return new LiveOptions(trackers, trackers.stream().map(SourcePrefix::usual).toList(), null, speed, passes,
            socketsMax, TIMEOUT_NS);
    }

    private static LiveReplay replay(final LiveOptions options) throws Exception
    {
        return new LiveReplay(options, SystemNanoClock.INSTANCE);
    }

    private static void runAll(final LiveReplay replay, final TraceReader reader) throws Exception
    {
        while (replay.run(reader, SLICE_NS))
        {
            assertThat(replay.sinceStartNs()).isNotNegative();
        }
    }

    private static void finish(final LiveReplay replay) throws Exception
    {
        while (replay.finish(SLICE_NS))
        {
            assertThat(replay.sinceStartNs()).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
    void shouldHaveEveryRequestAnswered(final String listen) throws Exception
    {
        withTracker(listen, trackers ->
        {
            try (LiveReplay replay = replay(options(trackers, LiveOptions.SPEED_MAX, 2, 4096)))
            {
                for (int pass = 0; pass < 2; pass++)
                {
                    try (TraceReader reader = TraceReader.open(
                        OfflineReplayTest.capture("libtorrent-swarms-via-opentracker.pcap"), TraceReader.PORT_ANY))
                    {
                        runAll(replay, reader);
                    }
                }
                finish(replay);

                final LiveCounters counters = replay.counters();
                assertThat(counters.answered[DatagramKind.CONNECT.ordinal()]).isEqualTo(2 * 98);
                assertThat(counters.answered[DatagramKind.ANNOUNCE.ordinal()]).isEqualTo(2 * 269);
                assertThat(LiveCounters.total(counters.lost) + counters.withoutConnectionId +
                    counters.refusedByKernel + counters.unreachable + counters.strayAnswers).isZero();
                assertThat(replay.answers().count(UdpTrackerProtocol.ACTION_ERROR)).isZero();
                assertThat(counters.latencies().getTotalCount()).isEqualTo(2 * 367);
                assertThat(replay.clients().count()).isEqualTo(52);
                assertThat(replay.sockets()).isEqualTo(52);
                assertThat(replay.sourceAddresses()).isEqualTo(listen.startsWith("127") ? 52 : 1);
            }
        });
    }

    /** Three clients that announce the same port are three peers, as in the capture. */
    @Test
    void shouldKeepClientsApart() throws Exception
    {
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), connect(1))
            .request(client(1), announce(1, 1, 5, STARTED, -1, 6881))
            .request(client(2), announce(1, 1, 5, STARTED, -1, 6881))
            .request(client(3), announce(1, 1, 5, STARTED, -1, 6881))
            .request(client(3), scrape(2, 1))
            .request(client(3), hex("00"));
        withTracker("127.0.0.1:0", trackers ->
        {
            try (LiveReplay replay = replay(options(trackers, LiveOptions.SPEED_MAX, 1, 4096));
                TraceReader reader = trace.reader())
            {
                runAll(replay, reader);
                finish(replay);

                assertThat(OfflineResult.answers(replay.answers()))
                    .hasToString("{connect=1, announce=3, scrape=1, error=0, silence=0}");
                assertThat(replay.answers().peers()).isEqualTo(3);
                assertThat(replay.counters().straysSent).isEqualTo(1);
                assertThat(replay.counters().sent[LiveCounters.HANDSHAKE]).isEqualTo(3);
            }
        });
    }

    @Test
    void shouldShareSocketsBeyondTheBound() throws Exception
    {
        final TraceBuilder trace = new TraceBuilder();
        for (int i = 1; i <= 9; i++)
        {
            trace.request(client(i), announce(i, 1, 5, STARTED, -1, 6881));
        }
        withTracker("127.0.0.1:0", trackers ->
        {
            try (LiveReplay replay = replay(options(trackers, LiveOptions.SPEED_MAX, 1, 4));
                TraceReader reader = trace.reader())
            {
                runAll(replay, reader);
                finish(replay);

                assertThat(replay.answers().count(UdpTrackerProtocol.ACTION_ANNOUNCE)).isEqualTo(9);
                assertThat(replay.clients().count()).isEqualTo(9);
                assertThat(replay.sockets()).isEqualTo(4);
            }
        });
    }

    /** On its schedule every request is either sent or counted as left out, and what was sent is answered. */
    @Test
    void shouldSendOnTheScheduleOfTheTrace() throws Exception
    {
        withTracker("127.0.0.1:0", trackers ->
        {
            try (LiveReplay replay = replay(options(trackers, 100, 1, 4096)); TraceReader reader = TraceReader.open(
                OfflineReplayTest.capture("libtorrent-swarms-via-opentracker.pcap"), TraceReader.PORT_ANY))
            {
                runAll(replay, reader);
                finish(replay);

                final LiveCounters counters = replay.counters();
                final long sent = LiveCounters.total(counters.sent);
                assertThat(sent + counters.withoutConnectionId).isEqualTo(367);
                assertThat(LiveCounters.total(counters.answered)).isEqualTo(sent);
                assertThat(counters.deviations.getTotalCount()).isEqualTo(sent);
                // The trace is of 40.6 s; nothing is sent before its time, so the last cannot be early.
                assertThat(replay.sinceStartNs()).isGreaterThan(406_000_000L);
            }
        });
    }

    @Test
    void shouldSendEachFamilyToItsOwnTracker() throws Exception
    {
        final Endpoint guest = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 9, 40_009);
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), announce(1, 1, 5, STARTED, -1, 6881))
            .request(guest, announce(2, 1, 5, STARTED, -1, 6881))
            .request(client(2), announce(3, 1, 5, STARTED, -1, 6881));
        withTracker("127.0.0.1:0,[::1]:0", trackers ->
        {
            try (LiveReplay replay = replay(options(trackers, LiveOptions.SPEED_MAX, 1, 10));
                TraceReader reader = trace.reader())
            {
                runAll(replay, reader);
                finish(replay);

                assertThat(replay.answers().count(UdpTrackerProtocol.ACTION_ANNOUNCE)).isEqualTo(3);
                // Swarms of the families are apart: only the second of IPv4 is given somebody.
                assertThat(replay.answers().peers()).isEqualTo(1);
            }
        });
    }

    @Test
    void shouldCountWhatASilentTrackerLoses() throws Exception
    {
        final TraceBuilder trace = new TraceBuilder().request(client(1), connect(1)).request(client(1), connect(2));
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0)))
        {
            final List<InetSocketAddress> trackers = List.of((InetSocketAddress)silent.getLocalSocketAddress());
            final LiveOptions options = new LiveOptions(
                trackers, List.of(SourcePrefix.parse("127.9.0.0/16")), null, 1, 1, 10, 1_000_000L);
            try (LiveReplay replay = replay(options); TraceReader reader = trace.reader())
            {
                runAll(replay, reader);
                finish(replay);

                assertThat(replay.counters().lost[DatagramKind.CONNECT.ordinal()]).isEqualTo(2);
                assertThat(LiveResult.of("x", options, replay).lossShare()).isEqualTo(1.0);
            }
        }
    }
}
