package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.capture.PcapngProtocol.BLOCK_INTERFACE_DESCRIPTION;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_END;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_IF_TSRESOL;
import static io.tributary.codec.capture.PcapngProtocol.RESOLUTION_NANOSECONDS;
import static io.tributary.codec.capture.PcapngProtocol.TOTAL_LENGTH_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.TRAILER_LENGTH;
import static io.tributary.codec.capture.PcapngProtocol.TYPE_OFFSET;

/**
 * Interface description block of pcapng (draft-ietf-opsawg-pcapng). The first in a section is interface 0.
 * <pre>
 *   +---------------------------------------------------------------+
 *  0|                           type  1                             |
 *  4|                        total length                           |
 *   +-------------------------------+-------------------------------+
 *  8|           link type           |           reserved            |
 *   +-------------------------------+-------------------------------+
 * 12|                  snap length, 0 for no limit                  |
 * 16|         options (variable): if_tsresol, if_tsoffset, ...      |
 *   |                        total length                           |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread.
 */
public final class InterfaceDescriptionFlyweight
{
    public static final int LINK_TYPE_OFFSET = 8;
    public static final int RESERVED_OFFSET = 10;
    public static final int SNAP_LENGTH_OFFSET = 12;
    public static final int OPTIONS_OFFSET = 16;
    public static final int LENGTH_MIN = OPTIONS_OFFSET + TRAILER_LENGTH;
    /** As {@link #encode} writes it: with the resolution of the time stamps. */
    public static final int ENCODED_LENGTH = LENGTH_MIN + 12;

    private MutableDirectBuffer buffer;
    private int offset;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

    public InterfaceDescriptionFlyweight wrap(
        final MutableDirectBuffer buffer, final int offset, final ByteOrder byteOrder)
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

    public int linkType()
    {
        return buffer.getShort(offset + LINK_TYPE_OFFSET, byteOrder) & 0xFFFF;
    }

    public int snapLength()
    {
        return buffer.getInt(offset + SNAP_LENGTH_OFFSET, byteOrder);
    }

    /**
     * Set a cursor before the first option.
     *
     * @param options of the caller.
     * @return the same.
     */
    public PcapngOptions options(final PcapngOptions options)
    {
        return options.wrap(buffer, offset + OPTIONS_OFFSET, encodedLength() - LENGTH_MIN, byteOrder);
    }

    /**
     * Write the block for an interface with time stamps in nanoseconds.
     *
     * @param linkType   as in {@link LinkType}.
     * @param snapLength bytes kept of a packet at most, 0 for no limit.
     * @return this.
     */
    public InterfaceDescriptionFlyweight encode(final int linkType, final int snapLength)
    {
        buffer.putInt(offset + TYPE_OFFSET, BLOCK_INTERFACE_DESCRIPTION, byteOrder);
        buffer.putInt(offset + TOTAL_LENGTH_OFFSET, ENCODED_LENGTH, byteOrder);
        buffer.putShort(offset + LINK_TYPE_OFFSET, (short)linkType, byteOrder);
        buffer.putShort(offset + RESERVED_OFFSET, (short)0, byteOrder);
        buffer.putInt(offset + SNAP_LENGTH_OFFSET, snapLength, byteOrder);

        final int option = offset + OPTIONS_OFFSET;
        buffer.putShort(option, (short)OPTION_IF_TSRESOL, byteOrder);
        buffer.putShort(option + 2, (short)1, byteOrder);
        buffer.putInt(option + 4, RESOLUTION_NANOSECONDS, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(option + 8, OPTION_END, byteOrder);
        buffer.putInt(option + 12, ENCODED_LENGTH, byteOrder);
        return this;
    }

    /**
     * For debugging. Allocates.
     */
    public String toString()
    {
        return "InterfaceDescription{linkType=" + linkType() + ", snapLength=" + snapLength() + "}";
    }
}
