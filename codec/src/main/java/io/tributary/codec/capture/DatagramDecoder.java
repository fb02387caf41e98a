package io.tributary.codec.capture;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Finds the UDP datagram in a captured packet: through the link layer, IPv4 with options (RFC 791) or IPv6 with
 * extension headers (RFC 8200), fragments put together, then UDP (RFC 768). Every packet gets a {@link PacketVerdict};
 * only a cut payload does not keep a datagram back: {@link #length()} is then below {@link #originalLength()}.
 * Checksums are not looked at: captures of outgoing packets have none yet. Tunnels are not entered. Owned by one
 * thread. Hot path.
 */
public final class DatagramDecoder
{
    private static final int IPV4_HEADER_LENGTH_MIN = 20;
    private static final int IPV4_TOTAL_LENGTH_OFFSET = 2;
    private static final int IPV4_IDENTIFICATION_OFFSET = 4;
    private static final int IPV4_FRAGMENT_OFFSET = 6;
    private static final int IPV4_PROTOCOL_OFFSET = 9;
    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV4_DESTINATION_OFFSET = 16;
    private static final int IPV4_MORE_FRAGMENTS = 0x2000;
    private static final int IPV4_FRAGMENT_PLACE_MASK = 0x1FFF;
    private static final int FRAGMENT_UNIT = 8;

    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV6_DESTINATION_OFFSET = 24;
    private static final int EXTENSION_UNIT = 8;
    private static final int EXTENSION_FRAGMENT_OFFSET = 2;
    private static final int EXTENSION_IDENTIFICATION_OFFSET = 4;
    private static final int IPV6_FRAGMENT_PLACE_MASK = 0xFFF8;
    private static final int IPV6_MORE_FRAGMENTS = 1;

    private static final int PROTOCOL_HOP_BY_HOP = 0;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_ROUTING = 43;
    private static final int PROTOCOL_FRAGMENT = 44;
    private static final int PROTOCOL_AUTHENTICATION = 51;
    private static final int PROTOCOL_DESTINATION_OPTIONS = 60;
    private static final int PROTOCOL_MOBILITY = 135;
    private static final int PROTOCOL_HOST_IDENTITY = 139;
    private static final int PROTOCOL_SHIM6 = 140;

    private static final int UDP_HEADER_LENGTH = 8;
    private static final int UDP_LENGTH_OFFSET = 4;

    private final LinkDecoder link = new LinkDecoder();
    private final FragmentKey key = new FragmentKey();
    private final Endpoint source = new Endpoint();
    private final Endpoint destination = new Endpoint();
    private final FragmentTable fragments;

    private long timeNs;
    private MutableDirectBuffer buffer;
    private PacketDirection direction = PacketDirection.UNKNOWN;
    private boolean isReassembled;
    private int offset;
    private int length;
    private int originalLength;

    public DatagramDecoder(final FragmentTable fragments)
    {
        this.fragments = fragments;
    }

    /**
     * Decode a packet.
     *
     * @param capture of which the record at hand is a packet.
     * @param window  that it was decoded from.
     * @return {@link PacketVerdict#DATAGRAM}, or why it is none. Everything else of this class is valid after the
     * first alone, and until the next call.
     */
    public PacketVerdict decode(final CaptureDecoder capture, final MutableDirectBuffer window)
    {
        return decode(
            capture.timeNs(),
            capture.linkType(),
            window,
            capture.packetOffset(),
            capture.capturedLength(),
            capture.originalLength(),
            capture.direction());
    }

    /**
     * Decode a packet.
     *
     * @param timeNs         on the capture's clock.
     * @param linkType       as in {@link LinkType}.
     * @param packet         buffer with the packet.
     * @param packetOffset   where in it.
     * @param capturedLength bytes that are there.
     * @param originalLength bytes on the wire, not below the captured ones.
     * @param recorded       the direction that the capture tells; unknown asks the link layer.
     * @return as {@link #decode(CaptureDecoder, MutableDirectBuffer)}.
     */
    public PacketVerdict decode(
        final long timeNs,
        final int linkType,
        final MutableDirectBuffer packet,
        final int packetOffset,
        final int capturedLength,
        final int originalLength,
        final PacketDirection recorded)
    {
        final PacketVerdict verdict = link.decode(packet, packetOffset, capturedLength, originalLength, linkType);
        if (PacketVerdict.DATAGRAM != verdict)
        {
            return verdict;
        }

        this.timeNs = timeNs;
        this.buffer = packet;
        this.isReassembled = false;
        this.direction = PacketDirection.UNKNOWN == recorded ? link.direction() : recorded;
        final int headerLength = link.headerLength();
        return ip(packetOffset + headerLength, capturedLength - headerLength, originalLength - headerLength);
    }

    /** The window, or the buffer of the fragments. */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /** Where the payload starts in {@link #buffer()}. */
    public int offset()
    {
        return offset;
    }

    /** Bytes of the payload that were captured. */
    public int length()
    {
        return length;
    }

    /** Bytes of the payload on the wire. */
    public int originalLength()
    {
        return originalLength;
    }

    public Endpoint source()
    {
        return source;
    }

    public Endpoint destination()
    {
        return destination;
    }

    public PacketDirection direction()
    {
        return direction;
    }

    /** Whether the datagram came in fragments. */
    public boolean isReassembled()
    {
        return isReassembled;
    }

    private PacketVerdict ip(final int position, final int captured, final int original)
    {
        if (captured < 1)
        {
            return PacketVerdict.missing(1, original);
        }

        final int version = (buffer.getByte(position) & 0xF0) >>> 4;
        final int announced = link.ipVersion();
        if (LinkDecoder.VERSION_ANY != announced && announced != version)
        {
            return PacketVerdict.IP_VERSION_INVALID;
        }

        switch (version)
        {
            case LinkDecoder.VERSION_4:
                return ipv4(position, captured, original);

            case LinkDecoder.VERSION_6:
                return ipv6(position, captured, original);

            default:
                return PacketVerdict.IP_VERSION_INVALID;
        }
    }

    private PacketVerdict ipv4(final int position, final int captured, final int original)
    {
        if (captured < IPV4_HEADER_LENGTH_MIN)
        {
            return PacketVerdict.missing(IPV4_HEADER_LENGTH_MIN, original);
        }

        final int headerLength = (buffer.getByte(position) & 0xF) << 2;
        final int toldLength = unsignedShort(position + IPV4_TOTAL_LENGTH_OFFSET);
        // A network card that cuts packets itself is given 0.
        final int totalLength = 0 == toldLength ? original : toldLength;
        if (headerLength < IPV4_HEADER_LENGTH_MIN || headerLength > totalLength)
        {
            return PacketVerdict.IP_HEADER_LENGTH_INVALID;
        }

        if (totalLength > original)
        {
            return PacketVerdict.IP_LENGTH_INVALID;
        }

        final int protocol = buffer.getByte(position + IPV4_PROTOCOL_OFFSET) & 0xFF;
        if (PROTOCOL_UDP != protocol)
        {
            return PacketVerdict.NOT_UDP;
        }

        if (captured < headerLength)
        {
            return PacketVerdict.TRUNCATED;
        }

        source.ipv4(buffer.getInt(position + IPV4_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN), 0);
        destination.ipv4(buffer.getInt(position + IPV4_DESTINATION_OFFSET, ByteOrder.BIG_ENDIAN), 0);
        final int payload = position + headerLength;
        final int payloadCaptured = Math.min(captured, totalLength) - headerLength;
        final int fragment = unsignedShort(position + IPV4_FRAGMENT_OFFSET);
        if (0 == (fragment & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_PLACE_MASK)))
        {
            return udp(payload, payloadCaptured, totalLength - headerLength);
        }

        key.wrap(
            source, destination, unsignedShort(position + IPV4_IDENTIFICATION_OFFSET), PROTOCOL_UDP, direction);
        final int place = (fragment & IPV4_FRAGMENT_PLACE_MASK) * FRAGMENT_UNIT;
        final boolean isLast = 0 == (fragment & IPV4_MORE_FRAGMENTS);
        final PacketVerdict verdict =
            addFragment(payload, payloadCaptured, totalLength - headerLength, place, isLast);
        return PacketVerdict.DATAGRAM == verdict ? udp(offset, length, length) : verdict;
    }

    private PacketVerdict ipv6(final int position, final int captured, final int original)
    {
        if (captured < IPV6_HEADER_LENGTH)
        {
            return PacketVerdict.missing(IPV6_HEADER_LENGTH, original);
        }

        final int payloadLength = unsignedShort(position + IPV6_PAYLOAD_LENGTH_OFFSET);
        if (payloadLength > original - IPV6_HEADER_LENGTH)
        {
            return PacketVerdict.IP_LENGTH_INVALID;
        }

        source.ipv6(
            buffer.getLong(position + IPV6_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN),
            buffer.getLong(position + IPV6_SOURCE_OFFSET + 8, ByteOrder.BIG_ENDIAN),
            0);
        destination.ipv6(
            buffer.getLong(position + IPV6_DESTINATION_OFFSET, ByteOrder.BIG_ENDIAN),
            buffer.getLong(position + IPV6_DESTINATION_OFFSET + 8, ByteOrder.BIG_ENDIAN),
            0);
        return extensions(
            buffer.getByte(position + IPV6_NEXT_HEADER_OFFSET) & 0xFF,
            position + IPV6_HEADER_LENGTH,
            Math.min(captured - IPV6_HEADER_LENGTH, payloadLength),
            payloadLength);
    }

    /** Along the chain of headers to UDP. Each takes eight bytes at least, which bounds the walk. */
    private PacketVerdict extensions(
        final int firstHeader, final int firstPosition, final int firstCaptured, final int firstOriginal)
    {
        int header = firstHeader;
        int position = firstPosition;
        int captured = firstCaptured;
        int original = firstOriginal;
        while (isExtension(header))
        {
            if (captured < EXTENSION_UNIT)
            {
                return PacketVerdict.missing(EXTENSION_UNIT, original);
            }

            final int nextHeader = buffer.getByte(position) & 0xFF;
            int headerLength = extensionLength(header, position);
            if (PROTOCOL_FRAGMENT == header)
            {
                final PacketVerdict verdict = ipv6Fragment(position, captured, original);
                if (PacketVerdict.DATAGRAM != verdict)
                {
                    return verdict;
                }

                headerLength = 0;
                position = offset;
                captured = length;
                original = originalLength;
            }

            if (captured < headerLength)
            {
                return PacketVerdict.missing(headerLength, original);
            }

            header = nextHeader;
            position += headerLength;
            captured -= headerLength;
            original -= headerLength;
        }

        return PROTOCOL_UDP == header ? udp(position, captured, original) : PacketVerdict.NOT_UDP;
    }

    private static boolean isExtension(final int header)
    {
        switch (header)
        {
            case PROTOCOL_HOP_BY_HOP:
            case PROTOCOL_ROUTING:
            case PROTOCOL_FRAGMENT:
            case PROTOCOL_AUTHENTICATION:
            case PROTOCOL_DESTINATION_OPTIONS:
            case PROTOCOL_MOBILITY:
            case PROTOCOL_HOST_IDENTITY:
            case PROTOCOL_SHIM6:
                return true;

            default:
                return false;
        }
    }

    private int extensionLength(final int header, final int position)
    {
        final int units = buffer.getByte(position + 1) & 0xFF;
        return PROTOCOL_AUTHENTICATION == header ? 4 * (units + 2) : EXTENSION_UNIT * (units + 1);
    }

    /** Leaves in offset and lengths what follows the fragment header, or the whole datagram once it is complete. */
    private PacketVerdict ipv6Fragment(final int position, final int captured, final int original)
    {
        final int nextHeader = buffer.getByte(position) & 0xFF;
        if (PROTOCOL_UDP != nextHeader && !isExtension(nextHeader))
        {
            return PacketVerdict.NOT_UDP;
        }

        final int fragment = unsignedShort(position + EXTENSION_FRAGMENT_OFFSET);
        final int place = fragment & IPV6_FRAGMENT_PLACE_MASK;
        final boolean isLast = 0 == (fragment & IPV6_MORE_FRAGMENTS);
        offset = position + EXTENSION_UNIT;
        length = captured - EXTENSION_UNIT;
        originalLength = original - EXTENSION_UNIT;
        if (0 == place && isLast)
        {
            return PacketVerdict.DATAGRAM;
        }

        final int identification = buffer.getInt(position + EXTENSION_IDENTIFICATION_OFFSET, ByteOrder.BIG_ENDIAN);
        key.wrap(source, destination, identification, PROTOCOL_FRAGMENT, direction);
        return addFragment(offset, length, originalLength, place, isLast);
    }

    /** Fragments within a datagram put together from fragments are not followed. */
    private PacketVerdict addFragment(
        final int position, final int captured, final int original, final int place, final boolean isLast)
    {
        if (isReassembled)
        {
            return PacketVerdict.FRAGMENT_INVALID;
        }

        if (captured < original)
        {
            return PacketVerdict.FRAGMENT_TRUNCATED;
        }

        final PacketVerdict verdict = fragments.add(key, timeNs, buffer, position, captured, place, isLast);
        if (PacketVerdict.DATAGRAM == verdict)
        {
            isReassembled = true;
            buffer = fragments.buffer();
            offset = fragments.completeOffset();
            length = fragments.completeLength();
            originalLength = length;
        }

        return verdict;
    }

    private PacketVerdict udp(final int position, final int captured, final int original)
    {
        if (captured < UDP_HEADER_LENGTH)
        {
            return PacketVerdict.missing(UDP_HEADER_LENGTH, original);
        }

        final int udpLength = unsignedShort(position + UDP_LENGTH_OFFSET);
        if (udpLength < UDP_HEADER_LENGTH || udpLength > original)
        {
            return PacketVerdict.UDP_LENGTH_INVALID;
        }

        source.port(unsignedShort(position));
        destination.port(unsignedShort(position + 2));
        offset = position + UDP_HEADER_LENGTH;
        length = Math.min(captured, udpLength) - UDP_HEADER_LENGTH;
        originalLength = udpLength - UDP_HEADER_LENGTH;
        return PacketVerdict.DATAGRAM;
    }

    private int unsignedShort(final int position)
    {
        return buffer.getShort(position, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
