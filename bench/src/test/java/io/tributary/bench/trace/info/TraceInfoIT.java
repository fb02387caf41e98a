package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.overlay.OverlayProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Counts by kind, event and TSUP action are those of tshark's payloads, sorted here by their first bytes alone. */
class TraceInfoIT
{
    private static final String CONNECT = "0000041727101980";

    @TempDir
    private Path directory;

    @BeforeEach
    void needTshark()
    {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch((place) -> Files.isExecutable(Path.of(place, "tshark"))), "tshark is not installed");
    }

    private static String kindOf(final String hex)
    {
        final ByteBuffer payload = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        if (hex.startsWith(CONNECT))
        {
            return "CONNECT";
        }

        if (payload.getInt(0) >= 0 && payload.getInt(0) <= 3)
        {
            return "answer " + payload.getInt(0);
        }

        final int action = payload.getInt(8);
        return 1 == action ? "announce " + payload.getInt(80) : "action " + action;
    }

    private Map<String, Long> countsOfTshark(final Path capture) throws IOException, InterruptedException
    {
        final Path rows = directory.resolve("rows");
        final Process process = new ProcessBuilder(
            "tshark", "-n", "-r", capture.toString(), "-Y", "udp", "-T", "fields", "-e", "udp.payload")
            .redirectOutput(rows.toFile()).redirectError(directory.resolve("errors").toFile()).start();
        assertThat(process.waitFor()).isZero();
        final Map<String, Long> counts = new TreeMap<>();
        Files.readAllLines(rows).forEach((row) -> counts.merge(kindOf(row.replace(":", "")), 1L, Long::sum));
        return counts;
    }

    private static Map<String, Long> countsOfOurs(final TraceSummary summary)
    {
        final Map<String, Long> counts = new TreeMap<>();
        final DatagramCounts datagrams = summary.counts();
        counts.put("CONNECT", datagrams.count(DatagramKind.CONNECT));
        counts.put("announce 0", datagrams.count(DatagramKind.ANNOUNCE));
        counts.put("announce 1", datagrams.count(DatagramKind.ANNOUNCE_COMPLETED));
        counts.put("announce 2", datagrams.count(DatagramKind.ANNOUNCE_STARTED));
        counts.put("announce 3", datagrams.count(DatagramKind.ANNOUNCE_STOPPED));
        counts.put("action 2", datagrams.count(DatagramKind.SCRAPE));
        counts.put("answer 0", datagrams.count(DatagramKind.CONNECT_ANSWER));
        counts.put("answer 1", datagrams.count(DatagramKind.ANNOUNCE_ANSWER));
        counts.put("answer 2", datagrams.count(DatagramKind.SCRAPE_ANSWER));
        counts.put("answer 3", datagrams.count(DatagramKind.ERROR));
        for (final Conversation conversation : summary.overlay().conversations())
        {
            for (int i = 0; i < Conversation.TYPES; i++)
            {
                final boolean isConfirm = i == Conversation.TYPES - 1;
                counts.merge("action " + (OverlayProtocol.ACTION_SYN + (isConfirm ? 0 : i)),
                    conversation.packets(i), Long::sum);
            }
        }
        counts.values().removeIf((count) -> 0 == count);
        return counts;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "libtorrent-swarms-via-opentracker", "tsup-v1-original-mesh", "tsup-v2-mesh", "tsup-v2-mesh-keyed"})
    void shouldCountAsTsharkDoes(final String name) throws IOException, InterruptedException
    {
        final Path capture = directory.resolve("capture");
        try (InputStream stream = TraceInfoIT.class.getResourceAsStream("/" + name + ".pcap"))
        {
            Files.copy(stream, capture);
        }

        final TraceSummary summary = new TraceSummary(TraceReader.PORT_ANY, new TraceBounds(1 << 12, 1 << 10, 1 << 8));
        try (TraceReader reader = TraceReader.open(capture.toString(), TraceReader.PORT_ANY))
        {
            reader.forEach(summary);
        }

        assertThat(countsOfOurs(summary)).hasSizeGreaterThan(4).isEqualTo(countsOfTshark(capture));
    }
}
