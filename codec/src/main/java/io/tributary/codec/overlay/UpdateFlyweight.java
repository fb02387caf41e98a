package io.tributary.codec.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of an UPDATE, version 2, to be read: a cursor over groups of records. Written by {@link UpdateEncoder}.
 * <pre>
 *   0                origin count  n                       0 to 32
 *   1                n tracker ids, 16 bytes each
 *   1 + 16 n         groups up to the end of the body
 *
 *   group                                                  24 bytes, then its records
 *   0                info-hash (20)
 *   20               group flags: 1 IPv6, 2 COMPLETE, 4 REFLECT
 *   21               origin index
 *   22               hops
 *   23               record count
 *
 *   record                                                 13 bytes, or 25 for IPv6
 *   0                record flags: 1 gone, 2 seeder
 *   1                stamp (4)
 *   5                remaining life in seconds (2)
 *   7                address (4 or 16)
 *   11 or 23         port (2)
 * </pre>
 * <pre>
 *   while (update.nextGroup())
 *       while (update.nextRecord())
 * </pre>
 * A group may be left at any record: {@link #nextGroup()} goes on after its end, which is known from its head alone.
 * Owned by one thread. Hot path; only {@link #wrap} and {@link #validate()} before {@link #validate()} returned 0.
 */
public final class UpdateFlyweight
{
    public static final int ORIGIN_COUNT_OFFSET = 0;
    public static final int ORIGINS_OFFSET = 1;
    public static final int LENGTH_MIN = ORIGINS_OFFSET;

    public static final int GROUP_FLAGS_OFFSET = 20;
    public static final int GROUP_ORIGIN_INDEX_OFFSET = 21;
    public static final int GROUP_HOPS_OFFSET = 22;
    public static final int GROUP_RECORD_COUNT_OFFSET = 23;
    public static final int GROUP_LENGTH = 24;

    public static final int GROUP_FLAG_IPV6 = 0x01;

    /** The last part of a full send of this swarm. */
    public static final int GROUP_FLAG_COMPLETE = 0x02;

    /** The sender follows the receiver as leader of this swarm in this network. */
    public static final int GROUP_FLAG_REFLECT = 0x04;

    public static final int RECORD_FLAGS_OFFSET = 0;
    public static final int RECORD_STAMP_OFFSET = 1;
    public static final int RECORD_LIFE_OFFSET = 5;
    public static final int RECORD_ENDPOINT_OFFSET = 7;
    public static final int RECORD_IPV4_LENGTH = RECORD_ENDPOINT_OFFSET + Endpoint.IPV4_LENGTH;
    public static final int RECORD_IPV6_LENGTH = RECORD_ENDPOINT_OFFSET + Endpoint.IPV6_LENGTH;

    public static final int RECORD_FLAG_GONE = 0x01;
    public static final int RECORD_FLAG_SEEDER = 0x02;

    private static final int BEFORE_FIRST = -1;

    private DirectBuffer buffer;
    private int offset;
    private int length;
    private int group;
    private int groupEnd;
    private int record;
    private int recordLength;

    public static int recordLength(final boolean isIpv6)
    {
        return isIpv6 ? RECORD_IPV6_LENGTH : RECORD_IPV4_LENGTH;
    }

    public UpdateFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return rewind();
    }

    /**
     * Put the cursor before the first group again.
     *
     * @return this.
     */
    public UpdateFlyweight rewind()
    {
        group = BEFORE_FIRST;
        groupEnd = BEFORE_FIRST;
        record = BEFORE_FIRST;
        return this;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public int encodedLength()
    {
        return length;
    }

    /**
     * Where the body ends.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return offset + length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return OverlayProtocol.TRUNCATED;
        }

        final int originCount = originCount();
        if (originCount > OverlayProtocol.UPDATE_ORIGINS_MAX)
        {
            return OverlayProtocol.MALFORMED;
        }

        final int limit = offset + length;
        int position = firstGroup();
        while (position + GROUP_LENGTH <= limit)
        {
            final int recordCount = recordCountAt(position);
            if (recordCount > 0 && originIndexAt(position) >= originCount)
            {
                return OverlayProtocol.MALFORMED;
            }

            position = groupEnd(position);
        }

        return position == limit ? OverlayProtocol.NONE : OverlayProtocol.TRUNCATED;
    }

    public int originCount()
    {
        return buffer.getByte(offset + ORIGIN_COUNT_OFFSET) & 0xFF;
    }

    public long originHigh(final int index)
    {
        return buffer.getLong(origin(index), ByteOrder.BIG_ENDIAN);
    }

    public long originLow(final int index)
    {
        return buffer.getLong(origin(index) + 8, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Go to the next group, over what is unread of this one.
     *
     * @return false when there is none; the cursor then stays behind the last.
     */
    public boolean nextGroup()
    {
        final int next = BEFORE_FIRST == groupEnd ? firstGroup() : groupEnd;
        if (next >= offset + length)
        {
            groupEnd = next;
            record = next;
            return false;
        }

        group = next;
        groupEnd = groupEnd(next);
        recordLength = recordLength(isIpv6());
        record = next + GROUP_LENGTH - recordLength;
        return true;
    }

    /**
     * Where the 20 bytes of the group's info-hash start in {@link #buffer()}.
     *
     * @return an absolute offset.
     */
    public int infoHashOffset()
    {
        return group;
    }

    public int groupFlags()
    {
        return buffer.getByte(group + GROUP_FLAGS_OFFSET) & 0xFF;
    }

    public boolean isIpv6()
    {
        return 0 != (groupFlags() & GROUP_FLAG_IPV6);
    }

    public boolean isComplete()
    {
        return 0 != (groupFlags() & GROUP_FLAG_COMPLETE);
    }

    public boolean isReflect()
    {
        return 0 != (groupFlags() & GROUP_FLAG_REFLECT);
    }

    /**
     * Which origin asserts the group's records.
     *
     * @return below {@link #originCount()}, unless the group has no records: then it means nothing.
     */
    public int originIndex()
    {
        return originIndexAt(group);
    }

    /**
     * How many trackers forwarded the records.
     *
     * @return 0 if the sender is the origin.
     */
    public int hops()
    {
        return buffer.getByte(group + GROUP_HOPS_OFFSET) & 0xFF;
    }

    /**
     * Records of the group.
     *
     * @return 0 if the group only says that its sender has the swarm.
     */
    public int recordCount()
    {
        return recordCountAt(group);
    }

    /**
     * Go to the next record of the group.
     *
     * @return false when there is none.
     */
    public boolean nextRecord()
    {
        if (record + recordLength >= groupEnd)
        {
            return false;
        }

        record += recordLength;
        return true;
    }

    public int recordFlags()
    {
        return buffer.getByte(record + RECORD_FLAGS_OFFSET) & 0xFF;
    }

    public boolean isGone()
    {
        return 0 != (recordFlags() & RECORD_FLAG_GONE);
    }

    public boolean isSeeder()
    {
        return 0 != (recordFlags() & RECORD_FLAG_SEEDER);
    }

    /**
     * The origin's wall clock in units of 16 ms, low 32 bits; compared by serial arithmetic.
     *
     * @return the stamp.
     */
    public int stamp()
    {
        return buffer.getInt(record + RECORD_STAMP_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int lifeSec()
    {
        return buffer.getShort(record + RECORD_LIFE_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Read the record's address and port. An IPv4-mapped address in an IPv6 group becomes IPv4, as everywhere.
     *
     * @param endpoint to be filled.
     * @return the endpoint.
     */
    public Endpoint endpoint(final Endpoint endpoint)
    {
        return endpoint.getCompact(buffer, record + RECORD_ENDPOINT_OFFSET, isIpv6());
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Update{originCount=" + originCount() + ", encodedLength=" + length + "}";
    }

    private int firstGroup()
    {
        return offset + ORIGINS_OFFSET + originCount() * OverlayProtocol.TRACKER_ID_LENGTH;
    }

    private int origin(final int index)
    {
        assert index >= 0 && index < originCount() : index;
        return offset + ORIGINS_OFFSET + index * OverlayProtocol.TRACKER_ID_LENGTH;
    }

    private int originIndexAt(final int position)
    {
        return buffer.getByte(position + GROUP_ORIGIN_INDEX_OFFSET) & 0xFF;
    }

    private int recordCountAt(final int position)
    {
        return buffer.getByte(position + GROUP_RECORD_COUNT_OFFSET) & 0xFF;
    }

    private int groupEnd(final int position)
    {
        final boolean isIpv6 = 0 != (buffer.getByte(position + GROUP_FLAGS_OFFSET) & GROUP_FLAG_IPV6);
        return position + GROUP_LENGTH + recordCountAt(position) * recordLength(isIpv6);
    }
}
