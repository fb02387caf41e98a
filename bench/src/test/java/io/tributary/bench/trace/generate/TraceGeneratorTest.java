package io.tributary.bench.trace.generate;

import io.tributary.bench.trace.PlaceholderIds;
import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.InfoHash;
import io.tributary.codec.ScrapeRequestFlyweight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import static io.tributary.codec.UdpTrackerProtocol.EVENT_COMPLETED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STARTED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a generated trace holds, read back with the reader, is what was asked for. */
class TraceGeneratorTest
{
    /**
     * Of {@code --requests 2000 --swarms 100 --flash-crowd 100}: must not change between JDKs, nor without a line in
     * the change log.
     */
    private static final String GOLDEN =
        "ee718e4dbd7208d74fb940a07259dc2e128603090083e3602525171997822e4b";

    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final ConnectRequestFlyweight connect = new ConnectRequestFlyweight();
    private final ScrapeRequestFlyweight scrape = new ScrapeRequestFlyweight();

    private long datagrams;
    private long connects;
    private long announces;
    private long scrapes;
    private long garbage;
    private long stale;
    private long ipv6;
    private long seeders;
    private long firstNs = -1;
    private long lastNs;
    private final long[] events = new long[4];
    private final Map<Integer, Long> numWants = new HashMap<>();
    private final Map<String, Long> prefixes = new HashMap<>();
    private final Map<String, Set<String>> swarms = new HashMap<>();
    private final Map<String, Long> sources = new HashMap<>();

    private static TraceReader reader(final byte[] bytes)
    {
        return TraceReader.of(
            "generated", Channels.newChannel(new ByteArrayInputStream(bytes)), TraceReader.PORT_ANY);
    }

    private void read(final String... arguments) throws IOException
    {
        try (TraceReader reader = reader(GeneratedTrace.bytes(arguments)))
        {
            reader.forEach(this::onDatagram);
            assertThat(reader.packetCount()).isEqualTo(datagrams);
        }
    }

    private void onDatagram(final TraceDatagram datagram)
    {
        datagrams++;
        firstNs = firstNs < 0 ? datagram.timeNs() : firstNs;
        assertThat(datagram.timeNs()).isGreaterThanOrEqualTo(lastNs);
        lastNs = datagram.timeNs();
        assertThat(datagram.destination().toString())
            .isEqualTo(datagram.source().isIpv6() ? "[2001:db8:0:0:0:0:0:1]:6969" : "192.0.2.1:6969");
        assertThat(datagram.source().port()).isNotEqualTo(6969);

        connect.wrap(datagram.buffer(), datagram.offset(), datagram.length());
        announce.wrap(datagram.buffer(), datagram.offset(), datagram.length());
        scrape.wrap(datagram.buffer(), datagram.offset(), datagram.length());
        if (0 == connect.validate())
        {
            connects++;
            ipv6 += datagram.source().isIpv6() ? 1 : 0;
        }
        else if (0 == announce.validate() && PlaceholderIds.isValid(announce.connectionId()))
        {
            onAnnounce(datagram);
        }
        else if (0 == scrape.validate() && PlaceholderIds.isValid(scrape.connectionId()))
        {
            scrapes++;
            assertThat(scrape.infoHashCount()).isEqualTo(10);
        }
        else
        {
            garbage++;
            stale += 0 == announce.validate() && PlaceholderIds.isStale(announce.connectionId()) ? 1 : 0;
        }
    }

    private void onAnnounce(final TraceDatagram datagram)
    {
        announces++;
        events[announce.event()]++;
        seeders += 0 == announce.left() ? 1 : 0;
        final String source = datagram.source().toString();
        assertThat(announce.port()).isEqualTo(datagram.source().port());
        sources.merge(source, 1L, Long::sum);
        numWants.merge(announce.numWant(), 1L, Long::sum);
        final byte[] prefix = new byte[8];
        announce.buffer().getBytes(announce.peerIdOffset(), prefix);
        prefixes.merge(new String(prefix), 1L, Long::sum);
        swarms.computeIfAbsent(InfoHash.toHex(announce.buffer(), announce.infoHashOffset()), hash -> new HashSet<>())
            .add(source);
    }

    private static double share(final long part, final long whole)
    {
        return (double)part / whole;
    }

