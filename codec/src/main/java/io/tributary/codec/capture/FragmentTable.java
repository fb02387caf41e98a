package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Puts fragments of IP together. Memory is fixed: so many datagrams at a time, 64 KiB and a bit map of its units of
 * eight bytes for each; a new one pushes the oldest out, and time limits count on the capture's clock. Copies of a
 * fragment are ignored; a fragment over part of another gives its datagram up, as RFC 5722 has it for IPv6. The same
 * packet seen on its way in and on its way out are two datagrams. Owned by one thread.
 */
public final class FragmentTable
{
    public static final int CAPACITY_DEFAULT = 64;
    public static final long TIME_LIMIT_DEFAULT_NS = 30_000_000_000L;

    private static final int LENGTH_MAX = 65_535;
    private static final int REGION_LENGTH = 65_536;
    private static final int UNIT = 8;
    private static final int UNITS_MAX = REGION_LENGTH / UNIT;
    private static final int LENGTH_UNKNOWN = -1;

    private final long timeLimitNs;
    private final UnsafeBuffer payloads;
    private final Slot[] slots;
    private long sequence;
    private int pendingCount;
    private long evictedCount;
    private long expiredCount;
    private int completeOffset;
    private int completeLength;

    public FragmentTable()
    {
        this(CAPACITY_DEFAULT, TIME_LIMIT_DEFAULT_NS);
    }

