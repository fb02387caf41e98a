package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_CONNECT;
import static io.tributary.codec.UdpTrackerProtocol.PROTOCOL_ID;

/**
 * Connect request, BEP 15. Client to tracker: asks for a connection id.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|              protocol id  0x0000041727101980                  |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                          action  0                            |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +---------------------------------------------------------------+
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class ConnectRequestFlyweight
{
    public static final int PROTOCOL_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int LENGTH = 16;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public ConnectRequestFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
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

        if (PROTOCOL_ID != protocolId())
        {
            return DecodeError.UNEXPECTED_PROTOCOL_ID.ordinal();
        }

        return (ACTION_CONNECT == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
    }

    public long protocolId()
    {
        return buffer.getLong(offset + PROTOCOL_ID_OFFSET, ByteOrder.BIG_ENDIAN);
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
     * Writes the protocol id and the action too: neither leaves a choice.
     *
     * @param transactionId chosen by the client, echoed by the tracker.
     * @return this.
     */
    public ConnectRequestFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(offset + PROTOCOL_ID_OFFSET, PROTOCOL_ID, ByteOrder.BIG_ENDIAN);
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_CONNECT, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "ConnectRequest{transactionId=" + transactionId() + "}";
    }
}
