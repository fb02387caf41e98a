package io.tributary.codec.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_FLAGS_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_FLAG_IPV6;
import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_HOPS_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_LENGTH;
import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_ORIGIN_INDEX_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.GROUP_RECORD_COUNT_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.ORIGINS_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.ORIGIN_COUNT_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.RECORD_ENDPOINT_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.RECORD_FLAGS_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.RECORD_LIFE_OFFSET;
import static io.tributary.codec.overlay.UpdateFlyweight.RECORD_STAMP_OFFSET;

/**
 * Writes the body of an UPDATE, version 2; the layout is in {@link UpdateFlyweight}. The body is a whole after every
 * call, so that a full one can be sent as it is.
 * <pre>
 *   if (encoder.beginGroup(...))            false: the packet is full
 *       while (encoder.addRecord(...))      false: the packet or the group is full
 *       encoder.endGroup(flags)
 * </pre>
 * Origins enter the table when a group first names them; what was written then moves up by 16 bytes, at most 32 times
 * a packet. Owned by one thread. Hot path.
 */
public final class UpdateEncoder
{
    private static final int NO_GROUP = -1;
    private static final int LIFE_MAX_SEC = 0xFFFF;

    private final long[] originHighs = new long[OverlayProtocol.UPDATE_ORIGINS_MAX];
    private final long[] originLows = new long[OverlayProtocol.UPDATE_ORIGINS_MAX];
    private MutableDirectBuffer buffer;
    private int offset;
    private int limitMax;
    private int limit;
    private int originCount;
    private int groupCount;
    private int group;
    private int recordCount;
    private int recordLength;