    /**
     * Takes its memory at once.
     *
     * @param capacity    datagrams at a time, up to 16,384.
     * @param timeLimitNs from a datagram's first fragment seen to its last.
     */
    public FragmentTable(final int capacity, final long timeLimitNs)
    {
        this.timeLimitNs = timeLimitNs;
        payloads = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * REGION_LENGTH));
        slots = new Slot[capacity];
        for (int i = 0; i < capacity; i++)
        {
            slots[i] = new Slot(i * REGION_LENGTH);
        }
    }

    /** Datagrams that wait for fragments: at the end of a capture, those never completed. */
    public int pendingCount()
    {
        return pendingCount;
    }

    /** Datagrams pushed out incomplete by newer ones. */
    public long evictedCount()
    {
        return evictedCount;
    }

    /** Datagrams given up because the rest did not arrive within the time limit. */
    public long expiredCount()
    {
        return expiredCount;
    }

    /**
     * Add a fragment.
     *
     * @param key    of its datagram.
     * @param timeNs on the capture's clock.
     * @param buffer with the fragment's part of the datagram.
     * @param offset where in it.
     * @param length bytes of the part.
     * @param place  of the part in the datagram, a multiple of 8.
     * @param isLast whether it is the datagram's end.
     * @return {@link PacketVerdict#DATAGRAM} when complete: {@link #buffer()}, {@link #completeOffset()} and
     * {@link #completeLength()} tell where, until the next fragment is added. Otherwise what became of the fragment.
     */
    PacketVerdict add(
        final FragmentKey key,
        final long timeNs,
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final int place,
        final boolean isLast)
    {
        final int end = place + length;
        if (length <= 0 || end > LENGTH_MAX || !isLast && 0 != length % UNIT)
        {
            return PacketVerdict.FRAGMENT_INVALID;
        }

        expire(timeNs);
        final Slot slot = slotOf(key, timeNs);
        if (slot.holds(place, end))
        {
            return slot.isCopy(payloads, place, end, isLast, buffer, offset) ?
                PacketVerdict.FRAGMENT_DUPLICATE : overlapping(slot);
        }

        if (slot.overlaps(place, end, isLast))
        {
            return overlapping(slot);
        }

        payloads.putBytes(slot.offset + place, buffer, offset, length);
        slot.add(place, end, isLast);
        if (!slot.isComplete())
        {
            return PacketVerdict.FRAGMENT_PENDING;
        }

        completeOffset = slot.offset;
        completeLength = slot.length;
        release(slot);
        return PacketVerdict.DATAGRAM;
    }

    MutableDirectBuffer buffer()
    {
        return payloads;
    }

    int completeOffset()
    {
        return completeOffset;
    }

    int completeLength()
    {
        return completeLength;
    }

    private PacketVerdict overlapping(final Slot slot)
    {
        release(slot);
        return PacketVerdict.FRAGMENT_OVERLAPPING;
    }

    private void expire(final long timeNs)
    {
        if (0 == pendingCount)
        {
            return;
        }

        for (final Slot slot : slots)
        {
            if (slot.isUsed && timeNs - slot.startNs > timeLimitNs)
            {
                release(slot);
                expiredCount++;
            }
        }
    }

    /** That of the datagram, or a free one, or the oldest. */
    private Slot slotOf(final FragmentKey key, final long timeNs)
    {
        Slot free = null;
        Slot oldest = slots[0];
        for (final Slot slot : slots)
        {
            if (!slot.isUsed)
            {
                free = slot;
            }
            else if (slot.key.isSameAs(key))
            {
                return slot;
            }
            else if (slot.sequence < oldest.sequence)
            {
                oldest = slot;
            }
        }

        if (null == free)
        {
            free = oldest;
            release(oldest);
            evictedCount++;
        }

        free.start(key, timeNs, sequence++);
        pendingCount++;
        return free;
    }

    private void release(final Slot slot)
    {
        slot.isUsed = false;
        pendingCount--;
    }

    /** One datagram: which of its units of eight bytes are there, and where it ends once that is known. */
    private static final class Slot
    {
        private final int offset;
        private final FragmentKey key = new FragmentKey();
        private final long[] units = new long[UNITS_MAX / Long.SIZE];
        private boolean isUsed;
        private long startNs;
        private long sequence;
        private int unitCount;
        private int highestEnd;
        private int length;

        Slot(final int offset)
        {
            this.offset = offset;
        }

        void start(final FragmentKey key, final long timeNs, final long sequence)
        {
            this.key.set(key);
            this.startNs = timeNs;
            this.sequence = sequence;
            for (int i = 0; i < units.length; i++)
            {
                units[i] = 0;
            }

            isUsed = true;
            unitCount = 0;
            highestEnd = 0;
            length = LENGTH_UNKNOWN;
        }

        /** Whether every unit is there. */
        boolean holds(final int place, final int end)
        {
            return countOf(place, end) == unitsOf(place, end);
        }

        boolean isCopy(
            final MutableDirectBuffer payloads,
            final int place,
            final int end,
            final boolean isLast,
            final MutableDirectBuffer buffer,
            final int bufferOffset)
        {
            if (isLast ? length != end : end > highestEnd)
            {
                return false;
            }

            for (int i = 0; i < end - place; i++)
            {
                if (payloads.getByte(offset + place + i) != buffer.getByte(bufferOffset + i))
                {
                    return false;
                }
            }

            return true;
        }

        /** Over part of what is there, or behind the end. */
        boolean overlaps(final int place, final int end, final boolean isLast)
        {
            final boolean isBehindEnd = LENGTH_UNKNOWN != length && (isLast || end > length);
            return isBehindEnd || isLast && highestEnd > end || 0 != countOf(place, end);
        }

        void add(final int place, final int end, final boolean isLast)
        {
            for (int unit = place / UNIT; unit * UNIT < end; unit++)
            {
                units[unit >>> 6] |= 1L << unit;
            }

            unitCount += unitsOf(place, end);
            highestEnd = Math.max(highestEnd, end);
            length = isLast ? end : length;
        }

        boolean isComplete()
        {
            return LENGTH_UNKNOWN != length && unitCount == unitsOf(0, length);
        }

        private static int unitsOf(final int place, final int end)
        {
            return (end - place + UNIT - 1) / UNIT;
        }

        private int countOf(final int place, final int end)
        {
            int count = 0;
            for (int unit = place / UNIT; unit * UNIT < end; unit++)
            {
                count += (int)(units[unit >>> 6] >>> unit & 1);
            }

            return count;
        }
    }
}
