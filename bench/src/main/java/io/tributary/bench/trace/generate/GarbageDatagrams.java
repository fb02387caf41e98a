package io.tributary.bench.trace.generate;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Datagrams that are no request: cut short, of no known action, connects without the protocol's number, queries of the
 * DHT that went astray. Allocates nothing after construction.
 */
final class GarbageDatagrams
{
    private static final int KINDS = 5;
    private static final int LENGTH_MAX = 200;
    private static final byte[] DHT_HEAD = "d1:ad2:id20:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DHT_TAIL = "e1:q4:ping1:t2:aa1:y1:qe".getBytes(StandardCharsets.US_ASCII);
    private static final int DHT_ID_LENGTH = 20;

    private final Draws draws;

    GarbageDatagrams(final Draws draws)
    {
        this.draws = draws;
    }

    /**
     * Write one.
     *
     * @param buffer destination.
     * @param offset where in it.
     * @return bytes written, 0 to {@value #LENGTH_MAX}.
     */
    int put(final MutableDirectBuffer buffer, final int offset)
    {
        final int kind = draws.next(KINDS);
        switch (kind)
        {
            case 0:
                return random(buffer, offset, draws.next(RequestHeaderFlyweight.LENGTH));

            case 1:
                return cutAnnounce(buffer, offset);

            case 2:
                return unknownAction(buffer, offset);

            case 3:
                return foreignConnect(buffer, offset);

            default:
                return dhtQuery(buffer, offset);
        }
    }

    private int cutAnnounce(final MutableDirectBuffer buffer, final int offset)
    {
        final int header = RequestHeaderFlyweight.LENGTH;
        random(buffer, offset + header, AnnounceRequestFlyweight.LENGTH_MIN - header);
        TraceRequests.header(buffer, offset, draws.next(), UdpTrackerProtocol.ACTION_ANNOUNCE, draws.next(1 << 30));
        return header + draws.next(AnnounceRequestFlyweight.LENGTH_MIN - header);
    }

    /** Below those of TSUP. */
    private int unknownAction(final MutableDirectBuffer buffer, final int offset)
    {
        final int action = UdpTrackerProtocol.ACTION_ERROR + draws.next(100);
        final int length = RequestHeaderFlyweight.LENGTH + draws.next(LENGTH_MAX - RequestHeaderFlyweight.LENGTH);
        random(buffer, offset, length);
        TraceRequests.header(buffer, offset, draws.next(), action, draws.next(1 << 30));
        return length;
    }

    private int foreignConnect(final MutableDirectBuffer buffer, final int offset)
    {
        return TraceRequests.header(
            buffer, offset, draws.next(), UdpTrackerProtocol.ACTION_CONNECT, draws.next(1 << 30));
    }

    private int dhtQuery(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putBytes(offset, DHT_HEAD);
        random(buffer, offset + DHT_HEAD.length, DHT_ID_LENGTH);
        buffer.putBytes(offset + DHT_HEAD.length + DHT_ID_LENGTH, DHT_TAIL);
        return DHT_HEAD.length + DHT_ID_LENGTH + DHT_TAIL.length;
    }

    private int random(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        for (int i = 0; i < length; i += Long.BYTES)
        {
            buffer.putLong(offset + i, draws.next(), ByteOrder.BIG_ENDIAN);
        }
        return length;
    }
}
