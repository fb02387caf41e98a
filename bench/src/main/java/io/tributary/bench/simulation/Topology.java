package io.tributary.bench.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Who has a link to whom, and of which kind (paper III.C). Nodes are numbered from 0.
 */
final class Topology
{
    private static final int FIGURE_2_NODES = 12;

    private final int nodes;
    private final List<Edge> edges = new ArrayList<>();

    private Topology(final int nodes)
    {
        this.nodes = nodes;
    }

    /** Shapes a simulation may have. */
    enum Shape
    {
        /** One internal network, each with each. */
        MESH,
        /** Two internal networks and a border tracker in each. */
        TWO_NETWORKS,
        /** Figure 2 of the paper: 4 internal networks, external ones of 2 and of 3 border trackers; 12 trackers. */
        FIGURE_2,
        /** Links by turns internal and external: all but the ends are border trackers. */
        CHAIN,
        /** Two internal networks, joined by two pairs of border trackers: whatever goes round must stop. */
        RING;

        /** Most trackers that pass on a peer before the last gets it, leaders among them. */
        int hopsMax(final int nodes)
        {
            return switch (this)
            {
                case MESH -> 2;
                case TWO_NETWORKS, RING -> 6;
                case CHAIN -> nodes;
                case FIGURE_2 -> 9;
            };
        }

        int nodesMin()
        {
            return switch (this)
            {
                case MESH, TWO_NETWORKS -> 2;
                case CHAIN -> 3;
                case RING -> 4;
                case FIGURE_2 -> FIGURE_2_NODES;
            };
        }
    }

    /**
     * A link between two nodes.
     *
     * @param a          one end.
     * @param b          the other.
     * @param isExternal its kind, the same at both ends.
     */
    record Edge(int a, int b, boolean isExternal)
    {
        int other(final int node)
        {
            return a == node ? b : a;
        }

        boolean isOf(final int node)
        {
            return a == node || b == node;
        }
    }

    static Topology of(final Shape shape, final int nodes)
    {
        return switch (shape)
        {
            case MESH -> mesh(nodes);
            case TWO_NETWORKS -> twoNetworks(nodes);
            case FIGURE_2 -> figure2();
            case CHAIN -> chain(nodes);
            case RING -> ring(nodes);
        };
    }

    static Topology mesh(final int nodes)
    {
        final Topology topology = new Topology(nodes);
        topology.connectAll(0, nodes, false);
        return topology;
    }

    /** Internal networks of bounded size; their first members are border trackers, in one external network. */
    static Topology networks(final int nodes, final int networkNodesMax)
    {
        final Topology topology = new Topology(nodes);
        for (int first = 0; first < nodes; first += networkNodesMax)
        {
            topology.connectAll(first, Math.min(nodes, first + networkNodesMax), false);
            for (int border = 0; border < first; border += networkNodesMax)
            {
                topology.connect(border, first, true);
            }
        }
        return topology;
    }

    private static Topology twoNetworks(final int nodes)
    {
        return networks(nodes, (nodes + 1) / 2);
    }

    private static Topology figure2()
    {
        final Topology topology = new Topology(FIGURE_2_NODES);
        topology.connectAll(0, 3, false);
        topology.connectAll(3, 7, false);
        topology.connectAll(7, 10, false);
        topology.connectAll(10, FIGURE_2_NODES, false);
        topology.connect(0, 3, true);
        topology.connect(4, 7, true);
        topology.connect(4, 10, true);
        topology.connect(7, 10, true);
        return topology;
    }

    private static Topology chain(final int nodes)
    {
        final Topology topology = new Topology(nodes);
        for (int i = 1; i < nodes; i++)
        {
            topology.connect(i - 1, i, 0 == i % 2);
        }
        return topology;
    }

    private static Topology ring(final int nodes)
    {
        final Topology topology = new Topology(nodes);
        final int half = nodes / 2;
        topology.connectAll(0, half, false);
        topology.connectAll(half, nodes, false);
        topology.connect(0, half, true);
        topology.connect(1, half + 1, true);
        return topology;
    }

    private void connectAll(final int from, final int to, final boolean isExternal)
    {
        for (int a = from; a < to; a++)
        {
            for (int b = a + 1; b < to; b++)
            {
                connect(a, b, isExternal);
            }
        }
    }

    private void connect(final int a, final int b, final boolean isExternal)
    {
        edges.add(new Edge(a, b, isExternal));
    }

    int nodes()
    {
        return nodes;
    }

    List<Edge> edges()
    {
        return edges;
    }

    List<Edge> edges(final int node)
    {
        return edges.stream().filter((edge) -> edge.isOf(node)).toList();
    }

    boolean isBorder(final int node)
    {
        return edges(node).stream().anyMatch(Edge::isExternal) &&
            edges(node).stream().anyMatch((edge) -> !edge.isExternal());
    }

    /** For each node the number of its network of a kind: nodes that links of that kind join have the same. */
    int[] networks(final boolean isExternal)
    {
        final int[] network = new int[nodes];
        for (int i = 0; i < nodes; i++)
        {
            network[i] = i;
        }
        for (final Edge edge : edges)
        {
            if (edge.isExternal() == isExternal && network[edge.a()] != network[edge.b()])
            {
                final int from = Math.max(network[edge.a()], network[edge.b()]);
                final int to = Math.min(network[edge.a()], network[edge.b()]);
                for (int i = 0; i < nodes; i++)
                {
                    network[i] = network[i] == from ? to : network[i];
                }
            }
        }
        return network;
    }
}
