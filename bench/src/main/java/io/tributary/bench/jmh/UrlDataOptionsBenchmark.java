package io.tributary.bench.jmh;

import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.codec.UrlDataOptions;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.ByteBuffer;

/**
 * Reading the options behind an announce request, BEP 41.
 */
public class UrlDataOptionsBenchmark
{
    private static final int PIECE_LENGTH = 40;

    /** A path and query in so many pieces. */
    @State(Scope.Thread)
    public static class Options
    {
        @Param({"0", "1", "4"})
        public int pieces;

        private final UrlDataOptions options = new UrlDataOptions();
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(512));
        private final UnsafeBuffer destination = new UnsafeBuffer(ByteBuffer.allocateDirect(512));
        private int length;

        @Setup
        public void fill()
        {
            length = 0;
            for (int i = 0; i < pieces; i++)
            {
                buffer.putByte(length++, (byte)UdpTrackerProtocol.OPTION_URL_DATA);
                buffer.putByte(length++, (byte)PIECE_LENGTH);
                buffer.setMemory(length, PIECE_LENGTH, (byte)'a');
                length += PIECE_LENGTH;
            }
        }
    }

    @Benchmark
    public int copy(final Options options)
    {
        return options.options.wrap(options.buffer, 0, options.length).copyTo(options.destination, 0, 512);
    }
}
