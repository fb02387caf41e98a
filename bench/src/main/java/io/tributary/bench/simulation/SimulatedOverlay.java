package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.swarm.SwarmLimits;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The world of a simulation: network, nodes, swarms and clients, built from options, moved by {@link #run}. It has no
 * will of its own: faults, and when clients begin to come, are somebody else's events.
 */
final class SimulatedOverlay implements AutoCloseable
{
    static final int LIFE_FACTOR_PERCENT = 150;
    /** What the store rounds ends of lives up to. */
    static final int UNIT_SEC = 16;

    private static final int INFO_HASH_LENGTH = 20;
    private static final double DRIFT_PPM_MAX = 200;
    private static final long SKEW_MS_MAX = TimeUnit.DAYS.toMillis(400);
    private static final int SWARMS_MIN = 64;
    private static final int PEERS_MAX = 200_000;
    private static final long STORE_BYTES_BASE = 4L << 20;
    private static final long STORE_BYTES_PER_SWARM = 1_024;

    final SimulationOptions options;
    final Topology topology;
    final EventQueue events = new EventQueue();
    final EventTrace trace = new EventTrace();
    final SimulatedNetwork network;
    final LinkPlan plan;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final byte[][] infoHashes;
    final OverlayInvariants invariants;
    final ClientPopulation population;
    private final SplittableRandom random;

    SimulatedOverlay(
        final SimulationOptions options, final Topology topology, final SimulatedTracker.Maker maker)
    {
        this.options = options;
        this.topology = topology;
        this.random = new SplittableRandom(~options.seed);
        this.infoHashes = new byte[options.swarms][INFO_HASH_LENGTH];
        for (final byte[] infoHash : infoHashes)
        {
            random.nextBytes(infoHash);
        }
        network = new SimulatedNetwork(events, trace, options, random.split());
        plan = new LinkPlan(options, topology, random.split());
        invariants = new OverlayInvariants(this);
        for (int i = 0; i < topology.nodes(); i++)
        {
            nodes.add(new SimulatedNode(
                blueprint(i), events, network, maker, invariants::checkSend, random.split()));
        }
        population = new ClientPopulation(this);
    }

    /** Another independent stream of random numbers. */
    SplittableRandom random()
    {
        return random.split();
    }

    /** Start all nodes at once. */
    void start()
    {
        nodes.forEach(SimulatedNode::start);
    }

    /** Move time. */
    void run(final long untilNs)
    {
        while (events.step(untilNs))
        {
            invariants.afterEvent();
        }
    }

    /** End a node's process, in good order or not; it stays down. */
    void crash(final SimulatedNode node, final boolean isOrderly, final boolean isStateKept)
    {
        trace.note(events.nowNs(), isOrderly ? "shuts down" : "crashes", node.index,
            isStateKept ? "with its store" : "without its store");
        node.stop(isOrderly, isStateKept);
        for (final SimulatedClient client : population.clients())
        {
            client.crashed(node.index, isStateKept, events.nowNs());
            if (topology.isBorder(node.index))
            {
                client.forgottenOnTheWay();
            }
        }
    }

    SimulationFailure failure(final String reason, final Throwable cause)
    {
        return new SimulationFailure(reason, options, trace.lines(), cause);
    }

    private NodeBlueprint blueprint(final int node)
    {
        final NodeClock clock = options.isClockSkewed ?
            new NodeClock(random.nextLong() >> 2, random.nextLong(-SKEW_MS_MAX, SKEW_MS_MAX),
                random.nextDouble(-DRIFT_PPM_MAX, DRIFT_PPM_MAX)) :
            new NodeClock(0, 0, 0);
        final List<LinkSettings> links = plan.of(node);
        return new NodeBlueprint(
            node, clock, settings(node, links.size()), links, limits(), infoHashes, options.intervalSec);
    }

    private SwarmLimits limits()
    {
        final long swarmsMax = Math.max(SWARMS_MIN, 4L * options.swarms);
        return new SwarmLimits(swarmsMax, PEERS_MAX, STORE_BYTES_BASE + swarmsMax * STORE_BYTES_PER_SWARM, PEERS_MAX,
            100, 10, LIFE_FACTOR_PERCENT, 0, 10, 80);
    }

    private OverlaySettings settings(final int node, final int links)
    {
        final int swarmsMax = Math.max(SWARMS_MIN, 4 * options.swarms);
        return new OverlaySettings(
            SimulatedNetwork.PORT,
            new Endpoint().set(SimulatedNetwork.endpoint(node, false)),
            options.helloNs,
            options.updateNs,
            options.disconnectNs,
            options.reconnectNs,
            options.retries,
            options.mandateNs,
            options.coalesceNs,
            options.digestNs,
            options.questionNs,
            60,
            options.triggeredPerSecond,
            options.urgentSwarmPeers,
            options.datagramMaxIpv4,
            options.datagramMaxIpv6,
            swarmsMax,
            options.recordsMax,
            options.changesMax,
            Math.max(8, links),
            OverlaySettings.Border.AUTO,
            options.isElecting,
            true,
            options.intervalSec * LIFE_FACTOR_PERCENT / 100);
    }

    @Override
    public void close()
    {
        nodes.forEach(SimulatedNode::close);
    }
}
