package io.tributary.tracker;

import io.tributary.tracker.status.LinkStatus;
import io.tributary.tracker.status.StatusView;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A tracker of an overlay in a process of its own. Its neighbours have to be told its port before it runs, so it has
 * one from the beginning, which it keeps over restarts, as it keeps its data directory.
 */
final class OverlayNode implements AutoCloseable
{
    private static final long PATIENCE_SEC = 60;
    private static final String LOOPBACK = "7f000001";

    private final String name;
    private final Path directory;
    private final InetSocketAddress address;
    private TrackerProcess process;
    private List<String> arguments = List.of();

    OverlayNode(final Path parent, final String name) throws IOException
    {
        this.name = name;
        this.directory = Files.createDirectories(parent.resolve(name));
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1")))
        {
            this.address = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }
        links();
    }

    String name()
    {
        return name;
    }

    /** Host and port, as neighbours are told them. */
    String endpoint()
    {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    String announceUrl()
    {
        return "udp://" + endpoint() + "/announce";
    }

    /** A table {@code [[tsup.link]]} that leads here. */
    String link(final String... furtherLines)
    {
        return "[[tsup.link]]\nname = \"" + name + "\"\naddress = \"" + endpoint() + "\"\n" +
            String.join("\n", furtherLines) + "\n";
    }

    /** Write a configuration file with these links, which a start or SIGHUP reads. */
    void links(final String... links) throws IOException
    {
        Files.write(configuration(), List.of(links));
    }

    void reload(final String... links) throws Exception
    {
        links(links);
        process.signal("HUP");
    }

    /** Start, without waiting until it listens, which takes a while. */
    void start(final String... newArguments) throws IOException
    {
        arguments = List.of(newArguments);
        restart();
    }

    /** Start once more. */
    void restart() throws IOException
    {
        final List<String> all = new ArrayList<>(List.of("--config=" + configuration(), "--listen=" + endpoint(),
            "--data=" + directory.resolve("data"), "--set=tsup.hold_answers=5s", "--set=tsup.swarms_max=10000",
            "--set=tsup.records_max=10000"));
        all.addAll(arguments);
        process = TrackerProcess.serve(all.toArray(new String[0]));
    }

    void awaitListening() throws InterruptedException
    {
        process.awaitLine("tributary listening on ");
    }

    /** End it. */
    void end(final String signal) throws Exception
    {
        process.signal(signal);
        process.exitCode();
    }

    /** Wait until exactly these links are connected; the node must have been started. */
    void awaitConnected(final String... links) throws Exception
    {
        await(Set.of(links) + " connected", () -> connectedLinks().equals(Set.of(links)));
    }

    /** Wait for something that becomes true in other processes. */
    void await(final String event, final ChildProcess.Condition condition) throws Exception
    {
        await(event, PATIENCE_SEC, List.of(), condition);
    }

    /** The same, as long as these clients live; if in vain, with what they printed. */
    void await(final String event, final List<ChildProcess> clients, final ChildProcess.Condition condition)
        throws Exception
    {
        await(event, PATIENCE_SEC, clients, condition);
    }

    void await(
        final String event,
        final long patienceSec,
        final List<ChildProcess> clients,
        final ChildProcess.Condition condition) throws Exception
    {
        assertThat(ChildProcess.await(clients, patienceSec, condition))
            .withFailMessage(() -> ChildProcess.inVain(clients, patienceSec) + " at " + name + ": " + event + "\n" +
                statusText() + ChildProcess.report(clients))
            .isTrue();
    }

    /** As the process that runs says, not one that ran before. */
    private Set<String> connectedLinks() throws IOException
    {
        if (!Files.exists(statusFile()))
        {
            return Set.of();
        }
        final StatusView view = status();
        return view.processId() == process.id() ? view.overlay().connectedLinks() : Set.of();
    }

    StatusView status() throws IOException
    {
        return StatusView.read(statusFile(), System.currentTimeMillis());
    }

    /** Wait until something holds of the link to a neighbour. */
    void awaitLink(final OverlayNode neighbour, final String event, final Predicate<LinkStatus> condition)
        throws Exception
    {
        await("the link to " + neighbour.name + " " + event, () -> status().overlay().links().stream()
            .filter(link -> link.name().equals(neighbour.name)).anyMatch(condition));
    }

    /** What {@code tributary status} prints. */
    String statusText(final String... options)
    {
        final StringWriter out = new StringWriter();
        final List<String> command = new ArrayList<>(List.of("status", "--file", statusFile().toString()));
        command.addAll(Arrays.asList(options));
        final int exitCode = TrackerMain.commandLine(Map.of(), (configuration, reload) -> 0)
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(out)).execute(command.toArray(new String[0]));
        return 0 == exitCode ? out.toString() : out + "\nexit code " + exitCode;
    }

    String statusOf(final byte[] infoHash)
    {
        return statusText("--info-hash", HexFormat.of().formatHex(infoHash));
    }

    /**
     * Announce.
     *
     * @return ports of the peers handed out, which all are on loopback.
     */
    List<Integer> announce(final ClientPackets.Announce announce) throws IOException
    {
        try (TestClient client = new TestClient(address))
        {
            final TrackerReply reply = client.ask(announce.bytes(client.connectionId()));
            assertThat(reply.isSilence()).as(name + " answers an announce").isFalse();
            assertThat(reply.action()).isEqualTo(ClientPackets.ANNOUNCE);
            assertThat(reply.peers(6)).allMatch(peer -> peer.startsWith(LOOPBACK));
            return reply.peers(6).stream().map(peer -> HexFormat.fromHexDigits(peer, 8, 12)).sorted().toList();
        }
    }

    /** Seeders and leechers, as a scrape tells them. */
    List<Integer> scrape(final byte[] infoHash) throws IOException
    {
        try (TestClient client = new TestClient(address))
        {
            final TrackerReply reply = client.ask(ClientPackets.scrape(client.connectionId(), infoHash));
            assertThat(reply.action()).isEqualTo(ClientPackets.SCRAPE);
            return List.of(reply.scraped(0).get(0), reply.scraped(0).get(2));
        }
    }

    @Override
    public void close()
    {
        if (null != process)
        {
            process.close();
        }
    }

    private Path configuration()
    {
        return directory.resolve("tributary.toml");
    }

    private Path statusFile()
    {
        return directory.resolve("data/status.dat");
    }
}
