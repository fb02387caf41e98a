package io.tributary.bench.jmh;

import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Decoding connect requests and encoding their responses, BEP 15.
 */
public class ConnectFlyweightBenchmark
{
    /** One request and room for its response. */
    @State(Scope.Thread)
    public static class Connect
    {
        private final ConnectRequestFlyweight request = new ConnectRequestFlyweight();
        private final ConnectResponseFlyweight response = new ConnectResponseFlyweight();
        private final UnsafeBuffer requestBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        private final UnsafeBuffer responseBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        private long connectionId;

        public Connect()
        {
            request.wrap(requestBuffer, 0, ConnectRequestFlyweight.LENGTH).transactionId(1);
        }
    }

    @Benchmark
    public long decodeRequest(final Connect connect)
    {
        final ConnectRequestFlyweight request =
            connect.request.wrap(connect.requestBuffer, 0, ConnectRequestFlyweight.LENGTH);
        return request.validate() + request.transactionId();
    }

    @Benchmark
    public UnsafeBuffer encodeResponse(final Connect connect)
    {
        connect.response.wrap(connect.responseBuffer, 0, ConnectResponseFlyweight.LENGTH)
            .transactionId(1)
            .connectionId(connect.connectionId++);
        return connect.responseBuffer;
    }
}
