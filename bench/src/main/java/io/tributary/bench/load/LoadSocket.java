package io.tributary.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * One connected, non-blocking socket and the connection id the tracker gave to its address. Connected, because then
 * reading and writing neither looks at addresses nor allocates.
 *
 * <p>BEP 15 lets a client use a connection id for one minute: it is renewed after {@link #RENEW_NS} and not used after
 * {@link #USABLE_NS}.
 */
final class LoadSocket implements AutoCloseable
{
    static final long RENEW_NS = 45_000_000_000L;
    static final long USABLE_NS = 60_000_000_000L;

    private static final long RETRY_NS = 1_000_000_000L;
    private static final int RECEIVE_BUFFER_LENGTH = 1 << 20;

    private final int index;
    private final DatagramChannel channel;
    private boolean hasConnectionId;
    private boolean hasAsked;
    private long connectionId;
    private long receivedNs;
    private long askedNs;
    private int filledCount;

    LoadSocket(final int index, final InetAddress source, final InetSocketAddress target) throws IOException
    {
        this.index = index;
        channel = DatagramChannel.open();
        try
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_LENGTH);
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(target);
        }
        catch (final IOException ex)
        {
            channel.close();
            throw ex;
        }
    }

    int index()
    {
        return index;
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

    boolean hasConnectionId()
    {
        return hasConnectionId;
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

    /** How many of the peers of this socket have been sent their first announce. */
    int filledCount()
    {
        return filledCount;
    }

    int takeNextToFill()
    {
        return filledCount++;
    }

    public void close() throws IOException
    {
        channel.close();
    }
}
