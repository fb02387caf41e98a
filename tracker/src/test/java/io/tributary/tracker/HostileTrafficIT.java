package io.tributary.tracker;

import io.tributary.tracker.status.StatusView;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.tributary.tracker.ClientPackets.ANNOUNCE;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Truncated, mutated and random datagrams from several sockets, as fast as the tracker takes them, while a good client
 * announces. {@code -Dhostile.seconds=60} takes longer, {@code -Dtest.seed=N} repeats the datagrams.
 *
 * <p>Each hostile socket waits for the answer to a connect after every burst, so that the loop is never idle and the
 * kernel's buffer never full: what is lost there says nothing about the tracker.
 */
@Timeout(300)
class HostileTrafficIT
{
    private static final int SECONDS = Integer.getInteger("hostile.seconds", 5);
    private static final int HOSTILE_SOCKETS = 3;
    private static final int BURST = 32;
    private static final long RSS_GROWTH_MAX_BYTES = 48L << 20;
    private static final long HEAP_GROWTH_MAX_BYTES = 4L << 20;

    @TempDir
    private Path directory;

    private volatile boolean isOver;

    @Test
    void shouldAlwaysAnswerTheGoodClient() throws Exception
    {
        final long seed = Long.getLong("test.seed", new SecureRandom().nextLong());
        System.out.println("HostileTrafficIT: -Dtest.seed=" + seed);
        try (TrackerProcess tracker = TrackerProcess.serving("--data=" + directory, "--listen=127.0.0.1:0"))
        {
            final List<FutureTask<Long>> attackers = new ArrayList<>();
            for (int i = 0; i < HOSTILE_SOCKETS; i++)
            {
                final String address = "127.66.0." + (i + 1);
                final SplittableRandom random = new SplittableRandom(seed + i);
                attackers.add(new FutureTask<>(() -> attack(address, tracker.address(), random)));
                new Thread(attackers.get(i), address).start();
            }

            try (TestClient client = new TestClient(tracker.address()))
            {
                announceFor(client, 1 + SECONDS / 4);
                final long heapBytes = heapBytes(tracker.id());
                final long rssBytes = rssBytes(tracker.id());
                announceFor(client, SECONDS);
                final long heapGrowthBytes = heapBytes(tracker.id()) - heapBytes;
                final long rssGrowthBytes = rssBytes(tracker.id()) - rssBytes;
                isOver = true;

                assertThat(client.unanswered()).isZero();
                assertThat(heapGrowthBytes).as("heap growth, of " + heapBytes).isLessThan(HEAP_GROWTH_MAX_BYTES);
                assertThat(rssGrowthBytes).as("RSS growth, of " + rssBytes).isLessThan(RSS_GROWTH_MAX_BYTES);
            }
            finally
            {
                isOver = true;
            }

            long sent = 0;
            for (final FutureTask<Long> attacker : attackers)
            {
                sent += attacker.get();
            }
            tracker.signal("TERM");
            assertThat(tracker.exitCode()).isZero();
            assertThat(tracker.remainingOutput()).doesNotContain("unexpected").doesNotContain("Exception");
            check(StatusView.read(directory.resolve("status.dat"), System.currentTimeMillis()), sent);
        }
    }

    private static void check(final StatusView status, final long sent)
    {
        System.out.println("HostileTrafficIT: " + sent + " hostile datagrams in about " + SECONDS + " s");
        assertThat(status.value(TrackerCounter.DROPS_INTERNAL_ERROR)).isZero();
        assertThat(status.value(TrackerCounter.DROPS_CONNECTION_ID_FORGED)).isPositive();
        assertThat(status.value(TrackerCounter.DATAGRAMS_RECEIVED_IPV4) +
            Math.max(0, status.value(TrackerCounter.SOCKET_DROPS_IPV4))).isGreaterThan(sent);

        final long drops = Arrays.stream(TrackerCounter.values())
            .filter(counter -> TrackerCounter.Group.DROPS == counter.group() &&
                TrackerCounter.DROPS_SEND_FAILED != counter)
            .mapToLong(status::value).sum();
        assertThat(status.value(TrackerCounter.DATAGRAMS_RECEIVED_IPV4)).isEqualTo(drops +
            status.value(TrackerCounter.CONNECT_REQUESTS_IPV4) + status.value(TrackerCounter.ANNOUNCE_REQUESTS_IPV4) +
            status.value(TrackerCounter.SCRAPE_REQUESTS_IPV4) + status.value(TrackerCounter.OVERLAY_DATAGRAMS) +
            status.value(TrackerCounter.ERRORS_CONNECTION_ID_EXPIRED));
    }

