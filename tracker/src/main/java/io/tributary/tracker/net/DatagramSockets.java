package io.tributary.tracker.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Opens bound, non-blocking sockets. Start-up only.
 */
final class DatagramSockets
{
    private DatagramSockets()
    {
    }

    /**
     * Open and bind.
     *
     * @param address            where to listen; an IPv6 socket takes IPv6 only.
     * @param receiveBufferBytes SO_RCVBUF asked for; the kernel may grant less.
     * @param sendBufferBytes    SO_SNDBUF asked for.
     * @param request            receive buffer, direct.
     * @param reply              reply buffer, direct.
     * @return the transport.
     * @throws IOException naming the address.
     */
    static DatagramTransport open(
        final InetSocketAddress address,
        final int receiveBufferBytes,
        final int sendBufferBytes,
        final ByteBuffer request,
        final ByteBuffer reply) throws IOException
    {
        final boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        final boolean isRaw = DatagramNatives.isUsable();
        final DatagramChannel channel = DatagramChannel.open(
            isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
            if (isRaw)
            {
                DatagramNatives.neverFragment(channel, isIpv6);
                if (isIpv6)
                {
                    DatagramNatives.ipv6Only(channel);
                }
            }
            channel.bind(address);
            return isRaw ? new RawDatagramTransport(channel, request, reply) :
                new ChannelDatagramTransport(channel, request, reply);
        }
        catch (final IOException | RuntimeException ex)
        {
            closeQuietly(channel);
            throw new IOException("cannot listen on " + address + ": " + ex.getMessage(), ex);
        }
    }

    static void closeQuietly(final DatagramChannel channel)
    {
        try
        {
            channel.close();
        }
        catch (final IOException ignore)
        {
            // Nothing was buffered here, so nothing is lost.
        }
    }
}
