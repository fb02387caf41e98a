package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Objects;

/**
 * The sockets to one tracker, opened as clients come: one for each client address with a source address of its own,
 * until there are as many as allowed; from then on clients share them.
 */
final class SocketPool implements AutoCloseable
{
    private final InetSocketAddress tracker;
    private final SourcePrefix sources;
    private final Selector selector;
    private final ReplaySocket[] sockets;

    SocketPool(
        final InetSocketAddress tracker, final SourcePrefix sources, final int socketsMax, final Selector selector)
    {
        this.tracker = tracker;
        this.sources = sources;
        this.selector = selector;
        this.sockets = new ReplaySocket[socketsMax];
    }

    /**
     * The socket of a client.
     *
     * @param number of its address, see {@link ClientAddresses#number(Endpoint)}.
     * @throws IOException when it cannot be opened; the message says from where to where.
     */
    ReplaySocket socket(final int number) throws IOException
    {
        final int index = number % sockets.length;
        if (null == sockets[index])
        {
            sockets[index] = opened(index);
        }
        return sockets[index];
    }

    int opened()
    {
        return (int)Arrays.stream(sockets).filter(Objects::nonNull).count();
    }

    /** Source addresses in use. */
    int addresses()
    {
        return Math.min(opened(), sources.hosts());
    }

    boolean isIpv6()
    {
        return sources.isIpv6();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(sockets);
    }

    private ReplaySocket opened(final int index) throws IOException
    {
        final InetAddress source = sources.address(index);
        try
        {
            return new ReplaySocket(source, tracker, selector);
        }
        catch (final IOException ex)
        {
            throw new IOException("socket " + (opened() + 1) + " (of up to " + sockets.length + ", --sockets), from " +
                source.getHostAddress() + " to " + tracker + ": " + ex.getMessage(), ex);
        }
    }
}
