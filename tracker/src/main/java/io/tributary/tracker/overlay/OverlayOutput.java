package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

/**
 * The overlay's only way out: a socket, or a simulated network.
 */
@FunctionalInterface
public interface OverlayOutput
{
    /**
     * Send one datagram. Neither buffer nor endpoint is kept.
     *
     * @param destination neighbour.
     * @param buffer      holds the datagram.
     * @param offset      where it starts.
     * @param length      bytes.
     * @return false when it could not be taken, which counts as lost.
     */
    boolean send(Endpoint destination, MutableDirectBuffer buffer, int offset, int length);
}
