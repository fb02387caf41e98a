package io.tributary.bench.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * An overlay to measure: clients are where the experiment puts them, and nothing happens that it does not bring about.
 * Time is looked at in steps of 1 ms during a wait's first second, and of 10 ms later.
 */
final class MeasuredOverlay implements AutoCloseable
{
    static final long NEVER = -1;

    private static final long FINE_STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long COARSE_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);

    final SimulatedOverlay overlay;
    final SplittableRandom random;
    private final SimulationOptions options;
    private final Convergence convergence;
    private final boolean isChecked;
    private final int[] clientsOfSwarm;

    /**
     * Trackers that are not yet started.
     *
     * @param options   of everything but clients.
     * @param topology  of as many trackers.
     * @param isChecked whether the rules of {@link OverlayInvariants} are checked all the time.
     */
    MeasuredOverlay(final SimulationOptions options, final Topology topology, final boolean isChecked)
    {
        options.clients = 0;
        options.nodes = topology.nodes();
        this.options = options;
        this.isChecked = isChecked;
        this.overlay = new SimulatedOverlay(options, topology, OverlayTracker::new);
        this.random = overlay.random();
        this.convergence = new Convergence(overlay, overlay.population.clients());
        this.clientsOfSwarm = new int[options.swarms];
    }

    /** Start all trackers and wait until all links stand. */
    MeasuredOverlay connect()
    {
        overlay.start();
        final long endNs = nowNs() + 2 * (options.reconnectNs + options.retries * options.helloNs);
        while (null != convergence.missingLink())
        {
            require(nowNs() < endNs, "links are not up: " + convergence.missingLink());
            runFor(SEC);
        }
        return this;
    }

    long nowNs()
    {
        return overlay.events.nowNs();
    }

    void runFor(final long durationNs)
    {
        runUntil(nowNs() + durationNs);
    }

    void runUntil(final long untilNs)
    {
        if (isChecked)
        {
            overlay.run(untilNs);
        }
        else
        {
            boolean isMore = true;
            while (isMore)
            {
                isMore = overlay.events.step(untilNs);
            }
        }
    }

    /** A client that has not come yet. */
    SimulatedClient client(final int swarm, final int tracker)
    {
        return overlay.population.add(swarm, SimulatedClient.endpoint(clientsOfSwarm[swarm]++, false), tracker);
    }

    void join(final SimulatedClient client)
    {
        overlay.population.join(client);
    }

    /** Have a client come at a time drawn from now on. */
    SimulatedClient joinWithin(final long durationNs, final SimulatedClient client)
    {
        overlay.events.after(random.nextLong(durationNs), () -> join(client));
        return client;
    }

    /** As many clients at each tracker, in one swarm, come within a time. */
    List<SimulatedClient> joinEverywhere(final int swarm, final int each, final long withinNs)
    {
        final List<SimulatedClient> clients = new ArrayList<>();
        for (final SimulatedNode node : overlay.nodes)
        {
            for (int i = 0; i < each && node.isUp(); i++)
            {
                clients.add(joinWithin(withinNs, client(swarm, node.index)));
            }
        }
        return clients;
    }

    /** Wait until every tracker in an internal network of three or more follows a leader of a swarm, or leads it. */
    void awaitLeader(final int swarm, final long boundNs)
    {
        final long endNs = nowNs() + boundNs;
        final List<SimulatedNode> led = overlay.nodes.stream().filter(this::isLed).toList();
        while (led.stream().anyMatch((node) -> leader(node.index, swarm) < 0))
        {
            require(nowNs() < endNs, "no leader within " + TimeUnit.NANOSECONDS.toSeconds(boundNs) + " s");
            runFor(SEC);
        }
    }

    private boolean isLed(final SimulatedNode node)
    {
        return node.isUp() && overlay.topology.edges(node.index).stream().filter((edge) -> !edge.isExternal() &&
            overlay.nodes.get(edge.other(node.index)).isUp()).count() >= 2;
    }

    /** Who leads a swarm in the internal network of a tracker by its own view; -1 for nobody. */
    int leader(final int node, final int swarm)
    {
        return convergence.leader(overlay.nodes.get(node), swarm, false);
    }

    /**
     * Wait until all trackers that are up have stored clients of one swarm.
     *
     * @param boundNs the longest wait.
     * @return how long it took, or {@link #NEVER}.
     */
    long untilKnownEverywhere(final Collection<SimulatedClient> clients, final long boundNs)
    {
        final long startNs = nowNs();
        final List<SimulatedNode> ignorant = new ArrayList<>(overlay.nodes);
        while (nowNs() - startNs <= boundNs)
        {
            ignorant.removeIf((node) -> !node.isUp() || 0 == missing(node, clients));
            if (ignorant.isEmpty())
            {
                return nowNs() - startNs;
            }
            runFor(nowNs() - startNs < SEC ? FINE_STEP_NS : COARSE_STEP_NS);
        }
        return NEVER;
    }

    /** Pairs of a tracker that is up and a client that it has not stored. */
    int missing(final Collection<SimulatedClient> clients)
    {
        return overlay.nodes.stream().filter(SimulatedNode::isUp).mapToInt((node) -> missing(node, clients)).sum();
    }

    private int missing(final SimulatedNode node, final Collection<SimulatedClient> clients)
    {
        if (clients.isEmpty())
        {
            return 0;
        }
        final int swarm = clients.iterator().next().swarm;
        final BitSet stored = new BitSet();
        node.peers(overlay.infoHashes[swarm], (endpoint, isSeeder, origin, endSec) ->
        {
            if (endSec > node.nowSec())
            {
                stored.set(overlay.invariants.client(swarm, endpoint).index);
            }
        });
        return (int)clients.stream().filter((client) -> !stored.get(client.index)).count();
    }

    void kill(final int node)
    {
        overlay.crash(overlay.nodes.get(node), false, false);
    }

    /** Cut all paths between two parts of the trackers, or mend them. */
    void cut(final boolean[] isHere, final boolean isCut)
    {
        for (int from = 0; from < isHere.length; from++)
        {
            for (int to = 0; to < isHere.length; to++)
            {
                if (isHere[from] != isHere[to])
                {
                    overlay.network.block(from, to, isCut);
                }
            }
        }
    }

    /** All that was sent so far. */
    Traffic traffic()
    {
        return overlay.network.traffic();
    }

    /** The same of one tracker. */
    Traffic traffic(final int node)
    {
        return overlay.network.traffic(node).copy();
    }

    private void require(final boolean isMet, final String reason)
    {
        if (!isMet)
        {
            throw new IllegalStateException(reason + "; " + options);
        }
    }

    @Override
    public void close()
    {
        overlay.close();
    }
}
