package io.tributary.bench.trace.info;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.TraceCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class TraceInfoCommandTest
{
    private static final String LIBTORRENT = "libtorrent-swarms-via-opentracker";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final Object... arguments)
    {
        final CommandLine command = new CommandLine(new TraceCommand());
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private static byte[] resource(final String name) throws IOException
    {
        try (InputStream stream = TraceInfoCommandTest.class.getResourceAsStream(name))
        {
            return stream.readAllBytes();
        }
    }

    private Path capture(final String name) throws IOException
    {
        return Files.write(directory.resolve(name + ".pcap"), resource("/" + name + ".pcap"));
    }

    /** The counts of the expected texts were compared with those of tshark, see {@link TraceInfoIT}. */
    @ParameterizedTest
    @ValueSource(strings = {LIBTORRENT, "tsup-v1-original-mesh", "tsup-v2-mesh"})
    void shouldSayWhatIsInACapture(final String name) throws IOException
    {
        final Path file = capture(name);

        assertThat(run("info", file)).isZero();

        final String expected = new String(resource("/trace-info/" + name + ".txt"), StandardCharsets.UTF_8);
        assertThat(out.toString().replace(directory + "/", "")).isEqualTo(expected);
        assertThat(expected.lines()).allSatisfy((line) -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayTheSameAsJson() throws IOException
    {
        assertThat(run("info", "--json", capture("tsup-v1-original-mesh"))).isZero();

        final JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.path("damage").isNull()).isTrue();
        assertThat(root.at("/link_types/0/name").asText()).isEqualTo("Ethernet");
        assertThat(root.at("/packets/datagram").asLong()).isEqualTo(408);
        assertThat(root.at("/datagrams/overlay/ipv4/unknown").asLong()).isEqualTo(320);
        assertThat(root.at("/datagrams/announce_started/total").asLong()).isEqualTo(12);
        assertThat(root.at("/swarms/sizes/2").toString()).isEqualTo("{\"peers_min\":4,\"peers_max\":7,\"swarms\":3}");
        assertThat(root.at("/clients/endpoints").asLong()).isEqualTo(22);
        assertThat(root.at("/clients/endpoints_exact").asBoolean()).isTrue();
        assertThat(root.at("/announces/software/0/peer_id").asText()).isEqualTo("-XX0001-");
        assertThat(root.at("/answers/announce/unanswered").asLong()).isZero();
        assertThat(root.at("/distributions/interval_asked_seconds/p50").asDouble()).isEqualTo(60);
        assertThat(root.at("/tsup/packets/version_1/update_ack").asLong()).isEqualTo(95);
        assertThat(root.at("/tsup/conversations/0/first").asText()).isEqualTo("127.0.0.1:2710");
        assertThat(root.at("/rates/bin_seconds").asLong()).isEqualTo(1);
        long connects = 0;
        for (final JsonNode rate : root.at("/rates/connect"))
        {
            connects += rate.asLong();
        }
        assertThat(connects).isEqualTo(22);
    }

    @Test
    void shouldDrawCharts() throws IOException
    {
        final Path plots = directory.resolve("a/b");
        assertThat(run("info", "--plot", plots, capture("tsup-v1-original-mesh"))).isZero();

        for (final String name : new String[]{"rates", "swarm-sizes", "numwant", "interval-kept"})
        {
            assertThat(plots.resolve(name + ".svg")).content().startsWith("<svg ").endsWith("</svg>\n");
        }
        assertThat(plots.resolve("rates.svg")).content().contains(">announce<", ">TSUP<").doesNotContain(">scrape<");
        assertThat(err.toString().lines()).hasSize(4);
    }

    @Test
    void shouldLookAtOnePortOnly() throws IOException
    {
        assertThat(run("info", "--port", 2711, capture("tsup-v1-original-mesh"))).isZero();

        assertThat(out.toString())
            .containsPattern("\n  UDP datagrams of other ports, left out +408  100\\.0 %\n")
            .doesNotContain("Requests");
    }

    @Test
    void shouldReportWhatIsThereBeforeTheFileEnds() throws IOException
    {
        final byte[] whole = resource("/" + LIBTORRENT + ".pcap");
        final Path file = Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, 50_000));

        assertThat(run("info", file)).isEqualTo(2);

        assertThat(out.toString()).containsPattern("\nPackets +290 ");
        assertThat(err.toString()).isEqualTo("trace info: " + file +
            ": at byte 49976 expected a record of at least 84 bytes, found the end of the file after 24\n");
        out.getBuffer().setLength(0);
        assertThat(run("info", "--json", file)).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(out.toString()).path("damage").asText()).contains("at byte 49976");
    }

    @Test
    void shouldSayThatACaptureIsEmpty() throws IOException
    {
        final Path file = Files.write(
            directory.resolve("empty.pcap"), Arrays.copyOf(resource("/" + LIBTORRENT + ".pcap"), 24));

        assertThat(run("info", "--plot", directory.resolve("plots"), file)).isZero();

        assertThat(out.toString()).isEqualTo(file + """
            : pcap, microseconds, little-endian
            no packets
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "info /nonexistent.pcap|trace info: /nonexistent.pcap: at byte 0 expected a capture file, found no such file",
        "info --port 0 x|--port 0: allowed is 1 to 65535",
        "info --port 65536 x|--port 65536: allowed is 1 to 65535",
        "info|Missing required parameter: 'FILE'"})
    void shouldAnswerWrongUseWithOneLine(final String arguments, final String line)
    {
        assertThat(run((Object[])arguments.split(" "))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().findFirst()).hasValue(line);
    }

    @Test
    void shouldRefuseWhatIsNoCapture() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("text"), "This is no capture, whatever it says.");

        assertThat(run("info", file)).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString()
            .startsWith("trace info: " + file + ": at byte 0 expected the magic number");
    }
}
