package io.tributary.bench.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A connected, non-blocking socket that stands for one client address of the trace, or several, and the connection id
 * that the tracker gave it. BEP 15 lets a client use an id for a minute; it is renewed well before.
 */
final class ReplaySocket implements AutoCloseable
{
    private static final long RENEW_NS = 45_000_000_000L;
    private static final long USABLE_NS = 60_000_000_000L;
    private static final long RETRY_NS = 250_000_000L;
    private static final int RECEIVE_BUFFER_LENGTH = 1 << 19;

    private final DatagramChannel channel;
    private final boolean isIpv6;
    private boolean hasConnectionId;
    private boolean hasAsked;
    private long connectionId;
    private long receivedNs;
    private long askedNs;

    ReplaySocket(final InetAddress source, final InetSocketAddress tracker, final Selector selector) throws IOException
    {
        isIpv6 = tracker.getAddress().getAddress().length > Integer.BYTES;
        channel = DatagramChannel.open();
        try
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_LENGTH);
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(tracker);
            channel.register(selector, SelectionKey.OP_READ, this);
        }
        catch (final IOException ex)
        {
            channel.close();
            throw ex;
        }
    }

    /** Of the tracker that it talks to. */
    boolean isIpv6()
    {
        return isIpv6;
    }

    /** Bytes read, 0 when nothing waits. */
    int read(final ByteBuffer buffer) throws IOException
    {
        return channel.read(buffer.clear());
    }

    /** Whether the kernel took the datagram. */
    boolean write(final ByteBuffer buffer) throws IOException
    {
        return channel.write(buffer) > 0;
    }

    long connectionId()
    {
        return connectionId;
    }

    boolean canUseConnectionId(final long nowNs)
    {
        return hasConnectionId && nowNs - receivedNs < USABLE_NS;
    }

    boolean shouldAsk(final long nowNs)
    {
        return (!hasConnectionId || nowNs - receivedNs >= RENEW_NS) && (!hasAsked || nowNs - askedNs >= RETRY_NS);
    }

    void onAsked(final long nowNs)
    {
        hasAsked = true;
        askedNs = nowNs;
    }

    void onConnectionId(final long connectionId, final long nowNs)
    {
        this.connectionId = connectionId;
        hasConnectionId = true;
        receivedNs = nowNs;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
