package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * What every client request starts with, BEP 15: enough to choose who handles it and to prove its source.
 * A connect request carries the protocol id where the others carry the connection id.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                         connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                            action                             |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +---------------------------------------------------------------+
 * 16|                              ...
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class RequestHeaderFlyweight
{
    public static final int CONNECTION_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int LENGTH = 16;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public RequestHeaderFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
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

    /**
     * Checks the length alone: which actions exist is for the dispatcher to know.
     *
     * @return 0 or the ordinal of a {@link DecodeError}.
     */
    public int validate()
    {
        return (length < LENGTH ? DecodeError.TRUNCATED : DecodeError.NONE).ordinal();
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public RequestHeaderFlyweight connectionId(final long connectionId)
    {
        buffer.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int action()
    {
        return buffer.getInt(offset + ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public RequestHeaderFlyweight action(final int action)
    {
        buffer.putInt(offset + ACTION_OFFSET, action, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int transactionId()
    {
        return buffer.getInt(offset + TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public RequestHeaderFlyweight transactionId(final int transactionId)
    {
        buffer.putInt(offset + TRANSACTION_ID_OFFSET, transactionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "RequestHeader{connectionId=0x" + Long.toHexString(connectionId()) +
            ", action=" + action() +
            ", transactionId=" + transactionId() + "}";
    }
}
