package io.tributary.tracker.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.OverlayField;
import io.tributary.tracker.status.OverlayStatusWriter;
import io.tributary.tracker.status.SwarmDescription;
import io.tributary.tracker.status.SwarmQuery;
import io.tributary.tracker.status.SwarmQueryMailbox;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class StatusCommandTest
{
    private static final long START_MS = 1_800_000_000_000L;
    private static final long PROCESS = 4242;
    private static final String INFO_HASH = "ab23456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long nowMs = START_MS;
    private boolean isProcessSeen = true;
    private TrackerCounters counters;
    private SwarmQuery query;
    private Path file;

    @BeforeEach
    void start() throws IOException
    {
        file = directory.resolve(TrackerCounters.FILE_NAME);
        counters = TrackerCounters.mapped(file, () -> nowMs, PROCESS);
    }

    @AfterEach
    void stop()
    {
        counters.close();
    }

    @Test
    void shouldShowARunningTracker()
    {
        counters.add(TrackerCounter.ANNOUNCE_REQUESTS_IPV4, 1_234);
        assertThat(status("--data", directory.toString())).isZero();
        assertThat(out.toString()).startsWith("Tributary tracker, process 4242\n").contains("1,234");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldShowRatesWhenWatching()
    {
        assertThat(status("--file", file.toString(), "--watch", "2", "--count", "3")).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("announce requests")))
            .extracting(line -> line.replaceAll("\\s+", " "))
            .containsExactly(" announce requests 0 0 0", " announce requests 200 0 200 100",
                " announce requests 400 0 400 100");
    }

    @Test
    void shouldPrintAllCountersAsJson() throws IOException
    {
        counters.add(TrackerCounter.ANNOUNCE_REQUESTS_IPV6, 5);
        assertThat(status("--file", file.toString(), "--json")).isZero();
        final JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("state").asText()).isEqualTo("running");
        assertThat(root.get("read_time_ms").asLong()).isEqualTo(START_MS);
        assertThat(root.get("counters")).hasSize(TrackerCounter.count());
        assertThat(root.get("counters").get("announce_requests_ipv6").asLong()).isEqualTo(5);
        assertThat(root.get("counters").get("process_id").asLong()).isEqualTo(PROCESS);
    }

    @Test
    void shouldPrintOneLineOfJsonAReading() throws IOException
    {
        assertThat(status("--file", file.toString(), "--json", "--watch", "--count", "2")).isZero();
        assertThat(out.toString().lines()).hasSize(2)
            .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).has("counters")).isTrue());
    }

    @Test
    void shouldSayWhenTheTrackerStopped() throws IOException
    {
        nowMs += 61_000;
        counters.close();
        assertThat(status("--file", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualToNormalizingNewlines(
            "tributary status: not running (stopped at 2027-01-15T08:01:01Z)\n");

        assertThat(status("--file", file.toString(), "--json")).isEqualTo(1);
        final JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("state").asText()).isEqualTo("stopped");
        assertThat(root.get("stop_time_ms").asLong()).isEqualTo(nowMs);
    }

    @Test
    void shouldSayWhenTheTrackerIsGone()
    {
        nowMs += 5_000;
        assertThat(status("--file", file.toString())).isZero();
        isProcessSeen = false;
        assertThat(status("--file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("not running").contains("last sign of life at 2027-01-15T08:00:00Z")
            .hasLineCount(1);
    }

    @Test
    void shouldSayWhenThereIsNoStatusFile() throws IOException
    {
        final Path missing = directory.resolve("missing");
        assertThat(status("--data", missing.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("tributary status: no status file " + missing.resolve("status.dat"))
            .hasLineCount(1);

        final Path other = Files.write(directory.resolve("other"), new byte[5_000]);
        assertThat(status("--file", other.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(other + " is not a status file");
    }

    @Test
    void shouldPrintLinksAsJson() throws IOException
    {
        final OverlayStatusWriter writer = new OverlayStatusWriter(counters);
        writer.beginOverlay().set(OverlayField.MANDATES_INTERNAL, 3).end();
        writer.beginLink(1, "north").set(LinkField.STATE, 3).set(LinkField.PORT, 6970)
            .set(LinkField.ADDRESS_LOW, 0x7F00_0001).traffic(131, 1, 2, 3, 4).end();

        assertThat(status("--file", file.toString(), "--json")).isZero();
        final JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("overlay").get("mandates_internal").asLong()).isEqualTo(3);
        assertThat(root.get("links")).hasSize(1);
        final JsonNode link = root.get("links").get(0);
        assertThat(link.get("name").asText()).isEqualTo("north");
        assertThat(link.get("address").asText()).isEqualTo("127.0.0.1:6970");
        assertThat(link.get("state_name").asText()).isEqualTo("connected");
        assertThat(link.get("traffic").get("update").toString())
            .isEqualTo("{\"packets_in\":1,\"bytes_in\":2,\"packets_out\":3,\"bytes_out\":4}");
    }

    @Test
    void shouldShowASwarm() throws IOException
    {
        new OverlayStatusWriter(counters).beginLink(1, "north").end();
        query = (infoHash, offset, description) ->
        {
            description.known().count(SwarmDescription.INTERNAL, 7, 1).leaders(SwarmDescription.SELF, 1);
            assertThat(infoHash.getByte(offset)).isEqualTo((byte)0xAB);
            description.link(1);
            description.peer(false, 0, 0xC000_0207L, 6881, true, SwarmDescription.INTERNAL, 61, 1, 1, 2);
        };

        assertThat(status("--file", file.toString(), "--info-hash", INFO_HASH)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualToNormalizingNewlines(String.join("\n",
            "Swarm " + INFO_HASH,
            "  own      peers 0, seeders 0",
            "  internal peers 7, seeders 1",
            "  external peers 0, seeders 0",
            "  leaders: internal this tracker, external north",
            "  trackers: this one",
            "            north",
            "                                                  origin                 life",
            "  192.0.2.7:6881                                  internal seeder    00:01:01",
            "    by north, client of 00000000000000010000000000000002",
            "  and 6 more", ""));

        out.getBuffer().setLength(0);
        assertThat(status("--file", file.toString(), "--info-hash", INFO_HASH, "--json")).isZero();
        final JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("leader_internal").asText()).isEqualTo("self");
        assertThat(root.get("leader_external").asText()).isEqualTo("north");
        assertThat(root.get("peers").toString()).isEqualTo("[{\"address\":\"192.0.2.7:6881\",\"origin\":" +
            "\"internal\",\"seeder\":true,\"life_s\":61,\"link\":\"north\"," +
            "\"tracker\":\"00000000000000010000000000000002\"}]");
    }

    @Test
    void shouldSayThatASwarmIsNotKnown()
    {
        query = (infoHash, offset, description) ->
        {
        };

        assertThat(status("--file", file.toString(), "--info-hash", INFO_HASH)).isZero();
        assertThat(out.toString().lines()).containsExactly("Swarm " + INFO_HASH, "  not known to this tracker");
    }

    @Test
    void shouldNotWaitForAnAnswerForEver()
    {
        assertThat(status("--file", file.toString(), "--info-hash", INFO_HASH)).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines(
            "tributary status: the tracker gave no answer within 5 s\n");
        assertThat(nowMs).isEqualTo(START_MS + 5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--info-hash abc", "--info-hash", "--info-hash x123456789abcdef0123456789abcdef01234567",
        "--info-hash 0123456789abcdef0123456789abcdef01234567 --watch", "--watch 0",
        "--watch NaN", "--watch x", "--watch 1 --count 0", "--count 2",
        "--file a --data b", "--frobnicate", "extra"})
    void shouldRefuseOptions(final String arguments)
    {
        assertThat(status(arguments.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    private int status(final String... arguments)
    {
        final StatusCommand command = new StatusCommand(() -> nowMs, id -> isProcessSeen && id == PROCESS, this::pause);
        return new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private void pause(final long durationMs)
    {
        nowMs += durationMs;
        if (query != null)
        {
            new SwarmQueryMailbox(counters).poll(query);
        }
        counters.add(TrackerCounter.ANNOUNCE_REQUESTS_IPV4, durationMs / 10);
    }
}
