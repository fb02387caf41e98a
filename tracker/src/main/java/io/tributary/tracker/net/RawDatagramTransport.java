package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

import java.io.FileDescriptor;
import java.io.IOException;
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

    private static final int AF_INET = 2;

    private final DatagramChannel channel;
    private final InetSocketAddress localAddress;
    private final FileDescriptor descriptor;
    private final ByteBuffer socketAddressMemory = ByteBuffer.allocateDirect(64);
    private final long socketAddress = BufferUtil.address(socketAddressMemory);
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
