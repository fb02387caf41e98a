package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * The portable transport: {@link DatagramChannel#receive} and {@link DatagramChannel#send}.
 *
 * <p>Receiving allocates, inside the JDK, an address object for every change of source and a copy of its bytes here;
 * replying does not. Sending to a destination allocates its address object, which is kept while no other destination
 * takes its place. Used where {@link RawDatagramTransport} does not work.
 */
final class ChannelDatagramTransport implements DatagramTransport
{
    private final DatagramChannel channel;
    private final InetSocketAddress localAddress;
    private final ByteBuffer request;
    private final ByteBuffer reply;
    private final Endpoint source = new Endpoint();
    private final SocketAddressCache destinations = new SocketAddressCache();
    private InetSocketAddress sourceAddress;

    ChannelDatagramTransport(final DatagramChannel channel, final ByteBuffer request, final ByteBuffer reply)
        throws IOException
    {
        this.channel = channel;
        this.localAddress = (InetSocketAddress)channel.getLocalAddress();
        this.request = request.duplicate();
        this.reply = reply.duplicate();
    }

    @Override
    public int receive()
    {
        request.clear();
        try
        {
            final InetSocketAddress address = (InetSocketAddress)channel.receive(request);
            if (null == address)
            {
                return NOTHING;
            }
            if (address != sourceAddress)
            {
                sourceAddress = address;
                toEndpoint(address, source);
            }
            return request.position();
        }
        catch (final IOException ignore)
        {
            return FAILED;
        }
    }

    @Override
    public Endpoint source()
    {
        return source;
    }

    @Override
    public boolean reply(final int length)
    {
        reply.limit(length).position(0);
        try
        {
            return length == channel.send(reply, sourceAddress);
        }
        catch (final IOException ignore)
        {
            return false;
        }
    }

    @Override
    public boolean send(final Endpoint destination, final ByteBuffer datagram, final int length)
    {
        datagram.limit(length).position(0);
        try
        {
            return length == channel.send(datagram, destinations.addressOf(destination));
        }
        catch (final IOException | UnsupportedAddressTypeException ignore)
        {
            return false;
        }
    }

    @Override
    public DatagramChannel channel()
    {
        return channel;
    }

    @Override
    public InetSocketAddress localAddress()
    {
        return localAddress;
    }

    @Override
    public String description()
    {
        return "DatagramChannel";
    }

    @Override
    public void close()
    {
        DatagramSockets.closeQuietly(channel);
    }

    private static void toEndpoint(final InetSocketAddress address, final Endpoint endpoint)
    {
        final InetAddress inetAddress = address.getAddress();
        final ByteBuffer bytes = ByteBuffer.wrap(inetAddress.getAddress()).order(ByteOrder.BIG_ENDIAN);
        if (inetAddress instanceof Inet4Address)
        {
            endpoint.ipv4(bytes.getInt(0), address.getPort());
        }
        else
        {
            endpoint.ipv6(bytes.getLong(0), bytes.getLong(8), address.getPort());
        }
    }
}
