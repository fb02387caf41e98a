package io.tributary.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What links to other trackers cost an announce: the announce itself, and its share of what the overlay does because of
 * it, to the acknowledgement of the last neighbour. Without links it is the announce alone. Known clients announce, at
 * the rate of a busy tracker.
 */
public class UnificationCostBenchmark
{
    /** A tracker whose neighbours share all its swarms and know all its clients. */
    @State(Scope.Thread)
    public static class Tracker
    {
        /** 100,000 announces a second. */
        private static final long ANNOUNCE_NS = 10_000;
        /** As many as {@code serve} receives at most before the overlay has its turn. */
        private static final int ANNOUNCES_PER_TURN = 64;
        private static final int NUM_WANT = 30;

        @Param({"0", "1", "4", "16"})
        public int links;

        @Param({"false", "true"})
        public boolean isKeyed;

        @Param("100000")
        public int torrents;

        private FilledStore store;
        private LinkedTracker tracker;
        private AccessTrace trace;
        private boolean[] areSeeders;
        private long updatesBefore;
        private long news;
        private int announces;

        @Setup
        public void connect()
        {
            final Population population = Population.of(torrents, 5 * torrents);
            store = new FilledStore(population);
            tracker = new LinkedTracker(store, torrents, 0, links, isKeyed);
            trace = new AccessTrace(population, AccessPattern.ZIPF, 7);
            areSeeders = new boolean[population.peerCount()];
            for (int i = 0; i < areSeeders.length; i++)
            {
                areSeeders[i] = Population.isSeeder(i);
            }
            updatesBefore = tracker.updates();
        }

        @TearDown
        public void close()
        {
            tracker.settle();
            final long updates = tracker.updates() - updatesBefore;
            store.checkUnchanged();
            tracker.close();
            store.close();
            if (updates > 0 != (news > 0 && links > 0))
            {
                throw new IllegalStateException(updates + " updates about " + news + " news over " + links + " links");
            }
        }

        private int announce()
        {
            final int peer = trace.peer();
            tracker.pass(ANNOUNCE_NS);
            final int endpoints =
                store.announceAs(trace.torrent(), peer, areSeeders[peer], NUM_WANT).endpointCount;
            if (++announces == ANNOUNCES_PER_TURN)
            {
                announces = 0;
                tracker.turn();
            }
            return endpoints;
        }
    }

    /** A client announces again, and the neighbours need not hear of it. */
    @Benchmark
    public int repeat(final Tracker tracker)
    {
        tracker.trace.advance();
        return tracker.announce();
    }

    /** A client has become a seeder, or is one no more: one record for every neighbour. */
    @Benchmark
    public int change(final Tracker tracker)
    {
        tracker.trace.advance();
        tracker.areSeeders[tracker.trace.peer()] ^= true;
        tracker.news++;
        return tracker.announce();
    }
}
