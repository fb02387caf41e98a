package io.tributary.tracker.status;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class StatusAllocationTest
{
    private static final int ROUNDS = 2_000;
    private static final int MEASUREMENTS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @TempDir
    private Path directory;

    private Object sink;
    private int answers;

    @Test
    void shouldNotAllocateWhenCounting() throws IOException
    {
        try (TrackerCounters counters =
            TrackerCounters.mapped(directory.resolve(TrackerCounters.FILE_NAME), () -> 1L, 1))
        {
            assertThat(allocatedBytes(i ->
            {
                counters.increment(TrackerCounter.ANNOUNCE_REQUESTS_IPV4);
                counters.add(TrackerCounter.RECEIVED_BYTES_IPV4, i);
                counters.set(TrackerCounter.PEERS_IPV4, i);
            })).isZero();
            assertThat(counters.value(TrackerCounter.ANNOUNCE_REQUESTS_IPV4)).isEqualTo((1 + MEASUREMENTS) * ROUNDS);
        }
    }

    @Test
    void shouldNotAllocateWhenRecording()
    {
        try (TrackerCounters counters = TrackerCounters.inMemory(() -> 1L))
        {
            final LatencyRecorder recorder = new LatencyRecorder(counters, 0);
            assertThat(allocatedBytes(i ->
            {
                recorder.record(LatencyKind.ANNOUNCE_SERVICE, i * 1_000_003L);
                recorder.handOver();
                recorder.doWork(i * LatencyRecorder.INTERVAL_NS);
            })).isZero();
            assertThat(counters.value(TrackerCounter.ANNOUNCE_SERVICE_TOTAL_COUNT)).isPositive();
        }
    }

    @Test
    void shouldNotAllocateWhenTellingOfTheOverlay()
    {
        try (TrackerCounters counters = TrackerCounters.inMemory(() -> 1L))
        {
            final OverlayStatusWriter writer = new OverlayStatusWriter(counters);
            final SwarmQueryMailbox mailbox = new SwarmQueryMailbox(counters);
            final SwarmQuery query = (infoHash, offset, description) ->
                description.known().peer(true, 1, 2, 3, false, SwarmDescription.OWN, 4, SwarmDescription.SELF, 5, 6);
            final int requestOffset = OverlayLayout.mailboxOffset(
                StatusLayout.overlayOffset(TrackerCounter.count()), writer.linkSlots());
            assertThat(allocatedBytes(i ->
            {
                writer.beginOverlay().set(OverlayField.SWARMS, i).end();
                writer.beginLink(i % 4, "north").set(LinkField.LAG, i).traffic(137, i, i, i, i).end();
                writer.clearLink(i % 4);
                counters.region().putLong(requestOffset, counters.region().getLong(requestOffset) + 1);
                answers += mailbox.poll(query);
            })).isZero();
            assertThat(answers).isEqualTo((1 + MEASUREMENTS) * ROUNDS);
        }
    }

    @Test
    void shouldNoticeAnAllocation()
    {
        assertThat(allocatedBytes(i -> sink = new long[] {i})).isGreaterThanOrEqualTo(16L * ROUNDS);
        assertThat(sink).isNotNull();
    }

    private interface Round
    {
        void run(int i);
    }

    /** The least of several measurements, since the JVM itself may allocate while it compiles. */
    private static long allocatedBytes(final Round round)
    {
        repeat(round);
        final long threadId = Thread.currentThread().getId();
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++)
        {
            final long before = THREADS.getThreadAllocatedBytes(threadId);
            repeat(round);
            leastBytes = Math.min(leastBytes, THREADS.getThreadAllocatedBytes(threadId) - before);
        }
        return leastBytes;
    }

    private static void repeat(final Round round)
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            round.run(i);
        }
    }
}
