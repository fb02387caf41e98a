package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The selector loop's hands: receives from every socket up to a budget, lets the handler answer, sends the answer.
 *
 * <p>Owns the selector, the sockets and the one pair of buffers that all datagrams pass through. Under load it never
 * asks the selector: it receives until a socket is empty, and only {@link #await} when all were. Hot path; used by one
 * thread, except {@link #wakeUp()}.
 */
public final class DatagramPoller implements AutoCloseable
{
    /** Longest datagram received whole: any that UDP can carry. */
    public static final int REQUEST_BUFFER_LENGTH = 65536;
    /** Longest reply, with room for the two bytes that the store may write behind the last endpoint. */
    public static final int REPLY_BUFFER_LENGTH = 65536;

    private static final int NO_SOCKET = -1;
    private static final int BUFFER_ALIGNMENT = 64;
    private static final Consumer<SelectionKey> ON_SELECTED = key -> {};

    private final Selector selector;
    private final DatagramTransport[] transports;
    private final DatagramHandler handler;
    private final TrackerCounters counters;
    private final ErrorHandler errorHandler;
    private int receiveBudget;
    private final UnsafeBuffer request;
    private final UnsafeBuffer reply;
    private final ByteBuffer outgoing = BufferUtil.allocateDirectAligned(REPLY_BUFFER_LENGTH, BUFFER_ALIGNMENT);
    private final int ipv4Socket;
    private final int ipv6Socket;
    private int receivingSocket;
    private DatagramTap tap;

    /**
     * Open and bind all sockets.
     *
     * @param addresses          one socket each, in this order.
     * @param receiveBufferBytes SO_RCVBUF to ask for.
     * @param sendBufferBytes    SO_SNDBUF to ask for.
     * @param receiveBudget      most datagrams of one socket in one poll.
     * @param handler            answers.
     * @param counters           written from the polling thread.
     * @param errorHandler       told of exceptions that should not be; must not throw.
     * @throws IOException naming the address that cannot be bound; nothing stays open.
     */
    public DatagramPoller(
        final List<InetSocketAddress> addresses,
        final int receiveBufferBytes,
        final int sendBufferBytes,
        final int receiveBudget,
        final DatagramHandler handler,
        final TrackerCounters counters,
        final ErrorHandler errorHandler) throws IOException
    {
        final ByteBuffer requestMemory = BufferUtil.allocateDirectAligned(REQUEST_BUFFER_LENGTH, BUFFER_ALIGNMENT);
        final ByteBuffer replyMemory = BufferUtil.allocateDirectAligned(REPLY_BUFFER_LENGTH, BUFFER_ALIGNMENT);
        this.request = new UnsafeBuffer(requestMemory);
        this.reply = new UnsafeBuffer(replyMemory);
        this.receiveBudget = receiveBudget;
        this.handler = handler;
        this.counters = counters;
        this.errorHandler = errorHandler;
        this.transports = new DatagramTransport[addresses.size()];
        this.selector = Selector.open();
        try
        {
            for (int i = 0; i < transports.length; i++)
            {
                transports[i] = DatagramSockets.open(
                    addresses.get(i), receiveBufferBytes, sendBufferBytes, requestMemory, replyMemory);
                transports[i].channel().register(selector, SelectionKey.OP_READ);
            }
        }
        catch (final IOException | RuntimeException ex)
        {
            close();
            throw ex;
        }
        this.ipv6Socket = firstSocket(true);
        final int firstIpv4Socket = firstSocket(false);
        this.ipv4Socket = NO_SOCKET == firstIpv4Socket ? ipv6Socket : firstIpv4Socket;
    }

    /**
     * Receive and answer, from each socket at most the budget.
     *
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds since the epoch.
     * @return datagrams received.
     */
    public int poll(final long nowNs, final int nowSec)
    {
        int received = 0;
        for (int i = 0; i < transports.length; i++)
        {
            receivingSocket = i;
            received += poll(transports[i], nowNs, nowSec);
        }
        return received;
    }

    /**
     * The socket of the datagram that the handler is being given, for an answer that comes later.
     *
     * @return index in the order of {@link #localAddresses()}.
     */
    public int receivingSocket()
    {
        return receivingSocket;
    }

    /**
     * Send a datagram from the first socket of the destination's family. Without an IPv4 socket an IPv6 socket is
     * tried, which succeeds if it serves both.
     *
     * @param destination where to.
     * @param buffer      holds the datagram; not kept.
     * @param offset      where it starts.
     * @param length      bytes, {@link #REPLY_BUFFER_LENGTH} at most.
     * @return false when there is no such socket or the kernel would not take it; counted.
     */
    public boolean send(
        final Endpoint destination, final DirectBuffer buffer, final int offset, final int length)
    {
        return send(destination.isIpv6() ? ipv6Socket : ipv4Socket, destination, buffer, offset, length);
    }

    /**
     * Send a datagram from a certain socket.
     *
     * @param socket      from {@link #receivingSocket()}.
     * @param destination where to.
     * @param buffer      holds the datagram; not kept.
     * @param offset      where it starts.
     * @param length      bytes, {@link #REPLY_BUFFER_LENGTH} at most.
     * @return false when the kernel would not take it; counted.
     */
    public boolean send(
        final int socket,
        final Endpoint destination,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        boolean isSent = false;
        if (NO_SOCKET != socket)
        {
            buffer.getBytes(offset, outgoing, 0, length);
            isSent = transports[socket].send(destination, outgoing, length);
            if (isSent && null != tap)
            {
                tap.onSent(socket, destination, buffer, offset, length);
            }
        }
        countSent(isSent, destination.isIpv6(), length);
        return isSent;
    }

    /**
     * Block until a datagram waits, the time is over, or {@link #wakeUp()}.
     *
     * @param timeoutMs 1 or more.
     */
    public void await(final long timeoutMs)
    {
        try
        {
            selector.select(ON_SELECTED, timeoutMs);
        }
        catch (final IOException ex)
        {
            errorHandler.onError(ex);
        }
    }

    /**
     * Change the budget, on the polling thread.
     *
     * @param receiveBudget most datagrams of one socket in one poll.
     */
    public void receiveBudget(final int receiveBudget)
    {
        this.receiveBudget = receiveBudget;
    }

    /**
     * Have all datagrams seen from now on, on the polling thread.
     *
     * @param tap sees them; null for none.
     */
    public void tap(final DatagramTap tap)
    {
        this.tap = tap;
    }

    /** End the present or next {@link #await}; from any thread. */
    public void wakeUp()
    {
        selector.wakeup();
    }

    /**
     * Where the sockets are bound, in the order they were given.
     *
     * @return with the ports the system chose where 0 was asked for.
     */
    public List<InetSocketAddress> localAddresses()
    {
        return Arrays.stream(transports).map(DatagramTransport::localAddress).toList();
    }

    /** How datagrams cross into the kernel, for the log. */
    public String transportDescription()
    {
        return DatagramNatives.isUsable() ? transports[0].description() :
            transports[0].description() + " (native calls cannot be used: " + DatagramNatives.failure() + ")";
    }

    /**
     * Receive buffer that the kernel granted.
     *
     * @return bytes, the smallest of all sockets.
     * @throws IOException when a socket cannot be asked.
     */
    public int receiveBufferBytes() throws IOException
    {
        int bytes = Integer.MAX_VALUE;
        for (final DatagramTransport transport : transports)
        {
            bytes = Math.min(bytes, transport.channel().getOption(StandardSocketOptions.SO_RCVBUF));
        }
        return bytes;
    }

    @Override
    public void close()
    {
        for (final DatagramTransport transport : transports)
        {
            if (null != transport)
            {
                transport.close();
            }
        }
        try
        {
            selector.close();
        }
        catch (final IOException ex)
        {
            errorHandler.onError(ex);
        }
    }

    private int poll(final DatagramTransport transport, final long nowNs, final int nowSec)
    {
        int received = 0;
        while (received < receiveBudget)
        {
            final int length = transport.receive();
            if (length < 0)
            {
                countFailure(length);
                break;
            }
            received++;
            onDatagram(transport, length, nowNs, nowSec);
        }
        return received;
    }

    private void countFailure(final int result)
    {
        if (DatagramTransport.FAILED == result)
        {
            counters.increment(TrackerCounter.DROPS_RECEIVE_FAILED);
        }
    }

    private void onDatagram(
        final DatagramTransport transport, final int length, final long nowNs, final int nowSec)
    {
        final Endpoint source = transport.source();
        final boolean isIpv6 = source.isIpv6();
        counters.increment(
            isIpv6 ? TrackerCounter.DATAGRAMS_RECEIVED_IPV6 : TrackerCounter.DATAGRAMS_RECEIVED_IPV4);
        counters.add(isIpv6 ? TrackerCounter.RECEIVED_BYTES_IPV6 : TrackerCounter.RECEIVED_BYTES_IPV4, length);

        if (null != tap)
        {
            tap.onReceived(receivingSocket, source, request, 0, length);
        }

        final int replyLength = handle(length, source, nowNs, nowSec);
        if (DatagramHandler.NO_REPLY != replyLength)
        {
            final boolean isSent = transport.reply(replyLength);
            countSent(isSent, isIpv6, replyLength);
            if (isSent && null != tap)
            {
                tap.onReplied(receivingSocket, source, reply, 0, replyLength);
            }
        }
    }

    private void countSent(final boolean isSent, final boolean isIpv6, final int length)
    {
        if (isSent)
        {
            counters.increment(isIpv6 ? TrackerCounter.DATAGRAMS_SENT_IPV6 : TrackerCounter.DATAGRAMS_SENT_IPV4);
            counters.add(isIpv6 ? TrackerCounter.SENT_BYTES_IPV6 : TrackerCounter.SENT_BYTES_IPV4, length);
        }
        else
        {
            counters.increment(TrackerCounter.DROPS_SEND_FAILED);
        }
    }

    private int firstSocket(final boolean isIpv6)
    {
        for (int i = 0; i < transports.length; i++)
        {
            if (isIpv6 == transports[i].localAddress().getAddress() instanceof Inet6Address)
            {
                return i;
            }
        }
        return NO_SOCKET;
    }

    /** The handler throws nothing; should it do so all the same, one datagram is lost and the loop goes on. */
    private int handle(final int length, final Endpoint source, final long nowNs, final int nowSec)
    {
        try
        {
            return handler.onDatagram(request, 0, length, source, reply, nowNs, nowSec);
        }
        catch (final RuntimeException ex)
        {
            counters.increment(TrackerCounter.DROPS_INTERNAL_ERROR);
            errorHandler.onError(ex);
            return DatagramHandler.NO_REPLY;
        }
    }
}
