package io.tributary.bench.load;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses to send from. On IPv4 loopback every address of 127.0.0.0/8 is ours, so each source gets one of its own,
 * 127.1.x.y. Elsewhere (IPv6 loopback has a single address) the sources differ by port only.
 */
public final class SourceAddresses
{
    private static final int HOSTS_PER_BLOCK = 250;

    private SourceAddresses()
    {
    }

    /**
     * How many different addresses that number of sources will have.
     *
     * @param target  the tracker.
     * @param sources sockets asked for.
     * @return {@code sources} or 1.
     */
    public static int count(final InetSocketAddress target, final int sources)
    {
        return isIpv4Loopback(target) ? sources : 1;
    }

    static InetAddress address(final InetSocketAddress target, final int source) throws UnknownHostException
    {
        if (isIpv4Loopback(target))
        {
            return InetAddress.getByAddress(new byte[]{
                127, 1, (byte)(source / HOSTS_PER_BLOCK), (byte)(1 + source % HOSTS_PER_BLOCK)});
        }
        if (target.getAddress().isLoopbackAddress())
        {
            return target.getAddress();
        }
        return InetAddress.getByAddress(new byte[target.getAddress().getAddress().length]);
    }

    private static boolean isIpv4Loopback(final InetSocketAddress target)
    {
        return target.getAddress() instanceof Inet4Address && target.getAddress().isLoopbackAddress();
    }
}
