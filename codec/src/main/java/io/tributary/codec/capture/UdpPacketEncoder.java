package io.tributary.codec.capture;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Writes a UDP datagram as it would be on a link without a header of its own ({@link LinkType#RAW}): IPv4 (RFC 791) or
 * IPv6 (RFC 8200), then UDP (RFC 768), with all checksums. IPv4 datagrams are never to be fragmented and so carry no
 * identification (RFC 6864). Keeps nothing between datagrams.
 */
public final class UdpPacketEncoder
{
    public static final int IPV4_HEADERS_LENGTH = 28;
    public static final int IPV6_HEADERS_LENGTH = 48;
    public static final int HEADERS_LENGTH_MAX = IPV6_HEADERS_LENGTH;

    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int UDP_CHECKSUM_OFFSET = 6;
    private static final int IPV4_CHECKSUM_OFFSET = 10;
    private static final int ADDRESSES_IPV4_LENGTH = 8;
    private static final int ADDRESSES_IPV6_LENGTH = 32;

    private static final int VERSION_4_WITHOUT_OPTIONS = 0x4500;
    private static final int VERSION_6 = 0x6000_0000;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int HOP_LIMIT = 64;
    private static final int PROTOCOL_UDP = 17;
    private static final int PACKET_LENGTH_MAX = 65_535;

    private UdpPacketEncoder()
    {
    }

    /**
     * Length of the headers.
     *
     * @param isIpv6 family of both endpoints.
     * @return bytes before the payload.
     */
    public static int headersLength(final boolean isIpv6)
    {
        return isIpv6 ? IPV6_HEADERS_LENGTH : IPV4_HEADERS_LENGTH;
    }

    /**
     * Longest payload that a packet can carry.
     *
     * @param isIpv6 family of both endpoints.
     * @return 65,527 or 65,507.
     */
    public static int payloadLengthMax(final boolean isIpv6)
    {
        return PACKET_LENGTH_MAX - (isIpv6 ? UDP_HEADER_LENGTH : IPV4_HEADERS_LENGTH);
    }

    /**
     * Write headers and payload.
     *
     * @param buffer        destination.
     * @param offset        where the IP header starts in it.
     * @param source        of the datagram.
     * @param destination   of the same family.
     * @param payload       buffer with the payload.
     * @param payloadOffset where in it.
     * @param payloadLength up to {@link #payloadLengthMax}.
     * @return length of the packet.
     */
    public static int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final Endpoint source,
        final Endpoint destination,
        final DirectBuffer payload,
        final int payloadOffset,
        final int payloadLength)
    {
        buffer.putBytes(offset + headersLength(source.isIpv6()), payload, payloadOffset, payloadLength);
        return encodeHeaders(buffer, offset, source, destination, payloadLength);
    }

    /**
     * Write headers before a payload that is in its place already.
     *
     * @param buffer        with the payload at offset + {@link #headersLength}.
     * @param offset        where the IP header starts in it.
     * @param source        of the datagram.
     * @param destination   of the same family.
     * @param payloadLength up to {@link #payloadLengthMax}.
     * @return length of the packet.
     */
    public static int encodeHeaders(
        final MutableDirectBuffer buffer,
        final int offset,
        final Endpoint source,
        final Endpoint destination,
        final int payloadLength)
    {
        assert source.isIpv6() == destination.isIpv6() && payloadLength <= payloadLengthMax(source.isIpv6());
        final int udpLength = UDP_HEADER_LENGTH + payloadLength;
        if (source.isIpv6())
        {
            putIpv6(buffer, offset, source, destination, udpLength);
        }
        else
        {
            putIpv4(buffer, offset, source, destination, udpLength);
        }

        final int ipLength = source.isIpv6() ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH;
        final int addressesLength = source.isIpv6() ? ADDRESSES_IPV6_LENGTH : ADDRESSES_IPV4_LENGTH;
        putUdp(buffer, offset + ipLength, source.port(), destination.port(), udpLength, addressesLength);
        return ipLength + udpLength;
    }

    private static void putIpv4(
        final MutableDirectBuffer buffer,
        final int offset,
        final Endpoint source,
        final Endpoint destination,
        final int udpLength)
    {
        putShort(buffer, offset, VERSION_4_WITHOUT_OPTIONS);
        putShort(buffer, offset + 2, IPV4_HEADER_LENGTH + udpLength);
        putShort(buffer, offset + 4, 0);
        putShort(buffer, offset + 6, DO_NOT_FRAGMENT);
        putShort(buffer, offset + 8, HOP_LIMIT << 8 | PROTOCOL_UDP);
        putShort(buffer, offset + IPV4_CHECKSUM_OFFSET, 0);
        buffer.putInt(offset + 12, source.ipv4Address(), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 16, destination.ipv4Address(), ByteOrder.BIG_ENDIAN);
        putShort(buffer, offset + IPV4_CHECKSUM_OFFSET, checksum(sum(buffer, offset, IPV4_HEADER_LENGTH)));
    }

    private static void putIpv6(
        final MutableDirectBuffer buffer,
        final int offset,
        final Endpoint source,
        final Endpoint destination,
        final int udpLength)
    {
        buffer.putInt(offset, VERSION_6, ByteOrder.BIG_ENDIAN);
        putShort(buffer, offset + 4, udpLength);
        putShort(buffer, offset + 6, PROTOCOL_UDP << 8 | HOP_LIMIT);
        buffer.putLong(offset + 8, source.addressHigh(), ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 16, source.addressLow(), ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 24, destination.addressHigh(), ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 32, destination.addressLow(), ByteOrder.BIG_ENDIAN);
    }

    /** The pseudo header's addresses stand right before the UDP header, in both families. */
    private static void putUdp(
        final MutableDirectBuffer buffer,
        final int offset,
        final int sourcePort,
        final int destinationPort,
        final int udpLength,
        final int addressesLength)
    {
        putShort(buffer, offset, sourcePort);
        putShort(buffer, offset + 2, destinationPort);
        putShort(buffer, offset + 4, udpLength);
        putShort(buffer, offset + UDP_CHECKSUM_OFFSET, 0);
        final long sum = sum(buffer, offset - addressesLength, addressesLength + udpLength);
        final int checksum = checksum(sum + PROTOCOL_UDP + udpLength);
        putShort(buffer, offset + UDP_CHECKSUM_OFFSET, 0 == checksum ? 0xFFFF : checksum);
    }

    private static void putShort(final MutableDirectBuffer buffer, final int offset, final int value)
    {
        buffer.putShort(offset, (short)value, ByteOrder.BIG_ENDIAN);
    }

    /** Of 32-bit words: folding it to 16 bits gives what a sum of 16-bit words gives (RFC 1071). */
    private static long sum(final DirectBuffer buffer, final int offset, final int length)
    {
        long sum = 0;
        final int end = offset + length;
        int position = offset;
        for (; end - position >= Integer.BYTES; position += Integer.BYTES)
        {
            sum += buffer.getInt(position, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
        }

        for (int shift = 24; position < end; position++, shift -= 8)
        {
            sum += (buffer.getByte(position) & 0xFFL) << shift;
        }

        return sum;
    }

    private static int checksum(final long sum)
    {
        long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int)~folded & 0xFFFF;
    }
}
