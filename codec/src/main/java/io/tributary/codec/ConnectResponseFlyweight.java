package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_CONNECT;

/**
 * Connect response, BEP 15. Tracker to client: as long as its request, so that it amplifies nothing.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                          action  0                            |
 *   +---------------------------------------------------------------+
 *  4|                        transaction id                         |
 *   +---------------------------------------------------------------+
 *  8|                         connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class ConnectResponseFlyweight
{
    public static final int ACTION_OFFSET = 0;
    public static final int TRANSACTION_ID_OFFSET = 4;
    public static final int CONNECTION_ID_OFFSET = 8;
    public static final int LENGTH = 16;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public ConnectResponseFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
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

    public int encodedLength()
    {
        return LENGTH;
    }

    public int validate()
    {
        if (length < LENGTH)
        {
            return DecodeError.TRUNCATED.ordinal();
        }

        return (ACTION_CONNECT == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
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
    public ConnectResponseFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_CONNECT, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public ConnectResponseFlyweight connectionId(final long connectionId)
    {
        buffer.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "ConnectResponse{transactionId=" + transactionId() +
            ", connectionId=0x" + Long.toHexString(connectionId()) + "}";
    }
}
