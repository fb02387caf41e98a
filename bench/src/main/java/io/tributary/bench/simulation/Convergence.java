package io.tributary.bench.simulation;

import io.tributary.bench.simulation.SimulatedClient.Standing;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.PeerMeta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * What must hold some time after the last fault. Who must know whom is worked out from the topology by the paper's
 * rules, as if there were no leaders: leaders may only ever add.
 */
final class Convergence
{
    private static final long SEC = 1_000_000_000L;
    private static final int OWN = 0;
    private static final int INTERNAL = 1;
    private static final int EXTERNAL = 2;
    private static final int CLASSES = 3;

    private final SimulatedOverlay overlay;
    private final SimulationOptions options;
    private final List<SimulatedClient> clients;
    private final int earlySec;
    private final boolean isVersionTwoOnly;
    private final boolean[] isBorder;
    private final int[][] networks;

    Convergence(final SimulatedOverlay overlay, final List<SimulatedClient> clients)
    {
        this.overlay = overlay;
        this.options = overlay.options;
        this.clients = clients;
        this.earlySec = (int)(options.lifeMaxNs() / 4 / SEC) + 2 * SimulatedOverlay.UNIT_SEC;
        this.isVersionTwoOnly = overlay.plan.links().stream().noneMatch(LinkPlan.PlannedLink::isVersionOne);
        this.isBorder = new boolean[options.nodes];
        for (int i = 0; i < options.nodes; i++)
        {
            isBorder[i] = overlay.topology.isBorder(i);
        }
        this.networks = new int[][]{overlay.topology.networks(false), overlay.topology.networks(true)};
    }

    /** Time within which everybody has settled on what is true: links first, then a hop at each update. */
    static long boundNs(final SimulationOptions options)
    {
        return options.disconnectNs + 2 * options.reconnectNs + 8 * options.helloNs +
            (options.shape.hopsMax(options.nodes) + 1) * options.updateNs + 3 * options.digestNs;
    }

    /** The first link that is down at either end, or null. */
    String missingLink()
    {
        for (final LinkPlan.PlannedLink link : overlay.plan.links())
        {
            final int a = link.edge().a();
            final int b = link.edge().b();
            if (!isConnected(a, b, link.isIpv6()) || !isConnected(b, a, link.isIpv6()))
            {
                return "the link of " + a + " and " + b + " is down";
            }
        }
        return null;
    }

    private boolean isConnected(final int from, final int to, final boolean isIpv6)
    {
        return overlay.nodes.get(from).tracker().isConnected(SimulatedNetwork.endpoint(to, isIpv6));
    }

    /**
     * The first deviation from what every tracker should have stored, or null.
     *
     * @param settledNs what has been true for so long must be known everywhere.
     */
    String deviation(final long settledNs)
    {
        final long beforeNs = overlay.events.nowNs() - settledNs;
        for (int swarm = 0; swarm < options.swarms; swarm++)
        {
            final boolean[] isTakingPart = takingPart(swarm, beforeNs);
            for (final SimulatedNode node : overlay.nodes)
            {
                final String deviation = deviation(node, swarm, isTakingPart, beforeNs);
                if (null != deviation)
                {
                    return deviation;
                }
            }
        }
        return null;
    }

    private boolean[] takingPart(final int swarm, final long beforeNs)
    {
        final boolean[] isTakingPart = isBorder.clone();
        for (final SimulatedClient client : clients)
        {
            for (int i = 0; client.swarm == swarm && i < options.nodes; i++)
            {
                isTakingPart[i] |= isAlive(client, i) && client.sinceNs(i) <= beforeNs;
            }
        }
        return isTakingPart;
    }

    private boolean isAlive(final SimulatedClient client, final int node)
    {
        return client.isAlive(node, overlay.nodes.get(node).nowSec());
    }

    /**
     * Alive, and not about to expire. Elsewhere it may do so earlier: the last renewals of a client that vanished need
     * not have been told, and ends are rounded.
     */
    private boolean isLasting(final SimulatedClient client, final int node)
    {
        return client.isAlive(node, overlay.nodes.get(node).nowSec() + earlySec);
    }

