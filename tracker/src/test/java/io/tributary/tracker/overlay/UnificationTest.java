package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.OverlayBus.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/** Swarms become one, and stay what their clients make of them. */
class UnificationTest
{
    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** UN1, UN2, UN7, UP6: what counts is the info-hash, whatever else the clients' torrents say. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldUnifySwarmsThatBothHaveWhenTheyConnect(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        one.announce(1, 1, false, false);
        other.announce(1, 2, true, false);
        one.announce(2, 3, false, false);
        bus.link(one, other, false, version);
        bus.run(SEC);

        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(other.peers(2)).isEmpty();
    }

    /** UN3, UN4, UP6: the second client of a swarm is told of the first. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldUnifyANewSwarmAtOnce(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        bus.run(SEC);
        one.announce(1, 1, false, false);
        bus.run(50 * MS);
        other.announce(1, 2, false, false);
        assertThat(other.agent.isOpen(other.lastQuestion)).isTrue();
        bus.run(20 * MS);

        assertThat(other.agent.isOpen(other.lastQuestion)).as("neighbour has answered").isFalse();
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
    }

    /** UP5: a client that stops disappears elsewhere; version 2 says so at once, version 1 with its next update. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldForgetAClientThatStops(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        bus.run(SEC);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));

        one.announce(1, 1, false, true);
        bus.run(LinkSettings.Version.TWO == version ? 100 * MS : 31 * SEC);
        assertThat(other.peers(1)).containsExactly(peer(2));
        bus.run(120 * SEC);
        assertThat(other.peers(1)).containsExactly(peer(2));
        assertThat(one.peers(1)).doesNotContain(peer(1));
    }

    /** D22: version 2 does not wait for the update interval. */
    @Test
    void shouldTellOfANewClientOfAKnownSwarmWithinTensOfMilliseconds()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(5 * SEC);
        one.announce(1, 3, true, false);
        bus.run(50 * MS);

        assertThat(other.peers(1)).containsExactly(peer(1), peer(2), peer(3));
    }

    /** UP1: version 1 has the update interval as the bound. */
    @Test
    void shouldTellVersionOneWithTheNextUpdate()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.ONE);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(5 * SEC);
        one.announce(1, 3, true, false);
        bus.run(30 * SEC);

        assertThat(other.peers(1)).containsExactly(peer(1), peer(2), peer(3));
    }

    /** D21: as long as clients renew themselves their copies live; and no longer. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldKeepCopiesAliveExactlyAsLongAsTheirClients(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        other.announce(1, 2, false, false);
        for (int i = 0; i < 3; i++)
        {
            one.announce(1, 1, false, false);
            other.announce(1, 2, false, false);
            for (int part = 0; part < 6; part++)
            {
                bus.run(OverlayBus.INTERVAL_SEC / 6 * SEC);
                assertThat(other.peers(1)).contains(peer(1));
            }
        }
        // The client vanishes without a word: its own tracker forgets it after a life, and so do all others.
        bus.run((OverlayBus.LIFE_SEC - OverlayBus.INTERVAL_SEC + 64) * SEC);
        assertThat(one.peers(1)).doesNotContain(peer(1));
        bus.run(LinkSettings.Version.TWO == version ? SEC : OverlayBus.LIFE_SEC * SEC);
        assertThat(other.peers(1)).doesNotContain(peer(1));
    }

    /** NW6, UP7, D28, A.9-3: a border tracker without clients unifies its neighbours' swarms, late ones too. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldUnifyThroughABorderTrackerThatHasNoClients(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node border = bus.node();
        final Node other = bus.node();
        bus.link(one, border, false, version);
        bus.link(border, other, true, version);
        bus.run(SEC);
        one.announce(1, 1, false, false);
        bus.run(SEC);
        other.announce(1, 2, false, false);
        bus.run(LinkSettings.Version.TWO == version ? 100 * MS : 61 * SEC);

        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));
    }

    /** NW6: border trackers do not keep a swarm alive between them that nobody can tell them a client of. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldForgetASwarmWithoutClientsOnBorderTrackers(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node near = bus.node();
        final Node far = bus.node();
        bus.link(one, near, false, LinkSettings.Version.ONE);
        bus.link(near, far, true, version);
        bus.link(far, bus.node(), false, version);
        bus.run(SEC);
        final Endpoint unspeakable = new Endpoint().ipv6(0x2001_0DB8L << 32, 1, 6881);
        one.announce(1, unspeakable, false, false);
        one.announce(2, 2, false, false);
        bus.run(61 * SEC);
        assertThat(near.agent.view().swarms()).isEqualTo(2);
        assertThat(far.agent.view().swarms()).isPositive();

        one.announce(2, 2, false, true);
        // What was told in version 1 is remembered for two lives.
        for (int part = 0; part < 4; part++)
        {
            bus.run(OverlayBus.LIFE_SEC * 6 / 10 * SEC);
            one.announce(1, unspeakable, false, false);
        }
        assertThat(one.peers(1)).containsExactly(unspeakable.toString());
        assertThat(near.agent.view().swarms()).as("on the near side").isZero();
        assertThat(far.agent.view().swarms()).as("on the far side").isZero();
    }

    /** PR4, PR5: peers of a network are not passed on inside it by a tracker that does not lead. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldNotPassPeersOnInsideTheirNetwork(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node middle = bus.node();
        final Node other = bus.node();
        bus.link(one, middle, false, version);
        bus.link(middle, other, false, version);
        one.announce(1, 1, false, false);
        middle.announce(1, 2, false, false);
        other.announce(1, 3, false, false);
        bus.run(65 * SEC);

        assertThat(middle.peers(1)).containsExactly(peer(1), peer(2), peer(3));
        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(other.peers(1)).containsExactly(peer(2), peer(3));
    }

    /** A.9-1, A.9-2: Tributary tells lives in version 1, too, so that no ring keeps a ghost. */
    @Test
    void shouldNotKeepAGhostInARingOfVersionOne()
    {
        final Node[] nodes = new Node[5];
        for (int i = 0; i < nodes.length; i++)
        {
            nodes[i] = bus.node();
        }
        for (int i = 1; i < nodes.length; i++)
        {
            bus.link(nodes[i - 1], nodes[i], 0 == i % 2, LinkSettings.Version.ONE);
        }
        bus.link(nodes[4], nodes[1], true, LinkSettings.Version.ONE);
        nodes[0].announce(1, 1, false, false);
        for (int second = 0; second < OverlayBus.LIFE_SEC + 64; second += 300)
        {
            for (int i = 0; i < nodes.length; i++)
            {
                nodes[i].announce(1, 10 + i, false, false);
            }
            bus.run(300 * SEC);
            if (0 == second)
            {
                assertThat(nodes).allSatisfy((node) -> assertThat(node.peers(1)).contains(peer(1)));
            }
        }

        assertThat(nodes).allSatisfy((node) -> assertThat(node.peers(1)).doesNotContain(peer(1)));
    }

    /** A.9-1: what cannot be an echo, because it lives longer, is a client that went to another tracker. */
    @Test
    void shouldFollowAClientToAnotherTrackerOverVersionOne()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.ONE);
        one.announce(1, 1, false, false);
        one.announce(1, 2, false, false);
        other.announce(1, 3, false, false);
        bus.run(SEC);
        one.announce(1, 1, false, true);
        bus.run(31 * SEC);
        assertThat(other.peers(1)).containsExactly(peer(2), peer(3));
        bus.run(900 * SEC);
        other.announce(1, 1, false, false);
        bus.run(31 * SEC);

        assertThat(one.peers(1)).containsExactly(peer(1), peer(2), peer(3));
    }

    /** UP2, UP3, F3: what is lost is told again with what holds then. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldArriveThroughHeavyLoss(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        bus.run(SEC);
        bus.filter(packet -> 0 == packet.number * 7 % 3);
        for (int peer = 1; peer <= 30; peer++)
        {
            one.announce(1 + peer % 5, peer, false, false);
            other.announce(1 + peer % 5, 100 + peer, false, false);
            bus.run(SEC);
        }
        bus.run(120 * SEC);

        for (int swarm = 1; swarm <= 5; swarm++)
        {
            assertThat(one.peers(swarm)).hasSize(12).isEqualTo(other.peers(swarm));
        }
    }

    /** UN6, UP8: a SUMMARY that nobody answers is told again. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldTellOfANewSwarmUntilItIsAnswered(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        final int[] summaries = new int[1];
        bus.filter(packet -> one.index != packet.from || OverlayProtocol.ACTION_SUMMARY != packet.action() ||
            ++summaries[0] > 2);
        one.announce(1, 1, false, false);
        bus.run(21 * SEC);

        assertThat(summaries[0]).isEqualTo(3);
        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));
    }

    /** F10, A.9-12: no datagram is longer than its receiver takes. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldCutManySwarmsIntoDatagramsOfAllowedLength(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        for (int swarm = 0; swarm < 300; swarm++)
        {
            other.announce(swarm, 1, false, false);
            for (int peer = 2; peer < 60; peer++)
            {
                one.announce(swarm, peer, false, false);
            }
        }
        bus.link(one, other, false, version);
        bus.run(60 * SEC);

        final int max = LinkSettings.Version.TWO == version ? 1372 : 2048;
        assertThat(bus.sent).allSatisfy(packet -> assertThat(packet.bytes.length).isLessThanOrEqualTo(max));
        for (int swarm = 0; swarm < 300; swarm++)
        {
            assertThat(other.peers(swarm)).hasSizeGreaterThanOrEqualTo(51);
            assertThat(one.peers(swarm)).hasSize(59);
        }
    }

    /** UN5: a swarm without clients is withdrawn, and unified again when one comes. */
    @Test
    void shouldWithdrawASwarmWithoutClients()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        one.announce(1, 1, false, true);
        bus.run(180 * SEC);
        other.announce(1, 3, false, false);
        bus.run(SEC);
        assertThat(one.peers(1)).as("not told any more").doesNotContain(peer(3));

        one.announce(1, 4, false, false);
        bus.run(SEC);
        assertThat(one.peers(1)).containsExactly(peer(2), peer(3), peer(4));
        assertThat(other.peers(1)).containsExactly(peer(2), peer(3), peer(4));
    }

    /** UN5: what was sent before a withdrawal and comes after it does not bring the swarm back. */
    @Test
    void shouldNotShareAgainWhatAWithdrawalOvertook()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        final List<OverlayBus.Packet> late = bus.sent.stream().filter(packet -> packet.from == one.index &&
            (packet.isUpdate() || OverlayProtocol.ACTION_SUMMARY == packet.action())).toList();
        one.announce(1, 1, false, true);
        bus.run(180 * SEC);
        final long withdrawnUpdates = bus.updates();
        late.forEach(packet -> bus.inject(one.endpoint, other, packet.bytes));
        bus.run(SEC);
        other.announce(1, 3, false, false);
        bus.run(SEC);

        assertThat(late).isNotEmpty();
        assertThat(other.peers(1)).containsExactly(peer(2), peer(3));
        assertThat(bus.updates()).as("nobody is told").isEqualTo(withdrawnUpdates);
    }

    /** D27: a list that is read while the tracker runs ends the sharing of what it names. */
    @Test
    void shouldWithdrawWhatMayNotBeSharedAnyMore()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));

        one.policy = (infoHash, offset) -> false;
        bus.run(120 * SEC);
        one.announce(1, 3, false, false);
        other.announce(1, 4, false, false);
        bus.run(SEC);
        assertThat(one.peers(1)).containsExactly(peer(1), peer(3));
        assertThat(other.peers(1)).containsExactly(peer(2), peer(4));
    }

    /** D12: what a store kept over a restart of another tracker's clients goes when nobody tells of it again. */
    @Test
    void shouldLetGoOfRestoredPeersThatNobodyAsserts()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        one.announce(2, 5, false, false);
        other.announce(1, 2, false, false);
        other.announce(2, 6, false, false);
        bus.run(SEC);
        other.isDown = true;
        other.agent.close();
        one.announce(1, 1, false, true);
        bus.run(180 * SEC);
        other.start(OverlayBus.settings(), 99);
        assertThat(other.peers(1)).as("kept").containsExactly(peer(1), peer(2));
        other.agent.links(other.links, bus.nowNs());
        other.isDown = false;
        bus.run(120 * SEC);

        assertThat(other.peers(1)).containsExactly(peer(2));
        assertThat(other.peers(2)).containsExactly(peer(5), peer(6));
    }

    /** UP5, D20: a departure that a neighbour missed because it was out of reach is told when it is back. */
    @Test
    void shouldTellOfDeparturesThatANeighbourMissed()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        one.announce(1, 2, false, false);
        other.announce(1, 3, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2), peer(3));
        other.isDown = true;
        one.announce(1, 1, false, true);
        bus.run(300 * SEC);
        other.agent.close();
        other.start(OverlayBus.settings(), 99);
        other.agent.links(other.links, bus.nowNs());
        other.isDown = false;
        bus.run(120 * SEC);

        assertThat(other.peers(1)).containsExactly(peer(2), peer(3));
    }

    /** VC6, D12: what a neighbour told stays when it restarts, and what it forgot is told to it again. */
    @Test
    void shouldUnifyAgainAfterARestart()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        other.agent.close();
        other.start(OverlayBus.settings(), 99);
        other.agent.links(other.links, bus.nowNs());
        bus.run(SEC);
        one.announce(1, 3, false, false);
        bus.run(SEC);

        assertThat(one.peers(1)).containsExactly(peer(1), peer(2), peer(3));
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2), peer(3));
    }

    /** D26: addresses that mean nothing to others do not travel. */
    @Test
    void shouldNotExchangeAddressesThatMeanNothingElsewhere()
    {
        final Node one = bus.node();
        final Node inside = bus.node();
        final Node outside = bus.node();
        bus.link(one, inside, false, LinkSettings.Version.TWO);
        bus.link(one, outside, true, LinkSettings.Version.TWO);
        final Endpoint home = new Endpoint().ipv4(0xC0A8_0105, 6881);
        final Endpoint loopback = new Endpoint().ipv4(0x7F00_0001, 6881);
        final Endpoint linkLocal = new Endpoint().ipv4(0xA9FE_0001, 6881);
        one.announce(1, home, false, false);
        one.announce(1, loopback, false, false);
        one.announce(1, linkLocal, false, false);
        inside.announce(1, 2, false, false);
        outside.announce(1, 3, false, false);
        bus.run(SEC);

        assertThat(inside.peers(1)).contains(home.toString())
            .doesNotContain(loopback.toString(), linkLocal.toString());
        assertThat(outside.peers(1)).doesNotContain(home.toString(), loopback.toString(), linkLocal.toString());
    }

    /** D23: both families. */
    @Test
    void shouldExchangeIpv6Peers()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO);
        final Endpoint peer = new Endpoint().ipv6(0x2A00_0000_0000_0001L, 5, 6881);
        one.announce(1, peer, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);

        assertThat(other.peers(1)).contains(peer.toString());
    }

    /** D25: neither end lets one swarm take more than its share. */
    @Test
    void shouldTakeNoMorePeersOfASwarmThanTheLinkAllows()
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, LinkSettings.Version.TWO, 20);
        for (int peer = 1; peer <= 100; peer++)
        {
            one.announce(1, peer, false, false);
        }
        other.announce(1, 1000, false, false);
        bus.run(SEC);

        assertThat(other.peers(1)).hasSize(21).contains(peer(1000));
    }
}
