package io.tributary.bench.jmh;

import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Encoding announce responses, BEP 15 and BEP 7.
 */
public class AnnounceResponseFlyweightBenchmark
{
    /** Peers to tell of, and room to do it. */
    @State(Scope.Thread)
    public static class Response
    {
        @Param({"0", "30", "50"})
        public int endpoints;

        @Param({"false", "true"})
        public boolean isIpv6;

        private final AnnounceResponseFlyweight flyweight = new AnnounceResponseFlyweight();
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
        private Endpoint[] peers;
        private int transactionId;

        @Setup
        public void fill()
        {
            peers = new Endpoint[endpoints];
            for (int i = 0; i < endpoints; i++)
            {
                peers[i] = new Endpoint();
                Population.endpoint(i, peers[i]);
                if (isIpv6)
                {
                    peers[i].ipv6(0x2001_0DB8L << 32, Population.mix(i), 6881);
                }
            }
        }
    }

    @Benchmark
    public int encode(final Response response)
    {
        final int length = AnnounceResponseFlyweight.length(response.peers.length, response.isIpv6);
        final AnnounceResponseFlyweight flyweight = response.flyweight.wrap(response.buffer, 0, length)
            .transactionId(response.transactionId++)
            .interval(1800)
            .leechers(20)
            .seeders(10);
        int offset = flyweight.endpointsOffset();
        for (final Endpoint peer : response.peers)
        {
            offset += peer.putCompact(response.buffer, offset);
        }
        return offset;
    }
}
