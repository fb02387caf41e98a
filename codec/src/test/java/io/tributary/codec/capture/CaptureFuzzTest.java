package io.tributary.codec.capture;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

import static io.tributary.codec.capture.CaptureBytes.IPV4;
import static io.tributary.codec.capture.CaptureBytes.IPV4_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.IPV6;
import static io.tributary.codec.capture.CaptureBytes.IPV6_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.bytes;
import static io.tributary.codec.capture.CaptureBytes.exactBuffer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a file holds, reading it ends, throws nothing, and stays within the file. The buffer ends where the file
 * does and bounds are checked, so that a read past its end fails the test.
 */
class CaptureFuzzTest
{
    private static final int[] LINK_TYPES = {
        LinkType.NULL, LinkType.ETHERNET, LinkType.RAW, LinkType.LOOP, LinkType.LINUX_SLL, LinkType.IPV4, LinkType.IPV6,
        LinkType.LINUX_SLL2};
    private static final int[] EDGES = {0, 1, 3, 4, 7, 8, 0x7F, 0x80, 0xFE, 0xFF};

    private static final byte[] PCAPNG = bytes(
        "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000",
        "01000000 20000000 6500 0000 00000000 0900 0100 09 000000 0000 0000 20000000",
        "01000000 14000000 6500 0000 00000000 14000000",
        "06000000 4c000000 00000000 00000000 05000000 20000000 20000000", IPV4,
        "0200 0400 02000000 0000 0000 4c000000",
        "04000000 10000000 00000000 10000000",
        "02000000 54000000 0100 0000 00000000 05000000 34000000 34000000", IPV6, "54000000",
        "03000000 30000000 20000000", IPV4, "30000000",
        "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c",
        "00000001 00000014 0065 0000 00000000 00000014",
        "00000006 00000040 00000000 00000000 00000002 00000020 00000020", IPV4, "00000040");

    private static final byte[][] PACKETS = {
        bytes(IPV4),
        bytes(IPV6),
        bytes("020000000001 020000000002 8100 0064 0800", IPV4),
        bytes("0800 0000 00000001 0304 00 06 0000000000000000", IPV4),
        bytes("0000 0001 0006 0200000000010000 86dd", IPV6),
        bytes("4500 0024 0001 2000 40 11 0000", IPV4_ADDRESSES, "1ae1 1b39 0010 0000 0102030405060708"),
        bytes("4500 001c 0001 0002 40 11 0000", IPV4_ADDRESSES, "0102030405060708"),
        bytes("60000000 0020 00 40", IPV6_ADDRESSES, "2c 00 010400000000 11 00 0001 00000001",
            "1ae1 1b39 0010 0000 0102030405060708"),
        bytes("60000000 0018 3c 40", IPV6_ADDRESSES, "2c 00 010400000000 11 00 0010 00000001 0102030405060708")};

    private final CaptureDecoder capture = new CaptureDecoder();
    private final FragmentTable fragments = new FragmentTable(4, 1000);
    private final DatagramDecoder decoder = new DatagramDecoder(fragments);

    private static byte[] resource(final String name) throws IOException
    {
        try (InputStream stream = CaptureFuzzTest.class.getResourceAsStream("/" + name))
        {
            return stream.readAllBytes();
        }
    }

    /** Packets read. */
    private int read(final byte[] file)
    {
        final UnsafeBuffer buffer = exactBuffer(file);
        capture.reset();
        int packets = 0;
        long position = CaptureBytes.OFFSET;
        while (position <= buffer.capacity())
        {
            final int available = buffer.capacity() - (int)position;
            final CaptureResult result = capture.decode(buffer, (int)position, available);
            if (result.isError())
            {
                assertThat(capture.errorOffset()).isBetween(0, available);
                return packets;
            }

            if (CaptureResult.INCOMPLETE == result)
            {
                assertThat(capture.recordLength())
                    .isGreaterThan(available).isLessThanOrEqualTo(CaptureDecoder.RECORD_LENGTH_MAX);
                return packets;
            }

            assertThat(capture.recordLength()).isGreaterThanOrEqualTo(12);
            position += capture.recordLength();
            if (CaptureResult.PACKET == result)
            {
                packets++;
                check(decoder.decode(capture, buffer));
            }
        }

        return packets;
    }

    private void check(final PacketVerdict verdict)
    {
        if (PacketVerdict.DATAGRAM == verdict)
        {
            decoder.buffer().boundsCheck(decoder.offset(), decoder.length());
            assertThat(decoder.length()).isBetween(0, decoder.originalLength());
            assertThat(decoder.originalLength()).isLessThanOrEqualTo(65_527);
        }

        assertThat(fragments.pendingCount()).isBetween(0, 4);
    }

    private static byte[] mutated(final byte[] original, final SplittableRandom random)
    {
        final byte[] bytes = Arrays.copyOf(original, original.length - (random.nextInt(4) > 0 ? 0 :
            random.nextInt(original.length)));
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--)
        {
            final int position = random.nextInt(random.nextInt(8) > 0 ? bytes.length : Math.min(bytes.length, 64));
            bytes[position] = (byte)(random.nextBoolean() ? random.nextInt() : EDGES[random.nextInt(EDGES.length)]);
        }

        return bytes;
    }

    @Test
    void shouldReadTheFilesThatAreMutated() throws IOException
    {
        assertThat(read(PCAPNG)).isEqualTo(4);
        assertThat(read(resource("tsup-v1-original-mesh.pcap"))).isEqualTo(408);
    }

    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldEndWithMutatedPcapng(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 30_000; i++)
        {
            read(mutated(PCAPNG, random));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldEndWithMutatedPcap(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] file = Arrays.copyOf(resource("libtorrent-swarms-via-opentracker.pcap"), 3000);
        for (int i = 0; i < 10_000; i++)
        {
            read(mutated(file, random));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldEndWithRandomBytes(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 30_000; i++)
        {
            final byte[] file = new byte[random.nextInt(200)];
            random.nextBytes(file);
            final byte[] head = 0 == (i & 1) ? PCAPNG : bytes("d4c3b2a1 0200 0400 0000000000000000 00000400 01000000");
            System.arraycopy(head, 0, file, 0, Math.min(file.length, 12 + random.nextInt(head.length - 12)));
            read(file);
        }
    }

    @Test
    void shouldEndWithEveryTruncation()
    {
        for (int length = 0; length <= PCAPNG.length; length++)
        {
            assertThat(read(Arrays.copyOf(PCAPNG, length))).isLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldEndWithMutatedPackets(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] counts = new long[PacketVerdict.COUNT];
        for (int i = 0; i < 300_000; i++)
        {
            final byte[] original = PACKETS[random.nextInt(PACKETS.length)];
            final byte[] packet = mutated(original, random);
            final int originalLength = packet.length + (random.nextBoolean() ? 0 : random.nextInt(100));
            final PacketVerdict verdict = decoder.decode(
                random.nextInt(3000),
                LINK_TYPES[random.nextInt(LINK_TYPES.length)],
                exactBuffer(packet),
                CaptureBytes.OFFSET,
                packet.length,
                originalLength,
                PacketDirection.UNKNOWN);
            check(verdict);
            counts[verdict.ordinal()]++;
        }

        // All but the link type, which is always known here: nothing is left untried.
        for (final PacketVerdict verdict : PacketVerdict.values())
        {
            assertThat(counts[verdict.ordinal()] > 0).as("seed %d, %s", seed, verdict)
                .isEqualTo(PacketVerdict.LINK_TYPE_UNKNOWN != verdict);
        }

        assertThat(fragments.evictedCount() + fragments.expiredCount()).isPositive();
    }
}
