package io.tributary.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.SelectionKey;

/**
 * A UDP server that does nothing but receive and send, the plain way: {@link DatagramChannel#receive} and
 * {@link DatagramChannel#send} in a loop, a selector when nothing waits. What a JVM can reach on this machine without
 * doing any work; it is the limit the report measures the tracker against.
 */
public final class EchoServer implements Runnable, AutoCloseable
{
    private static final int BUFFER_LENGTH = 4096;

    private final ByteBuffer request = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final DatagramChannel channel;
    private final Selector selector;
    private final EchoAnswer answer;
    private volatile boolean isClosed;

    /**
     * Bind.
     *
     * @param address   to listen on.
     * @param endpoints in each answer to an announce.
     * @throws IOException if the address cannot be bound.
     */
    public EchoServer(final InetSocketAddress address, final int endpoints) throws IOException
    {
        final boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        answer = new EchoAnswer(endpoints, isIpv6);
        selector = Selector.open();
        channel = DatagramChannel.open(isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.bind(address);
        channel.register(selector, SelectionKey.OP_READ);
    }

    public InetSocketAddress address() throws IOException
    {
        return (InetSocketAddress)channel.getLocalAddress();
    }

    /** Until closed from another thread. */
    public void run()
    {
        try
        {
            while (!isClosed)
            {
                if (!answerOne())
                {
                    selector.select();
                    selector.selectedKeys().clear();
                }
            }
            channel.close();
            selector.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    public void close()
    {
        isClosed = true;
        selector.wakeup();
    }

    private boolean answerOne() throws IOException
    {
        final SocketAddress source = channel.receive(request.clear());
        if (null == source)
        {
            return false;
        }
        final int length = answer.answer(request, request.position(), reply.clear());
        if (length > 0)
        {
            channel.send(reply.limit(length), source);
        }
        return true;
    }
}
