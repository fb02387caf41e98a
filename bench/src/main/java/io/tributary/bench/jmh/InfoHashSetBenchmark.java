package io.tributary.bench.jmh;

import io.tributary.tracker.access.InfoHashSet;
import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Looking an info-hash up in an access list.
 */
public class InfoHashSetBenchmark
{
    /** A list of so many info-hashes. */
    @State(Scope.Thread)
    public static class AccessList
    {
        @Param({"10000", "1000000", "10000000"})
        public int entries;

        private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[InfoHashSet.INFO_HASH_LENGTH]);
        private InfoHashSet set;
        private long draws;

        @Setup
        public void fill()
        {
            set = new InfoHashSet(entries, new SipHash(1, 2));
            for (int i = 0; i < entries; i++)
            {
                Population.infoHash(i, infoHash, 0);
                set.add(infoHash, 0);
            }
        }

        @TearDown
        public void close()
        {
            set.close();
        }

        private UnsafeBuffer draw(final int first)
        {
            final int entry = (int)(((Population.mix(++draws) >>> 32) * entries) >>> 32);
            Population.infoHash(first + entry, infoHash, 0);
            return infoHash;
        }
    }

    @Benchmark
    public boolean present(final AccessList list)
    {
        return list.set.contains(list.draw(0), 0);
    }

    @Benchmark
    public boolean absent(final AccessList list)
    {
        return list.set.contains(list.draw(list.entries), 0);
    }
}
