package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ERROR;

/**
 * Error response, BEP 15. Tracker to client, in place of any other response: text for a person up to the end of the
 * packet, without terminator.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                          action  3                            |
 *   +---------------------------------------------------------------+
 *  4|                        transaction id                         |
 *   +---------------------------------------------------------------+
 *  8|                       message  (ASCII)                        |
 *  ...                                                             ...
 * </pre>
 * The writer keeps its messages as constant {@code byte[]}. Owned by one thread.
 */
public final class ErrorResponseFlyweight
{
    public static final int ACTION_OFFSET = 0;
    public static final int TRANSACTION_ID_OFFSET = 4;
    public static final int MESSAGE_OFFSET = 8;
    public static final int LENGTH_MIN = MESSAGE_OFFSET;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public ErrorResponseFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
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
     * Message included.
     *
     * @return the length given to {@link #wrap}, or what {@link #message(byte[])} left of it.
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

        return (ACTION_ERROR == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
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
    public ErrorResponseFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_ERROR, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int messageOffset()
    {
        return offset + MESSAGE_OFFSET;
    }

    public int messageLength()
    {
        return length - MESSAGE_OFFSET;
    }

    /**
     * The message as text. Allocates.
     *
     * @return ASCII; other bytes as the buffer replaces them.
     */
    public String message()
    {
        return buffer.getStringWithoutLengthAscii(messageOffset(), messageLength());
    }

    /**
     * Write the message and shrink the packet to its end; what does not fit the wrapped length is cut off.
     *
     * @param message ASCII.
     * @return this.
     */
    public ErrorResponseFlyweight message(final byte[] message)
    {
        final int messageLength = Math.min(message.length, messageLength());
        buffer.putBytes(messageOffset(), message, 0, messageLength);
        length = MESSAGE_OFFSET + messageLength;
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "ErrorResponse{transactionId=" + transactionId() + ", message=" + message() + "}";
    }
}