    private static void announceFor(final TestClient client, final int seconds) throws IOException
    {
        final long deadlineNs = System.nanoTime() + seconds * 1_000_000_000L;
        final long id = client.connectionId();
        for (int i = 0; System.nanoTime() - deadlineNs < 0; i++)
        {
            final TrackerReply reply = client.ask(announce().infoHash(infoHash(i % 50)).bytes(id));
            assertThat(reply.isSilence()).isFalse();
            assertThat(reply.action()).isEqualTo(ANNOUNCE);
        }
    }

    /** Returns how many datagrams were sent. */
    private long attack(final String address, final InetSocketAddress tracker, final SplittableRandom random)
        throws IOException
    {
        long sent = 0;
        try (TestClient client = new TestClient(address, tracker))
        {
            long id = client.connectionId();
            sent++;
            while (!isOver)
            {
                for (int i = 0; i < BURST; i++)
                {
                    client.send(packet(random, id));
                }
                client.send(ClientPackets.header(ClientPackets.MAGIC, ClientPackets.CONNECT));
                sent += BURST + 1;
                TrackerReply reply = client.receive();
                while (ClientPackets.CONNECT != reply.action())
                {
                    reply = client.receive();
                }
                id = reply.connectionId();
            }
        }
        return sent;
    }

    /** Never a whole connect, whose answer marks the end of a burst. */
    private static byte[] packet(final SplittableRandom random, final long id)
    {
        byte[] packet;
        switch (random.nextInt(4))
        {
            case 0:
                packet = new byte[random.nextInt(1500)];
                random.nextBytes(packet);
                return packet;
            case 1:
                packet = ClientPackets.scrape(id, infoHash(random.nextInt()), infoHash(random.nextInt(50)));
                break;
            default:
                packet = announce().infoHash(infoHash(random.nextInt(20_000))).port(random.nextInt(65_536))
                    .numWant(random.nextInt()).event(random.nextInt(5)).left(random.nextInt(2)).bytes(id);
                break;
        }
        if (random.nextBoolean())
        {
            packet = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
        }
        for (int flips = random.nextInt(4); flips > 0 && packet.length > 0; flips--)
        {
            packet[random.nextInt(packet.length)] ^= (byte)(1 << random.nextInt(8));
        }
        if (packet.length >= 16 && ByteBuffer.wrap(packet).getLong() == ClientPackets.MAGIC)
        {
            packet[0] = 1;
        }
        return packet;
    }

    private static long rssBytes(final long processId) throws IOException
    {
        return kilobytes(Pattern.compile("VmRSS:\\s+(\\d+) kB"),
            Files.readString(Path.of("/proc", Long.toString(processId), "status")));
    }

    /** In use after a full collection. */
    private static long heapBytes(final long processId) throws Exception
    {
        jcmd(processId, "GC.run");
        return kilobytes(Pattern.compile("total \\d+K, used (\\d+)K"), jcmd(processId, "GC.heap_info"));
    }

    private static String jcmd(final long processId, final String command) throws Exception
    {
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(processId), command)
            .redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static long kilobytes(final Pattern pattern, final String text)
    {
        long sum = 0;
        for (final Matcher matcher = pattern.matcher(text); matcher.find();)
        {
            sum += Long.parseLong(matcher.group(1));
        }
        assertThat(sum).as(text).isPositive();
        return sum << 10;
    }
}
