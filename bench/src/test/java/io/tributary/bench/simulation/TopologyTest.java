package io.tributary.bench.simulation;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class TopologyTest
{
    private static long networks(final Topology topology, final boolean isExternal)
    {
        final int[] network = topology.networks(isExternal);
        return Arrays.stream(network).distinct()
            .filter((number) -> Arrays.stream(network).filter((other) -> other == number).count() > 1).count();
    }

    private static long borders(final Topology topology)
    {
        return IntStream.range(0, topology.nodes()).filter(topology::isBorder).count();
    }

    /** Figure 2 of the paper. */
    @Test
    void shouldHaveTheNetworksOfThePaper()
    {
        final Topology topology = Topology.of(Topology.Shape.FIGURE_2, 12);
        assertThat(topology.nodes()).isEqualTo(12);
        assertThat(networks(topology, false)).isEqualTo(4);
        assertThat(networks(topology, true)).isEqualTo(2);
        assertThat(borders(topology)).isEqualTo(5);
        assertThat(topology.edges().stream().filter(Topology.Edge::isExternal)).hasSize(1 + 3);
    }

    @Test
    void shouldJoinTwoNetworksByOnePairOrTwo()
    {
        final Topology pair = Topology.of(Topology.Shape.TWO_NETWORKS, 7);
        assertThat(networks(pair, false)).isEqualTo(2);
        assertThat(borders(pair)).isEqualTo(2);

        final Topology ring = Topology.of(Topology.Shape.RING, 7);
        assertThat(networks(ring, false)).isEqualTo(2);
        assertThat(networks(ring, true)).isEqualTo(2);
        assertThat(borders(ring)).isEqualTo(4);
    }

    @Test
    void shouldAlternateKindsAlongAChain()
    {
        final Topology chain = Topology.of(Topology.Shape.CHAIN, 5);
        assertThat(chain.edges()).extracting(Topology.Edge::isExternal).containsExactly(false, true, false, true);
        assertThat(borders(chain)).isEqualTo(3);
    }

    @Test
    void shouldConnectEachWithEachInAMesh()
    {
        assertThat(Topology.mesh(12).edges()).hasSize(66);
        assertThat(borders(Topology.mesh(12))).isZero();
    }

    @Test
    void shouldBoundTheNetworksOfManyTrackers()
    {
        final Topology topology = Topology.networks(100, 32);
        assertThat(networks(topology, false)).isEqualTo(4);
        assertThat(borders(topology)).isEqualTo(4);
        assertThat(topology.edges().stream().filter(Topology.Edge::isExternal)).hasSize(6);
    }
}
