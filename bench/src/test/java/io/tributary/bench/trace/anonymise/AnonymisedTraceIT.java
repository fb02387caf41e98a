package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceOutput;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.TraceWriter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** To tshark an anonymised capture is one without faults: whole packets, right checksums, times in order. */
class AnonymisedTraceIT
{
    @TempDir
    private Path directory;

    private List<String> tshark(final Path capture) throws IOException, InterruptedException
    {
        final boolean isInstalled = Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "tshark")));
        assumeTrue(isInstalled, "tshark is not installed");
        final Path lines = directory.resolve("lines");
        final Process process = new ProcessBuilder(
            "tshark", "-r", capture.toString(), "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
            "-T", "fields", "-e", "udp.length", "-e", "ip.checksum.status", "-e", "udp.checksum.status",
            "-e", "frame.time_epoch")
            .redirectOutput(lines.toFile()).redirectError(directory.resolve("errors").toFile()).start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libtorrent-swarms-via-opentracker.pcap", "tsup-v1-original-mesh.pcap"})
    void shouldBeWellFormed(final String name) throws IOException, InterruptedException
    {
        final Path out = directory.resolve("out.pcapng");
        final TraceAnonymiser anonymiser =
            new TraceAnonymiser(new byte[32], TraceReader.PORT_ANY, false, TraceAnonymiser.EPOCH_KEPT);
        final long packets;
        try (InputStream in = getClass().getResourceAsStream("/" + name);
            TraceReader reader = TraceReader.of(name, Channels.newChannel(in), TraceReader.PORT_ANY);
            TraceWriter writer = new TraceWriter(TraceOutput.open(out.toString(), false)))
        {
            assertThat(anonymiser.run(reader, writer, Integer.MAX_VALUE)).isFalse();
            packets = reader.packetCount();
        }

        final List<String> lines = tshark(out);
        assertThat(lines).hasSize((int)packets)
            .allSatisfy(line -> assertThat(line).matches("\\d+\t1\t1\t\\d+\\.\\d+"));
    }
}
