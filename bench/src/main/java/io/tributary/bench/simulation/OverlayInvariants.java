package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.PeerMeta;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What must hold at any time, faults or not. Every datagram is checked as it leaves; what a tracker has stored is
 * looked into after one event in {@value #SAMPLE}, one swarm at a time.
 */
final class OverlayInvariants
{
    static final int VERSION_ONE_DATAGRAM_MAX = 2_048;

    private static final int SAMPLE = 16;
    private static final int HOPS_MAX = 8;
    private static final int NOBODY = -1;

    private final SimulatedOverlay overlay;
    private final SimulationOptions options;
    private final SplittableRandom random;
    private final int[][] datagramMax;
    private final Map<Integer, SimulatedClient>[] clients;
    private final BitSet seen = new BitSet();
    private final long toleranceNs;

    @SuppressWarnings({"unchecked", "rawtypes"})
    OverlayInvariants(final SimulatedOverlay overlay)
    {
        this.overlay = overlay;
        this.options = overlay.options;
        this.random = overlay.random();
        this.datagramMax = new int[options.nodes][options.nodes];
        this.clients = new Map[options.swarms];
        for (int i = 0; i < options.swarms; i++)
        {
            clients[i] = new HashMap<>();
        }
        for (final LinkPlan.PlannedLink link : overlay.plan.links())
        {
            final int limit = link.isVersionOne() ? VERSION_ONE_DATAGRAM_MAX :
                link.isIpv6() ? options.datagramMaxIpv6 : options.datagramMaxIpv4;
            datagramMax[link.edge().a()][link.edge().b()] = limit;
            datagramMax[link.edge().b()][link.edge().a()] = limit;
        }
        this.toleranceNs = TimeUnit.SECONDS.toNanos(3 * SimulatedOverlay.UNIT_SEC + HOPS_MAX) +
            HOPS_MAX * options.delayMaxNs();
    }

    /** How much later than at its origin a peer may end elsewhere. */
    long toleranceNs()
    {
        return toleranceNs;
    }

    void add(final SimulatedClient client)
    {
        clients[client.swarm].put(key(client.endpoint), client);
    }

    SimulatedClient client(final int swarm, final Endpoint endpoint)
    {
        return clients[swarm].get(key(endpoint));
    }

    private static int key(final Endpoint endpoint)
    {
        final int number = SimulatedClient.number(endpoint);
        return number < 0 ? NOBODY : 2 * number + (endpoint.isIpv6() ? 1 : 0);
    }

    /** Only to neighbours, and nothing larger than the link's limit. */
    int checkSend(final int from, final Endpoint destination, final int length)
    {
        final int to = overlay.network.nodeAt(destination);
        if (to < 0 || 0 == datagramMax[from][to])
        {
            throw overlay.failure(from + " sends to " + destination + ", which is no neighbour", null);
        }
        if (length <= 0 || length > datagramMax[from][to])
        {
            throw overlay.failure(from + " sends " + length + " bytes to " + to + ", allowed are " +
                datagramMax[from][to], null);
        }
        return to;
    }

    void afterEvent()
    {
        if (0 == overlay.events.happened() % SAMPLE)
        {
            final SimulatedNode node = overlay.nodes.get(random.nextInt(options.nodes));
            if (node.isUp())
            {
                checkPeers(node, random.nextInt(options.swarms));
            }
        }
    }

    void checkAll()
    {
        for (final SimulatedNode node : overlay.nodes)
        {
            for (int swarm = 0; node.isUp() && swarm < options.swarms; swarm++)
            {
                checkPeers(node, swarm);
            }
        }
    }

    /** Own peers are there and as announced; others are somebody's, and live no longer than there. */
    private void checkPeers(final SimulatedNode node, final int swarm)
    {
        seen.clear();
        node.peers(overlay.infoHashes[swarm], (endpoint, isSeeder, origin, endSec) ->
        {
            final SimulatedClient client = client(swarm, endpoint);
            if (null == client)
            {
                throw overlay.failure(node.index + " has " + endpoint + " in swarm " + swarm + ": no client", null);
            }
            if (seen.get(client.index))
            {
                throw overlay.failure(node.index + " has twice " + client, null);
            }
            seen.set(client.index);
            checkPeer(node, client, isSeeder, origin, endSec);
        });
        for (final SimulatedClient client : clients[swarm].values())
        {
            if (client.isAlive(node.index, node.nowSec()) && !seen.get(client.index))
            {
                throw overlay.failure(node.index + " has lost its own " + client, null);
            }
        }
    }

    private void checkPeer(
        final SimulatedNode node,
        final SimulatedClient client,
        final boolean isSeeder,
        final int origin,
        final int endSec)
    {
        final boolean isOwn = client.isAlive(node.index, node.nowSec());
        if (isOwn && (PeerMeta.ORIGIN_OWN != origin || endSec != client.endSec(node.index)))
        {
            throw overlay.failure(node.index + " has changed its own " + client + ": origin " + origin + ", " +
                (endSec - client.endSec(node.index)) + " s later, seeder " + isSeeder, null);
        }
        if (!isOwn && PeerMeta.ORIGIN_OWN != origin)
        {
            final long endNs = node.clock.timeOfWallSec(endSec);
            if (endNs > client.latestEndNs() + toleranceNs)
            {
                throw overlay.failure(node.index + " lets live " + (endNs - client.latestEndNs()) / 1_000_000 +
                    " ms longer than its own tracker: " + client, null);
            }
        }
        if (!isOwn && PeerMeta.ORIGIN_OWN == origin && endSec > node.nowSec())
        {
            throw overlay.failure(node.index + " takes for its own " + client, null);
        }
    }
}
