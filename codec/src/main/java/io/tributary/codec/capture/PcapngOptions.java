package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Cursor over the options of a block of pcapng (draft-ietf-opsawg-pcapng).
 * <pre>
 *   code (2) | length (2) | value (length), padded to four bytes
 * </pre>
 * Code 0 ends the list, as the end of the block does. An option that runs past it ends the list, too, and
 * {@link #isCutOff()} tells. At most one step per four bytes. Owned by one thread.
 */
public final class PcapngOptions
{
    private static final int HEADER_LENGTH = 4;

    private MutableDirectBuffer buffer;
    private int cursor;
    private int limit;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;
    private int code;
    private int valueOffset;
    private int valueLength;
    private boolean isCutOff;

    public PcapngOptions wrap(
        final MutableDirectBuffer buffer, final int offset, final int length, final ByteOrder byteOrder)
    {
        this.buffer = buffer;
        this.cursor = offset;
        this.limit = offset + length;
        this.byteOrder = byteOrder;
        this.isCutOff = false;
        return this;
    }

    /**
     * Step to the next option.
     *
     * @return whether there is one.
     */
    public boolean next()
    {
        if (limit - cursor < HEADER_LENGTH)
        {
            return false;
        }

        code = buffer.getShort(cursor, byteOrder) & 0xFFFF;
        valueLength = buffer.getShort(cursor + 2, byteOrder) & 0xFFFF;
        valueOffset = cursor + HEADER_LENGTH;
        isCutOff = PcapngProtocol.OPTION_END != code && valueLength > limit - valueOffset;
        if (PcapngProtocol.OPTION_END == code || isCutOff)
        {
            cursor = limit;
            return false;
        }

        cursor = valueOffset + PcapngProtocol.padded(valueLength);
        return true;
    }

    public int code()
    {
        return code;
    }

    public int valueOffset()
    {
        return valueOffset;
    }

    public int valueLength()
    {
        return valueLength;
    }

    /** Whether the list ended with an option that runs past the end of the block. */
    public boolean isCutOff()
    {
        return isCutOff;
    }

    public byte byteValue()
    {
        return buffer.getByte(valueOffset);
    }

    public int intValue()
    {
        return buffer.getInt(valueOffset, byteOrder);
    }

    public long longValue()
    {
        return buffer.getLong(valueOffset, byteOrder);
    }

    /**
     * For debugging: where the cursor stands. Allocates.
     */
    public String toString()
    {
        return "PcapngOptions{code=" + code + ", valueOffset=" + valueOffset + ", valueLength=" + valueLength + "}";
    }
}
