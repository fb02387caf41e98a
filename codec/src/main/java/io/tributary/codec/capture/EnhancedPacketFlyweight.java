package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.capture.PcapngProtocol.BLOCK_ENHANCED_PACKET;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_END;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_PACKET_FLAGS;
import static io.tributary.codec.capture.PcapngProtocol.TOTAL_LENGTH_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.TRAILER_LENGTH;
import static io.tributary.codec.capture.PcapngProtocol.TYPE_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.padded;

/**
 * Enhanced packet block of pcapng (draft-ietf-opsawg-pcapng). The obsolete packet block differs in the interface alone:
 * two bytes, then two bytes that count drops.
 * <pre>
 *   +---------------------------------------------------------------+
 *  0|                   type  6  (obsolete: 2)                      |
 *  4|                        total length                           |
 *  8|       interface (4)       (obsolete: interface (2), drops (2)) |
 * 12|                time in the interface's unit, high             |
 * 16|                time in the interface's unit, low              |
 * 20|                       captured length                         |
 * 24|                  original length, on the wire                 |
 * 28|             packet (captured length), padded to four          |
 *   |                      options (variable)                       |
 *   |                        total length                           |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class EnhancedPacketFlyweight
{
    public static final int INTERFACE_OFFSET = 8;
    public static final int TIME_HIGH_OFFSET = 12;
    public static final int TIME_LOW_OFFSET = 16;
    public static final int CAPTURED_LENGTH_OFFSET = 20;
    public static final int ORIGINAL_LENGTH_OFFSET = 24;
    public static final int PACKET_OFFSET = 28;
    public static final int LENGTH_MIN = PACKET_OFFSET + TRAILER_LENGTH;

    private static final int FLAGS_OPTION_LENGTH = 12;
    private static final int FLAG_INBOUND = 1;
    private static final int FLAG_OUTBOUND = 2;
    private static final int FLAG_DIRECTION_MASK = 3;

    private MutableDirectBuffer buffer;
    private int offset;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

    /**
     * Length of the block that {@link #encode} writes.
     *
     * @param capturedLength of the packet.
     * @return a multiple of 4.
     */
    public static int length(final int capturedLength)
    {
        return LENGTH_MIN + padded(capturedLength) + FLAGS_OPTION_LENGTH;
    }

    /**
     * The direction in the flags of a packet.
     *
     * @param flags value of the option epb_flags.
     * @return unknown where neither bit is set, or both.
     */
    public static PacketDirection direction(final int flags)
    {
        switch (flags & FLAG_DIRECTION_MASK)
        {
            case FLAG_INBOUND:
                return PacketDirection.IN;

            case FLAG_OUTBOUND:
                return PacketDirection.OUT;

            default:
                return PacketDirection.UNKNOWN;
        }
    }

    public EnhancedPacketFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final ByteOrder byteOrder)
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

    /** Unsigned. */
    public int interfaceIndex()
    {
        return buffer.getInt(offset + INTERFACE_OFFSET, byteOrder);
    }

    /** Where an obsolete packet block has it. */
    public int obsoleteInterfaceIndex()
    {
        return buffer.getShort(offset + INTERFACE_OFFSET, byteOrder) & 0xFFFF;
    }

    /** Unsigned, in the unit of the interface. */
    public long ticks()
    {
        return (long)buffer.getInt(offset + TIME_HIGH_OFFSET, byteOrder) << 32 |
            buffer.getInt(offset + TIME_LOW_OFFSET, byteOrder) & 0xFFFF_FFFFL;
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

    public int packetOffset()
    {
        return offset + PACKET_OFFSET;
    }

    /**
     * Set a cursor before the first option; only after the lengths were checked.
     *
     * @param options of the caller.
     * @return the same.
     */
    public PcapngOptions options(final PcapngOptions options)
    {
        final int packetLength = padded(capturedLength());
        return options.wrap(
            buffer, offset + PACKET_OFFSET + packetLength, encodedLength() - LENGTH_MIN - packetLength, byteOrder);
    }

    /**
     * Write the block around a packet that already lies at {@link #packetOffset()}.
     *
     * @param interfaceIndex of an interface with time stamps in nanoseconds.
     * @param timeNs         since the epoch.
     * @param capturedLength of the packet.
     * @param originalLength of the packet on the wire.
     * @param direction      into or out of the capturing host.
     * @return length of the block, as {@link #length} says.
     */
    public int encode(
        final int interfaceIndex,
        final long timeNs,
        final int capturedLength,
        final int originalLength,
        final PacketDirection direction)
    {
        final int length = length(capturedLength);
        buffer.putInt(offset + TYPE_OFFSET, BLOCK_ENHANCED_PACKET, byteOrder);
        buffer.putInt(offset + TOTAL_LENGTH_OFFSET, length, byteOrder);
        buffer.putInt(offset + INTERFACE_OFFSET, interfaceIndex, byteOrder);
        buffer.putInt(offset + TIME_HIGH_OFFSET, (int)(timeNs >>> 32), byteOrder);
        buffer.putInt(offset + TIME_LOW_OFFSET, (int)timeNs, byteOrder);
        buffer.putInt(offset + CAPTURED_LENGTH_OFFSET, capturedLength, byteOrder);
        buffer.putInt(offset + ORIGINAL_LENGTH_OFFSET, originalLength, byteOrder);

        final int option = offset + PACKET_OFFSET + padded(capturedLength);
        for (int i = offset + PACKET_OFFSET + capturedLength; i < option; i++)
        {
            buffer.putByte(i, (byte)0);
        }

        buffer.putShort(option, (short)OPTION_PACKET_FLAGS, byteOrder);
        buffer.putShort(option + 2, (short)4, byteOrder);
        buffer.putInt(option + 4, flags(direction), byteOrder);
        buffer.putInt(option + 8, OPTION_END, byteOrder);
        buffer.putInt(option + FLAGS_OPTION_LENGTH, length, byteOrder);
        return length;
    }

    /**
     * For debugging. Allocates.
     */
    public String toString()
    {
        return "EnhancedPacket{interface=" + interfaceIndex() +
            ", capturedLength=" + capturedLength() +
            ", originalLength=" + originalLength() + "}";
    }

    private static int flags(final PacketDirection direction)
    {
        switch (direction)
        {
            case IN:
                return FLAG_INBOUND;

            case OUT:
                return FLAG_OUTBOUND;

            default:
                return 0;
        }
    }
}
