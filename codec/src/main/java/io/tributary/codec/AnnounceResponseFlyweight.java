package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ANNOUNCE;

/**
 * Announce response, BEP 15. Tracker to client; a head of 20 bytes, then compact endpoints up to the end of the packet.
 * Which family they are of is not written: it is that of the datagram that carries them. Nothing may follow the
 * endpoints, since clients refuse a rest that is no whole endpoint.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                          action  1                            |
 *   +---------------------------------------------------------------+
 *  4|                        transaction id                         |
 *   +---------------------------------------------------------------+
 *  8|                      interval  (seconds)                      |
 *   +---------------------------------------------------------------+
 * 12|                           leechers                            |
 *   +---------------------------------------------------------------+
 * 16|                            seeders                            |
 *   +---------------------------------------------------------------+
 * 20|             endpoints, 6 or 18 bytes each, see Endpoint       |
 *  ...                                                             ...
 * </pre>
 * Owned by one thread. Hot path: storage copies its endpoints straight to {@link #endpointsOffset()}.
 */
public final class AnnounceResponseFlyweight
{
    public static final int ACTION_OFFSET = 0;
    public static final int TRANSACTION_ID_OFFSET = 4;
    public static final int INTERVAL_OFFSET = 8;
    public static final int LEECHERS_OFFSET = 12;
    public static final int SEEDERS_OFFSET = 16;
    public static final int ENDPOINTS_OFFSET = 20;
    public static final int LENGTH_MIN = ENDPOINTS_OFFSET;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public static int length(final int endpoints, final boolean isIpv6)
    {
        return ENDPOINTS_OFFSET + endpoints * Endpoint.length(isIpv6);
    }

    public AnnounceResponseFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Endpoints included.
     *
     * @return the length given to {@link #wrap}.
     */
    public int encodedLength()
    {
        return length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return DecodeError.TRUNCATED.ordinal();
        }

        return (ACTION_ANNOUNCE == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
    }

    public int action()
    {
        return buffer.getInt(offset + ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int transactionId()
    {
        return buffer.getInt(offset + TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Writes the action too.
     *
     * @param transactionId of the request.
     * @return this.
     */
    public AnnounceResponseFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_ANNOUNCE, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int interval()
    {
        return buffer.getInt(offset + INTERVAL_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceResponseFlyweight interval(final int intervalSec)
    {
        buffer.putInt(offset + INTERVAL_OFFSET, intervalSec, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int leechers()
    {
        return buffer.getInt(offset + LEECHERS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceResponseFlyweight leechers(final int leechers)
    {
        buffer.putInt(offset + LEECHERS_OFFSET, leechers, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int seeders()
    {
        return buffer.getInt(offset + SEEDERS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public AnnounceResponseFlyweight seeders(final int seeders)
    {
        buffer.putInt(offset + SEEDERS_OFFSET, seeders, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int endpointsOffset()
    {
        return offset + ENDPOINTS_OFFSET;
    }

    /**
     * Whole endpoints in the wrapped length; a partial one at the end does not count.
     *
     * @param isIpv6 family of the datagram.
     * @return how many.
     */
    public int endpointCount(final boolean isIpv6)
    {
        return (length - ENDPOINTS_OFFSET) / Endpoint.length(isIpv6);
    }

    /**
     * Read one endpoint.
     *
     * @param index    from 0 to {@link #endpointCount(boolean)} - 1.
     * @param isIpv6   family of the datagram.
     * @param endpoint to be filled.
     * @return the endpoint.
     */
    public Endpoint endpoint(final int index, final boolean isIpv6, final Endpoint endpoint)
    {
        assert index >= 0 && index < endpointCount(isIpv6) : index;
        return endpoint.getCompact(buffer, endpointsOffset() + index * Endpoint.length(isIpv6), isIpv6);
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "AnnounceResponse{transactionId=" + transactionId() +
            ", interval=" + interval() +
            ", leechers=" + leechers() +
            ", seeders=" + seeders() +
            ", endpointsLength=" + (length - ENDPOINTS_OFFSET) + "}";
    }
}
