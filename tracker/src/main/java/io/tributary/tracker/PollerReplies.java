package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.request.ReplySender;
import org.agrona.MutableDirectBuffer;

/**
 * Lets the request path, which knows no sockets, answer later than it was asked. On the loop's thread.
 */
final class PollerReplies implements ReplySender
{
    private final DatagramPoller poller;

    PollerReplies(final DatagramPoller poller)
    {
        this.poller = poller;
    }

    @Override
    public int receivingSocket()
    {
        return poller.receivingSocket();
    }

    @Override
    public boolean send(
        final int socket,
        final Endpoint destination,
        final MutableDirectBuffer buffer,
        final int offset,
        final int length)
    {
        return poller.send(socket, destination, buffer, offset, length);
    }
}
