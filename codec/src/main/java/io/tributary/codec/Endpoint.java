package io.tributary.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * A mutable address and port: the source of a datagram, or a peer as BEP 15 and BEP 7 write it.
 *
 * <p>An IPv4 address is kept as IPv4, also when it arrived IPv4-mapped on a dual-stack socket ({@code ::ffff:a.b.c.d}).
 * Compact form, network byte order:
 * <pre>
 *   IPv4   address (4) | port (2)      6 bytes
 *   IPv6   address (16) | port (2)    18 bytes
 * </pre>
 * Owned by one thread and re-used for every datagram.
 */
public final class Endpoint
{
    public static final int IPV4_LENGTH = 6;
    public static final int IPV6_LENGTH = 18;

    private static final long MAPPED_PREFIX = 0x0000_FFFF_0000_0000L;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    private boolean isIpv6;
    private long addressHigh;
    private long addressLow;
    private int port;

    /**
     * Length of one compact endpoint of a family.
     *
     * @param isIpv6 the family.
     * @return 18 for IPv6, 6 for IPv4.
     */
    public static int length(final boolean isIpv6)
    {
        return isIpv6 ? IPV6_LENGTH : IPV4_LENGTH;
    }

    public Endpoint ipv4(final int address, final int port)
    {
        this.isIpv6 = false;
        this.addressHigh = 0;
        this.addressLow = address & IPV4_MASK;
        this.port = port;
        return this;
    }

    /**
     * Set an IPv6 address; an IPv4-mapped one becomes IPv4.
     *
     * @param addressHigh first eight bytes, big-endian.
     * @param addressLow  last eight bytes, big-endian.
     * @param port        0 to 65535.
     * @return this.
     */
    public Endpoint ipv6(final long addressHigh, final long addressLow, final int port)
    {
        if (0 == addressHigh && MAPPED_PREFIX == (addressLow & ~IPV4_MASK))
        {
            return ipv4((int)addressLow, port);
        }

        this.isIpv6 = true;
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.port = port;
        return this;
    }

    public Endpoint set(final Endpoint other)
    {
        this.isIpv6 = other.isIpv6;
        this.addressHigh = other.addressHigh;
        this.addressLow = other.addressLow;
        this.port = other.port;
        return this;
    }

    public boolean isIpv6()
    {
        return isIpv6;
    }

    public int ipv4Address()
    {
        return (int)addressLow;
    }

    /**
     * First eight bytes of the address, big-endian.
     *
     * @return 0 for IPv4.
     */
    public long addressHigh()
    {
        return addressHigh;
    }

    /**
     * Last eight bytes of the address, big-endian.
     *
     * @return for IPv4 the address in the low 32 bits.
     */
    public long addressLow()
    {
        return addressLow;
    }

    public int port()
    {
        return port;
    }

    public Endpoint port(final int port)
    {
        this.port = port;
        return this;
    }

    /**
     * Write the compact form.
     *
     * @param buffer destination.
     * @param offset where in it.
     * @return bytes written, 6 or 18.
     */
    public int putCompact(final MutableDirectBuffer buffer, final int offset)
    {
        if (isIpv6)
        {
            buffer.putLong(offset, addressHigh, ByteOrder.BIG_ENDIAN);
            buffer.putLong(offset + 8, addressLow, ByteOrder.BIG_ENDIAN);
            buffer.putShort(offset + 16, (short)port, ByteOrder.BIG_ENDIAN);
            return IPV6_LENGTH;
        }

        buffer.putInt(offset, (int)addressLow, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + 4, (short)port, ByteOrder.BIG_ENDIAN);
        return IPV4_LENGTH;
    }

    /**
     * Read the compact form.
     *
     * @param buffer source.
     * @param offset where in it.
     * @param isIpv6 which form it is.
     * @return this.
     */
    public Endpoint getCompact(final DirectBuffer buffer, final int offset, final boolean isIpv6)
    {
        if (isIpv6)
        {
            return ipv6(
                buffer.getLong(offset, ByteOrder.BIG_ENDIAN),
                buffer.getLong(offset + 8, ByteOrder.BIG_ENDIAN),
                buffer.getShort(offset + 16, ByteOrder.BIG_ENDIAN) & 0xFFFF);
        }

        return ipv4(
            buffer.getInt(offset, ByteOrder.BIG_ENDIAN),
            buffer.getShort(offset + 4, ByteOrder.BIG_ENDIAN) & 0xFFFF);
    }

    /**
     * Same family, address and port.
     *
     * @param other to compare with.
     * @return whether both name the same peer.
     */
    public boolean isSameAs(final Endpoint other)
    {
        return isIpv6 == other.isIpv6 && addressHigh == other.addressHigh &&
            addressLow == other.addressLow && port == other.port;
    }

    /**
     * For people: {@code 192.0.2.1:6881} or {@code [2001:db8:0:0:0:0:0:1]:6881}. Allocates.
     */
    public String toString()
    {
        if (isIpv6)
        {
            final StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < 8; i++)
            {
                final long half = i < 4 ? addressHigh : addressLow;
                text.append(i > 0 ? ":" : "").append(Long.toHexString((half >>> (48 - 16 * (i & 3))) & 0xFFFF));
            }
            return text.append("]:").append(port).toString();
        }

        final int address = (int)addressLow;
        return (address >>> 24) + "." + ((address >>> 16) & 0xFF) + "." + ((address >>> 8) & 0xFF) + "." +
            (address & 0xFF) + ":" + port;
    }
}
