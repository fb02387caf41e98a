package io.tributary.bench.trace.generate;

import com.sun.management.ThreadMXBean;
import io.tributary.bench.trace.TraceWriter;
import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import static org.assertj.core.api.Assertions.assertThat;

/** A hundred million datagrams leave nothing to the collector: each of a few does. */
class TraceGeneratorAllocationTest
{
    private static final int ROUNDS = 12;
    private static final int DATAGRAMS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private Object kept;

    /** Takes everything and keeps nothing. */
    private static final class Sink implements WritableByteChannel
    {
        @Override
        public int write(final ByteBuffer source)
        {
            final int length = source.remaining();
            source.position(source.limit());
            return length;
        }

        @Override
        public boolean isOpen()
        {
            return true;
        }

        @Override
        public void close()
        {
        }
    }

    private long leastAllocated(final boolean isAllocating) throws IOException
    {
        final TraceGenerator generator = new TraceGenerator(GeneratedTrace.shape(
            "--requests", "1000000", "--rate", "20000", "--flood", "source", "--mix", "1:0.25:0.05"));
        long least = Long.MAX_VALUE;
        try (TraceWriter writer = new TraceWriter(new Sink()))
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                generator.generate(writer, DATAGRAMS);
                for (int i = 0; isAllocating && i < DATAGRAMS; i++)
                {
                    kept = new Endpoint();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
        }
        return least;
    }

    @Test
    void shouldAllocateNothing() throws IOException
    {
        assertThat(leastAllocated(false)).isZero();
    }

    /** Negative control: one small object per datagram is seen. */
    @Test
    void shouldSeeAnAllocation() throws IOException
    {
        assertThat(leastAllocated(true)).isGreaterThan(16L * DATAGRAMS);
        assertThat(kept).isNotNull();
    }
}
