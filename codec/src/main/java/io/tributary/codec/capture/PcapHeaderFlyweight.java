package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The head of a pcap file (draft-ietf-opsawg-pcap). All fields in the byte order of the machine that wrote it, which
 * the magic number tells; it tells the unit of the time stamps, too.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|  magic number  0xA1B2C3D4 microseconds, 0xA1B23C4D nanoseconds |
 *   +-------------------------------+-------------------------------+
 *  4|       major version  2        |       minor version  4        |
 *   +-------------------------------+-------------------------------+
 *  8|                        reserved (8)                           |
 *   +---------------------------------------------------------------+
 * 16|                         snap length                           |
 *   +-------------------------------+-------------------------------+
 * 20|   frame check sequence, 0     |          link type            |
 *   +-------------------------------+-------------------------------+
 * </pre>
 * Owned by one thread.
 */
public final class PcapHeaderFlyweight
{
    public static final int MAGIC_NUMBER_OFFSET = 0;
    public static final int MAJOR_VERSION_OFFSET = 4;
    public static final int MINOR_VERSION_OFFSET = 6;
    public static final int RESERVED_OFFSET = 8;
    public static final int SNAP_LENGTH_OFFSET = 16;
    public static final int LINK_TYPE_OFFSET = 20;
    public static final int LENGTH = 24;

    public static final int MAGIC_MICROSECONDS = 0xA1B2_C3D4;
    public static final int MAGIC_NANOSECONDS = 0xA1B2_3C4D;
    public static final int MAJOR_VERSION = 2;
    public static final int MINOR_VERSION = 4;

    /** The upper half of the field is about checksums of frames. */
    private static final int LINK_TYPE_MASK = 0xFFFF;

    private MutableDirectBuffer buffer;
    private int offset;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

    public PcapHeaderFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final ByteOrder byteOrder)
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

    public int encodedLength()
    {
        return LENGTH;
    }

    public int magicNumber()
    {
        return buffer.getInt(offset + MAGIC_NUMBER_OFFSET, byteOrder);
    }

    public int majorVersion()
    {
        return buffer.getShort(offset + MAJOR_VERSION_OFFSET, byteOrder) & 0xFFFF;
    }

    public int minorVersion()
    {
        return buffer.getShort(offset + MINOR_VERSION_OFFSET, byteOrder) & 0xFFFF;
    }

    public int snapLength()
    {
        return buffer.getInt(offset + SNAP_LENGTH_OFFSET, byteOrder);
    }

    public int linkType()
    {
        return buffer.getInt(offset + LINK_TYPE_OFFSET, byteOrder) & LINK_TYPE_MASK;
    }

    /**
     * Write all fields of a file with time stamps in nanoseconds.
     *
     * @param linkType   as in {@link LinkType}.
     * @param snapLength bytes kept of a packet at most.
     * @return this.
     */
    public PcapHeaderFlyweight encode(final int linkType, final int snapLength)
    {
        buffer.putInt(offset + MAGIC_NUMBER_OFFSET, MAGIC_NANOSECONDS, byteOrder);
        buffer.putShort(offset + MAJOR_VERSION_OFFSET, (short)MAJOR_VERSION, byteOrder);
        buffer.putShort(offset + MINOR_VERSION_OFFSET, (short)MINOR_VERSION, byteOrder);
        buffer.putLong(offset + RESERVED_OFFSET, 0, byteOrder);
        buffer.putInt(offset + SNAP_LENGTH_OFFSET, snapLength, byteOrder);
        buffer.putInt(offset + LINK_TYPE_OFFSET, linkType, byteOrder);
        return this;
    }

    /**
     * For debugging. Allocates.
     */
    public String toString()
    {
        return "PcapHeader{magicNumber=" + Integer.toHexString(magicNumber()) +
            ", snapLength=" + snapLength() +
            ", linkType=" + linkType() + "}";
    }
}
