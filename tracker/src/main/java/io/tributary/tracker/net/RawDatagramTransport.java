package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The fast transport: the channel's own native calls ({@link DatagramNatives}) on fixed memory. One system call to
 * receive, one to send, no lock, no object: the source stays the {@code sockaddr} that the kernel wrote, and a reply
 * goes back to those same bytes.
 * <pre>
 *   sockaddr_in    0 family (2, native order)   2 port (2)   4 address (4)                    16 bytes
 *   sockaddr_in6   0 family (2, native order)   2 port (2)   4 flow (4)   8 address (16)      28 bytes
 * </pre>
 * Linux layout; {@link DatagramNatives#isUsable()} has proved it on this machine.
 */
final class RawDatagramTransport implements DatagramTransport
{
    static final int SOCKADDR_IN_LENGTH = 16;
    static final int SOCKADDR_IN6_LENGTH = 28;

    private static final int SOCKADDR_BYTES = 64;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final long MAPPED_PREFIX = 0x0000_FFFF_0000_0000L;

    private final DatagramChannel channel;
    private final InetSocketAddress localAddress;
    private final FileDescriptor descriptor;
    private final ByteBuffer socketAddressMemory = ByteBuffer.allocateDirect(2 * SOCKADDR_BYTES);
    private final long socketAddress = BufferUtil.address(socketAddressMemory);
    private final long destinationAddress = socketAddress + SOCKADDR_BYTES;
    private final boolean isIpv6;
    private final long request;
    private final int requestLength;
    private final long reply;
    private final Endpoint source = new Endpoint();
    private int socketAddressLength;

    RawDatagramTransport(final DatagramChannel channel, final ByteBuffer request, final ByteBuffer reply)
        throws IOException
    {
        this.channel = channel;
        this.localAddress = (InetSocketAddress)channel.getLocalAddress();
        this.isIpv6 = localAddress.getAddress() instanceof Inet6Address;
        this.descriptor = DatagramNatives.descriptor(channel);
        this.request = BufferUtil.address(request);
        this.requestLength = request.capacity();
        this.reply = BufferUtil.address(reply);
    }

    @Override
    public int receive()
    {
        final int length = DatagramNatives.receive(descriptor, request, requestLength, socketAddress);
        if (length < 0)
        {
            return DatagramNatives.FAILED == length ? FAILED : NOTHING;
        }

        final int port = Short.reverseBytes(UnsafeApi.getShort(socketAddress + 2)) & 0xFFFF;
        if (AF_INET == UnsafeApi.getShort(socketAddress))
        {
            socketAddressLength = SOCKADDR_IN_LENGTH;
            source.ipv4(Integer.reverseBytes(UnsafeApi.getInt(socketAddress + 4)), port);
        }
        else
        {
            socketAddressLength = SOCKADDR_IN6_LENGTH;
            source.ipv6(
                Long.reverseBytes(UnsafeApi.getLong(socketAddress + 8)),
                Long.reverseBytes(UnsafeApi.getLong(socketAddress + 16)),
                port);
        }
        return length;
    }

    @Override
    public Endpoint source()
    {
        return source;
    }

    @Override
    public boolean reply(final int length)
    {
        return length == DatagramNatives.send(descriptor, reply, length, socketAddress, socketAddressLength);
    }

    @Override
    public boolean send(final Endpoint destination, final ByteBuffer datagram, final int length)
    {
        if (destination.isIpv6() && !isIpv6)
        {
            return false;
        }
        final int addressLength = destinationAddress(destination);
        return length == DatagramNatives.send(
            descriptor, BufferUtil.address(datagram), length, destinationAddress, addressLength);
    }

    /** The memory was zeroed when it was allocated, and flow and scope stay so. */
    private int destinationAddress(final Endpoint destination)
    {
        UnsafeApi.putShort(destinationAddress + 2, Short.reverseBytes((short)destination.port()));
        if (!isIpv6)
        {
            UnsafeApi.putShort(destinationAddress, (short)AF_INET);
            UnsafeApi.putInt(destinationAddress + 4, Integer.reverseBytes(destination.ipv4Address()));
            return SOCKADDR_IN_LENGTH;
        }
        final long low = destination.isIpv6() ?
            destination.addressLow() : MAPPED_PREFIX | destination.addressLow();
        UnsafeApi.putShort(destinationAddress, (short)AF_INET6);
        UnsafeApi.putLong(destinationAddress + 8, Long.reverseBytes(destination.addressHigh()));
        UnsafeApi.putLong(destinationAddress + 16, Long.reverseBytes(low));
        return SOCKADDR_IN6_LENGTH;
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
        return "native calls";
    }

    @Override
    public void close()
    {
        DatagramSockets.closeQuietly(channel);
    }
}
