package io.tributary.bench.jmh;

import io.tributary.tracker.swarm.AnnounceOutcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The store with few and many swarms: known peers that announce again, peers that come and go, scrapes.
 */
public class SwarmStoreBenchmark
{
    /** A store of so many swarms, with two and a half times as many peers. */
    @State(Scope.Thread)
    public static class Swarms
    {
        @Param({"10000", "1000000", "10000000"})
        public int swarms;

        @Param({"HOT", "ZIPF", "COLD"})
        public AccessPattern access;

        @Param("30")
        public int numWant;

        private FilledStore store;
        private AccessTrace trace;

        @Setup
        public void fill()
        {
            final Population population = Population.of(swarms, swarms / 2 * 5);
            store = new FilledStore(population);
            trace = new AccessTrace(population, access, 2);
        }

        @TearDown
        public void close()
        {
            store.checkUnchanged();
            store.close();
        }
    }

    /** A known peer announces again. */
    @Benchmark
    public int refresh(final Swarms swarms)
    {
        swarms.trace.advance();
        return swarms.store.announce(swarms.trace.torrent(), swarms.trace.peer(), swarms.numWant, false).endpointCount;
    }

    /** A new peer announces, and at once stops: the mean of the two. */
    @Benchmark
    @OperationsPerInvocation(2)
    public AnnounceOutcome startAndStop(final Swarms swarms)
    {
        swarms.trace.advance();
        final int torrent = swarms.trace.torrent();
        final int stranger = swarms.store.nextStranger();
        swarms.store.announce(torrent, stranger, swarms.numWant, false);
        return swarms.store.announce(torrent, stranger, 0, true).outcome;
    }

    @Benchmark
    public int scrape(final Swarms swarms)
    {
        swarms.trace.advance();
        return swarms.store.scrape(swarms.trace.torrent()).seeders;
    }
}
