package io.tributary.tracker;

import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.LinkStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

import static io.tributary.tracker.ClientPackets.COMPLETED;
import static io.tributary.tracker.ClientPackets.STARTED;
import static io.tributary.tracker.ClientPackets.STOPPED;
import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes that unify: those of the README's example, A and B in one network, B and C in another, and pairs with
 * links that come and go.
 */
@Timeout(300)
class OverlayIT
{
    private static final String KEY = "key = \"000102030405060708090a0b0c0d0e0f\"";
    private static final String OTHER_KEY = "key = \"f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff\"";
    private static final int A_PORT = 2001;
    private static final int B_PORT = 2002;
    private static final int C_PORT = 2003;
    private static final int NEW_PORT = 2004;

    @TempDir
    private static Path directory;

    private static OverlayNode trackerA;
    private static OverlayNode trackerB;
    private static OverlayNode trackerC;
    private static OverlayNode north;
    private static OverlayNode south;

    private static int swarms;

    private final byte[] swarm = infoHash(++swarms);

    @BeforeAll
    static void start() throws Exception
    {
        north = new OverlayNode(directory, "north");
        south = new OverlayNode(directory, "south");
        south.links(north.link(KEY));
        south.start();
        north.start();
        trackerA = new OverlayNode(directory, "A");
        trackerB = new OverlayNode(directory, "B");
        trackerC = new OverlayNode(directory, "C");
        trackerA.start("--link=internal:" + trackerB.endpoint() + ",name=B");
        trackerB.start("--link=internal:" + trackerA.endpoint() + ",name=A",
            "--link=external:" + trackerC.endpoint() + ",name=C");
        trackerC.start("--link=external:" + trackerB.endpoint() + ",name=B");
        awaitExample();
        south.awaitListening();
        north.awaitListening();
    }

    @AfterAll
    static void end()
    {
        List.of(north, south, trackerA, trackerB, trackerC).forEach(OverlayNode::close);
    }

    private static void awaitExample() throws Exception
    {
        trackerA.awaitConnected("B");
        trackerB.awaitConnected("A", "C");
        trackerC.awaitConnected("B");
    }

    /** A leecher asks until it is handed exactly these peers. */
    private void awaitPeers(final OverlayNode tracker, final int port, final Integer... peers) throws Exception
    {
        tracker.await(port + " is handed " + List.of(peers),
            () -> tracker.announce(announce().infoHash(swarm).port(port)).equals(List.of(peers)));
    }

    @Test
    void shouldHandOutTheClientsOfAllTrackers() throws Exception
    {
        trackerA.announce(announce().infoHash(swarm).port(A_PORT).seeder().event(STARTED));
        trackerB.announce(announce().infoHash(swarm).port(B_PORT).event(STARTED));
        trackerC.announce(announce().infoHash(swarm).port(C_PORT).event(STARTED));

        awaitPeers(trackerA, A_PORT, B_PORT, C_PORT);
        awaitPeers(trackerB, B_PORT, A_PORT, C_PORT);
        awaitPeers(trackerC, C_PORT, A_PORT, B_PORT);
    }

