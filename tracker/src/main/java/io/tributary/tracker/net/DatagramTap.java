package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

/**
 * Sees each datagram that passes a {@link DatagramPoller}, on the polling thread; sent ones once the kernel took them.
 * Nothing that it is given is valid after the call, and like a handler it allocates nothing, throws nothing and blocks
 * on nothing.
 */
public interface DatagramTap
{
    /**
     * A datagram was received, and will be handled next.
     *
     * @param socket index in the order of {@link DatagramPoller#localAddresses()}.
     * @param source where it came from.
     * @param buffer holds it.
     * @param offset where in it.
     * @param length bytes.
     */
    void onReceived(int socket, Endpoint source, DirectBuffer buffer, int offset, int length);

    /**
     * The datagram received last was answered.
     *
     * @param socket      index in the order of {@link DatagramPoller#localAddresses()}.
     * @param destination where it goes.
     * @param buffer      holds it.
     * @param offset      where in it.
     * @param length      bytes.
     */
    void onReplied(int socket, Endpoint destination, DirectBuffer buffer, int offset, int length);

    /**
     * A datagram was sent that answers none, or not the last one.
     *
     * @param socket      index in the order of {@link DatagramPoller#localAddresses()}.
     * @param destination where it goes.
     * @param buffer      holds it.
     * @param offset      where in it.
     * @param length      bytes.
     */
    void onSent(int socket, Endpoint destination, DirectBuffer buffer, int offset, int length);
}
