package io.tributary.codec.capture;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Finds the IP packet behind the header of the link layer.
 * <pre>
 *   Ethernet         destination (6) | source (6) | [tag (2) VLAN (2)]... | type (2)
 *   Linux cooked 1   direction (2) | ARPHRD (2) | address length (2) | address (8) | type (2)
 *   Linux cooked 2   type (2) | 0 (2) | interface (4) | ARPHRD (2) | direction (1) | address length (1) | address (8)
 *   BSD loopback     address family (4)
 *   raw IP           nothing
 * </pre>
 * Type is an EtherType (IEEE 802); VLAN tags may be stacked (802.1Q, 802.1ad). Owned by one thread. Hot path.
 */
final class LinkDecoder
{
    static final int VERSION_ANY = 0;
    static final int VERSION_4 = 4;
    static final int VERSION_6 = 6;

    private static final int ETHERNET_TYPE_OFFSET = 12;
    private static final int COOKED_1_TYPE_OFFSET = 14;
    private static final int COOKED_2_DIRECTION_OFFSET = 10;
    private static final int COOKED_2_LENGTH = 20;
    private static final int FAMILY_LENGTH = 4;
    private static final int TYPE_LENGTH = 2;
    private static final int TAG_LENGTH = 4;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_VLAN_SERVICE = 0x88A8;
    private static final int TYPE_VLAN_SERVICE_OLD = 0x9100;

    private static final int DIRECTION_OTHER_HOST = 3;
    private static final int DIRECTION_OUTGOING = 4;

    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6_LINUX = 10;
    private static final int FAMILY_IPV6_WINDOWS = 23;
    private static final int FAMILY_IPV6_NETBSD = 24;
    private static final int FAMILY_IPV6_FREEBSD = 28;
    private static final int FAMILY_IPV6_DARWIN = 30;

    private int headerLength;
    private int ipVersion;
    private PacketDirection direction = PacketDirection.UNKNOWN;

    /**
     * Decode the header of the link layer.
     *
     * @return {@link PacketVerdict#DATAGRAM} when an IP packet follows, otherwise why none does.
     */
    PacketVerdict decode(
        final MutableDirectBuffer buffer,
        final int offset,
        final int capturedLength,
        final int originalLength,
        final int linkType)
    {
        headerLength = 0;
        ipVersion = VERSION_ANY;
        direction = PacketDirection.UNKNOWN;
        switch (linkType)
        {
            case LinkType.ETHERNET:
                return typed(buffer, offset, capturedLength, originalLength, ETHERNET_TYPE_OFFSET);

            case LinkType.LINUX_SLL:
                return cooked1(buffer, offset, capturedLength, originalLength);

            case LinkType.LINUX_SLL2:
                return cooked2(buffer, offset, capturedLength, originalLength);

            case LinkType.NULL:
            case LinkType.LOOP:
                return loopback(buffer, offset, capturedLength, originalLength);

            case LinkType.RAW:
            case LinkType.RAW_BSD:
            case LinkType.RAW_OPENBSD:
                return PacketVerdict.DATAGRAM;

            case LinkType.IPV4:
                ipVersion = VERSION_4;
                return PacketVerdict.DATAGRAM;

            case LinkType.IPV6:
                ipVersion = VERSION_6;
                return PacketVerdict.DATAGRAM;

            default:
                return PacketVerdict.LINK_TYPE_UNKNOWN;
        }
    }

    int headerLength()
    {
        return headerLength;
    }

    /** As the link layer announces it, or {@link #VERSION_ANY}. */
    int ipVersion()
    {
        return ipVersion;
    }

    PacketDirection direction()
    {
        return direction;
    }

    private PacketVerdict cooked1(
        final MutableDirectBuffer buffer, final int offset, final int capturedLength, final int originalLength)
    {
        if (capturedLength >= TYPE_LENGTH)
        {
            direction = cookedDirection(buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF);
        }

        return typed(buffer, offset, capturedLength, originalLength, COOKED_1_TYPE_OFFSET);
    }

    private PacketVerdict cooked2(
        final MutableDirectBuffer buffer, final int offset, final int capturedLength, final int originalLength)
    {
        if (capturedLength < COOKED_2_LENGTH)
        {
            return PacketVerdict.missing(COOKED_2_LENGTH, originalLength);
        }

        direction = cookedDirection(buffer.getByte(offset + COOKED_2_DIRECTION_OFFSET) & 0xFF);
        final int type = buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        headerLength = COOKED_2_LENGTH;
        return isVlan(type) ?
            typed(buffer, offset, capturedLength, originalLength, COOKED_2_LENGTH + TYPE_LENGTH) : ip(type);
    }

    /** From a type on, over the tags there may be. */
    private PacketVerdict typed(
        final MutableDirectBuffer buffer,
        final int offset,
        final int capturedLength,
        final int originalLength,
        final int typeOffset)
    {
        int position = typeOffset;
        while (capturedLength >= position + TYPE_LENGTH)
        {
            final int type = buffer.getShort(offset + position, ByteOrder.BIG_ENDIAN) & 0xFFFF;
            if (!isVlan(type))
            {
                headerLength = position + TYPE_LENGTH;
                return ip(type);
            }

            position += TAG_LENGTH;
        }

        return PacketVerdict.missing(position + TYPE_LENGTH, originalLength);
    }

    private PacketVerdict ip(final int type)
    {
        switch (type)
        {
            case TYPE_IPV4:
                ipVersion = VERSION_4;
                return PacketVerdict.DATAGRAM;

            case TYPE_IPV6:
                ipVersion = VERSION_6;
                return PacketVerdict.DATAGRAM;

            default:
                return PacketVerdict.NOT_IP;
        }
    }

    private static boolean isVlan(final int type)
    {
        return TYPE_VLAN == type || TYPE_VLAN_SERVICE == type || TYPE_VLAN_SERVICE_OLD == type;
    }

    private static PacketDirection cookedDirection(final int packetType)
    {
        switch (packetType)
        {
            case DIRECTION_OUTGOING:
                return PacketDirection.OUT;

            case DIRECTION_OTHER_HOST:
                return PacketDirection.OTHER;

            default:
                return packetType < DIRECTION_OTHER_HOST ? PacketDirection.IN : PacketDirection.UNKNOWN;
        }
    }

    /** The capturing machine may have had another byte order than the one that wrote the file. */
    private PacketVerdict loopback(
        final MutableDirectBuffer buffer, final int offset, final int capturedLength, final int originalLength)
    {
        if (capturedLength < FAMILY_LENGTH)
        {
            return PacketVerdict.missing(FAMILY_LENGTH, originalLength);
        }

        headerLength = FAMILY_LENGTH;
        final int value = buffer.getInt(offset, ByteOrder.BIG_ENDIAN);
        switch (0 == value >>> Short.SIZE ? value : Integer.reverseBytes(value))
        {
            case FAMILY_IPV4:
                ipVersion = VERSION_4;
                return PacketVerdict.DATAGRAM;

            case FAMILY_IPV6_LINUX:
            case FAMILY_IPV6_WINDOWS:
            case FAMILY_IPV6_NETBSD:
            case FAMILY_IPV6_FREEBSD:
            case FAMILY_IPV6_DARWIN:
                ipVersion = VERSION_6;
                return PacketVerdict.DATAGRAM;

            default:
                return PacketVerdict.NOT_IP;
        }
    }
}
