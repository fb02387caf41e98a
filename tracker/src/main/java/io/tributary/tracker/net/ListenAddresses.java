package io.tributary.tracker.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the configured addresses to the machine. Start-up only.
 */
public final class ListenAddresses
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ListenAddresses.class);

    private ListenAddresses()
    {
    }

    /**
     * Leave out what this machine cannot do or another socket does already: the IPv6 wildcard on a machine without
     * IPv6; the IPv4 wildcard where an IPv6 wildcard on the same port cannot be kept to IPv6, and so serves both.
     *
     * @param configured addresses.
     * @return at least one of them, in the same order.
     */
    public static List<InetSocketAddress> usable(final List<InetSocketAddress> configured)
    {
        final boolean hasIpv6 = hasIpv6();
        final List<InetSocketAddress> usable = new ArrayList<>();
        for (final InetSocketAddress address : configured)
        {
            if (!hasIpv6 && configured.size() > 1 && isWildcard(address, true))
            {
                LOGGER.warn("network: {} left out, this machine has no IPv6", address);
            }
            else if (hasIpv6 && !DatagramNatives.isUsable() && isWildcard(address, false) &&
                configured.stream().anyMatch(other -> isWildcard(other, true) && other.getPort() == address.getPort()))
            {
                LOGGER.warn("network: {} left out, the IPv6 wildcard serves both families here", address);
            }
            else
            {
                usable.add(address);
            }
        }
        return usable;
    }

    private static boolean isWildcard(final InetSocketAddress address, final boolean isIpv6)
    {
        return address.getAddress().isAnyLocalAddress() &&
            (isIpv6 ? address.getAddress() instanceof Inet6Address : address.getAddress() instanceof Inet4Address);
    }

    private static boolean hasIpv6()
    {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6))
        {
            return channel.isOpen();
        }
        catch (final IOException | UnsupportedOperationException ignore)
        {
            return false;
        }
    }
}
