package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * What stands before each packet of a pcap file (draft-ietf-opsawg-pcap); the packet follows without padding.
 * <pre>
 *   +---------------------------------------------------------------+
 *  0|              time: seconds since the epoch, unsigned           |
 *   +---------------------------------------------------------------+
 *  4|      time: microseconds or nanoseconds, as the file's head     |
 *   +---------------------------------------------------------------+
 *  8|                       captured length                         |
 *   +---------------------------------------------------------------+
 * 12|                  original length, on the wire                 |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class PcapRecordFlyweight
{
    public static final int SECONDS_OFFSET = 0;
    public static final int FRACTION_OFFSET = 4;
    public static final int CAPTURED_LENGTH_OFFSET = 8;
    public static final int ORIGINAL_LENGTH_OFFSET = 12;
    public static final int LENGTH = 16;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private MutableDirectBuffer buffer;
    private int offset;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

    public PcapRecordFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final ByteOrder byteOrder)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.byteOrder = byteOrder;
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

    /** Of this head alone: the packet comes on top. */
    public int encodedLength()
    {
        return LENGTH;
    }

    /**
     * Time since the epoch.
     *
     * @param nsPerFraction 1,000 in a file of microseconds, 1 in one of nanoseconds.
     * @return nanoseconds, to the year 2106.
     */
    public long timeNs(final int nsPerFraction)
    {
        return (buffer.getInt(offset + SECONDS_OFFSET, byteOrder) & 0xFFFF_FFFFL) * NS_PER_SECOND +
            (buffer.getInt(offset + FRACTION_OFFSET, byteOrder) & 0xFFFF_FFFFL) * nsPerFraction;
    }

    /** Unsigned: a negative value is far too long. */
    public int capturedLength()
    {
        return buffer.getInt(offset + CAPTURED_LENGTH_OFFSET, byteOrder);
    }

    /** Unsigned. */
    public int originalLength()
    {
        return buffer.getInt(offset + ORIGINAL_LENGTH_OFFSET, byteOrder);
    }

    /**
     * Write all fields, for a file with time stamps in nanoseconds.
     *
     * @param timeNs         since the epoch.
     * @param capturedLength of the packet behind this head.
     * @param originalLength of the packet on the wire.
     * @return this.
     */
    public PcapRecordFlyweight encode(final long timeNs, final int capturedLength, final int originalLength)
    {
        buffer.putInt(offset + SECONDS_OFFSET, (int)(timeNs / NS_PER_SECOND), byteOrder);
        buffer.putInt(offset + FRACTION_OFFSET, (int)(timeNs % NS_PER_SECOND), byteOrder);
        buffer.putInt(offset + CAPTURED_LENGTH_OFFSET, capturedLength, byteOrder);
        buffer.putInt(offset + ORIGINAL_LENGTH_OFFSET, originalLength, byteOrder);
        return this;
    }

    /**
     * For debugging. Allocates.
     */
    public String toString()
    {
        return "PcapRecord{capturedLength=" + capturedLength() + ", originalLength=" + originalLength() + "}";
    }
}