    @Test
    void shouldTellSeedersFromLeechersThroughTwoNetworks() throws Exception
    {
        trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED));
        trackerC.announce(announce().infoHash(swarm).port(C_PORT).event(STARTED));
        trackerC.await("two leechers", () -> trackerC.scrape(swarm).equals(List.of(0, 2)));

        trackerA.announce(announce().infoHash(swarm).port(A_PORT).seeder().event(COMPLETED));
        trackerC.await("one has become a seeder", () -> trackerC.scrape(swarm).equals(List.of(1, 1)));
    }

    @Test
    void shouldGiveTheFirstAnswerWithPeersThatOnlyTheNeighbourHas() throws Exception
    {
        trackerB.announce(announce().infoHash(swarm).port(B_PORT).seeder().event(STARTED));
        assertThat(trackerA.statusOf(swarm)).contains("not known to this tracker");

        assertThat(trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED)))
            .containsExactly(B_PORT);
    }

    @Test
    void shouldGiveTheFirstAnswerWithPeersOfAnotherNetwork() throws Exception
    {
        trackerC.announce(announce().infoHash(swarm).port(C_PORT).seeder().event(STARTED));
        trackerB.await("the border tracker knows", () -> trackerB.scrape(swarm).equals(List.of(1, 0)));

        assertThat(trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED)))
            .containsExactly(C_PORT);
    }

    @Test
    void shouldForgetAClientThatLeaves() throws Exception
    {
        trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED));
        awaitPeers(trackerC, C_PORT, A_PORT);
        awaitPeers(trackerB, B_PORT, A_PORT, C_PORT);

        trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STOPPED));
        awaitPeers(trackerB, B_PORT, C_PORT);
        awaitPeers(trackerC, C_PORT, B_PORT);
    }

    @Test
    void shouldShowLinksRolesAndOneSwarm() throws Exception
    {
        trackerA.announce(announce().infoHash(swarm).port(A_PORT).seeder().event(STARTED));
        trackerC.announce(announce().infoHash(swarm).port(C_PORT).event(STARTED));
        awaitPeers(trackerB, B_PORT, A_PORT, C_PORT);

        trackerB.awaitLink(trackerA, "shares a swarm", link -> link.is(LinkField.SHARED_SWARMS));
        assertThat(trackerB.statusText())
            .contains(", border tracker\n")
            .containsPattern("\n  A +internal +connected +2 ")
            .containsPattern("\n  C +external +connected +2 ")
            .contains("    " + trackerA.endpoint() + ", no key");
        assertThat(trackerA.statusText()).doesNotContain(", border tracker\n").contains(", border\n");
        assertThat(trackerB.statusOf(swarm))
            .contains("  own      peers 1, seeders 0\n")
            .contains("  internal peers 1, seeders 1\n")
            .contains("  external peers 1, seeders 0\n")
            .contains("  trackers: this one\n            A\n            C\n")
            .containsPattern("\n  127.0.0.1:" + A_PORT + " +internal seeder ")
            .contains("\n    by A, client of ");
    }

    /** The border tracker, or one at an end, with the swarms that it had. */
    @ParameterizedTest
    @CsvSource({"B, KILL", "B, TERM", "C, KILL"})
    void shouldUnifyAgainAfterARestart(final String name, final String signal) throws Exception
    {
        final OverlayNode restarted = "B".equals(name) ? trackerB : trackerC;
        trackerA.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED));
        awaitPeers(trackerB, B_PORT, A_PORT);
        awaitPeers(trackerC, C_PORT, A_PORT, B_PORT);

        restarted.end(signal);
        trackerA.announce(announce().infoHash(swarm).port(NEW_PORT).event(STARTED));
        restarted.restart();
        awaitExample();

        awaitPeers(trackerC, C_PORT, A_PORT, B_PORT, NEW_PORT);
        awaitPeers(trackerB, B_PORT, A_PORT, C_PORT, NEW_PORT);
        awaitPeers(trackerA, A_PORT, B_PORT, C_PORT, NEW_PORT);
    }

    @Test
    void shouldConnectWithTheSameKindAndKeyOnly() throws Exception
    {
        south.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED));
        south.awaitLink(north, "is shown", link -> true);
        final long dropped = south.status().overlay().links().get(0).value(LinkField.PACKETS_DROPPED);
        north.reload(south.link(OTHER_KEY));
        south.awaitLink(north, "drops what has another key",
            link -> link.value(LinkField.PACKETS_DROPPED) > dropped);
        assertPairIsUnconnected();

        north.reload(south.link("kind = \"external\"", KEY));
        north.awaitLink(south, "is refused", link -> link.is(LinkField.ERROR_CODE));
        assertThat(north.statusText()).contains("it refused: it has this link as one of the other kind");
        assertPairIsUnconnected();

        north.reload(south.link(KEY));
        north.awaitConnected("south");
        south.awaitConnected("north");
        assertThat(north.statusText()).contains("    " + south.endpoint() + ", keyed");
        awaitPeers(north, B_PORT, A_PORT);
        unlinkPair();
    }

    @Test
    void shouldAddAndRemoveLinksWhileItRuns() throws Exception
    {
        south.announce(announce().infoHash(swarm).port(A_PORT).event(STARTED));
        north.reload(south.link(KEY));
        north.awaitConnected("south");
        awaitPeers(north, B_PORT, A_PORT);

        unlinkPair();
        south.announce(announce().infoHash(swarm).port(C_PORT).event(STARTED));
        assertThat(north.announce(announce().infoHash(swarm).port(B_PORT))).doesNotContain(C_PORT);

        north.reload(south.link(KEY));
        north.awaitConnected("south");
        awaitPeers(north, B_PORT, A_PORT, C_PORT);
        unlinkPair();
    }

    private void unlinkPair() throws Exception
    {
        north.reload();
        north.await("has no link", () -> north.status().overlay().links().isEmpty());
        south.awaitLink(north, "was told", link -> LinkStatus.State.WAITING == link.state());
    }

    private void assertPairIsUnconnected() throws Exception
    {
        assertThat(north.status().overlay().connectedLinks()).isEmpty();
        assertThat(south.status().overlay().connectedLinks()).isEmpty();
    }
}
