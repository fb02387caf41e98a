package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.SessionNetwork.Datagram;
import io.tributary.tracker.status.LinkDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static io.tributary.tracker.overlay.SessionFixture.DISCONNECT_NS;
import static io.tributary.tracker.overlay.SessionFixture.HELLO_NS;
import static io.tributary.tracker.overlay.SessionFixture.address;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static io.tributary.tracker.overlay.SessionFixture.paced;
import static io.tributary.tracker.overlay.SessionNetwork.MS;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/** VC4 and VC5, retransmission, pacing; part F, test 3; defects A.9-6 and A.9-14 of the original. */
class SessionTimersTest
{
    private static final int HELLO = OverlayProtocol.ACTION_HELLO;
    private static final int UPDATE = OverlayProtocol.ACTION_UPDATE;

    private final SessionFixture pair = new SessionFixture(1);
    private final SessionNetwork network = pair.network;

    /** VC4. */
    @Test
    void shouldSayHelloEachHelloInterval()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        network.sent.clear();
        network.run(10 * HELLO_NS);
        assertThat(network.sent).hasSize(20).extracting(Datagram::action).containsOnly(HELLO);
        assertThat(pair.a.neighbour("b").numberHeardByPeer).isPositive();
    }

    /** A.9-6: whatever is sent on one link, and on the very link, HELLO comes in time on all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "ONE"})
    void shouldNotStarveHelloUnderLoad(final Version version)
    {
        final SessionNode c = pair.node(3, SessionFixture.BOOT_MS);
        c.links(link("a", pair.addressA, version));
        pair.a.links(link("b", pair.addressB, version), link("c", address(3), version));
        pair.b.links(link("a", pair.addressA, version));
        network.run(SECOND);
        network.sent.clear();
        for (int i = 0; i < 2_000; i++)
        {
            pair.a.sendTracked("b", UPDATE, InFlightKind.TICK, 1_000);
            network.run(100 * MS);
        }
        assertThat(hellos(address(3))).isBetween(19L, 21L);
        assertThat(hellos(pair.addressB)).isEqualTo(Version.ONE == version ? 0 : hellos(address(3)));
        assertThat(c.events).containsExactly("connected a");
        assertThat(pair.b.events).containsExactly("connected a");
    }

    private long hellos(final Endpoint destination)
    {
        return network.sent.stream().filter(datagram -> HELLO == datagram.action() &&
            datagram.source().isSameAs(pair.addressA) && datagram.destination().isSameAs(destination)).count();
    }

    /** VC5, F3: down one disconnect interval after the last packet heard, up again soon after the network is back. */
    @ParameterizedTest
    @CsvSource({"AUTO", "ONE"})
    void shouldGoDownAfterTheDisconnectInterval(final Version version)
    {
        pair.link(version, version);
        network.run(95 * SECOND);
        final long lastHeardNs = pair.a.neighbour("b").lastHeardNs;
        assertThat(network.nowNs() - lastHeardNs).isLessThan(HELLO_NS);
        network.isDelivered = datagram -> false;
        network.run(lastHeardNs + DISCONNECT_NS - 1 - network.nowNs());
        assertThat(pair.a.isConnectedTo("b")).isTrue();
        network.run(2);
        assertThat(pair.a.isConnectedTo("b")).isFalse();
        assertThat(pair.a.neighbour("b").counters().disconnects).isEqualTo(1);
        network.isDelivered = datagram -> true;
        network.run(HELLO_NS * 11 / 10 + SECOND);
        assertThat(pair.a.isConnectedTo("b")).isTrue();
        assertThat(pair.b.isConnectedTo("a")).isTrue();
    }

    /** F3: a connection ends exactly when nothing was heard for the disconnect interval, at any loss of HELLOs. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0.1, 2", "0.3, 3", "0.5, 4", "0.6, 5"})
    void shouldEndOnlyByTheDisconnectIntervalWhenHellosAreLost(final double loss, final long seed)
    {
        final SessionFixture lossy = new SessionFixture(seed);
        lossy.link(Version.AUTO, Version.AUTO);
        lossy.network.run(SECOND);
        lossy.network.loss = loss;
        final Neighbour neighbour = lossy.a.neighbour("b");
        int ends = 0;
        long lastHeardNs = neighbour.lastHeardNs;
        boolean wasConnected = neighbour.isConnected();
        for (int i = 0; i < 100_000; i++)
        {
            lossy.network.run(100 * MS);
            final boolean hasEnded = wasConnected && !neighbour.isConnected();
            if (hasEnded)
            {
                ends++;
                assertThat(lossy.network.nowNs() - lastHeardNs)
                    .isBetween(DISCONNECT_NS, DISCONNECT_NS + 200 * MS);
            }
            wasConnected = neighbour.isConnected();
            lastHeardNs = neighbour.lastHeardNs;
        }
        // four HELLOs in a row, of a thousand
        assertThat(ends).isBetween(loss < 0.2 ? 0 : loss > 0.4 ? 5 : 0, (int)(2_000 * Math.pow(loss, 3)));
    }

    /** D6: the smaller of both sides' intervals holds for both. */
    @Test
    void shouldUseTheSmallerDisconnectInterval()
    {
        pair.b = new SessionNode(network, pair.addressB, null,
            SessionFixture.settings(2 * SECOND, 8 * SECOND, 1372), new TrackerId(0xABCD, 2), 1);
        pair.link(Version.AUTO, Version.AUTO);
        network.run(100 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b");
        network.remove(pair.b);
        network.run(9 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b");
    }

    /** Orderly end (D7): the other side knows at once and leaves us in peace for the reconnect interval. */
    @Test
    void shouldEndByBye()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        network.sent.clear();
        pair.a.sessions.bye(OverlayProtocol.BYE_SHUTTING_DOWN, network.nowNs());
        network.remove(pair.a);
        network.run(50 * SECOND);
        assertThat(pair.b.events).containsExactly("connected a", "disconnected a");
        assertThat(network.sent).extracting(Datagram::action).containsOnly(OverlayProtocol.ACTION_BYE);
        network.run(20 * SECOND);
        assertThat(network.sent).extracting(Datagram::action).contains(OverlayProtocol.ACTION_SYN);
    }

    /** Each tracked datagram ends in exactly one call, by acknowledgement, loss or the connection's end. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldReportEveryTrackedDatagramOnce(final long seed)
    {
        final SessionFixture lossy = new SessionFixture(seed);
        lossy.link(Version.AUTO, Version.AUTO);
        lossy.network.run(SECOND);
        lossy.network.loss = 0.3;
        lossy.network.duplication = 0.2;
        lossy.network.delayMaxNs = 50 * MS;
        int sent = 0;
        for (int i = 0; i < 2_000; i++)
        {
            if (lossy.a.canSend("b") && lossy.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9, i))
            {
                sent++;
            }
            lossy.network.run(20 * MS);
        }
        lossy.network.isDelivered = datagram -> false;
        lossy.network.run(60 * SECOND);
        assertThat(sent).isGreaterThan(500);
        assertThat(lossy.a.acknowledgedKinds.size() + lossy.a.lostItems.size()).isEqualTo(sent);
        final Set<List<Integer>> lost = new HashSet<>(lossy.a.lostItems);
        assertThat(lost).hasSameSizeAs(lossy.a.lostItems);
        assertThat(lossy.a.neighbour("b").inFlight()).isZero();
        assertThat(lossy.a.neighbour("b").inFlight(InFlightKind.LOG)).isZero();
    }

    /** D10: three round trips, not under 100 ms, doubled by each loss in a row up to the hello interval. */
    @Test
    void shouldBackOffWhenAcknowledgementsStayAway()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.delayMinNs = 20 * MS;
        network.delayMaxNs = 20 * MS;
        network.run(SECOND);
        for (int i = 0; i < 50; i++)
        {
            pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9);
            network.run(SECOND / 10);
        }
        final Neighbour neighbour = pair.a.neighbour("b");
        assertThat(neighbour.roundTripNs()).isBetween(39 * MS, 41 * MS);
        assertThat(neighbour.retransmitNs()).isEqualTo(3 * neighbour.roundTripNs());

        pair.b.isSending = false;
        long expectedNs = 3 * neighbour.roundTripNs();
        for (int i = 0; i < 5; i++)
        {
            pair.a.lostItems.clear();
            pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9, i);
            network.run(expectedNs - 1);
            assertThat(pair.a.lostItems).isEmpty();
            network.run(2);
            assertThat(pair.a.lostItems).hasSize(1);
            expectedNs *= 2;
        }
        pair.b.isSending = true;
        pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9);
        network.run(SECOND);
        assertThat(neighbour.retransmitNs()).isLessThan(130 * MS);
    }

    /** A neighbour that does not acknowledge costs little: few datagrams under way, ever more slowly. */
    @Test
    void shouldSendLittleToANeighbourThatDoesNotAcknowledge()
    {
        pair.link(Version.AUTO, Version.AUTO);
        pair.b.isAcknowledging = false;
        network.run(SECOND);
        network.run(20 * SECOND);
        network.sent.clear();
        for (int i = 0; i < 60_000; i++)
        {
            if (pair.a.canSend("b"))
            {
                pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9);
            }
            network.run(MS);
        }
        assertThat(network.sent.stream().filter(datagram -> UPDATE == datagram.action()).count()).isBetween(30L, 150L);
        assertThat(pair.a.isConnectedTo("b")).isTrue();
    }

    /** D36: bytes per second of a link, beside which HELLO and acknowledgements still go. */
    @Test
    void shouldKeepUnderTheLinksBytesPerSecond()
    {
        pair.a.links(paced("b", pair.addressB, 20_000));
        pair.b.links(link("a", pair.addressA, Version.AUTO));
        network.run(SECOND);
        network.sent.clear();
        for (int i = 0; i < 60_000; i++)
        {
            if (pair.a.canSend("b"))
            {
                pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 1_000);
            }
            network.run(MS);
        }
        final long sentBytes = network.sent.stream().filter(datagram -> datagram.source().isSameAs(pair.addressA))
            .mapToLong(datagram -> datagram.bytes().length).sum();
        assertThat(sentBytes).isBetween(60L * 19_500, 60L * 20_000 + 3_000);
        assertThat(hellos(pair.addressB)).isEqualTo(6);
        assertThat(pair.a.neighbour("b").counters().bytesSentTotal()).isGreaterThanOrEqualTo(sentBytes);
    }

    /** A.9-14: an old acknowledgement, or one of another action, confirms nothing. */
    @Test
    void shouldMatchAcknowledgementsByNumberAndAction()
    {
        pair.link(Version.AUTO, Version.AUTO);
        pair.b.isAcknowledging = false;
        network.run(SECOND);
        pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9);
        network.run(5 * MS);
        final int number = pair.a.neighbour("b").nextNumber - 1;
        final Neighbour back = pair.b.neighbour("a");
        pair.b.sessions.outbox().acknowledge(back, UPDATE, number - 1, network.nowNs());
        pair.b.sessions.outbox().acknowledge(back, OverlayProtocol.ACTION_LEADER, number, network.nowNs());
        network.run(5 * MS);
        assertThat(pair.a.acknowledgedKinds).isEmpty();
        assertThat(pair.a.neighbour("b").counters().drops(LinkDrop.ACK_UNEXPECTED)).isEqualTo(2);
        pair.b.sessions.outbox().acknowledge(back, UPDATE, number, network.nowNs());
        network.run(5 * MS);
        assertThat(pair.a.acknowledgedKinds).containsExactly(InFlightKind.LOG);
    }

    @Test
    void shouldDeclineMoreDatagramsThanItTracks()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        pair.b.isSending = false;
        for (int i = 0; i < InFlight.CAPACITY; i++)
        {
            assertThat(pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9)).isTrue();
        }
        assertThat(pair.a.canSend("b")).isFalse();
        assertThat(pair.a.sendTracked("b", UPDATE, InFlightKind.LOG, 9)).isFalse();
        assertThat(pair.a.neighbour("b").counters().drops(LinkDrop.NOT_TRACKED)).isEqualTo(1);
    }
}