    @Test
    void shouldHaveThePublishedShapeByDefault() throws IOException
    {
        read("--requests", "200000");
        assertThat(datagrams).isEqualTo(200_000);
        assertThat(share(garbage, datagrams)).isCloseTo(0.4, within(0.01));
        assertThat(share(stale, garbage)).isCloseTo(0.9, within(0.01));
        assertThat(share(connects, announces)).isCloseTo(0.25, within(0.005));
        assertThat(share(scrapes, announces)).isCloseTo(0.005, within(0.001));
        assertThat(share(ipv6, connects)).isCloseTo(0.21, within(0.01));
        assertThat(share(seeders, announces)).isCloseTo(0.76, within(0.02));
        assertThat(share(events[EVENT_STARTED], announces)).isCloseTo(0.02, within(0.003));
        assertThat(share(events[EVENT_STOPPED], announces)).isCloseTo(0.02, within(0.003));
        assertThat(share(events[EVENT_COMPLETED], announces - seeders)).isCloseTo(0.01, within(0.004));
        assertThat(datagrams / ((lastNs - firstNs) / 1e9)).isCloseTo(892, within(10.0));
        assertThat(share(numWants.get(200), announces)).isCloseTo(0.7 * 0.98, within(0.01));
        assertThat(share(numWants.get(80), announces)).isCloseTo(0.2 * 0.98, within(0.01));
        assertThat(numWants.get(0)).isEqualTo(events[EVENT_STOPPED]);
        assertThat(share(prefixes.get("-qB5000-"), announces)).isCloseTo(0.5, within(0.02));
        assertThat(prefixes).containsOnlyKeys("-qB5000-", "-UT3550-", "-TR4060-", "-DE2110-");
    }

    @ParameterizedTest
    @EnumSource(SwarmSize.class)
    void shouldFillSwarmsInOnePeriod(final SwarmSize size) throws IOException
    {
        read("--requests", "60000", "--garbage", "0", "--swarms", "5000", "--swarm-size", size.mean, "--stops", "0",
            "--completions", "0", "--mix", "1:0.25:0", "--swarms-per-client", "1");
        assertThat(swarms).hasSize(5_000);
        final double mean = swarms.values().stream().mapToInt(Set::size).average().orElseThrow();
        assertThat(mean).isCloseTo(Double.parseDouble(size.mean), within(0.05));
        final long small = swarms.values().stream().filter(peers -> peers.size() <= 2).count();
        assertThat(small).as("most swarms have one or two peers").isGreaterThan(2_500);
        assertThat(swarms.values().stream().mapToInt(Set::size).max().orElseThrow())
            .as("a heavy tail").isGreaterThan(500);
    }

    enum SwarmSize
    {
        OF_2026("2.5"),
        OF_2013("6.5");

        private final String mean;

        SwarmSize(final String mean)
        {
            this.mean = mean;
        }
    }

    @Test
    void shouldLetEachClientReturnAfterThePeriod() throws IOException
    {
        final Map<String, Long> lastSeenNs = new HashMap<>();
        long returns = 0;
        double sumNs = 0;
        try (TraceReader reader = reader(GeneratedTrace.bytes("--requests", "50000", "--garbage", "0", "--rate", "200",
            "--period", "60s")))
        {
            while (reader.next())
            {
                final TraceDatagram datagram = reader.datagram();
                connect.wrap(datagram.buffer(), datagram.offset(), datagram.length());
                final Long before = 0 == connect.validate() ?
                    lastSeenNs.put(datagram.source().toString(), datagram.timeNs()) : null;
                if (null != before)
                {
                    returns++;
                    sumNs += datagram.timeNs() - before;
                }
            }
        }
        assertThat(returns).isGreaterThan(3_000);
        assertThat(sumNs / returns / 1e9).isCloseTo(60, within(1.0));
    }

    @Test
    void shouldKeepToADuration() throws IOException
    {
        read("--requests", "50000", "--duration", "10m", "--flood", "source");
        assertThat((lastNs - firstNs) / 1e9).isCloseTo(600, within(12.0));
    }

    @Test
    void shouldLetACrowdArriveInOneNewSwarm() throws IOException
    {
        read("--requests", "40000", "--flash-crowd", "5000", "--swarms", "2000", "--garbage", "0");
        final Set<String> crowd =
            swarms.values().stream().max((left, right) -> Integer.compare(left.size(), right.size())).orElseThrow();
        assertThat(crowd).hasSize(5_000);
        assertThat(events[EVENT_STARTED]).isGreaterThanOrEqualTo(5_000);
    }

    @Test
    void shouldFloodFromOneSource() throws IOException
    {
        read("--requests", "40000", "--flood", "source", "--flood-share", "0.25");
        final long most = sources.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(share(most, datagrams)).isCloseTo(0.125, within(0.01));
    }

    @Test
    void shouldFloodWithStaleIds() throws IOException
    {
        read("--requests", "40000", "--flood", "stale", "--garbage", "0");
        assertThat(share(stale, datagrams)).isCloseTo(0.25, within(0.01));
    }

    @Test
    void shouldWriteTheSameBytesForTheSameSeed() throws IOException
    {
        final String[] arguments = {"--requests", "5000", "--flash-crowd", "100", "--flood", "stale"};
        final byte[] bytes = GeneratedTrace.bytes(arguments);
        assertThat(GeneratedTrace.bytes(arguments)).isEqualTo(bytes);
        assertThat(GeneratedTrace.bytes(
            "--requests", "5000", "--flash-crowd", "100", "--flood", "stale", "--seed", "2")).isNotEqualTo(bytes);
    }

    @Test
    void shouldWriteTheSameBytesOnEveryJdk() throws IOException, GeneralSecurityException
    {
        final byte[] bytes = GeneratedTrace.bytes("--requests", "2000", "--swarms", "100", "--flash-crowd", "100");
        final byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(GOLDEN);
    }
}
