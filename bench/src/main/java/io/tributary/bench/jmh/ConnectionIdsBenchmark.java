package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.request.ConnectionIds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Issuing and judging connection ids, BEP 15.
 */
public class ConnectionIdsBenchmark
{
    private static final int SOURCES = 1024;

    /** Clients of one family, each with an id of its own. */
    @State(Scope.Thread)
    public static class Clients
    {
        @Param({"false", "true"})
        public boolean isIpv6;

        private final ConnectionIds connectionIds = new ConnectionIds(new SipHash(1, 2), 120, 240);
        private final Endpoint[] sources = new Endpoint[SOURCES];
        private final long[] issued = new long[SOURCES];
        private int index;

        @Setup
        public void issue()
        {
            for (int i = 0; i < SOURCES; i++)
            {
                sources[i] = new Endpoint();
                Population.endpoint(i, sources[i]);
                if (isIpv6)
                {
                    sources[i].ipv6(0x2001_0DB8L << 32, Population.mix(i), 6881);
                }
                issued[i] = connectionIds.issue(sources[i], FilledStore.NOW_SEC);
            }
        }

        private int next()
        {
            index = (index + 1) & (SOURCES - 1);
            return index;
        }
    }

    @Benchmark
    public long issue(final Clients clients)
    {
        return clients.connectionIds.issue(clients.sources[clients.next()], FilledStore.NOW_SEC);
    }

    @Benchmark
    public int checkValid(final Clients clients)
    {
        final int i = clients.next();
        return clients.connectionIds.check(clients.sources[i], clients.issued[i], FilledStore.NOW_SEC + 60);
    }

    @Benchmark
    public int checkForged(final Clients clients)
    {
        final int i = clients.next();
        return clients.connectionIds.check(clients.sources[i], clients.issued[i] ^ 1, FilledStore.NOW_SEC + 60);
    }
}
