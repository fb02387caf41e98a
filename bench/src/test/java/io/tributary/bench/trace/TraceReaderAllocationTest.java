package io.tributary.bench.trace;

import com.sun.management.ThreadMXBean;
import io.tributary.bench.trace.SampleCaptures.Link;
import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A file of several windows is read, fragments and all, without leaving anything to the collector. */
class TraceReaderAllocationTest
{
    /** The compiler's own doings cost a few bytes now and then; what packets allocate shows in every round. */
    private static final int ROUNDS = 8;
    private static final int COPIES = 150;

    @TempDir
    private Path directory;
    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private Object kept;

    /** Bytes allocated from the first datagram to the last. */
    private long allocated(final Path file, final boolean isAllocating)
    {
        try (TraceReader reader = TraceReader.open(file.toString(), TraceReader.PORT_ANY))
        {
            reader.next();
            final long before = threads.getCurrentThreadAllocatedBytes();
            long count = 1;
            while (reader.next())
            {
                count++;
                if (isAllocating)
                {
                    kept = new Endpoint();
                }
            }

            final long after = threads.getCurrentThreadAllocatedBytes();
            assertThat(count).isGreaterThan(40L * COPIES);
            return after - before;
        }
    }

    private Path file() throws IOException
    {
        final List<byte[]> frames = new ArrayList<>();
        Collections.nCopies(COPIES, SampleCaptures.frames(Link.COOKED_2, 1)).forEach(frames::addAll);
        final Path file = directory.resolve("trace.pcap");
        Files.write(file, SampleCaptures.pcap(276, frames, ByteOrder.LITTLE_ENDIAN, true));
        assertThat(Files.size(file)).isGreaterThan(3 * 4 << 20);
        return file;
    }

    @Test
    void shouldAllocateNothing() throws IOException
    {
        final Path file = file();
        long leastAllocated = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            leastAllocated = Math.min(leastAllocated, allocated(file, false));
        }

        assertThat(leastAllocated).isZero();
    }

    /** Negative control: one small object per datagram is seen. */
    @Test
    void shouldSeeAnAllocation() throws IOException
    {
        assertThat(allocated(file(), true)).isGreaterThan(16L * 40 * COPIES);
        assertThat(kept).isNotNull();
    }
}
