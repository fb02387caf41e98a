package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.tributary.tracker.overlay.SessionFixture.address;
import static io.tributary.tracker.overlay.SessionFixture.external;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static io.tributary.tracker.overlay.SessionFixture.paced;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/** D33: links come, change and go at run time. NW1: an address and a port name a link. */
class SessionLinksTest
{
    private final SessionFixture pair = new SessionFixture(1);
    private final SessionNetwork network = pair.network;

    @Test
    void shouldOpenALinkThatIsAddedAtOnce()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(95 * SECOND);
        final SessionNode c = pair.node(3, 1);
        c.links(link("a", pair.addressA, Version.AUTO));
        pair.a.links(link("b", pair.addressB, Version.AUTO), link("c", address(3), Version.AUTO));
        network.run(SECOND);
        assertThat(pair.a.events).containsExactly("connected b", "connected c");
    }

    @Test
    void shouldSayByeOverALinkThatIsRemoved()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        pair.a.sendTracked("b", OverlayProtocol.ACTION_UPDATE, InFlightKind.LOG, 9, 3);
        pair.a.links();
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b", "removed b");
        assertThat(pair.a.lostItems).containsExactly(List.of(3));
        network.run(SECOND);
        assertThat(pair.b.events).containsExactly("connected a", "disconnected a");
        assertThat(pair.a.sessions.neighbours().size()).isZero();
        network.sent.clear();
        network.run(200 * SECOND);
        assertThat(network.sent).isNotEmpty()
            .allSatisfy(datagram -> assertThat(datagram.source().isSameAs(pair.addressB)).isTrue());
    }

    @Test
    void shouldKeepTheConnectionWhenOnlyLimitsChange()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        pair.a.links(paced("b", pair.addressB, 5_000));
        network.run(100 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.a.neighbour("b").settings().bytesPerSecondMax()).isEqualTo(5_000);
    }

    @Test
    void shouldBeginAnewWhenAddressOrKindChange()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        pair.a.links(external("b", pair.addressB));
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b", "removed b");
        final SessionNode c = pair.node(3, 1);
        c.links(link("a", pair.addressA, Version.AUTO));
        pair.a.links(link("b", address(3), Version.AUTO));
        network.run(SECOND);
        assertThat(pair.a.events).endsWith("removed b", "connected b");
        assertThat(c.events).containsExactly("connected a");
    }

    @Test
    void shouldLeaveOutLinksBeyondTheLimit()
    {
        final List<LinkSettings> links = new ArrayList<>();
        for (int i = 0; i < 20; i++)
        {
            links.add(link("l" + i, address(10 + i), Version.AUTO));
        }
        assertThat(pair.a.sessions.links(links, network.nowNs())).isEqualTo(4);
        assertThat(pair.a.sessions.neighbours().size()).isEqualTo(16);
    }

    /** D28: a border tracker has links of both kinds, and says so. */
    @Test
    void shouldSayThatItIsABorderTracker()
    {
        pair.a.links(link("b", pair.addressB, Version.AUTO));
        assertThat(pair.a.sessions.isBorder()).isFalse();
        pair.a.links(link("b", pair.addressB, Version.AUTO), external("c", address(3)));
        assertThat(pair.a.sessions.isBorder()).isTrue();
        pair.b.links(link("a", pair.addressA, Version.AUTO));
        network.run(SECOND);
        assertThat(pair.b.neighbour("a").isBorder()).isTrue();
        assertThat(pair.a.neighbour("b").isBorder()).isFalse();
    }

    /** D30: in a full mesh everybody's digest of the network is the same; a missing link shows. */
    @Test
    void shouldTellAFullMeshFromOneWithAGap()
    {
        final SessionNode c = pair.node(3, 1);
        c.links(link("a", pair.addressA, Version.AUTO), link("b", pair.addressB, Version.AUTO));
        pair.a.links(link("b", pair.addressB, Version.AUTO), link("c", address(3), Version.AUTO));
        pair.b.links(link("a", pair.addressA, Version.AUTO), link("c", address(3), Version.AUTO));
        pair.a.sessions.mandates(11, 12);
        network.run(30 * SECOND);
        final long digest = pair.a.sessions.neighbourDigest(SwarmTable.INTERNAL);
        assertThat(pair.b.sessions.neighbourDigest(SwarmTable.INTERNAL)).isEqualTo(digest);
        assertThat(c.neighbour("a").neighboursByPeer).isEqualTo(digest);
        assertThat(c.neighbour("a").mandates).containsExactly(11, 12);
        pair.b.links(link("a", pair.addressA, Version.AUTO));
        network.run(30 * SECOND);
        assertThat(pair.a.neighbour("b").neighboursByPeer).isNotEqualTo(digest);
    }

    /** More links than anybody has, some alike but for the port, the address or the family. */
    @Test
    void shouldFindOneOfAThousandNeighbours()
    {
        final NeighbourTable table = new NeighbourTable(1_024);
        for (int i = 0; i < 1_024; i++)
        {
            final Endpoint remote = switch (i & 3)
            {
                case 0 -> new Endpoint().ipv4(0x0A000000 + i, 6969);
                case 1 -> new Endpoint().ipv4(0x0A000000, 6969 + i);
                case 2 -> new Endpoint().ipv6(0x20010db8L << 32, i, 6969);
                default -> new Endpoint().ipv6(0x20010db8L << 32 | i, 0x0A000000, 6969);
            };
            table.add(new Neighbour(table.freeIndex(), link("n" + i, remote, Version.AUTO), 64));
        }
        assertThat(table.freeIndex()).isEqualTo(-1);
        for (int i = 0; i < 1_024; i++)
        {
            final Neighbour neighbour = table.at(i);
            final Endpoint remote = neighbour.settings().remote();
            final Endpoint source = new Endpoint().set(remote).port(1);
            assertThat(table.find(source, remote.port())).isSameAs(neighbour);
            assertThat(table.find(source, remote.port() + 10_000)).isNull();
        }
        table.remove(table.at(500));
        assertThat(table.freeIndex()).isEqualTo(500);
        assertThat(table.size()).isEqualTo(1_023);
    }
}
