package io.tributary.tracker.capture;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;

class CaptureAllocationTest
{
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
    private final CaptureQueue queue = new CaptureQueue(new OffsetEpochNanoClock(), counters);
    private final UnsafeBuffer datagram = new UnsafeBuffer(new byte[2048]);
    private final Endpoint endpoint = new Endpoint().ipv4(1, 1);
    private byte[] kept;
    private int drained;

    @Test
    void shouldNotAllocateOnTheLoop()
    {
        final MessageHandler handler = (type, buffer, index, length) -> drained++;
        assertThat(leastBytes(() ->
        {
            queue.onReceived(0, endpoint, datagram, 0, 98);
            queue.onReplied(0, endpoint, datagram, 0, 320);
            queue.drain(handler, 10);
        })).isZero();
        assertThat(drained).isEqualTo(2 * CALLS * (ROUNDS + 1));

        assertThat(leastBytes(() -> queue.onSent(0, endpoint, datagram, 0, 2048))).as("when it is full").isZero();
        assertThat(counters.value(TrackerCounter.CAPTURE_DROPS)).isPositive();
    }

    /** Negative control. */
    @Test
    void shouldSeeAnAllocation()
    {
        assertThat(leastBytes(() -> kept = new byte[1])).isGreaterThanOrEqualTo(16L * CALLS);
        assertThat(kept).isNotNull();
    }

    private long leastBytes(final Runnable call)
    {
        repeat(call);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            repeat(call);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void repeat(final Runnable call)
    {
        for (int i = 0; i < CALLS; i++)
        {
            call.run();
        }
    }
}
