package io.tributary.bench.load;

import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.ScrapeResponseFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.ByteBuffer;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ANNOUNCE;
import static io.tributary.codec.UdpTrackerProtocol.ACTION_CONNECT;
import static io.tributary.codec.UdpTrackerProtocol.ACTION_ERROR;
import static io.tributary.codec.UdpTrackerProtocol.ACTION_SCRAPE;

/**
 * Judges the answer in the receive buffer, counts it and closes its request. An answer is good if its action is that of
 * the request, its length fits, and (announce) the part after the head is a whole number of endpoints.
 */
final class AnswerReader
{
    /** Larger than any unfragmented answer. */
    private static final int LENGTH_MAX = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH_MAX);
    private final UnsafeBuffer view = new UnsafeBuffer(buffer);
    private final RequestSlots slots;
    private final LoadCounters counters;
    private final int endpointLength;
    private final int scrapeLength;

    AnswerReader(
        final RequestSlots slots, final LoadCounters counters, final boolean isIpv6, final int scrapeHashes)
    {
        this.slots = slots;
        this.counters = counters;
        this.endpointLength = Endpoint.length(isIpv6);
        this.scrapeLength = ScrapeResponseFlyweight.length(scrapeHashes);
    }

    ByteBuffer buffer()
    {
        return buffer;
    }

    void onAnswer(final LoadSocket socket, final int length, final long nowNs)
    {
        if (length < ErrorResponseFlyweight.LENGTH_MIN)
        {
            counters.strays++;
            return;
        }

        final int transactionId = view.getInt(ErrorResponseFlyweight.TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
        final int slot = slots.find(socket.index(), transactionId);
        if (RequestSlots.NOT_FOUND == slot)
        {
            counters.strays++;
            return;
        }

        final int kind = slots.kind(slot);
        final long latencyNs = nowNs - slots.intendedNs(slot);
        slots.release(socket.index(), slot);

        final int action = view.getInt(ErrorResponseFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
        if (ACTION_ERROR == action)
        {
            counters.errors.count(
                view, ErrorResponseFlyweight.MESSAGE_OFFSET, length - ErrorResponseFlyweight.MESSAGE_OFFSET);
        }
        else if (action == kind && isWellFormed(kind, length))
        {
            onGoodAnswer(socket, kind, length, latencyNs, nowNs);
        }
        else
        {
            counters.malformed++;
        }
    }

    private void onGoodAnswer(
        final LoadSocket socket, final int kind, final int length, final long latencyNs, final long nowNs)
    {
        counters.onAnswer(kind, latencyNs);
        if (ACTION_ANNOUNCE == kind)
        {
            counters.peersReceived += (length - AnnounceResponseFlyweight.ENDPOINTS_OFFSET) / endpointLength;
        }
        else if (ACTION_CONNECT == kind)
        {
            socket.onConnectionId(
                view.getLong(ConnectResponseFlyweight.CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN), nowNs);
        }
    }

    private boolean isWellFormed(final int kind, final int length)
    {
        switch (kind)
        {
            case ACTION_ANNOUNCE:
                final int endpointsLength = length - AnnounceResponseFlyweight.ENDPOINTS_OFFSET;
                return endpointsLength >= 0 && 0 == endpointsLength % endpointLength;

            case ACTION_CONNECT:
                return length >= ConnectResponseFlyweight.LENGTH;

            case ACTION_SCRAPE:
                return length == scrapeLength;

            default:
                return false;
        }
    }
}