    /** No longer its own; that others still have it is found out when the tracker next looks through its records. */
    private boolean isJustExpired(final SimulatedClient client, final SimulatedNode node)
    {
        final int endSec = client.endSec(node.index);
        return Standing.ALIVE == client.standing(node.index) && endSec <= node.nowSec() &&
            node.nowSec() < endSec + SimulatedOverlay.UNIT_SEC;
    }

    private String deviation(
        final SimulatedNode node, final int swarm, final boolean[] isTakingPart, final long beforeNs)
    {
        final BitSet stored = new BitSet();
        final BitSet seeding = new BitSet();
        final List<String> wrong = new ArrayList<>();
        node.peers(overlay.infoHashes[swarm], (endpoint, isSeeder, origin, endSec) ->
        {
            final SimulatedClient client = overlay.invariants.client(swarm, endpoint);
            if (endSec > node.nowSec())
            {
                stored.set(client.index);
                seeding.set(client.index, isSeeder);
                if (isTakingPart[node.index] && PeerMeta.ORIGIN_OWN != origin && isGone(client, beforeNs))
                {
                    wrong.add(node.index + " still has " + client);
                }
            }
        });
        for (final SimulatedClient client : clients)
        {
            if (isTakingPart[node.index] && client.swarm == swarm && isExpected(client, node, isTakingPart, beforeNs))
            {
                check(client, node, stored, seeding, beforeNs, wrong);
            }
        }
        return wrong.isEmpty() ? null : wrong.get(0);
    }

    private void check(
        final SimulatedClient client,
        final SimulatedNode node,
        final BitSet stored,
        final BitSet seeding,
        final long beforeNs,
        final List<String> wrong)
    {
        if (!stored.get(client.index) && isJustExpired(client, node))
        {
            return;
        }
        if (!stored.get(client.index))
        {
            wrong.add(node.index + " does not have " + client);
        }
        else if (isVersionTwoOnly && !isAlive(client, node.index) && isSettled(client, beforeNs) &&
            seeding.get(client.index) != isSeeding(client))
        {
            wrong.add(node.index + " takes for a " + (seeding.get(client.index) ? "seeder " : "leecher ") + client);
        }
    }

    /** Everybody who heard of it was told that it left, and has not crashed since. */
    private boolean isGone(final SimulatedClient client, final long beforeNs)
    {
        if (isOrphaned(client) || !isVersionTwoOnly && isWithinLife(client.latestEndNs()))
        {
            return false;
        }
        for (int i = 0; i < options.nodes; i++)
        {
            final Standing standing = client.standing(i);
            if (Standing.ALIVE == standing || Standing.FORGOTTEN == standing ||
                Standing.STOPPED == standing && client.sinceNs(i) > beforeNs)
            {
                return false;
            }
        }
        return true;
    }

    /** It announced nothing new lately: neither came nor changed to a seeder. */
    private boolean isSettled(final SimulatedClient client, final long beforeNs)
    {
        if (isOrphaned(client))
        {
            return false;
        }
        for (int i = 0; i < options.nodes; i++)
        {
            if (client.sinceNs(i) > beforeNs || Standing.FORGOTTEN == client.standing(i))
            {
                return false;
            }
        }
        return true;
    }

    private boolean isOrphaned(final SimulatedClient client)
    {
        return isWithinLife(client.orphanedUntilNs());
    }

    private boolean isWithinLife(final long endNs)
    {
        return overlay.events.nowNs() < endNs + overlay.invariants.toleranceNs();
    }

