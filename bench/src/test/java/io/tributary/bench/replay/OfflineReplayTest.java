package io.tributary.bench.replay;

import com.sun.management.ThreadMXBean;
import io.tributary.bench.trace.PlaceholderIds;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.status.TrackerCounter;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import static io.tributary.bench.replay.TraceBuilder.TRACKER;
import static io.tributary.bench.replay.TraceBuilder.announce;
import static io.tributary.bench.replay.TraceBuilder.announceAnswer;
import static io.tributary.bench.replay.TraceBuilder.client;
import static io.tributary.bench.replay.TraceBuilder.connect;
import static io.tributary.bench.replay.TraceBuilder.connectAnswer;
import static io.tributary.bench.replay.TraceBuilder.hex;
import static io.tributary.bench.replay.TraceBuilder.ipv4;
import static io.tributary.bench.replay.TraceBuilder.overlay;
import static io.tributary.bench.replay.TraceBuilder.scrape;
import static org.assertj.core.api.Assertions.assertThat;

class OfflineReplayTest
{
    private static final int STOPPED = 3;
    private static final int STARTED = 2;
    private static final int ROUNDS = 8;
    private static final int DATAGRAMS = 2 * 367 * 40;
    private static final int PCAP_HEADER_LENGTH = 24;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private Object kept;

