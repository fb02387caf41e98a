package io.tributary.bench.replay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses of this machine to send from: those of a prefix that is all ours, such as 127.0.0.0/8, or a single one.
 * Immutable.
 */
final class SourcePrefix
{
    private static final int HOST_BITS_MAX = 30;
    /** Room for servers at the beginning of a large prefix: 127.0.0.1 is one. */
    private static final int SERVERS_BITS = 16;

    private final byte[] network;
    private final int firstHost;
    private final int hosts;

    private SourcePrefix(final byte[] network, final int hostBits)
    {
        this.network = network;
        final int size = 1 << Math.min(HOST_BITS_MAX, hostBits);
        this.firstHost = 0 == hostBits ? 0 : hostBits > SERVERS_BITS + 1 ? (1 << SERVERS_BITS) + 1 : 1;
        this.hosts = 0 == hostBits ? 1 : Math.max(1, size - 1 - firstHost);
    }

    /**
     * Parse a prefix.
     *
     * @param text such as {@code 10.1.0.0/16} or {@code fd00:1::/64}; without a length, one address.
     * @return the addresses of the prefix, without network and broadcast address.
     * @throws IllegalArgumentException saying what is wrong.
     */
    static SourcePrefix parse(final String text)
    {
        final int slash = text.indexOf('/');
        final String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not a prefix, such as 127.0.0.0/8 or fd00:1::/64");
        }
        try
        {
            final byte[] network = InetAddress.getByName(address).getAddress();
            final int bits = network.length * Byte.SIZE;
            final String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
            if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits || Integer.parseInt(length) < 1)
            {
                throw new IllegalArgumentException(
                    "length '" + length + "' in '" + text + "', allowed is 1 to " + bits);
            }
            return new SourcePrefix(network, bits - Integer.parseInt(length));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("'" + address + "' is not an address", ex);
        }
    }

    /**
     * What can be had without asking: all of 127.0.0.0/8 for a tracker on IPv4 loopback, otherwise the one address that
     * the kernel chooses.
     */
    static SourcePrefix usual(final InetSocketAddress tracker)
    {
        final InetAddress address = tracker.getAddress();
        final int length = address.getAddress().length;
        if (address.isLoopbackAddress())
        {
            return length == Integer.BYTES ? parse("127.0.0.0/8") : new SourcePrefix(address.getAddress(), 0);
        }
        return new SourcePrefix(new byte[length], 0);
    }

    boolean isIpv6()
    {
        return network.length > Integer.BYTES;
    }

    /** How many addresses there are. */
    int hosts()
    {
        return hosts;
    }

    /** The address of a number from 0; they begin anew behind the last. */
    InetAddress address(final int index) throws UnknownHostException
    {
        final byte[] bytes = network.clone();
        final int host = firstHost + index % hosts;
        final ByteBuffer low = ByteBuffer.wrap(bytes, bytes.length - Integer.BYTES, Integer.BYTES).slice();
        low.putInt(0, low.getInt(0) | host);
        return InetAddress.getByAddress(bytes);
    }
}
