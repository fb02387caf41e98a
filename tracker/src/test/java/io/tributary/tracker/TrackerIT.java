package io.tributary.tracker;

import io.tributary.tracker.status.StatusView;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import static io.tributary.tracker.ClientPackets.ANNOUNCE;
import static io.tributary.tracker.ClientPackets.COMPLETED;
import static io.tributary.tracker.ClientPackets.ERROR;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.ClientPackets.scrape;
import static org.assertj.core.api.Assertions.assertThat;

/** The real process: start, signals, stop, crash, restart. */
@Timeout(300)
class TrackerIT
{
    private static final String IPV4 = "--listen=127.0.0.1:0";
    private static final int LIST_ENTRIES = 1_000_000;

    @TempDir
    private Path directory;

    private String data()
    {
        return "--data=" + directory.resolve("data");
    }

    private StatusView status() throws IOException
    {
        return StatusView.read(directory.resolve("data/status.dat"), System.currentTimeMillis());
    }

    private static String hex(final int number)
    {
        return HexFormat.of().formatHex(infoHash(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldAnswerUntilItIsStoppedAndThenExitInOrder(final String signal) throws Exception
    {
        try (TrackerProcess tracker = TrackerProcess.serving(data(), IPV4, "--listen=[::1]:0"))
        {
            assertThat(tracker.addresses()).hasSize(2).allMatch(address -> address.getPort() > 0);
            for (final InetSocketAddress address : tracker.addresses())
            {
                try (TestClient client = new TestClient(address))
                {
                    final TrackerReply reply = client.ask(announce().bytes(client.connectionId()));
                    assertThat(reply.action()).isEqualTo(ANNOUNCE);
                    assertThat(reply.leechers()).isEqualTo(1);
                }
            }

            try (TestClient client = new TestClient(tracker.address()))
            {
                final int inFlight = 100;
                for (int i = 0; i < inFlight; i++)
                {
                    client.send(ClientPackets.connect());
                }
                tracker.signal(signal);
                assertThat(tracker.exitCode()).isZero();
                for (int i = 0; i < inFlight; i++)
                {
                    assertThat(client.receive().bytes()).hasSize(16);
                }
            }
            assertThat(tracker.remainingOutput()).contains("stopping").contains("stopped").doesNotContain("WARN");
        }
        final StatusView status = status();
        assertThat(status.stopMs()).isPositive();
        assertThat(status.value(TrackerCounter.CONNECT_REQUESTS_IPV4)).isEqualTo(101);
    }

    @Test
    void shouldReloadSettingsAndListsWithoutTraffic() throws Exception
    {
        final Path denied = Files.writeString(directory.resolve("denied"), hex(1) + "\n");
        final Path config = directory.resolve("tributary.toml");
        Files.writeString(config, "[announce]\ninterval_small = \"10m\"\ninterval_jitter_percent = 0\n");
        try (TrackerProcess tracker = TrackerProcess.serving("--config=" + config, data(), IPV4);
            TestClient client = new TestClient(tracker.address()))
        {
            final long id = client.connectionId();
            assertThat(client.ask(announce().bytes(id)).interval()).isEqualTo(600);

            Files.writeString(config, "[announce]\ninterval_small = \"11m\"\ninterval_jitter_percent = 0\n" +
                "[access]\ndeny_info_hashes = \"" + denied + "\"\n[status]\nlatency = false\n");
            tracker.signal("HUP");
            tracker.awaitLine("access lists reloaded");
            tracker.awaitLine("announce.interval_small: \"10m\" -> \"11m\"");
            tracker.awaitLine("access.deny_info_hashes");
            tracker.awaitLine("status.latency: true -> false (needs a restart)");
            assertThat(client.ask(announce().bytes(id)).action()).isEqualTo(ERROR);
            assertThat(client.ask(announce().infoHash(infoHash(2)).bytes(id)).interval()).isEqualTo(660);

            Files.writeString(config, "[announce]\ninterval_smal = \"12m\"\n");
            tracker.signal("HUP");
            tracker.awaitLine("reload refused");
            tracker.awaitLine("did you mean");
            Files.writeString(denied, "not a hash\n");
            Files.writeString(config, "[access]\ndeny_info_hashes = \"" + denied + "\"\n");
            tracker.signal("HUP");
            tracker.awaitLine("not reloaded");
            assertThat(client.ask(announce().bytes(id)).action()).as("the old list stays").isEqualTo(ERROR);
            assertThat(client.ask(announce().infoHash(infoHash(2)).bytes(id)).interval()).isEqualTo(660);
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws Exception
    {
        try (TrackerProcess first = TrackerProcess.serving(data(), IPV4);
            TrackerProcess second = TrackerProcess.serve(data(), IPV4);
            TestClient client = new TestClient(first.address()))
        {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.remainingOutput()).contains("in use by another tracker (process " + first.id() + ")")
                .doesNotContain("Exception").hasLineCount(1);
            assertThat(client.ask(announce().bytes(client.connectionId())).action()).isEqualTo(ANNOUNCE);
            assertThat(status().processId()).isEqualTo(first.id());
        }
    }

    @Test
    void shouldLeaveTheStatusOfTheTrackerThatHoldsThePort() throws Exception
    {
        final String statusFile = "--set=status.file=" + directory.resolve("data/status.dat");
        try (TrackerProcess first = TrackerProcess.serving("--data=", IPV4, statusFile);
            TrackerProcess second = TrackerProcess.serve(
                "--data=", "--listen=127.0.0.1:" + first.address().getPort(), statusFile))
        {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.remainingOutput()).contains("cannot listen on").contains("127.0.0.1");
            assertThat(status().processId()).isEqualTo(first.id());
            assertThat(status().stopMs()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void shouldKeepSwarmsTotalsAndConnectionIdsOverARestart(final String signal) throws Exception
    {
        final int swarms = 35;
        final long id;
        try (TrackerProcess tracker = TrackerProcess.serving(data(), IPV4);
            TestClient client = new TestClient(tracker.address()))
        {
            id = client.connectionId();
            for (int i = 0; i < swarms; i++)
            {
                for (int port = 1; port <= i; port++)
                {
                    client.ask(announce().infoHash(infoHash(i)).port(port).bytes(id));
                }
                client.ask(announce().infoHash(infoHash(i)).port(1000).seeder().event(COMPLETED).bytes(id));
            }
            tracker.signal(signal);
            tracker.exitCode();
        }

        try (TrackerProcess tracker = TrackerProcess.serving(data(), IPV4);
            TestClient client = new TestClient(tracker.address()))
        {
            for (int i = 0; i < swarms; i++)
            {
                assertThat(client.ask(scrape(id, infoHash(i))).scraped(0)).isEqualTo(List.of(1, 1, i));
            }
            assertThat(client.ask(announce().infoHash(infoHash(30)).port(2000).bytes(id)).peers(6)).hasSize(31);
            client.ask(announce().infoHash(infoHash(30)).port(1000).seeder().event(COMPLETED).bytes(id));
            assertThat(client.ask(scrape(id, infoHash(30))).scraped(0)).isEqualTo(List.of(1, 1, 31));
            tracker.signal("TERM");
            assertThat(tracker.exitCode()).isZero();
        }
    }

    @Test
    void shouldRefuseSettingsAndListsThatAreWrong() throws Exception
    {
        final Path denied = Files.writeString(directory.resolve("denied"), "x\ny\n");
        try (TrackerProcess first = TrackerProcess.serve("--data=", "--set=announce.interval=9x");
            TrackerProcess second = TrackerProcess.serve("--data=", IPV4, "--set=access.deny_info_hashes=" + denied))
        {
            assertThat(first.exitCode()).isEqualTo(2);
            assertThat(first.remainingOutput()).contains("announce.interval").contains("allowed").hasLineCount(1);
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.remainingOutput()).contains(denied.toString()).contains("expected an info-hash")
                .hasLineCount(2);
        }
    }

    @Test
    void shouldBeReadByTheStatusCommand() throws Exception
    {
        try (TrackerProcess tracker = TrackerProcess.serving(data(), IPV4);
            TestClient client = new TestClient(tracker.address()))
        {
            client.connectionId();
            final StringWriter out = new StringWriter();
            assertThat(statusCommand(out)).isZero();
            assertThat(out.toString()).contains("process " + tracker.id()).containsPattern("connect requests +1 ");

            tracker.signal("TERM");
            tracker.exitCode();
            assertThat(statusCommand(new StringWriter())).isEqualTo(1);
        }
    }

    private int statusCommand(final StringWriter out)
    {
        final CommandLine commandLine = TrackerMain.commandLine(Map.of(), (configuration, reload) -> 0);
        return commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(new StringWriter()))
            .execute("status", data());
    }

    /** A loop that paused would leave the client to its timeout. */
    @Test
    void shouldAnswerEverybodyWhileAMillionEntriesAreReloaded() throws Exception
    {
        final Path allowed = Files.writeString(directory.resolve("allowed"), hex(1) + "\n");
        try (TrackerProcess tracker =
            TrackerProcess.serving(data(), IPV4, "--set=access.allow_info_hashes=" + allowed))
        {
            try (BufferedWriter writer = Files.newBufferedWriter(allowed))
            {
                for (int i = 0; i < LIST_ENTRIES; i++)
                {
                    writer.write(hex(i));
                    writer.write('\n');
                }
            }
            final CountDownLatch isReloaded = new CountDownLatch(1);
            final FutureTask<Integer> load = new FutureTask<>(() -> announceUntil(isReloaded, tracker.address()));
            new Thread(load, "load").start();
            for (int i = 0; i < 3; i++)
            {
                tracker.signal("HUP");
                tracker.awaitLine("access lists reloaded: allow list " + LIST_ENTRIES);
            }
            isReloaded.countDown();
            assertThat(load.get()).isGreaterThan(1000);

            try (TestClient client = new TestClient(tracker.address()))
            {
                final long id = client.connectionId();
                assertThat(client.ask(announce().infoHash(infoHash(LIST_ENTRIES - 1)).bytes(id)).action())
                    .isEqualTo(ANNOUNCE);
                assertThat(client.ask(announce().infoHash(infoHash(LIST_ENTRIES)).bytes(id)).action())
                    .isEqualTo(ERROR);
            }
        }
    }

    /** Answers until the latch opens; each announce is sent once. */
    private static int announceUntil(final CountDownLatch isOver, final InetSocketAddress tracker) throws IOException
    {
        try (TestClient client = new TestClient(tracker))
        {
            final long id = client.connectionId();
            int answers = 0;
            while (isOver.getCount() > 0)
            {
                assertThat(client.ask(announce().port(1 + answers % 1000).bytes(id)).action()).isEqualTo(ANNOUNCE);
                answers++;
            }
            assertThat(client.retransmissions()).isZero();
            return answers;
        }
    }

    /** Writing counters after they were unmapped would end the process by a fault. */
    @Test
    void shouldStopInOrderInTheMiddleOfAReload() throws Exception
    {
        final Path allowed = directory.resolve("allowed");
        try (BufferedWriter writer = Files.newBufferedWriter(allowed))
        {
            for (int i = 0; i < LIST_ENTRIES; i++)
            {
                writer.write(hex(i));
                writer.write('\n');
            }
        }
        final String config = "--config=" + Files.writeString(directory.resolve("tributary.toml"), "");
        try (TrackerProcess tracker = TrackerProcess.serving(config, data(), IPV4))
        {
            Files.writeString(directory.resolve("tributary.toml"), "access.allow_info_hashes = \"" + allowed + "\"\n");
            for (int i = 0; i < 20; i++)
            {
                tracker.signal("HUP");
            }
            tracker.signal("TERM");
            assertThat(tracker.exitCode()).isZero();
            assertThat(tracker.remainingOutput()).contains("stopped").doesNotContain("SIG").doesNotContain("rejected");
        }
    }
}
