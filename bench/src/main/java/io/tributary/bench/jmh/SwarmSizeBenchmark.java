package io.tributary.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.SplittableRandom;

/**
 * What an announce costs in swarms of one peer to a million, among others: the work must be bounded.
 */
public class SwarmSizeBenchmark
{
    /** One swarm of a chosen size, in a store that holds many. */
    @State(Scope.Thread)
    public static class Swarm
    {
        @Param({"1", "10", "100", "1000", "10000", "100000", "1000000"})
        public int swarmSize;

        @Param({"30", "50"})
        public int numWant;

        @Param("100000")
        public int torrents;

        private final SplittableRandom random = new SplittableRandom(3);
        private FilledStore store;
        private int firstPeer;

        @Setup
        public void fill()
        {
            final Population others = Population.of(torrents, 5 * torrents);
            firstPeer = others.peerCount();
            store = new FilledStore(others.with(swarmSize));
        }

        @TearDown
        public void close()
        {
            store.checkUnchanged();
            store.close();
        }
    }

    /** A random peer of the swarm announces again. */
    @Benchmark
    public int refresh(final Swarm swarm)
    {
        final int peer = swarm.firstPeer + swarm.random.nextInt(swarm.swarmSize);
        return swarm.store.announce(swarm.torrents, peer, swarm.numWant, false).endpointCount;
    }
}