    private boolean isSeeding(final SimulatedClient client)
    {
        for (int i = 0; i < options.nodes; i++)
        {
            if (isAlive(client, i) && client.isSeeding(i))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isExpected(
        final SimulatedClient client, final SimulatedNode node, final boolean[] isTakingPart, final long beforeNs)
    {
        for (int i = 0; i < options.nodes; i++)
        {
            if (isLasting(client, i) && client.sinceNs(i) <= beforeNs && isTakingPart[i] &&
                isReached(i, node.index, client.endpoint.isIpv6(), isTakingPart))
            {
                return true;
            }
        }
        return false;
    }

    /** Whether a peer of one tracker comes to another by the table of propagation. */
    private boolean isReached(final int from, final int to, final boolean isIpv6, final boolean[] isTakingPart)
    {
        final int[] hops = new int[options.nodes * CLASSES];
        Arrays.fill(hops, Integer.MAX_VALUE);
        final Deque<Integer> open = new ArrayDeque<>();
        hops[from * CLASSES + OWN] = 0;
        open.add(from * CLASSES + OWN);
        while (!open.isEmpty())
        {
            final int state = open.poll();
            final int node = state / CLASSES;
            if (node == to)
            {
                return true;
            }
            if (isIpv6 && !isVersionTwoOnly && isAmbiguous(hops, state))
            {
                continue;
            }
            for (final LinkPlan.PlannedLink link : overlay.plan.links())
            {
                if (link.edge().isOf(node) && isPassed(state % CLASSES, link, isIpv6) &&
                    isTakingPart[link.edge().other(node)])
                {
                    final int next = link.edge().other(node) * CLASSES + (link.edge().isExternal() ?
                        EXTERNAL : INTERNAL);
                    if (Integer.MAX_VALUE == hops[next])
                    {
                        hops[next] = hops[state] + 1;
                        open.add(next);
                    }
                }
            }
        }
        return false;
    }

    /**
     * IPv6 does not pass over version 1, so a network may be no full mesh for it. A tracker that hears of a peer in two
     * ways takes it for what it is by the shorter, and passes it on as that alone.
     */
    private static boolean isAmbiguous(final int[] hops, final int state)
    {
        final int first = state / CLASSES * CLASSES;
        for (int i = first; i < first + CLASSES; i++)
        {
            if (i != state && hops[i] <= hops[state] && Integer.MAX_VALUE != hops[i])
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassed(final int state, final LinkPlan.PlannedLink link, final boolean isIpv6)
    {
        final boolean isOtherKind = OWN == state || (INTERNAL == state) == link.edge().isExternal();
        return isOtherKind && !(isIpv6 && link.isVersionOne());
    }

    /** The first swarm and network whose members follow different leaders, or null. */
    String disputedLeader()
    {
        for (int swarm = 0; swarm < options.swarms; swarm++)
        {
            for (int kind = 0; kind < networks.length; kind++)
            {
                final String dispute = disputedLeader(swarm, kind);
                if (null != dispute)
                {
                    return dispute;
                }
            }
        }
        return null;
    }

    private String disputedLeader(final int swarm, final int kind)
    {
        final int[] leaderOfNetwork = new int[options.nodes];
        Arrays.fill(leaderOfNetwork, -1);
        for (final SimulatedNode node : overlay.nodes)
        {
            final int leader = leader(node, swarm, 1 == kind);
            final int network = networks[kind][node.index];
            if (leader >= 0 && leaderOfNetwork[network] >= 0 && leaderOfNetwork[network] != leader)
            {
                return "swarm " + swarm + (1 == kind ? ", external" : ", internal") + " network of " + network + ": " +
                    node.index + " follows " + leader + ", another follows " + leaderOfNetwork[network];
            }
            leaderOfNetwork[network] = Math.max(leader, leaderOfNetwork[network]);
        }
        return null;
    }

    int leader(final SimulatedNode node, final int swarm, final boolean isExternal)
    {
        final Endpoint remote = new Endpoint();
        final int leader = node.tracker().leader(overlay.infoHashes[swarm], isExternal, remote);
        return switch (leader)
        {
            case SimulatedTracker.LEADER_NONE -> -1;
            case SimulatedTracker.LEADER_SELF -> node.index;
            default -> overlay.network.nodeAt(remote);
        };
    }
}
