package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.capture.PcapngProtocol.BLOCK_SECTION_HEADER;
import static io.tributary.codec.capture.PcapngProtocol.BYTE_ORDER_MAGIC;
import static io.tributary.codec.capture.PcapngProtocol.MAJOR_VERSION;
import static io.tributary.codec.capture.PcapngProtocol.TOTAL_LENGTH_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.TYPE_OFFSET;

/**
 * Section header block of pcapng (draft-ietf-opsawg-pcapng): starts a file, and a section of it with a byte order and
 * interfaces of its own.
 * <pre>
 *   +---------------------------------------------------------------+
 *  0|                       type  0x0A0D0D0A                        |
 *  4|                        total length                           |
 *  8|                 byte-order magic  0x1A2B3C4D                  |
 *   +-------------------------------+-------------------------------+
 * 12|       major version  1        |        minor version  0       |
 *   +-------------------------------+-------------------------------+
 * 16|             length of the section (8), -1 unknown             |
 * 24|                      options (variable)                       |
 *   |                        total length                           |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread.
 */
public final class SectionHeaderFlyweight
{
    public static final int BYTE_ORDER_MAGIC_OFFSET = 8;
    public static final int MAJOR_VERSION_OFFSET = 12;
    public static final int MINOR_VERSION_OFFSET = 14;
    public static final int SECTION_LENGTH_OFFSET = 16;
    public static final int OPTIONS_OFFSET = 24;
    public static final int LENGTH_MIN = OPTIONS_OFFSET + PcapngProtocol.TRAILER_LENGTH;
    public static final long SECTION_LENGTH_UNKNOWN = -1;

    private MutableDirectBuffer buffer;
    private int offset;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

    public SectionHeaderFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final ByteOrder byteOrder)
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

    /** Unsigned. */
    public int encodedLength()
    {
        return buffer.getInt(offset + TOTAL_LENGTH_OFFSET, byteOrder);
    }

    public int byteOrderMagic()
    {
        return buffer.getInt(offset + BYTE_ORDER_MAGIC_OFFSET, byteOrder);
    }

    public int majorVersion()
    {
        return buffer.getShort(offset + MAJOR_VERSION_OFFSET, byteOrder) & 0xFFFF;
    }

    public int minorVersion()
    {
        return buffer.getShort(offset + MINOR_VERSION_OFFSET, byteOrder) & 0xFFFF;
    }

    public long sectionLength()
    {
        return buffer.getLong(offset + SECTION_LENGTH_OFFSET, byteOrder);
    }

    /**
     * Write the block for a section of unknown length, without options.
     *
     * @return this.
     */
    public SectionHeaderFlyweight encode()
    {
        buffer.putInt(offset + TYPE_OFFSET, BLOCK_SECTION_HEADER, byteOrder);
        buffer.putInt(offset + TOTAL_LENGTH_OFFSET, LENGTH_MIN, byteOrder);
        buffer.putInt(offset + BYTE_ORDER_MAGIC_OFFSET, BYTE_ORDER_MAGIC, byteOrder);
        buffer.putShort(offset + MAJOR_VERSION_OFFSET, (short)MAJOR_VERSION, byteOrder);
        buffer.putShort(offset + MINOR_VERSION_OFFSET, (short)0, byteOrder);
        buffer.putLong(offset + SECTION_LENGTH_OFFSET, SECTION_LENGTH_UNKNOWN, byteOrder);
        buffer.putInt(offset + OPTIONS_OFFSET, LENGTH_MIN, byteOrder);
        return this;
    }

    /**
     * For debugging. Allocates.
     */
    public String toString()
    {
        return "SectionHeader{version=" + majorVersion() + "." + minorVersion() + ", length=" + encodedLength() + "}";
    }
}
