package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * The latest changes of peers, own and remote, as facts in the order of their happening: the one queue that all
 * neighbours are updated from, each at its own pace. A fact has a position that never comes again; the ring keeps the
 * newest, and a neighbour that falls behind {@link #oldestPosition()} must be sent whole swarms instead.
 * <pre>
 *   0   address, high and low (16)      28  port (2)
 *   16  slot of the swarm               30  origin (2)
 *   20  stamp, units of 16 ms           32  link it came by (2)
 *   24  end of life, seconds            34  generation of the slot (2)
 *                                       36  flags (1), hops (1), unused (2)
 * </pre>
 * A fact stays as it was written: whoever reads it compares generation and record with what holds now. Off heap, native
 * order. Single-threaded; allocates nothing after construction.
 */
final class ChangeLog implements AutoCloseable
{
    private static final int FACT_BYTES = 40;
    private static final int HIGH_OFFSET = 0;
    private static final int LOW_OFFSET = 8;
    private static final int SLOT_OFFSET = 16;
    private static final int STAMP_OFFSET = 20;
    private static final int END_OFFSET = 24;
    private static final int PORT_OFFSET = 28;
    private static final int ORIGIN_OFFSET = 30;
    private static final int VIA_OFFSET = 32;
    private static final int GENERATION_OFFSET = 34;
    private static final int FLAGS_OFFSET = 36;
    private static final int HOPS_OFFSET = 37;

    private static final int IPV6 = 0x40;
    private static final int STATE_MASK = RecordTable.GONE | RecordTable.SEEDER;

    private final OriginTable origins;
    private final long address;
    private final int mask;
    private long head;
    private long urgentPosition;
    private boolean isClosed;

    /**
     * Empty log.
     *
     * @param changesMax facts kept, a power of two.
     * @param origins    each fact kept holds a reference to its origin.
     */
    ChangeLog(final int changesMax, final OriginTable origins)
    {
        if (!BitUtil.isPowerOfTwo(changesMax))
        {
            throw new IllegalArgumentException("changesMax must be a power of two, not " + changesMax);
        }
        this.origins = origins;
        this.mask = changesMax - 1;
        this.address = UnsafeApi.allocateMemory((long)changesMax * FACT_BYTES);
    }

    /** Position of the next fact; one more than the newest's. */
    long head()
    {
        return head;
    }

    /** Position of the oldest fact that is kept; equal to {@link #head()} before the first. */
    long oldestPosition()
    {
        return Math.max(0, head - mask - 1);
    }

    /** One more than the position of the newest urgent fact: who has read so far has no urgent news before it. */
    long urgentPosition()
    {
        return urgentPosition;
    }

    /**
     * Note a fact; the oldest makes room.
     *
     * @param slot       swarm.
     * @param generation of the slot.
     * @param endpoint   client.
     * @param state      {@link RecordTable#GONE} and {@link RecordTable#SEEDER}.
     * @param via        link by which it came, or {@link RecordTable#VIA_SELF}.
     * @param origin     tracker whose client it is.
     * @param stamp      origin's time, units of 16 ms.
     * @param endSec     end of life, own clock.
     * @param hops       trackers between the origin and this one.
     * @param isUrgent   whether neighbours should not wait for the update interval.
     * @return its position.
     */
    long append(
        final int slot,
        final int generation,
        final Endpoint endpoint,
        final int state,
        final int via,
        final int origin,
        final int stamp,
        final int endSec,
        final int hops,
        final boolean isUrgent)
    {
        final long fact = factAddress(head);
        origins.retain(origin);
        if (head > mask)
        {
            origins.release(UnsafeApi.getShort(fact + ORIGIN_OFFSET));
        }
        UnsafeApi.putLong(fact + HIGH_OFFSET, endpoint.addressHigh());
        UnsafeApi.putLong(fact + LOW_OFFSET, endpoint.addressLow());
        UnsafeApi.putInt(fact + SLOT_OFFSET, slot);
        UnsafeApi.putInt(fact + STAMP_OFFSET, stamp);
        UnsafeApi.putInt(fact + END_OFFSET, endSec);
        UnsafeApi.putShort(fact + PORT_OFFSET, (short)endpoint.port());
        UnsafeApi.putShort(fact + ORIGIN_OFFSET, (short)origin);
        UnsafeApi.putShort(fact + VIA_OFFSET, (short)via);
        UnsafeApi.putShort(fact + GENERATION_OFFSET, (short)generation);
        UnsafeApi.putByte(fact + FLAGS_OFFSET, (byte)((state & STATE_MASK) | (endpoint.isIpv6() ? IPV6 : 0)));
        UnsafeApi.putByte(fact + HOPS_OFFSET, (byte)hops);
        final long position = head++;
        urgentPosition = isUrgent ? head : urgentPosition;
        return position;
    }

    int slot(final long position)
    {
        return UnsafeApi.getInt(factAddress(position) + SLOT_OFFSET);
    }

    int generation(final long position)
    {
        return UnsafeApi.getShort(factAddress(position) + GENERATION_OFFSET) & 0xFFFF;
    }

    Endpoint endpoint(final long position, final Endpoint endpoint)
    {
        final long fact = factAddress(position);
        final int port = UnsafeApi.getShort(fact + PORT_OFFSET) & 0xFFFF;
        final long low = UnsafeApi.getLong(fact + LOW_OFFSET);
        return isIpv6(position) ? endpoint.ipv6(UnsafeApi.getLong(fact + HIGH_OFFSET), low, port) :
            endpoint.ipv4((int)low, port);
    }

    boolean isIpv6(final long position)
    {
        return 0 != (flags(position) & IPV6);
    }

    /** {@link RecordTable#GONE} and {@link RecordTable#SEEDER}. */
    int state(final long position)
    {
        return flags(position) & STATE_MASK;
    }

    int via(final long position)
    {
        return UnsafeApi.getShort(factAddress(position) + VIA_OFFSET);
    }

    int origin(final long position)
    {
        return UnsafeApi.getShort(factAddress(position) + ORIGIN_OFFSET);
    }

    int stamp(final long position)
    {
        return UnsafeApi.getInt(factAddress(position) + STAMP_OFFSET);
    }

    int endSec(final long position)
    {
        return UnsafeApi.getInt(factAddress(position) + END_OFFSET);
    }

    int hops(final long position)
    {
        return UnsafeApi.getByte(factAddress(position) + HOPS_OFFSET) & 0xFF;
    }

    /** Nothing may be read afterwards. Closing again does nothing. */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            UnsafeApi.freeMemory(address);
        }
    }

    private int flags(final long position)
    {
        assert position >= oldestPosition() && position < head : position;
        return UnsafeApi.getByte(factAddress(position) + FLAGS_OFFSET);
    }

    private long factAddress(final long position)
    {
        return address + (position & mask) * FACT_BYTES;
    }
}
