package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

/**
 * From a datagram to its answer: a function of the request's bytes, its source and the time. It knows no sockets, so
 * the same call serves the selector loop, unit tests, benchmarks, trace replay and simulation.
 */
public interface DatagramHandler
{
    /** Silence. */
    int NO_REPLY = 0;

    /**
     * Handle one datagram. Allocates nothing, throws nothing, blocks on nothing.
     *
     * @param request holds the datagram; may be longer than it.
     * @param offset  of its first byte.
     * @param length  of the datagram.
     * @param source  address and port it came from; valid during the call.
     * @param reply   where to write the answer from offset 0; {@link DatagramPoller#REPLY_BUFFER_LENGTH} bytes or more.
     * @param nowNs   monotonic time, for deadlines and rates.
     * @param nowSec  wall clock, seconds since the epoch, for what is stored.
     * @return length of the answer, {@link #NO_REPLY} for none.
     */
    int onDatagram(
        MutableDirectBuffer request,
        int offset,
        int length,
        Endpoint source,
        MutableDirectBuffer reply,
        long nowNs,
        int nowSec);
}
