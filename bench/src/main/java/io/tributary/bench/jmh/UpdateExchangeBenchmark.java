package io.tributary.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole exchange of an update between two trackers, version 2, for each of its peers: announce at one, encode,
 * send, decode and apply at the other, acknowledge; idle turns in between included, and signs of life. A measured
 * invocation lets 1,000 clients come, then leave, in updates of some shape, each known at the other before the next
 * begins.
 */
public class UpdateExchangeBenchmark
{
    private static final int PEERS = 1000;

    /** Two trackers. */
    @State(Scope.Thread)
    public static class Pair
    {
        private static final int STRANGERS = 1 << 20;

        @Param({"10000", "1000000"})
        public int swarms;

        /** Peers of an update, and how many swarms they are of. */
        @Param({"1/1", "10/1", "10/10", "100/1", "100/10", "100/100", "1000/1", "1000/10", "1000/100"})
        public String shape;

        @Param({"false", "true"})
        public boolean isKeyed;

        private TrackerPair pair;
        private int[] torrents;
        private int firstStranger;
        private int peersPerUpdate;
        private int peersPerSwarm;
        private long remoteBefore;

        @Setup
        public void connect()
        {
            final String[] counts = shape.split("/");
            peersPerUpdate = Integer.parseInt(counts[0]);
            peersPerSwarm = peersPerUpdate / Integer.parseInt(counts[1]);
            final Population population = Population.of(swarms, swarms / 2 * 5);
            pair = new TrackerPair(population, 2 * PEERS, isKeyed);
            firstStranger = population.peerCount() + STRANGERS;
            torrents = new int[PEERS / peersPerSwarm];
            for (int i = 0; i < torrents.length; i++)
            {
                torrents[i] = swarms / 2 + i * (swarms / 2 / torrents.length);
            }
            remoteBefore = pair.remotePeers();
        }

        @TearDown
        public void close()
        {
            final long remote = pair.remotePeers();
            pair.close();
            if (remote != remoteBefore)
            {
                throw new IllegalStateException(remote + " clients of the other tracker, not " + remoteBefore);
            }
        }

        private long exchange(final boolean isStopped)
        {
            for (int first = 0; first < PEERS; first += peersPerUpdate)
            {
                final int end = first + peersPerUpdate;
                for (int peer = first; peer < end; peer++)
                {
                    pair.store(0).announce(torrents[peer / peersPerSwarm], firstStranger + peer, 0, isStopped);
                }
                pair.exchange(remoteBefore + (isStopped ? PEERS - end : end));
            }
            return pair.remotePeers();
        }
    }

    @Benchmark
    @OperationsPerInvocation(2 * PEERS)
    public long exchange(final Pair pair)
    {
        return pair.exchange(false) + pair.exchange(true);
    }
}
