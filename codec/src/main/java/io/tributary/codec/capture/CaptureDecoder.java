package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.capture.PcapngProtocol.BLOCK_ENHANCED_PACKET;
import static io.tributary.codec.capture.PcapngProtocol.BLOCK_INTERFACE_DESCRIPTION;
import static io.tributary.codec.capture.PcapngProtocol.BLOCK_LENGTH_MIN;
import static io.tributary.codec.capture.PcapngProtocol.BLOCK_PACKET;
import static io.tributary.codec.capture.PcapngProtocol.BLOCK_SECTION_HEADER;
import static io.tributary.codec.capture.PcapngProtocol.BLOCK_SIMPLE_PACKET;
import static io.tributary.codec.capture.PcapngProtocol.BODY_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.BYTE_ORDER_MAGIC;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_IF_TSOFFSET;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_IF_TSRESOL;
import static io.tributary.codec.capture.PcapngProtocol.OPTION_PACKET_FLAGS;
import static io.tributary.codec.capture.PcapngProtocol.RESOLUTION_MICROSECONDS;
import static io.tributary.codec.capture.PcapngProtocol.TOTAL_LENGTH_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.TRAILER_LENGTH;
import static io.tributary.codec.capture.PcapngProtocol.TYPE_OFFSET;
import static io.tributary.codec.capture.PcapngProtocol.padded;

/**
 * Takes a capture file apart, record by record: pcap or pcapng, found out from its first bytes. It sees a window of the
 * file that the caller moves; what it remembers between records is the format and the interfaces. Any bytes give a
 * {@link CaptureResult}; a record has at least 12 bytes, so that every step moves on. Owned by one thread. Hot path.
 */
public final class CaptureDecoder
{
    /** Bytes of a packet at most, as libpcap and Wireshark have it. */
    public static final int CAPTURED_LENGTH_MAX = 262_144;
    /** A window must hold this much. Longer blocks without a packet are skipped without being seen. */
    public static final int RECORD_LENGTH_MAX = 1 << 20;

    private static final int FORMAT_UNDECIDED = 0;
    private static final int FORMAT_PCAP = 1;
    private static final int FORMAT_PCAPNG = 2;
    private static final int MAGIC_LENGTH = 4;
    private static final int SIMPLE_PACKET_ORIGINAL_LENGTH_OFFSET = 8;
    private static final int SIMPLE_PACKET_OFFSET = 12;
    private static final int SIMPLE_PACKET_LENGTH_MIN = SIMPLE_PACKET_OFFSET + TRAILER_LENGTH;
    private static final int NS_PER_MICROSECOND = 1000;
    private static final long UNSIGNED_MASK = 0xFFFF_FFFFL;

    private final CaptureInterfaces interfaces = new CaptureInterfaces();
    private final PcapHeaderFlyweight pcapHeader = new PcapHeaderFlyweight();
    private final PcapRecordFlyweight pcapRecord = new PcapRecordFlyweight();
    private final SectionHeaderFlyweight sectionHeader = new SectionHeaderFlyweight();
    private final InterfaceDescriptionFlyweight interfaceDescription = new InterfaceDescriptionFlyweight();
    private final EnhancedPacketFlyweight enhancedPacket = new EnhancedPacketFlyweight();
    private final PcapngOptions options = new PcapngOptions();

    private int format = FORMAT_UNDECIDED;
    private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;
    private int nsPerFraction;
    private long recordLength;
    private int errorOffset;
    private long errorValue;

    private long timeNs;
    private int linkType;
    private int interfaceIndex;
    private int packetOffset;
    private int capturedLength;
    private int originalLength;
    private PacketDirection direction = PacketDirection.UNKNOWN;

    /**
     * Before another file.
     *
     * @return this.
     */
    public CaptureDecoder reset()
    {
        format = FORMAT_UNDECIDED;
        interfaces.clear();
        timeNs = 0;
        return this;
    }

    /**
     * Decode the record at a place of the file. Nothing is read past the length.
     *
     * @param buffer the window.
     * @param offset where the record starts in it.
     * @param length from there to the end of the window.
     * @return a packet, another record, or what is wrong; {@link #recordLength()} tells how far to move, or for
     * {@link CaptureResult#INCOMPLETE} how much must be there.
     */
    public CaptureResult decode(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (FORMAT_PCAP == format)
        {
            return pcapPacket(buffer, offset, length);
        }

        if (FORMAT_PCAPNG == format)
        {
            return block(buffer, offset, length);
        }

        return fileHeader(buffer, offset, length);
    }

