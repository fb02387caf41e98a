package io.tributary.tracker.overlay;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

class OverlayTablesAllocationTest
{
    private static final int CALLS = 20_000;
    /** The compiler's own doings cost a few bytes now and then; what calls allocate shows in every round. */
    private static final int ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Endpoint endpoint = new Endpoint();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
    private int[] kept;
    private int expired;

    @Test
    void shouldAllocateNothingForARecord()
    {
        try (TablesFixture tables = new TablesFixture(1_000, 500))
        {
            final SlotBits bits = new SlotBits();
            final RecordSweep sweep = new RecordSweep(tables.records, record -> expired += tables.records.slot(record));
            final long bytes = allocatedBytes(i -> change(tables, bits, sweep, i));
            assertThat(bytes).isZero();
            assertThat(expired).isPositive();
        }
    }

    /** Negative control: the measurement sees an allocation of the smallest kind. */
    @Test
    void shouldSeeAnAllocation()
    {
        final long bytes = allocatedBytes(i ->
        {
            kept = new int[0];
            return 1 + kept.length;
        });
        assertThat(bytes).isGreaterThanOrEqualTo(16L * CALLS);
    }

    private int change(
        final TablesFixture tables, final SlotBits bits, final RecordSweep sweep, final int i)
    {
        infoHash.putInt(0, i % 1_000);
        final int slot = tables.swarms.find(infoHash, 0);
        final int origin = tables.origins.acquire(0, i & 63);
        TablesFixture.endpoint(endpoint, i % 300);
        tables.records.expect(slot, endpoint);
        tables.records.warm();
        int record = tables.records.find(slot, endpoint, origin);
        if (RecordTable.NOT_FOUND == record)
        {
            record = tables.records.add(slot, endpoint, origin, i & 3);
        }
        if (RecordTable.NOT_FOUND != record)
        {
            tables.records.update(record, i & 3, i, i + 300, i & 3, 1);
        }
        tables.changes.append(
            slot, tables.swarms.generation(slot), endpoint, i & 3, i & 3, origin, i, i + 300, 1, false);
        tables.origins.release(origin);
        bits.set(slot);
        bits.clear(bits.nextSetBitAround(slot / 2));
        return 1 + sweep.expire(i, 4);
    }

    private long allocatedBytes(final IntUnaryOperator call)
    {
        int sum = run(call) + run(call);
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            sum += run(call);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isNotZero();
        return leastBytes;
    }

    private static int run(final IntUnaryOperator call)
    {
        int sum = 0;
        for (int i = 0; i < CALLS; i++)
        {
            sum += call.applyAsInt(i);
        }
        return sum;
    }
}
