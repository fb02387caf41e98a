package io.tributary.bench.jmh;

import io.tributary.codec.ErrorResponseFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Encoding error responses, BEP 15.
 */
public class ErrorResponseFlyweightBenchmark
{
    /** A message and room for it. */
    @State(Scope.Thread)
    public static class Response
    {
        private final ErrorResponseFlyweight flyweight = new ErrorResponseFlyweight();
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        private final byte[] message = new byte[36];
        private int transactionId;
    }

    @Benchmark
    public UnsafeBuffer encode(final Response response)
    {
        final int length = ErrorResponseFlyweight.LENGTH_MIN + response.message.length;
        response.flyweight.wrap(response.buffer, 0, length)
            .transactionId(response.transactionId++)
            .message(response.message);
        return response.buffer;
    }
}