    /** Whether the format is known: at least a header was read. */
    public boolean isStarted()
    {
        return FORMAT_UNDECIDED != format;
    }

    /** Bytes of the record in the file. May be more than the window holds when the record is to be skipped. */
    public long recordLength()
    {
        return recordLength;
    }

    /** After an error: where in the record the wrong value is. */
    public int errorOffset()
    {
        return errorOffset;
    }

    /** After an error: the wrong value. */
    public long errorValue()
    {
        return errorValue;
    }

    /** Nanoseconds since the epoch. A simple packet block has no time: that of the packet before it, 0 at first. */
    public long timeNs()
    {
        return timeNs;
    }

    public int linkType()
    {
        return linkType;
    }

    /** Counted from 0 within the section; always 0 in pcap. */
    public int interfaceIndex()
    {
        return interfaceIndex;
    }

    /** Where the packet starts in the window. */
    public int packetOffset()
    {
        return packetOffset;
    }

    public int capturedLength()
    {
        return capturedLength;
    }

    /** Length on the wire; never below the captured one. */
    public int originalLength()
    {
        return originalLength;
    }

    /** What the block's flags say; the link layer may know more. */
    public PacketDirection direction()
    {
        return direction;
    }

    private CaptureResult fileHeader(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (length < MAGIC_LENGTH)
        {
            return incomplete(MAGIC_LENGTH);
        }

        final int magic = buffer.getInt(offset, ByteOrder.BIG_ENDIAN);
        if (BLOCK_SECTION_HEADER == magic)
        {
            return block(buffer, offset, length);
        }

        final boolean isSwapped = isPcapMagic(Integer.reverseBytes(magic));
        if (!isSwapped && !isPcapMagic(magic))
        {
            return error(CaptureResult.FORMAT_UNKNOWN, 0, magic & UNSIGNED_MASK);
        }

        if (length < PcapHeaderFlyweight.LENGTH)
        {
            return incomplete(PcapHeaderFlyweight.LENGTH);
        }

        byteOrder = isSwapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return pcapFile(pcapHeader.wrap(buffer, offset, byteOrder));
    }

    private CaptureResult pcapFile(final PcapHeaderFlyweight header)
    {
        final int major = header.majorVersion();
        final int minor = header.minorVersion();
        if (PcapHeaderFlyweight.MAJOR_VERSION != major || PcapHeaderFlyweight.MINOR_VERSION != minor)
        {
            return error(
                CaptureResult.VERSION_UNKNOWN, PcapHeaderFlyweight.MAJOR_VERSION_OFFSET, (long)major << 16 | minor);
        }

        format = FORMAT_PCAP;
        nsPerFraction = PcapHeaderFlyweight.MAGIC_NANOSECONDS == header.magicNumber() ? 1 : NS_PER_MICROSECOND;
        interfaceIndex = 0;
        linkType = header.linkType();
        return other(PcapHeaderFlyweight.LENGTH);
    }

    private static boolean isPcapMagic(final int magic)
    {
        return PcapHeaderFlyweight.MAGIC_MICROSECONDS == magic || PcapHeaderFlyweight.MAGIC_NANOSECONDS == magic;
    }

    private CaptureResult pcapPacket(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (length < PcapRecordFlyweight.LENGTH)
        {
            return incomplete(PcapRecordFlyweight.LENGTH);
        }

        final PcapRecordFlyweight record = pcapRecord.wrap(buffer, offset, byteOrder);
        final int captured = record.capturedLength();
        if (captured < 0 || captured > CAPTURED_LENGTH_MAX)
        {
            return error(
                CaptureResult.RECORD_TOO_LONG, PcapRecordFlyweight.CAPTURED_LENGTH_OFFSET, captured & UNSIGNED_MASK);
        }

        if (length - PcapRecordFlyweight.LENGTH < captured)
        {
            return incomplete(PcapRecordFlyweight.LENGTH + captured);
        }

        timeNs = record.timeNs(nsPerFraction);
        recordLength = PcapRecordFlyweight.LENGTH + captured;
        return packet(offset + PcapRecordFlyweight.LENGTH, captured, record.originalLength());
    }