    /**
     * Begin an empty body.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @param bodyLimit  absolute offset that the body and what follows it must not pass; leave room for a tag.
     * @return this.
     */
    public UpdateEncoder wrap(final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit)
    {
        assert bodyLimit >= bodyOffset + ORIGINS_OFFSET : bodyLimit;
        this.buffer = buffer;
        this.offset = bodyOffset;
        this.limitMax = bodyLimit;
        this.limit = bodyOffset + ORIGINS_OFFSET;
        this.originCount = 0;
        this.groupCount = 0;
        this.group = NO_GROUP;
        this.recordCount = 0;
        buffer.putByte(bodyOffset + ORIGIN_COUNT_OFFSET, (byte)0);
        return this;
    }

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Where the body ends so far.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return limit;
    }

    public int encodedLength()
    {
        return limit - offset;
    }

    /**
     * Groups in the packet, the open one included.
     *
     * @return 0 if there is nothing to be sent.
     */
    public int groupCount()
    {
        return groupCount;
    }

    /**
     * Records of the open group, or of the last one.
     *
     * @return 0 to 255.
     */
    public int recordCount()
    {
        return recordCount;
    }

    /**
     * Open a group, if it fits together with its origin and at least one record.
     *
     * @param infoHash       buffer of the info-hash.
     * @param infoHashOffset where in it.
     * @param isIpv6         family of the records.
     * @param originHigh     first half of the tracker id that asserts the records.
     * @param originLow      second half.
     * @param hops           0 if the origin is the sender.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean beginGroup(
        final DirectBuffer infoHash,
        final int infoHashOffset,
        final boolean isIpv6,
        final long originHigh,
        final long originLow,
        final int hops)
    {
        assert NO_GROUP == group : "the last group is still open";
        final int length = UpdateFlyweight.recordLength(isIpv6);
        final int index = useOrigin(originHigh, originLow, GROUP_LENGTH + length);
        if (index < 0)
        {
            return false;
        }

        recordLength = length;
        putGroup(infoHash, infoHashOffset, isIpv6 ? GROUP_FLAG_IPV6 : 0, index, hops);
        return true;
    }

    /**
     * Add a record to the open group.
     *
     * @param recordFlags see {@link UpdateFlyweight#RECORD_FLAG_GONE}.
     * @param stamp       of the origin.
     * @param lifeSec     remaining; more than 65,535 is written as that.
     * @param endpoint    of the group's family.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean addRecord(final int recordFlags, final int stamp, final int lifeSec, final Endpoint endpoint)
    {
        assert UpdateFlyweight.recordLength(endpoint.isIpv6()) == recordLength : endpoint;
        final int position = putRecord(recordFlags, stamp, lifeSec);
        if (position < 0)
        {
            return false;
        }

        endpoint.putCompact(buffer, position + RECORD_ENDPOINT_OFFSET);
        return true;
    }

    /**
     * As {@link #addRecord(int, int, int, Endpoint)}, for an endpoint that is not an object.
     *
     * @param recordFlags see {@link UpdateFlyweight#RECORD_FLAG_GONE}.
     * @param stamp       of the origin.
     * @param lifeSec     remaining; more than 65,535 is written as that.
     * @param addressHigh first half of an IPv6 address; of no meaning for IPv4.
     * @param addressLow  second half, or an IPv4 address in its low 32 bits.
     * @param port        0 to 65535.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean addRecord(
        final int recordFlags,
        final int stamp,
        final int lifeSec,
        final long addressHigh,
        final long addressLow,
        final int port)
    {
        final int position = putRecord(recordFlags, stamp, lifeSec);
        if (position < 0)
        {
            return false;
        }

        int field = position + RECORD_ENDPOINT_OFFSET;
        if (UpdateFlyweight.RECORD_IPV6_LENGTH == recordLength)
        {
            buffer.putLong(field, addressHigh, ByteOrder.BIG_ENDIAN);
            buffer.putLong(field + 8, addressLow, ByteOrder.BIG_ENDIAN);
            field += 16;
        }
        else
        {
            buffer.putInt(field, (int)addressLow, ByteOrder.BIG_ENDIAN);
            field += 4;
        }

        buffer.putShort(field, (short)port, ByteOrder.BIG_ENDIAN);
        return true;
    }

    /**
     * Close the open group. Without records it stays and says "I have this swarm".
     *
     * @param groupFlags to be set beside the family, for example {@link UpdateFlyweight#GROUP_FLAG_COMPLETE}.
     * @return its number of records.
     */
    public int endGroup(final int groupFlags)
    {
        assert NO_GROUP != group : "no group is open";
        final int position = group + GROUP_FLAGS_OFFSET;
        buffer.putByte(position, (byte)(buffer.getByte(position) | (groupFlags & ~GROUP_FLAG_IPV6)));
        group = NO_GROUP;
        return recordCount;
    }

    /**
     * Take the open group back, records and all. Its origin may stay in the table.
     */
    public void cancelGroup()
    {
        assert NO_GROUP != group : "no group is open";
        limit = group;
        group = NO_GROUP;
        recordCount = 0;
        groupCount--;
    }

    /**
     * Add a group without records: "I have this swarm". It names no origin.
     *
     * @param infoHash       buffer of the info-hash.
     * @param infoHashOffset where in it.
     * @param groupFlags     for example {@link UpdateFlyweight#GROUP_FLAG_COMPLETE}: "and nothing to tell".
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean addEmptyGroup(final DirectBuffer infoHash, final int infoHashOffset, final int groupFlags)
    {
        assert NO_GROUP == group : "the last group is still open";
        if (limit + GROUP_LENGTH > limitMax)
        {
            return false;
        }

        putGroup(infoHash, infoHashOffset, groupFlags, 0, 0);
        group = NO_GROUP;
        return true;
    }

    private int useOrigin(final long high, final long low, final int lengthAfter)
    {
        for (int i = originCount - 1; i >= 0; i--)
        {
            if (originHighs[i] == high && originLows[i] == low)
            {
                return limit + lengthAfter <= limitMax ? i : -1;
            }
        }

        final boolean isRoom = limit + OverlayProtocol.TRACKER_ID_LENGTH + lengthAfter <= limitMax;
        return isRoom && originCount < OverlayProtocol.UPDATE_ORIGINS_MAX ? addOrigin(high, low) : -1;
    }

    private int addOrigin(final long high, final long low)
    {
        final int index = originCount++;
        final int position = offset + ORIGINS_OFFSET + index * OverlayProtocol.TRACKER_ID_LENGTH;
        if (position < limit)
        {
            buffer.putBytes(position + OverlayProtocol.TRACKER_ID_LENGTH, buffer, position, limit - position);
        }

        originHighs[index] = high;
        originLows[index] = low;
        buffer.putLong(position, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(position + 8, low, ByteOrder.BIG_ENDIAN);
        buffer.putByte(offset + ORIGIN_COUNT_OFFSET, (byte)originCount);
        limit += OverlayProtocol.TRACKER_ID_LENGTH;
        return index;
    }

    private void putGroup(
        final DirectBuffer infoHash,
        final int infoHashOffset,
        final int groupFlags,
        final int originIndex,
        final int hops)
    {
        group = limit;
        groupCount++;
        recordCount = 0;
        InfoHash.copy(infoHash, infoHashOffset, buffer, group);
        buffer.putByte(group + GROUP_FLAGS_OFFSET, (byte)groupFlags);
        buffer.putByte(group + GROUP_ORIGIN_INDEX_OFFSET, (byte)originIndex);
        buffer.putByte(group + GROUP_HOPS_OFFSET, (byte)hops);
        buffer.putByte(group + GROUP_RECORD_COUNT_OFFSET, (byte)0);
        limit += GROUP_LENGTH;
    }

    /**
     * Everything but the endpoint.
     */
    private int putRecord(final int recordFlags, final int stamp, final int lifeSec)
    {
        assert NO_GROUP != group : "no group is open";
        assert lifeSec >= 0 : lifeSec;
        final int position = limit;
        if (position + recordLength > limitMax || OverlayProtocol.UPDATE_RECORDS_MAX == recordCount)
        {
            return -1;
        }

        limit = position + recordLength;
        recordCount++;
        buffer.putByte(group + GROUP_RECORD_COUNT_OFFSET, (byte)recordCount);
        buffer.putByte(position + RECORD_FLAGS_OFFSET, (byte)recordFlags);
        buffer.putInt(position + RECORD_STAMP_OFFSET, stamp, ByteOrder.BIG_ENDIAN);
        buffer.putShort(
            position + RECORD_LIFE_OFFSET, (short)Math.min(LIFE_MAX_SEC, lifeSec), ByteOrder.BIG_ENDIAN);
        return position;
    }
}
