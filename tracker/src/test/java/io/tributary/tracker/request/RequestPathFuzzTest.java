package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.TrackerReply;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random, truncated and mutated datagrams, some with good connection ids: {@link RequestPath#send} checks every one.
 * {@code -Dtest.seed=N} repeats one run.
 */
class RequestPathFuzzTest
{
    private static final int DATAGRAMS = 20_000;
    private static final Endpoint[] SOURCES =
    {
        source("198.51.100.1"), source("198.51.100.2", 1), source("10.1.2.3"), source("127.0.0.1", 65535),
        source("2001:db8::1"), source("fe80::1"), source("::1"), source("0.0.0.0"), source("224.1.1.1"),
        source("ff02::1"), source("203.0.113.3", 0),
    };

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        return null != chosen ? LongStream.of(chosen) : LongStream.of(1, 2, new SecureRandom().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldSurviveAnyDatagramAndCountIt(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final RequestSettings settings =
            new RequestSettings(
                1800, 900, 50, 50, 200, 60, random.nextBoolean(), random.nextBoolean(), 60, 100, 0, 8);
        try (RequestPath path = new RequestPath(settings, RequestPath.LIMITS))
        {
            for (int i = 0; i < DATAGRAMS; i++)
            {
                path.nowSec += random.nextInt(20) / 19;
                final Endpoint source = SOURCES[random.nextInt(SOURCES.length)];
                final byte[] packet = packet(random, path, source);
                final TrackerReply reply = path.send(source, packet);
                if (!reply.isSilence())
                {
                    assertThat(reply.transactionId()).isEqualTo(ByteBuffer.wrap(packet).getInt(12));
                    assertThat(reply.action()).isIn(ByteBuffer.wrap(packet).getInt(8), ClientPackets.ERROR);
                }
                if (0 == i % 100)
                {
                    path.store.sweep(path.nowSec);
                }
            }
            assertThat(path.answers()).isGreaterThan(DATAGRAMS / 10);
            assertThat(path.sum(TrackerCounter.Group.DROPS)).isGreaterThan(DATAGRAMS / 10);
            assertThat(path.value(TrackerCounter.DROPS_INTERNAL_ERROR)).isZero();
            assertThat(path.store.totals().peers()).isPositive();
        }
    }

    private static byte[] packet(final SplittableRandom random, final RequestPath path, final Endpoint source)
    {
        final long id = random.nextInt(4) == 0 ? random.nextLong() :
            RequestPath.connectionIds().issue(source, path.nowSec - random.nextInt(2500));
        byte[] packet;
        switch (random.nextInt(5))
        {
            case 0:
                packet = ClientPackets.connect();
                break;
            case 1:
                packet = new byte[random.nextInt(3000)];
                random.nextBytes(packet);
                break;
            case 2:
                final byte[][] hashes = new byte[random.nextInt(90)][];
                Arrays.setAll(hashes, i -> infoHash(random.nextInt(100)));
                packet = ClientPackets.scrape(id, hashes);
                break;
            default:
                final byte[] options = new byte[random.nextInt(4) == 0 ? random.nextInt(1200) : 0];
                random.nextBytes(options);
                packet = announce()
                    .infoHash(infoHash(random.nextInt(100)))
                    .left(random.nextInt(3))
                    .event(random.nextInt(5))
                    .numWant(random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(300))
                    .port(random.nextInt(50))
                    .address(random.nextInt(5) == 0 ? random.nextInt() : 0)
                    .options(options)
                    .bytes(id);
                break;
        }
        if (random.nextInt(5) == 0)
        {
            packet = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
        }
        for (int flips = random.nextInt(5) == 0 ? 1 + random.nextInt(8) : 0; flips > 0 && packet.length > 0; flips--)
        {
            packet[random.nextInt(packet.length)] ^= (byte)(1 << random.nextInt(8));
        }
        return packet;
    }
}