    static String capture(final String name)
    {
        try
        {
            return Path.of(OfflineReplayTest.class.getResource("/" + name).toURI()).toString();
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static OfflineReplay replay(final long seed, final Endpoint asked)
    {
        return new OfflineReplay(TrackerConfiguration.defaults(), seed, asked, SystemNanoClock.INSTANCE, 1, null);
    }

    private static void runAll(final OfflineReplay replay, final TraceReader reader)
    {
        while (replay.run(reader, 100))
        {
            assertThat(replay.requests()).isPositive();
        }
    }

    private static String digest(final String name, final long seed)
    {
        try (OfflineReplay replay = replay(seed, null);
            TraceReader reader = TraceReader.open(capture(name), TraceReader.PORT_ANY))
        {
            runAll(replay, reader);
            return replay.digest();
        }
    }

    private static long silences(final OfflineReplay replay, final TrackerCounter counter)
    {
        return replay.counters().value(counter);
    }

    /**
     * The tests run on every JDK that is supported, so the same value must come out on all of them. It changes with
     * whatever changes an answer: defaults, jitter, the choice of peers.
     */
    @ParameterizedTest
    @CsvSource({
        "libtorrent-swarms-via-opentracker.pcap,b7ae6a498c5e765fdf518b6365566d652c1a26d712d973fdf3edd0bd369bbb8f",
        "tsup-v2-mesh-keyed.pcap,6cf5ab1c958d353b6b388774d8120bb9b6dc4d02458f9a5d2d5352d14aa0e203"})
    void shouldAnswerAsEverBefore(final String name, final String expected)
    {
        assertThat(digest(name, 1)).isEqualTo(expected);
    }

    @Test
    void shouldAnswerOtherwiseUnderAnotherSeed()
    {
        final String name = "libtorrent-swarms-via-opentracker.pcap";
        assertThat(digest(name, 2)).isNotEqualTo(digest(name, 1)).isEqualTo(digest(name, 2));
    }

    @Test
    void shouldAnswerAHandMadeTraceAsKnown()
    {
        final Endpoint guest = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 9, 40_009);
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), connect(1)).answer(client(1), connectAnswer(1, 0x5555))
            .request(client(1), announce(2, 1, 0, STARTED, -1, 6881)).answer(client(1), announceAnswer(2, 0, 1))
            .request(client(2), announce(3, 1, 5, STARTED, -1, 6881))
            .request(client(3), announce(4, 1, 5, STARTED, -1, 6881))
            .request(client(4), announce(5, 2, 5, STARTED, -1, 6881))
            .request(client(3), announce(6, 1, 5, STOPPED, 0, 6881))
            .request(guest, announce(7, 1, 0, STARTED, -1, 6881))
            .request(client(1), scrape(8, 1, 2, 3))
            .request(client(1), scrape(9))
            .request(client(1), announce(10, 1, 0, STARTED, -1, 0))
            .request(client(1), hex("0102030405060708 00000005 00000001"))
            .request(client(1), hex("00"))
            .datagram(client(1), TRACKER, announce(11, 1, 0, STARTED, -1, 6881), 90)
            .datagram(TRACKER, ipv4("198.51.100.3", 6969), overlay(), overlay().length)
            .datagram(client(1), ipv4("198.51.100.4", 53), hex("abcd01000001000000000000"), 12);
        try (OfflineReplay replay = replay(1, null); TraceReader reader = trace.reader())
        {
            runAll(replay, reader);

            assertThat(OfflineResult.datagrams(replay.sorter())).hasToString("{connect requests=1, " +
                "announce requests=7, scrape requests=2, other datagrams to the tracker=2, answers=2, " +
                "TSUP datagrams=1, requests cut by the snap length=1, datagrams of other protocols=1}");
            assertThat(replay.requests()).isEqualTo(12);
            assertThat(OfflineResult.answers(replay.answers()))
                .hasToString("{connect=1, announce=6, scrape=1, error=2, silence=2}");
            assertThat(replay.answers().errors())
                .hasToString("{scrape names no info-hash=1, port 0 cannot be reached=1}");
            assertThat(silences(replay, TrackerCounter.DROPS_ACTION_UNKNOWN)).isEqualTo(1);
            assertThat(silences(replay, TrackerCounter.DROPS_TOO_SHORT)).isEqualTo(1);
            // The second of swarm 1 is given the first, the third both; the one that stops is given none.
            assertThat(replay.answers().peers()).isEqualTo(3);
            assertThat(OfflineResult.Store.of(replay.totals())).extracting(
                OfflineResult.Store::swarms, OfflineResult.Store::peersIpv4, OfflineResult.Store::seedersIpv4,
                OfflineResult.Store::peersIpv6, OfflineResult.Store::seedersIpv6).containsExactly(3L, 3L, 1L, 1L, 1L);
            assertThat(replay.serviceTimes(DatagramKind.ANNOUNCE).getTotalCount()).isEqualTo(7);
        }
    }

    /** A generated trace says which connection ids are stale; those stay so, and are met with silence. */
    @Test
    void shouldLeaveStaleConnectionIdsStale()
    {
        final byte[] stale = announce(2, 1, 0, STARTED, -1, 6881);
        ByteBuffer.wrap(stale).putLong(PlaceholderIds.stale(77));
        final TraceBuilder trace = new TraceBuilder().request(client(1), connect(1)).request(client(2), stale);
        try (OfflineReplay replay = replay(1, null); TraceReader reader = trace.reader())
        {
            runAll(replay, reader);

            assertThat(silences(replay, TrackerCounter.DROPS_CONNECTION_ID_FORGED)).isEqualTo(1);
            assertThat(replay.totals().peers()).isZero();
        }
    }

    /** The capture's clock counts, not ours: hours pass, and whoever was silent is forgotten. */
    @Test
    void shouldForgetPeersByTheClockOfTheCapture()
    {
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), announce(1, 1, 0, STARTED, -1, 6881))
            .after(10 * HOUR_NS)
            .request(client(2), announce(2, 2, 0, STARTED, -1, 6881));
        try (OfflineReplay replay = replay(1, null); TraceReader reader = trace.reader())
        {
            runAll(replay, reader);

            assertThat(replay.totals().expired()).isEqualTo(1);
            assertThat(replay.totals().peers()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotRunBackWithADisorderlyCapture()
    {
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), connect(1)).after(-HOUR_NS)
            .request(client(1), connect(2)).request(client(1), connect(3));
        try (OfflineReplay replay = replay(1, null); TraceReader reader = trace.reader())
        {
            runAll(replay, reader);

            assertThat(replay.clock().stepsBack()).isEqualTo(2);
            assertThat(replay.clock().nowNs()).isEqualTo(TraceBuilder.START_NS + 1_000_000);
        }
    }

    @Test
    void shouldGoOnAfterASecondWhenTheTraceIsRepeated()
    {
        final TraceBuilder trace = new TraceBuilder().request(client(1), connect(1)).request(client(1), connect(2));
        try (OfflineReplay replay = replay(1, null))
        {
            for (int pass = 0; pass < 3; pass++)
            {
                try (TraceReader reader = trace.reader())
                {
                    runAll(replay, reader);
                }
            }

            assertThat(replay.requests()).isEqualTo(6);
            assertThat(replay.clock().nowNs()).isEqualTo(TraceBuilder.START_NS + 4_000_000 + 2_000_000_000L);
            assertThat(replay.clock().stepsBack()).isZero();
        }
    }

    @Test
    void shouldReplayOneTrackerOfSeveral()
    {
        final TraceBuilder trace = new TraceBuilder()
            .request(client(1), connect(1)).answer(client(1), connectAnswer(1, 7))
            .datagram(client(1), ipv4("198.51.100.2", 6970), connect(2), 16)
            .datagram(client(1), ipv4("198.51.100.7", 6969), connect(2), 16);
        try (OfflineReplay replay = replay(1, TRACKER); TraceReader reader = trace.reader())
        {
            runAll(replay, reader);

            assertThat(replay.requests()).isEqualTo(1);
            assertThat(replay.sorter().count(DatagramKind.OTHER_TRACKER)).isEqualTo(2);
            assertThat(replay.sorter().count(DatagramKind.ANSWER)).isEqualTo(1);
        }
    }

    @Test
    void shouldAllocateNothingPerRequest() throws IOException
    {
        long leastAllocated = Long.MAX_VALUE;
        try (OfflineReplay replay = replay(1, null); TraceReader reader = endless())
        {
            for (int i = 0; i < ROUNDS; i++)
            {
                leastAllocated = Math.min(leastAllocated, allocated(replay, reader, false));
            }
            assertThat(replay.requests()).isEqualTo((long)ROUNDS * DATAGRAMS / 2);
        }
        assertThat(leastAllocated).isZero();
    }

    /** Negative control: one small object per datagram is seen. */
    @Test
    void shouldSeeAnAllocation() throws IOException
    {
        try (OfflineReplay replay = replay(1, null); TraceReader reader = endless())
        {
            assertThat(allocated(replay, reader, true)).isGreaterThan(16L * DATAGRAMS);
        }
        assertThat(kept).isNotNull();
    }

    /** Half of the datagrams are answers. */
    private long allocated(final OfflineReplay replay, final TraceReader reader, final boolean isAllocating)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < DATAGRAMS; i++)
        {
            replay.run(reader, 1);
            if (isAllocating)
            {
                kept = new Endpoint();
            }
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** The capture's records again and again. */
    private static TraceReader endless() throws IOException
    {
        final byte[] file = Files.readAllBytes(Path.of(capture("libtorrent-swarms-via-opentracker.pcap")));
        return TraceReader.of("endless", new ReadableByteChannel()
        {
            private int position;

            @Override
            public int read(final ByteBuffer destination)
            {
                final int length = Math.min(destination.remaining(), file.length - position);
                destination.put(file, position, length);
                position += length;
                position = file.length == position ? PCAP_HEADER_LENGTH : position;
                return length;
            }

            @Override
            public boolean isOpen()
            {
                return true;
            }

            @Override
            public void close()
            {
                position = 0;
            }
        }, TraceReader.PORT_ANY);
    }
}
