package io.tributary.bench.jmh;

import io.tributary.codec.AnnounceRequestFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Decoding announce requests, BEP 15.
 */
public class AnnounceRequestFlyweightBenchmark
{
    private static final int REQUESTS = 1024;
    private static final int STRIDE = 128;

    /** Requests that differ, so that no branch is always right. */
    @State(Scope.Thread)
    public static class Requests
    {
        private final AnnounceRequestFlyweight flyweight = new AnnounceRequestFlyweight();
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(REQUESTS * STRIDE));
        private int offset;

        public Requests()
        {
            final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
            for (int i = 0; i < REQUESTS; i++)
            {
                Population.infoHash(i, infoHash, 0);
                flyweight.wrap(buffer, i * STRIDE, AnnounceRequestFlyweight.LENGTH_MIN)
                    .connectionId(Population.mix(i))
                    .transactionId(i)
                    .infoHash(infoHash, 0)
                    .left(i & 1)
                    .event(i & 3)
                    .numWant(i % 50)
                    .port(1024 + i);
            }
        }
    }

    /** Every field that the request path reads. */
    @Benchmark
    public long decode(final Requests requests)
    {
        requests.offset = (requests.offset + STRIDE) & (REQUESTS * STRIDE - 1);
        final AnnounceRequestFlyweight request =
            requests.flyweight.wrap(requests.buffer, requests.offset, AnnounceRequestFlyweight.LENGTH_MIN);
        return request.validate() + request.connectionId() + request.transactionId() +
            request.buffer().getLong(request.infoHashOffset()) + request.left() + request.event() +
            request.ipv4Address() + request.numWant() + request.port();
    }
}
