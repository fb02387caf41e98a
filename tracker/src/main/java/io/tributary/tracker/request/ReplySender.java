package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

/**
 * The way out for an answer that comes later than its request, so that it leaves from where the client asked.
 */
public interface ReplySender
{
    /**
     * The socket of the datagram that is being handled.
     *
     * @return to be given to {@link #send}.
     */
    int receivingSocket();

    /**
     * Send a reply. Neither destination nor buffer is kept.
     *
     * @param socket      where its request came in.
     * @param destination the request's source.
     * @param buffer      holds the reply.
     * @param offset      where it starts.
     * @param length      bytes.
     * @return false when it could not be sent, which is counted where it failed.
     */
    boolean send(int socket, Endpoint destination, MutableDirectBuffer buffer, int offset, int length);
}
