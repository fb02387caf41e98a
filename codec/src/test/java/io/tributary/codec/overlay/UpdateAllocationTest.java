package io.tributary.codec.overlay;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Updates of both versions are written, validated and read without leaving anything to the collector. */
class UpdateAllocationTest
{
    private static final int PACKETS = 10_000;
    /** The compiler's own doings cost a few bytes now and then; what packets allocate shows in every round. */
    private static final int ROUNDS = 5;
    private static final int LIMIT = 1372;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LIMIT]);
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[20]);
    private final Endpoint endpoint = new Endpoint();
    private final UpdateEncoder encoder = new UpdateEncoder();
    private final UpdateFlyweight update = new UpdateFlyweight();
    private final VersionOneUpdateEncoder oldEncoder = new VersionOneUpdateEncoder();
    private final VersionOneUpdateFlyweight oldUpdate = new VersionOneUpdateFlyweight();
    private Object kept;

    @Test
    void shouldAllocateNothing()
    {
        run(false);
        run(false);
        long leastAllocated = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            final long records = run(false);
            leastAllocated = Math.min(leastAllocated, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(records).isGreaterThan(100L * PACKETS);
        }

        assertThat(leastAllocated).isZero();
    }

    /** Negative control: one small object per packet is seen. */
    @Test
    void shouldSeeAnAllocation()
    {
        run(true);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(true);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThanOrEqualTo(16L * PACKETS);
        assertThat(kept).isNotNull();
    }

    private long run(final boolean isAllocating)
    {
        long records = 0;
        for (int i = 0; i < PACKETS; i++)
        {
            source.putInt(0, i);
            writeUpdate();
            records += readUpdate();
            writeOldUpdate();
            records += readOldUpdate();
            if (isAllocating)
            {
                kept = new Endpoint();
            }
        }

        return records;
    }

    private void writeUpdate()
    {
        encoder.wrap(buffer, 20, LIMIT);
        for (int origin = 0; encoder.beginGroup(source, 0, 0 != (origin & 1), origin, 1, 0); origin++)
        {
            final boolean isIpv6 = 0 != (origin & 1);
            int record = 0;
            while (record < 20 && encoder.addRecord(0, record, 100, isIpv6 ? record : 0, record, record))
            {
                record++;
            }

            encoder.endGroup(UpdateFlyweight.GROUP_FLAG_COMPLETE);
        }
    }

    private int readUpdate()
    {
        int records = update.wrap(buffer, 20, encoder.encodedLength()).validate();
        while (update.nextGroup())
        {
            while (update.nextRecord())
            {
                update.endpoint(endpoint);
                records++;
            }
        }

        return records;
    }

    private void writeOldUpdate()
    {
        oldEncoder.wrap(buffer, 18, LIMIT, 0);
        while (oldEncoder.beginSwarm(source, 0))
        {
            int peer = 0;
            while (oldEncoder.addPeer(false, peer, peer))
            {
                peer++;
            }
        }
    }

    private int readOldUpdate()
    {
        int records = oldUpdate.wrap(buffer, 18, oldEncoder.encodedLength()).validate();
        while (oldUpdate.nextSwarm())
        {
            while (oldUpdate.nextPeer())
            {
                oldUpdate.endpoint(endpoint);
                records++;
            }
        }

        return records;
    }
}
