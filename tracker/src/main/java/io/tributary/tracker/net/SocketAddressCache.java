package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The JDK's address objects of the destinations last sent to, so that steady neighbours cost no garbage: one place for
 * each hash, where the newcomer wins. Used by one thread.
 */
final class SocketAddressCache
{
    static final int ENTRIES = 1024;

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(ENTRIES);

    private final Endpoint[] endpoints = new Endpoint[ENTRIES];
    private final InetSocketAddress[] addresses = new InetSocketAddress[ENTRIES];

    SocketAddressCache()
    {
        for (int i = 0; i < ENTRIES; i++)
        {
            endpoints[i] = new Endpoint();
        }
    }

    InetSocketAddress addressOf(final Endpoint endpoint) throws UnknownHostException
    {
        final long mixed = (endpoint.addressHigh() * MULTIPLIER + endpoint.addressLow()) * MULTIPLIER;
        final int index = (int)((mixed + endpoint.port()) * MULTIPLIER >>> SHIFT);
        if (null == addresses[index] || !endpoints[index].isSameAs(endpoint))
        {
            addresses[index] = toSocketAddress(endpoint);
            endpoints[index].set(endpoint);
        }
        return addresses[index];
    }

    private static InetSocketAddress toSocketAddress(final Endpoint endpoint) throws UnknownHostException
    {
        final byte[] bytes = endpoint.isIpv6() ?
            ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN)
                .putLong(endpoint.addressHigh()).putLong(endpoint.addressLow()).array() :
            ByteBuffer.allocate(4).order(ByteOrder.BIG_ENDIAN).putInt(endpoint.ipv4Address()).array();
        return new InetSocketAddress(InetAddress.getByAddress(bytes), endpoint.port());
    }
}
