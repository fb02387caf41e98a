package io.tributary.tracker;

import io.tributary.tracker.status.StatusView;
import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A seeder and a leecher of real clients find each other through a tracker in a process of its own, and through nothing
 * else. Skipped where a client is not installed.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "real clients are taken from Debian's packages")
class RealClientsIT
{
    private static final Path FLAGS = Path.of("..", "config", "jvm").toAbsolutePath().normalize();
    private static final Set<TrackerCounter.Group> REFUSALS = EnumSet.of(
        TrackerCounter.Group.ERRORS, TrackerCounter.Group.DROPS, TrackerCounter.Group.NOT_STORED);
    private static final int JAVA_24 = 24;

    @TempDir
    private Path temporary;

    @ParameterizedTest(name = "{0} to {1} over {2}")
    @Timeout(180)
    @CsvSource({
        "ARIA2, ARIA2, IPv4",
        "LIBTORRENT, LIBTORRENT, IPv4",
        "LIBTORRENT, LIBTORRENT, IPv6",
        "LIBTORRENT, ARIA2, IPv4",
        "ARIA2, LIBTORRENT, IPv4",
        "TRANSMISSION, TRANSMISSION, IPv4",
        "TRANSMISSION, LIBTORRENT, IPv4"})
    void shouldBringASeederAndALeecherTogether(
        final RealClient seeder, final RealClient leecher, final String family) throws Exception
    {
        assumeInstalled(seeder);
        assumeInstalled(leecher);
        try (TestNetwork network = network(seeder, leecher, "IPv6".equals(family));
            ChildProcess tracker = startTracker(network))
        {
            transfer(network, tracker, seeder, leecher);
            assertThat(tracker.stop()).as("exit code of the tracker").isZero();
        }
    }

    private void transfer(
        final TestNetwork network, final ChildProcess tracker, final RealClient seeder, final RealClient leecher)
        throws Exception
    {
        final SingleFileTorrent payload = new SingleFileTorrent(seeder.ordinal() * 16L + leecher.ordinal());
        final Path torrent = temporary.resolve("file.torrent");
        final String line = tracker.awaitLine("tributary listening on ");
        payload.writeMetainfo(torrent, "udp://" + bracketed(network.trackerAddress()) +
            line.substring(line.lastIndexOf(':')) + "/announce");
        payload.writeContent(content("seeder"));
        final Path leecherContent = Files.createDirectories(content("leecher"));
        final TrackerCounter peers = network.isIpv6() ? TrackerCounter.PEERS_IPV6 : TrackerCounter.PEERS_IPV4;
        final TrackerCounter seeders = network.isIpv6() ? TrackerCounter.SEEDERS_IPV6 : TrackerCounter.SEEDERS_IPV4;

        try (ChildProcess seeding = start(seeder, "seeder", network.seederAddress(), network, torrent))
        {
            await(List.of(seeding), tracker, "the seeder has announced",
                () -> value(seeders) == 1 && value(peers) == 1);
            try (ChildProcess leeching = start(leecher, "leecher", network.leecherAddress(), network, torrent))
            {
                final List<ChildProcess> clients = List.of(seeding, leeching);
                await(clients, tracker, "the file has arrived", () -> payload.isComplete(leecherContent));
                await(clients, tracker, "the leecher has become a seeder",
                    () -> value(seeders) == 2 && value(peers) == 2);
            }
        }

        assertThat(value(TrackerCounter.ANNOUNCE_EVENTS_STARTED)).isGreaterThanOrEqualTo(2);
        assertThat(value(TrackerCounter.ANNOUNCE_EVENTS_COMPLETED)).isPositive();
        assertThat(refusals()).as("counted refusals").isEmpty();
    }

    private ChildProcess startTracker(final TestNetwork network) throws IOException
    {
        final String version = Runtime.version().feature() < JAVA_24 ? "17" : "25";
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String name : List.of("common", version, "serve"))
        {
            command.add("@" + FLAGS.resolve(name + ".flags"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrackerMain.class.getName(), "serve",
            "--listen", bracketed(network.trackerAddress()) + ":0", "--data", "",
            "--set", "status.file=" + statusFile(),
            "--set", "store.swarms_max=1000", "--set", "store.bytes_max=16MiB"));
        return network.start(command, temporary.resolve("tracker.log"));
    }

    private ChildProcess start(
        final RealClient client, final String role, final String address, final TestNetwork network, final Path torrent)
        throws IOException
    {
        final Path state = Files.createDirectories(temporary.resolve(role + "-state"));
        return network.start(
            client.command(address, torrent, content(role), state), temporary.resolve(role + ".log"));
    }

    private TestNetwork network(final RealClient seeder, final RealClient leecher, final boolean isIpv6)
        throws IOException
    {
        if (isIpv6)
        {
            assumeTrue(hasIpv6Loopback(), "skipped: this machine has no address ::1");
            return TestNetwork.loopbackIpv6();
        }
        if (seeder.takesLoopbackPeers() && leecher.takesLoopbackPeers())
        {
            return TestNetwork.loopbackIpv4();
        }
        assumeTrue(ChildProcess.succeeds("ip", "-V"), "skipped: the package iproute2 is not installed");
        assumeTrue(TestNetwork.isNamespacePossible(), "skipped: this user may not have network namespaces");
        return TestNetwork.namespace(temporary.resolve("namespace.log"));
    }

    private static void assumeInstalled(final RealClient client)
    {
        assumeTrue(client.isInstalled(), "skipped: the package " + client.packageName() + " is not installed");
    }

    private static void await(
        final List<ChildProcess> clients,
        final ChildProcess tracker,
        final String event,
        final ChildProcess.Condition condition) throws IOException
    {
        final List<ChildProcess> processes = new ArrayList<>(clients);
        processes.add(tracker);
        if (!ChildProcess.await(processes, ChildProcess.PATIENCE_SEC, condition))
        {
            throw new AssertionError(ChildProcess.inVain(processes, ChildProcess.PATIENCE_SEC) + ": " + event + "\n" +
                ChildProcess.report(processes));
        }
    }

    private List<String> refusals() throws IOException
    {
        final StatusView view = status();
        return Arrays.stream(TrackerCounter.values())
            .filter(counter -> REFUSALS.contains(counter.group()) && 0 != view.value(counter))
            .map(counter -> counter + "=" + view.value(counter))
            .toList();
    }

    private long value(final TrackerCounter counter) throws IOException
    {
        return status().value(counter);
    }

    private StatusView status() throws IOException
    {
        return StatusView.read(statusFile(), System.currentTimeMillis());
    }

    private Path statusFile()
    {
        return temporary.resolve("status.dat");
    }

    private Path content(final String role)
    {
        return temporary.resolve(role);
    }

    private static String bracketed(final String address)
    {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static boolean hasIpv6Loopback()
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1")))
        {
            return socket.isBound();
        }
        catch (final IOException ignore)
        {
            return false;
        }
    }
}
