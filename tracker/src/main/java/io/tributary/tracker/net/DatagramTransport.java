package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * One bound, non-blocking UDP socket on a pair of buffers given at construction. Replies leave from the address that
 * the socket is bound to. Used by the selector loop's thread only.
 */
interface DatagramTransport extends AutoCloseable
{
    /** No datagram is waiting. */
    int NOTHING = -1;
    /** The kernel would not give one. */
    int FAILED = -2;

    /**
     * Receive one datagram into the request buffer; what does not fit is cut off.
     *
     * @return its length, {@link #NOTHING} or {@link #FAILED}.
     */
    int receive();

    /**
     * Source of the datagram last received.
     *
     * @return owned by the transport, overwritten by the next {@link #receive()}.
     */
    Endpoint source();

    /**
     * Send the first bytes of the reply buffer to the source of the datagram last received.
     *
     * @param length bytes.
     * @return false when the kernel would not take it.
     */
    boolean reply(int length);

    /**
     * Send a datagram that answers none, or not the last one received. Leaves request, reply and source as they are.
     *
     * @param destination IPv4 as well on an IPv6 socket, which reaches it if the socket takes both families.
     * @param datagram    direct; its position and limit may be changed.
     * @param length      bytes from its start.
     * @return false when the kernel would not take it.
     */
    boolean send(Endpoint destination, ByteBuffer datagram, int length);

    DatagramChannel channel();

    InetSocketAddress localAddress();

    /** How datagrams cross into the kernel, for the log. */
    String description();

    @Override
    void close();
}
