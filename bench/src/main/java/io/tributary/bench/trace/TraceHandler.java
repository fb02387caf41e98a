package io.tributary.bench.trace;

/** Takes the datagrams of a capture, one by one. */
@FunctionalInterface
public interface TraceHandler
{
    /**
     * Called for each datagram.
     *
     * @param datagram valid until this returns.
     */
    void onDatagram(TraceDatagram datagram);
}