    private CaptureResult block(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (length < BLOCK_LENGTH_MIN)
        {
            return incomplete(BLOCK_LENGTH_MIN);
        }

        final boolean isSectionHeader =
            BLOCK_SECTION_HEADER == buffer.getInt(offset + TYPE_OFFSET, ByteOrder.BIG_ENDIAN);
        if (isSectionHeader && !isByteOrderFound(buffer.getInt(offset + BODY_OFFSET, ByteOrder.BIG_ENDIAN)))
        {
            return CaptureResult.BYTE_ORDER_UNKNOWN;
        }

        final int type = buffer.getInt(offset + TYPE_OFFSET, byteOrder);
        final long totalLength = buffer.getInt(offset + TOTAL_LENGTH_OFFSET, byteOrder) & UNSIGNED_MASK;
        if (totalLength < lengthMin(type) || 0 != (totalLength & 3))
        {
            return error(CaptureResult.BLOCK_LENGTH_INVALID, TOTAL_LENGTH_OFFSET, totalLength);
        }

        if (totalLength > RECORD_LENGTH_MAX)
        {
            return isRead(type) ?
                error(CaptureResult.RECORD_TOO_LONG, TOTAL_LENGTH_OFFSET, totalLength) : other(totalLength);
        }

        final int blockLength = (int)totalLength;
        if (length < blockLength)
        {
            return incomplete(blockLength);
        }

        final long trailer = buffer.getInt(offset + blockLength - TRAILER_LENGTH, byteOrder) & UNSIGNED_MASK;
        if (trailer != totalLength)
        {
            return error(CaptureResult.BLOCK_TRAILER_DIFFERENT, blockLength - TRAILER_LENGTH, trailer);
        }

        recordLength = blockLength;
        return blockOfType(type, buffer, offset, blockLength);
    }

    private CaptureResult blockOfType(
        final int type, final MutableDirectBuffer buffer, final int offset, final int blockLength)
    {
        switch (type)
        {
            case BLOCK_ENHANCED_PACKET:
                enhancedPacket.wrap(buffer, offset, byteOrder);
                return packetBlock(enhancedPacket.interfaceIndex(), blockLength);

            case BLOCK_PACKET:
                enhancedPacket.wrap(buffer, offset, byteOrder);
                return packetBlock(enhancedPacket.obsoleteInterfaceIndex(), blockLength);

            case BLOCK_SIMPLE_PACKET:
                return simplePacket(buffer, offset, blockLength);

            case BLOCK_INTERFACE_DESCRIPTION:
                return newInterface(interfaceDescription.wrap(buffer, offset, byteOrder));

            case BLOCK_SECTION_HEADER:
                return section(sectionHeader.wrap(buffer, offset, byteOrder));

            default:
                return CaptureResult.OTHER;
        }
    }

    private boolean isByteOrderFound(final int magic)
    {
        if (BYTE_ORDER_MAGIC == magic)
        {
            byteOrder = ByteOrder.BIG_ENDIAN;
            return true;
        }

        if (BYTE_ORDER_MAGIC == Integer.reverseBytes(magic))
        {
            byteOrder = ByteOrder.LITTLE_ENDIAN;
            return true;
        }

        error(CaptureResult.BYTE_ORDER_UNKNOWN, BODY_OFFSET, magic & UNSIGNED_MASK);
        return false;
    }

    private static int lengthMin(final int type)
    {
        switch (type)
        {
            case BLOCK_ENHANCED_PACKET:
            case BLOCK_PACKET:
                return EnhancedPacketFlyweight.LENGTH_MIN;

            case BLOCK_SIMPLE_PACKET:
                return SIMPLE_PACKET_LENGTH_MIN;

            case BLOCK_INTERFACE_DESCRIPTION:
                return InterfaceDescriptionFlyweight.LENGTH_MIN;

            case BLOCK_SECTION_HEADER:
                return SectionHeaderFlyweight.LENGTH_MIN;

            default:
                return BLOCK_LENGTH_MIN;
        }
    }

    private static boolean isRead(final int type)
    {
        return lengthMin(type) > BLOCK_LENGTH_MIN;
    }

    private CaptureResult section(final SectionHeaderFlyweight header)
    {
        if (PcapngProtocol.MAJOR_VERSION != header.majorVersion())
        {
            return error(
                CaptureResult.VERSION_UNKNOWN,
                SectionHeaderFlyweight.MAJOR_VERSION_OFFSET,
                (long)header.majorVersion() << 16 | header.minorVersion());
        }

        format = FORMAT_PCAPNG;
        interfaces.clear();
        return CaptureResult.OTHER;
    }

