package io.tributary.bench.jmh;

import io.tributary.tracker.swarm.MergeOutcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a record of another tracker costs the store, in batches of ten of one swarm.
 */
public class SwarmMergeBenchmark
{
    private static final int RECORDS = 10;

    /** A store of so many swarms: two and a half times as many own peers, and ten peers of other trackers in each. */
    @State(Scope.Thread)
    public static class Swarms
    {
        @Param({"10000", "1000000"})
        public int swarms;

        @Param({"HOT", "ZIPF", "COLD"})
        public AccessPattern access;

        private FilledStore store;
        private AccessTrace trace;

        @Setup
        public void fill()
        {
            final Population population = Population.of(swarms, swarms / 2 * 5);
            store = new FilledStore(population, RECORDS);
            trace = new AccessTrace(population, access, 2);
        }

        @TearDown
        public void close()
        {
            store.checkUnchanged();
            store.close();
        }
    }

    /** Ten known peers are renewed. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public MergeOutcome renew(final Swarms swarms)
    {
        swarms.trace.advance();
        return swarms.store.mergeGuests(swarms.trace.torrent(), RECORDS);
    }

    /** Ten new peers come, and at once go: the mean of the two. */
    @Benchmark
    @OperationsPerInvocation(2 * RECORDS)
    public MergeOutcome comeAndGo(final Swarms swarms)
    {
        swarms.trace.advance();
        final int torrent = swarms.trace.torrent();
        final int firstStranger = swarms.store.nextStranger();
        swarms.store.merge(torrent, firstStranger, RECORDS, FilledStore.GUEST_END_SEC);
        return swarms.store.merge(torrent, firstStranger, RECORDS, 0);
    }
}
