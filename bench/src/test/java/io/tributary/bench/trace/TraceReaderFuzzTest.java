package io.tributary.bench.trace;

import io.tributary.bench.trace.SampleCaptures.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading ends, with all packets or with a {@link TraceException}, whatever the file holds and however it arrives. */
class TraceReaderFuzzTest
{
    private static final int RECORD_LENGTH_MIN = 12;

    @TempDir
    private Path directory;

    static LongStream seeds()
    {
        final Long chosen = Long.getLong("test.seed");
        return null != chosen ? LongStream.of(chosen) : LongStream.of(1, 2, new SecureRandom().nextLong());
    }

    /** Hands out a few bytes at a time, as a slow pipe does. */
    private static InputStream slow(final byte[] bytes, final SplittableRandom random)
    {
        return new FilterInputStream(new ByteArrayInputStream(bytes))
        {
            @Override
            public int read(final byte[] destination, final int offset, final int length) throws IOException
            {
                return super.read(destination, offset, Math.min(length, 1 + random.nextInt(100)));
            }
        };
    }

    private static List<String> rows(final InputStream stream)
    {
        final List<String> rows = new ArrayList<>();
        try (TraceReader reader = TraceReader.of("test", Channels.newChannel(stream), TraceReader.PORT_ANY))
        {
            reader.forEach(datagram -> rows.add(row(datagram)));
        }

        return rows;
    }

    private static String row(final TraceDatagram datagram)
    {
        final byte[] payload = new byte[datagram.length()];
        datagram.buffer().getBytes(datagram.offset(), payload);
        return datagram.timeNs() + " " + datagram + " " + Arrays.hashCode(payload);
    }

    /** Whether the file could be read to its end. */
    private static boolean isReadable(final String file, final int length)
    {
        try (TraceReader reader = TraceReader.open(file, TraceReader.PORT_ANY))
        {
            long position = -1;
            while (reader.next())
            {
                final TraceDatagram datagram = reader.datagram();
                assertThat(datagram.fileOffset()).isGreaterThan(position);
                position = datagram.fileOffset();
                datagram.buffer().boundsCheck(datagram.offset(), datagram.length());
            }

            assertThat(reader.packetCount()).isLessThanOrEqualTo(length / RECORD_LENGTH_MIN);
            return true;
        }
        catch (final TraceException ex)
        {
            assertThat(ex.getMessage()).startsWith(file + ": at byte " + ex.offset() + " expected ");
            assertThat(ex.expected()).isNotBlank();
            assertThat(ex.found()).isNotBlank();
            assertThat(ex.offset()).isBetween(0L, (long)length);
            return false;
        }
    }

    private static byte[] mutated(final byte[] original, final SplittableRandom random)
    {
        final byte[] bytes = random.nextInt(3) > 0 ? original.clone() :
            Arrays.copyOf(original, random.nextInt(original.length + 1));
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--)
        {
            final int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200);
            bytes[random.nextInt(range)] = (byte)(random.nextBoolean() ? 0 : random.nextInt());
        }

        return bytes;
    }

    private static byte[] compressed(final byte[] bytes) throws IOException
    {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(whole))
        {
            stream.write(bytes);
        }

        return whole.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheSameFromASlowPipe(final Link link)
    {
        final byte[] file = SampleCaptures.pcap(link, 1, ByteOrder.BIG_ENDIAN, true);
        assertThat(rows(slow(file, new SplittableRandom(2)))).hasSizeGreaterThan(40)
            .isEqualTo(rows(new ByteArrayInputStream(file)));
    }

    /** The window is 4 MiB long. */
    @Test
    void shouldReadTheSameWhereTheWindowMoves()
    {
        final byte[] one = SampleCaptures.pcap(Link.RAW, 1, ByteOrder.LITTLE_ENDIAN, true);
        final byte[] packets = Arrays.copyOfRange(one, 24, one.length);
        final int copies = (9 << 20) / packets.length;
        final byte[][] parts = new byte[1 + copies][];
        Arrays.fill(parts, packets);
        parts[0] = Arrays.copyOf(one, 24);
        final List<String> expected =
            rows(new ByteArrayInputStream(one)).stream().map(TraceReaderFuzzTest::tail).toList();
        final List<String> rows = rows(new ByteArrayInputStream(SampleCaptures.join(parts)));
        assertThat(rows).hasSize(copies * expected.size());
        for (int i = 0; i < rows.size(); i++)
        {
            assertThat(tail(rows.get(i))).isEqualTo(expected.get(i % expected.size()));
        }
    }

    /** Without the packet's number and place. */
    private static String tail(final String row)
    {
        return row.substring(row.indexOf(": "));
    }

    @Test
    void shouldSkipABlockLongerThanTheWindow()
    {
        final byte[] head = SampleCaptures.bytes("0a0d0d0a0000001c1a2b3c4d00010000ffffffffffffffff0000001c");
        final byte[] block = new byte[6 << 20];
        System.arraycopy(SampleCaptures.bytes("0000000a00600000"), 0, block, 0, 8);
        final byte[] rest = SampleCaptures.bytes(
            "00000001000000140065000000000000" + "00000014" +
            "00000006000000400000000000000000000000070000002000000020" +
            "4500002000004000401100" + "00c0000201c6336402" + "1ae11b39000c0000deadbeef" + "00000040");
        final List<String> rows = rows(new ByteArrayInputStream(SampleCaptures.join(head, block, rest)));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).startsWith("7000 packet 1 at byte " + (28 + block.length + 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndWithAnyFile(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] classic = SampleCaptures.pcap(Link.COOKED_2, seed & 0xFF, ByteOrder.LITTLE_ENDIAN, false);
        final byte[] next = SampleCaptures.bigEndianPcapng(seed & 0xFF);
        final Path file = directory.resolve("trace");
        int readable = 0;
        for (int i = 0; i < 300; i++)
        {
            final byte[] bytes = mutated(random.nextBoolean() ? classic : next, random);
            Files.write(file, bytes);
            readable += isReadable(file.toString(), bytes.length) ? 1 : 0;
        }

        assertThat(readable).as("seed %d", seed).isBetween(10, 290);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndWithAnyCompressedFile(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] whole = SampleCaptures.pcap(Link.RAW, seed & 0xFF, ByteOrder.LITTLE_ENDIAN, false);
        final byte[] compressed = compressed(whole);
        final Path file = directory.resolve("trace.gz");
        for (int i = 0; i < 100; i++)
        {
            Files.write(file, mutated(compressed, random));
            isReadable(file.toString(), 100 * whole.length);
        }
    }
}