    private CaptureResult newInterface(final InterfaceDescriptionFlyweight description)
    {
        byte resolution = RESOLUTION_MICROSECONDS;
        long offsetSec = 0;
        description.options(options);
        while (options.next())
        {
            if (OPTION_IF_TSRESOL == options.code() && options.valueLength() >= 1)
            {
                resolution = options.byteValue();
            }
            else if (OPTION_IF_TSOFFSET == options.code() && options.valueLength() >= Long.BYTES)
            {
                offsetSec = options.longValue();
            }
        }

        if (options.isCutOff())
        {
            final int optionOffset = options.valueOffset() - description.offset() - Short.BYTES;
            return error(CaptureResult.OPTION_TOO_LONG, optionOffset, options.valueLength());
        }

        return interfaces.add(description.linkType(), description.snapLength(), resolution, offsetSec) ?
            CaptureResult.OTHER : error(CaptureResult.INTERFACES_TOO_MANY, TYPE_OFFSET, interfaces.count() + 1);
    }

    private CaptureResult packetBlock(final int index, final int blockLength)
    {
        if (index < 0 || index >= interfaces.count())
        {
            return error(
                CaptureResult.INTERFACE_UNKNOWN, EnhancedPacketFlyweight.INTERFACE_OFFSET, index & UNSIGNED_MASK);
        }

        final int captured = enhancedPacket.capturedLength();
        final int lengthMax = blockLength - EnhancedPacketFlyweight.LENGTH_MIN;
        if (captured < 0 || captured > lengthMax || padded(captured) > lengthMax)
        {
            return error(
                CaptureResult.BLOCK_TOO_SHORT,
                EnhancedPacketFlyweight.CAPTURED_LENGTH_OFFSET,
                captured & UNSIGNED_MASK);
        }

        interfaceIndex = index;
        linkType = interfaces.linkType(index);
        timeNs = interfaces.timeNs(index, enhancedPacket.ticks());
        packet(enhancedPacket.packetOffset(), captured, enhancedPacket.originalLength());
        if (padded(captured) < lengthMax)
        {
            direction = flaggedDirection();
        }

        return CaptureResult.PACKET;
    }

    private PacketDirection flaggedDirection()
    {
        enhancedPacket.options(options);
        while (options.next())
        {
            if (OPTION_PACKET_FLAGS == options.code() && options.valueLength() >= Integer.BYTES)
            {
                return EnhancedPacketFlyweight.direction(options.intValue());
            }
        }

        return PacketDirection.UNKNOWN;
    }

    private CaptureResult simplePacket(final MutableDirectBuffer buffer, final int offset, final int blockLength)
    {
        if (0 == interfaces.count())
        {
            return error(CaptureResult.INTERFACE_UNKNOWN, TYPE_OFFSET, 0);
        }

        final int original = buffer.getInt(offset + SIMPLE_PACKET_ORIGINAL_LENGTH_OFFSET, byteOrder);
        final long snapLength = interfaces.snapLength(0) & UNSIGNED_MASK;
        final long wanted = Math.min(original & UNSIGNED_MASK, 0 == snapLength ? UNSIGNED_MASK : snapLength);
        final int lengthMax = blockLength - SIMPLE_PACKET_LENGTH_MIN;
        if (wanted > lengthMax)
        {
            return error(
                CaptureResult.BLOCK_TOO_SHORT, SIMPLE_PACKET_ORIGINAL_LENGTH_OFFSET, original & UNSIGNED_MASK);
        }

        interfaceIndex = 0;
        linkType = interfaces.linkType(0);
        return packet(offset + SIMPLE_PACKET_OFFSET, (int)wanted, original);
    }

    private CaptureResult packet(final int offset, final int captured, final int original)
    {
        packetOffset = offset;
        capturedLength = captured;
        originalLength = original < 0 ? Integer.MAX_VALUE : Math.max(original, captured);
        direction = PacketDirection.UNKNOWN;
        return CaptureResult.PACKET;
    }

    private CaptureResult incomplete(final int neededLength)
    {
        recordLength = neededLength;
        return CaptureResult.INCOMPLETE;
    }

    private CaptureResult other(final long length)
    {
        recordLength = length;
        return CaptureResult.OTHER;
    }

    private CaptureResult error(final CaptureResult result, final int offset, final long value)
    {
        errorOffset = offset;
        errorValue = value;
        return result;
    }
}
