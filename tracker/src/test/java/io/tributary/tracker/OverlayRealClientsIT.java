package io.tributary.tracker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Real clients that know one tracker each, and find the clients of others because these trackers unify. Skipped where a
 * client is not installed.
 */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "real clients are taken from Debian's packages")
class OverlayRealClientsIT
{
    private static final String ADDRESS = "127.0.0.1";
    private static final int MESH_TRACKERS = 4;
    /** A sixth of the update interval, in which also other news would have to arrive. */
    private static final long URGENT_NEWS_SEC = 5;

    @TempDir
    private static Path chainDirectory;
    private static OverlayNode trackerA;
    private static OverlayNode trackerB;
    private static OverlayNode trackerC;

    @TempDir
    private Path directory;

    @AfterAll
    static void endChain()
    {
        Stream.of(trackerA, trackerB, trackerC).filter(Objects::nonNull).forEach(OverlayNode::close);
    }

    /** Two networks of two trackers and one; the same for all pairs of clients, each of which has its own swarm. */
    private static void startChain() throws Exception
    {
        if (null == trackerC)
        {
            trackerA = new OverlayNode(chainDirectory, "A");
            trackerB = new OverlayNode(chainDirectory, "B");
            trackerC = new OverlayNode(chainDirectory, "C");
            trackerA.start("--link=internal:" + trackerB.endpoint() + ",name=B");
            trackerB.start("--link=internal:" + trackerA.endpoint() + ",name=A",
                "--link=external:" + trackerC.endpoint() + ",name=C");
            trackerC.start("--link=external:" + trackerB.endpoint() + ",name=B");
        }
        trackerA.awaitConnected("B");
        trackerB.awaitConnected("A", "C");
        trackerC.awaitConnected("B");
    }

    /** The seeder knows only the first tracker, the leecher only the last one, beyond a border tracker. */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"LIBTORRENT, LIBTORRENT", "ARIA2, ARIA2", "LIBTORRENT, ARIA2", "ARIA2, LIBTORRENT"})
    void shouldTransferAFileThroughAChainOfTwoNetworks(final RealClient seeder, final RealClient leecher)
        throws Exception
    {
        assumeInstalled(seeder);
        assumeInstalled(leecher);
        startChain();
        final SingleFileTorrent payload = new SingleFileTorrent(100 + seeder.ordinal() * 16L + leecher.ordinal());
        payload.writeMetainfo(directory.resolve("seeder.torrent"), trackerA.announceUrl());
        payload.writeMetainfo(directory.resolve("leecher.torrent"), trackerC.announceUrl());
        payload.writeContent(directory.resolve("seeder"));
        final Path content = Files.createDirectories(directory.resolve("leecher"));

        try (ChildProcess seeding = start(seeder, "seeder"))
        {
            trackerB.await("knows the seeder", List.of(seeding),
                () -> trackerB.scrape(payload.infoHash()).equals(List.of(1, 0)));
            try (ChildProcess leeching = start(leecher, "leecher"))
            {
                final List<ChildProcess> clients = List.of(seeding, leeching);
                trackerC.await("its client has the file", clients, () -> payload.isComplete(content));
                trackerA.await("the leecher has become a seeder at the other end", clients,
                    () -> trackerA.scrape(payload.infoHash()).equals(List.of(2, 0)));
            }
        }
    }

    /** Each leecher is alone at its tracker, so that all it ever gets comes from clients of others. */
    @Test
    void shouldBringClientsOfFourTrackersTogether() throws Exception
    {
        assumeInstalled(RealClient.LIBTORRENT);
        final List<AutoCloseable> running = new ArrayList<>();
        try
        {
            final List<OverlayNode> trackers = startMesh(running);
            final List<ChildProcess> clients = new ArrayList<>();
            final SingleFileTorrent payload = new SingleFileTorrent(200);
            payload.writeContent(directory.resolve("client-0"));
            for (int i = 0; i < MESH_TRACKERS; i++)
            {
                payload.writeMetainfo(directory.resolve("client-" + i + ".torrent"), trackers.get(i).announceUrl());
                Files.createDirectories(directory.resolve("client-" + i));
                clients.add(start(RealClient.LIBTORRENT, "client-" + i));
                running.add(clients.get(i));
            }

            for (int i = 0; i < MESH_TRACKERS; i++)
            {
                final Path content = directory.resolve("client-" + i);
                trackers.get(i).await("its client has the file", clients, () -> payload.isComplete(content));
            }
            awaitSeeders(trackers, clients, payload.infoHash());
        }
        finally
        {
            for (int i = running.size() - 1; i >= 0; i--)
            {
                running.get(i).close();
            }
        }
    }

    /**
     * First each client has to tell its own tracker, by an event or, if it had the file before its first announce was
     * answered, by its next announce. From then on it is the overlay's affair, and urgent news.
     */
    private static void awaitSeeders(
        final List<OverlayNode> trackers, final List<ChildProcess> clients, final byte[] infoHash) throws Exception
    {
        for (final OverlayNode tracker : trackers)
        {
            tracker.await("its client says that it has finished", clients,
                () -> tracker.statusOf(infoHash).contains("own      peers 1, seeders 1"));
        }
        for (final OverlayNode tracker : trackers)
        {
            tracker.await("all clients are seeders", URGENT_NEWS_SEC, clients,
                () -> tracker.scrape(infoHash).equals(List.of(MESH_TRACKERS, 0)));
        }
    }

    private List<OverlayNode> startMesh(final List<AutoCloseable> running) throws Exception
    {
        final List<OverlayNode> trackers = new ArrayList<>();
        for (int i = 0; i < MESH_TRACKERS; i++)
        {
            trackers.add(new OverlayNode(directory, "tracker-" + i));
        }
        running.addAll(trackers);
        for (final OverlayNode tracker : trackers)
        {
            tracker.links(trackers.stream().filter(other -> tracker != other).map(OverlayNode::link)
                .toArray(String[]::new));
            tracker.start("--set=announce.interval_young=5s");
        }
        for (final OverlayNode tracker : trackers)
        {
            tracker.awaitConnected(trackers.stream().filter(other -> tracker != other).map(OverlayNode::name)
                .toArray(String[]::new));
        }
        return trackers;
    }

    private ChildProcess start(final RealClient client, final String role) throws IOException
    {
        final Path state = Files.createDirectories(directory.resolve(role + "-state"));
        final Path torrent = directory.resolve(role + ".torrent");
        return ChildProcess.start(client.command(ADDRESS, torrent, directory.resolve(role), state),
            directory.resolve(role + ".log"));
    }

    private static void assumeInstalled(final RealClient client)
    {
        assumeTrue(client.isInstalled(), "skipped: the package " + client.packageName() + " is not installed");
    }
}
