package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One client in one swarm, and what is true about it: at which trackers it lives until when, whatever anybody says.
 */
final class SimulatedClient
{
    private static final int IPV4_PREFIX = 0xCB00_7100;
    private static final long IPV6_PREFIX = 0x2001_0DB8_0000_0002L;
    private static final int ADDRESSES = 4;
    private static final int PORT_FIRST = 10_000;

    final int index;
    final int swarm;
    final int[] trackers;
    final Endpoint endpoint;
    /** Clients that it has been told of. */
    final BitSet known = new BitSet();
    boolean isSeeder;
    boolean isRunning;
    /** Counts sessions: what was planned for an earlier one does not happen. */
    int session;

    private final Standing[] standings;
    private final int[] endsSec;
    private final long[] sinceNs;
    private final boolean[] seeding;
    private long latestEndNs = Long.MIN_VALUE;
    private long orphanedUntilNs = Long.MIN_VALUE;

    /** What a tracker knows about a client at first hand. */
    enum Standing
    {
        /** Never heard of it, or it has been gone for long. */
        NONE,
        /** It announced, and its life lasts until its end. */
        ALIVE,
        /** It said that it stopped, and the tracker can tell the others. */
        STOPPED,
        /** The tracker crashed and may have forgotten what it has to tell. */
        FORGOTTEN
    }

    SimulatedClient(final int index, final int swarm, final int[] trackers, final Endpoint endpoint, final int nodes)
    {
        this.index = index;
        this.swarm = swarm;
        this.trackers = trackers;
        this.endpoint = endpoint;
        this.standings = new Standing[nodes];
        this.endsSec = new int[nodes];
        this.sinceNs = new long[nodes];
        this.seeding = new boolean[nodes];
        Arrays.fill(standings, Standing.NONE);
    }

    /** Addresses are shared and ports are not, so that a mix-up of peers on one address shows. */
    static Endpoint endpoint(final int number, final boolean isIpv6)
    {
        final int port = PORT_FIRST + number;
        return isIpv6 ?
            new Endpoint().ipv6(IPV6_PREFIX, number % ADDRESSES + 1, port) :
            new Endpoint().ipv4(IPV4_PREFIX | number % ADDRESSES + 1, port);
    }

    /** The number in an endpoint, or -1 when no client has it. */
    static int number(final Endpoint endpoint)
    {
        final int number = endpoint.port() - PORT_FIRST;
        return number >= 0 && endpoint.isSameAs(endpoint(number, endpoint.isIpv6())) ? number : -1;
    }

    void announced(final int node, final int endSec, final long endNs, final long nowNs, final int nowSec)
    {
        if (!isAlive(node, nowSec))
        {
            standings[node] = Standing.ALIVE;
            sinceNs[node] = nowNs;
        }
        endsSec[node] = endSec;
        seeding[node] = isSeeder;
        latestEndNs = Math.max(latestEndNs, endNs);
    }

    void stopped(final int node, final long nowNs)
    {
        standings[node] = Standing.STOPPED;
        sinceNs[node] = nowNs;
    }

    /**
     * The tracker crashed, with or without its own peers. Without, it comes back as another tracker, and nobody is left
     * to take back what the first one said.
     */
    void crashed(final int node, final boolean isStateKept, final long nowNs)
    {
        if (Standing.NONE != standings[node] && !isStateKept)
        {
            orphanedUntilNs = latestEndNs;
        }
        if (Standing.NONE != standings[node] && !(isStateKept && Standing.ALIVE == standings[node]))
        {
            standings[node] = Standing.FORGOTTEN;
            sinceNs[node] = nowNs;
        }
    }

    /** A tracker crashed that may have passed it on, and can take back nothing any more. */
    void forgottenOnTheWay()
    {
        orphanedUntilNs = latestEndNs;
    }

    boolean isAlive(final int node, final int nowSec)
    {
        return Standing.ALIVE == standings[node] && endsSec[node] > nowSec;
    }

    Standing standing(final int node)
    {
        return standings[node];
    }

    /** Since when the standing at a node has been what it is. */
    long sinceNs(final int node)
    {
        return sinceNs[node];
    }

    /** Whether it was a seeder when it last announced to a node. */
    boolean isSeeding(final int node)
    {
        return seeding[node];
    }

    int endSec(final int node)
    {
        return endsSec[node];
    }

    /** The latest end of life that any tracker has ever given it at first hand. */
    long latestEndNs()
    {
        return latestEndNs;
    }

    /** Until when records may be about whose tracker is no more. */
    long orphanedUntilNs()
    {
        return orphanedUntilNs;
    }

    @Override
    public String toString()
    {
        return endpoint + " of swarm " + swarm + " " + Arrays.toString(standings) + " at " + Arrays.toString(trackers);
    }
}
