package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/** With leaders the mesh becomes a tree, and nobody is forgotten when a leader is lost. */
class LeaderTest
{
    private static final long ROUND_NS = 30 * SEC;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** NW2. F1: n(n-1) updates a round in a full mesh, version 1. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 12})
    void shouldSendAsManyUpdatesAsFormulaOneSays(final int trackers)
    {
        mesh(trackers, OverlayBus.settings(), LinkSettings.Version.ONE);
        bus.run(ROUND_NS * 2 + SEC);
        bus.sent.clear();
        bus.run(ROUND_NS);

        assertThat(bus.updates()).isEqualTo(trackers * (trackers - 1));
    }

    /** F2: 2(n-1) with a leader, version 1; none is elected for two. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12})
    void shouldSendAsManyUpdatesAsFormulaTwoSays(final int trackers)
    {
        mesh(trackers, OverlayBus.electing(), LinkSettings.Version.ONE);
        bus.run(ROUND_NS * 10 + SEC);
        bus.sent.clear();
        bus.run(ROUND_NS);

        assertThat(bus.updates()).isEqualTo(2 * (trackers - 1));
        assertComplete(trackers);
    }

    /** EL3, PR6: everyone learns of a new client through the leader, in version 2 within tens of milliseconds. */
    @Test
    void shouldReachEveryoneThroughTheLeader()
    {
        mesh(6, OverlayBus.electing(), LinkSettings.Version.TWO);
        bus.run(ROUND_NS * 10);
        bus.sent.clear();
        bus.nodes.get(3).announce(1, 100, false, false);
        bus.run(200 * MS);

        assertThat(bus.updates()).as("one to the leader, and one to each other").isLessThanOrEqualTo(6);
        for (final Node node : bus.nodes)
        {
            assertThat(node.peers(1)).contains(peer(100));
        }
    }

    /** EL7, D11, A.9-9: a leader that dies costs no peers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldLoseNoPeersWithALeader(final int victim)
    {
        mesh(6, OverlayBus.electing(), LinkSettings.Version.TWO);
        bus.run(ROUND_NS * 10);
        final Set<String> expected = new TreeSet<>(bus.nodes.get(0).peers(1));
        bus.nodes.get(victim).isDown = true;
        for (int i = 0; i < 6; i++)
        {
            if (i != victim)
            {
                bus.nodes.get(i).announce(1, 200 + i, false, false);
                expected.add(peer(200 + i));
                bus.run(10 * SEC);
            }
        }
        bus.run(60 * SEC);

        for (final Node node : bus.nodes)
        {
            if (node.index != victim)
            {
                assertThat(node.peers(1)).isEqualTo(expected);
            }
        }
    }

    /** EL1, EL2: the internal and the external network each have a leader of the same swarm. */
    @Test
    void shouldElectALeaderInEachNetworkOfASwarm()
    {
        for (int i = 0; i < 5; i++)
        {
            bus.node(OverlayBus.electing()).announce(1, i, false, false);
        }
        for (final int[] pair : new int[][]{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {2, 4}, {3, 4}})
        {
            bus.link(bus.nodes.get(pair[0]), bus.nodes.get(pair[1]), pair[1] > 2, LinkSettings.Version.TWO);
        }
        bus.run(ROUND_NS * 10);

        final OverlayView border = bus.nodes.get(2).agent.view();
        final Endpoint leader = new Endpoint();
        assertThat(border.leader(OverlayBus.infoHash(1), 0, false, leader)).isNotEqualTo(OverlayView.LEADER_NONE);
        assertThat(border.leader(OverlayBus.infoHash(1), 0, true, leader)).isNotEqualTo(OverlayView.LEADER_NONE);
        assertComplete(5);
    }

    /** EL4, EL5, EL6: the mandates are spread, by elections that come by themselves. */
    @Test
    void shouldSpreadMandatesOverTheTrackers()
    {
        final int swarms = 40;
        mesh(4, OverlayBus.electing(), LinkSettings.Version.TWO);
        for (final Node node : bus.nodes)
        {
            for (int swarm = 1; swarm <= swarms; swarm++)
            {
                node.announce(swarm, node.index, false, false);
            }
        }
        bus.run(ROUND_NS * 10);

        final IntSummaryStatistics mandates =
            bus.nodes.stream().mapToInt(node -> led(node, swarms)).summaryStatistics();
        assertThat(mandates.getSum()).isEqualTo(swarms);
        assertThat(mandates.getMax() - mandates.getMin()).isLessThanOrEqualTo(1);
    }

    private static int led(final Node node, final int swarms)
    {
        int led = 0;
        for (int swarm = 1; swarm <= swarms; swarm++)
        {
            led += OverlayView.LEADER_SELF == node.agent.view().leader(
                OverlayBus.infoHash(swarm), 0, false, new Endpoint()) ? 1 : 0;
        }
        return led;
    }

    private void mesh(final int trackers, final OverlaySettings settings, final LinkSettings.Version version)
    {
        final List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < trackers; i++)
        {
            nodes.add(bus.node(new OverlaySettingsBuilder(settings).address(0x0B00_0001 + i).build()));
        }
        for (int i = 0; i < trackers; i++)
        {
            nodes.get(i).announce(1, i, false, false);
            for (int j = 0; j < i; j++)
            {
                bus.link(nodes.get(j), nodes.get(i), false, version);
            }
        }
    }

    private void assertComplete(final int trackers)
    {
        for (final Node node : bus.nodes)
        {
            assertThat(node.peers(1)).hasSize(trackers);
        }
    }
}
