package io.tributary.bench.trace;

import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.PacketVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraceReaderTest
{
    private static final String SWARMS = "libtorrent-swarms-via-opentracker.pcap";
    private static final String MESH = "tsup-v1-original-mesh.pcap";
    private static final long SWARMS_FIRST_TIME_NS = 1_795_339_289_221_223_000L;

    @TempDir
    private Path directory;

    static Path resource(final String name)
    {
        try
        {
            return Path.of(TraceReaderTest.class.getResource("/" + name).toURI());
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static List<String> lines(final Path file, final int port)
    {
        final List<String> lines = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(file.toString(), port))
        {
            assertThat(reader.forEach(datagram -> lines.add(datagram.timeNs() + " " + datagram)))
                .isEqualTo(lines.size());
        }

        return lines;
    }

    private Path file(final byte[] bytes)
    {
        try
        {
            return Files.write(directory.resolve("trace"), bytes);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void shouldReadACaptureOfLinuxCooked()
    {
        try (TraceReader reader = TraceReader.open(resource(SWARMS).toString(), TraceReader.PORT_ANY))
        {
            assertThat(reader.next()).isTrue();
            final TraceDatagram datagram = reader.datagram();
            assertThat(datagram.timeNs()).isEqualTo(SWARMS_FIRST_TIME_NS);
            assertThat(datagram.source()).hasToString("127.78.1.4:20003");
            assertThat(datagram.destination()).hasToString("127.0.0.1:6969");
            assertThat(datagram.packetNumber()).isEqualTo(1);
            assertThat(datagram.fileOffset()).isEqualTo(24);
            assertThat(datagram.direction()).isEqualTo(PacketDirection.IN);
            assertThat(datagram.length()).isEqualTo(16);
            assertThat(datagram.originalLength()).isEqualTo(16);
            final byte[] payload = new byte[16];
            datagram.buffer().getBytes(datagram.offset(), payload);
            assertThat(HexFormat.of().formatHex(payload)).isEqualTo("000004172710198000000000ce5d068c");

            assertThat(reader.forEach(next -> {})).isEqualTo(733);
            assertThat(reader.packetCount()).isEqualTo(734);
            assertThat(reader.position()).isEqualTo(reader.size());
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldHandOutDatagramsOfOnePort()
    {
        try (TraceReader reader = TraceReader.open(resource(SWARMS).toString(), 20_003))
        {
            final long count = reader.forEach(datagram -> assertThat(
                20_003 == datagram.source().port() || 20_003 == datagram.destination().port()).isTrue());
            assertThat(count).isPositive();
            assertThat(reader.filteredCount()).isEqualTo(734 - count).isPositive();
            assertThat(reader.packetCount(PacketVerdict.DATAGRAM)).isEqualTo(734);
        }
    }

    @Test
    void shouldReadWhatIsCompressed() throws IOException
    {
        final Path compressed = directory.resolve("trace.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(compressed)))
        {
            Files.copy(resource(MESH), stream);
        }

        assertThat(lines(compressed, TraceReader.PORT_ANY))
            .hasSize(408).isEqualTo(lines(resource(MESH), TraceReader.PORT_ANY));
    }

    @Test
    void shouldNameTheFileThatIsNotThere()
    {
        final String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> TraceReader.open(missing, TraceReader.PORT_ANY))
            .isInstanceOf(TraceException.class)
            .hasMessage(missing + ": at byte 0 expected a capture file, found no such file");
        assertThatThrownBy(() -> TraceReader.open(directory.toString(), TraceReader.PORT_ANY))
            .isInstanceOf(TraceException.class)
            .hasMessage(directory + ": at byte 0 expected a capture file, found a directory");
    }

    @Test
    void shouldSayWhatIsNoCapture()
    {
        final Path file = file(new byte[]{'P', 'K', 3, 4});
        assertThatThrownBy(() -> lines(file, TraceReader.PORT_ANY))
            .isInstanceOf(TraceException.class)
            .hasMessage(file + ": at byte 0 expected the magic number of pcap (a1b2c3d4, a1b23c4d) or pcapng " +
                "(0a0d0d0a), in either byte order, found 1347093252 (0x504b0304)");
        assertThatThrownBy(() -> lines(file(new byte[0]), TraceReader.PORT_ANY))
            .hasMessage(file + ": at byte 0 expected a pcap or pcapng capture, found an empty file");
    }

    @Test
    void shouldHandOutWhatComesBeforeTheEndWithinARecord() throws IOException
    {
        final byte[] whole = Files.readAllBytes(resource(SWARMS));
        final Path cut = file(Arrays.copyOf(whole, whole.length - 1));
        try (TraceReader reader = TraceReader.open(cut.toString(), TraceReader.PORT_ANY))
        {
            assertThatThrownBy(() -> reader.forEach(datagram -> {})).isInstanceOf(TraceException.class)
                .hasMessageContaining("found the end of the file after ");
            assertThat(reader.packetCount()).isEqualTo(733);
        }
    }
}
