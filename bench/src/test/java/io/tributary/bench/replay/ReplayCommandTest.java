package io.tributary.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.tracker.command.ErrorLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayCommandTest
{
    private static final String CAPTURE = OfflineReplayTest.capture("libtorrent-swarms-via-opentracker.pcap");

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String... arguments)
    {
        return new CommandLine(new ReplayCommand())
            .setParameterExceptionHandler(new ErrorLines())
            .setExecutionExceptionHandler(new ErrorLines())
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
            .execute(arguments);
    }

    @Test
    void shouldReportAReplay()
    {
        assertThat(run(CAPTURE)).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
            .contains("98 connect requests, 269 announce requests, 367 answers")
            .contains("98 connect, 269 announce, 0 scrape, 0 error, 0 silence")
            .contains("sha256:b7ae6a498c5e765fdf518b6365566d652c1a26d712d973fdf3edd0bd369bbb8f (seed 1)");
    }

    @Test
    void shouldWriteJsonAndHistogram() throws IOException
    {
        final Path histogram = directory.resolve("service.hgrm");
        assertThat(run(CAPTURE, "--json", "-", "--hgrm", histogram.toString(), "--loop", "2", "--timed", "1")).isZero();

        final JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("requests").asLong()).isEqualTo(2 * 367);
        assertThat(result.get("store").get("swarms").asLong()).isEqualTo(3);
        assertThat(result.get("serviceTimes").get("announce").get("p50Us").asDouble()).isPositive();
        assertThat(Files.readString(histogram)).contains("Total count    =" + String.format("%13d", 2 * 367));
    }

    @Test
    void shouldObeySettingsOfTheTracker()
    {
        assertThat(run(CAPTURE,
            "--set=announce.num_want_max_ipv4=1", "--set=announce.num_want_max_ipv6=1",
            "--set=announce.num_want_default=1")).isZero();

        assertThat(out.toString()).contains("; 0.6 peers per announce");
    }

    @Test
    void shouldReplayWhatComesBeforeDamage() throws IOException
    {
        final Path cut = directory.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(CAPTURE)), 5000));

        assertThat(run(cut.toString())).isEqualTo(2);

        assertThat(out.toString()).contains("15 connect requests, 12 announce requests");
        assertThat(err.toString().lines()).singleElement().asString()
            .contains("cut.pcap: at byte 4974 expected a record of at least 120 bytes, found the end of the file")
            .endsWith("what came before was replayed");
    }

    @Test
    void shouldSayThatNoTrackerAnswers() throws IOException
    {
        final Path trace = new TraceBuilder().request(TraceBuilder.client(1), TraceBuilder.connect(1))
            .write(directory.resolve("one.pcap"));
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1")))
        {
            final String tracker = "127.0.0.1:" + silent.getLocalPort();
            assertThat(run(trace.toString(), "--to", tracker, "--timeout", "10ms")).isEqualTo(1);

            assertThat(out.toString()).contains("1 client addresses, by 1 sockets from 1 addresses");
            assertThat(err.toString().lines()).singleElement().asString().endsWith("no tracker answers at " + tracker);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "missing.pcap,,no such file",
        "text.pcap,,magic number",
        "empty.pcap,,an empty file",
        "header.pcap,,'no request to a tracker, nor any UDP datagram'",
        "answers.pcap,,no request to a tracker; there are 1 datagrams of other protocols",
        "header.pcap,--tracker=nowhere,'--tracker: ''nowhere'' is not HOST:PORT'",
        "header.pcap,--loop=0,--loop 0: allowed is 1 or more",
        "header.pcap,--timed=-1,--timed -1: allowed is 0 or more",
        "-,--loop=2,--loop 2: allowed is 1 with standard input",
        "header.pcap,--set=store.swarms_max=0,store.swarms_max",
        "header.pcap,--to=127.0.0.1:9,'no request to a tracker, nor any UDP datagram'",
        "missing.pcap,--to=127.0.0.1:9,no such file",
        "header.pcap,--to=127.0.0.1,'--to: ''127.0.0.1'' is not HOST:PORT'",
        "header.pcap,--to=127.0.0.1:9 --to=127.0.0.2:9,'allowed is one tracker, or one of each address family'",
        "header.pcap,--to=127.0.0.1:9 --speed=fast,'--speed fast: allowed is 0.001 to 1000000, or max'",
        "header.pcap,--to=127.0.0.1:9 --sockets=0,--sockets 0: allowed is 1 to 50000",
        "header.pcap,--to=127.0.0.1:9 --source-prefix=::1,--source-prefix ::1: allowed is one of the family",
        "header.pcap,--to=127.0.0.1:9 --source-prefix=10.0.0.0/99,'--source-prefix: length ''99'''",
        "header.pcap,--to=127.0.0.1:9 --timeout=soon,'timeout is ''soon'''"})
    void shouldRefuseWithOneLine(final String name, final String option, final String expected) throws IOException
    {
        Files.writeString(directory.resolve("text.pcap"), "<html>this is no capture</html>");
        Files.write(directory.resolve("empty.pcap"), new byte[0]);
        new TraceBuilder().write(directory.resolve("header.pcap"));
        new TraceBuilder().answer(TraceBuilder.client(1), TraceBuilder.connectAnswer(1, 2))
            .write(directory.resolve("answers.pcap"));
        final String file = "-".equals(name) ? name : directory.resolve(name).toString();

        final String[] arguments = null == option ? new String[]{file} : (file + " " + option).split(" ");
        assertThat(run(arguments)).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().contains(expected);
    }
}
