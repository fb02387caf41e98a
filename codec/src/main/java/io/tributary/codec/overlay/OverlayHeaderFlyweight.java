package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * What every TSUP packet starts with, requests and answers alike. Version 1 has the first 18 bytes, version 2 has two
 * more in all packets but SYN, whose flags lie at the same place.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                         connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                     action  128 to 137                        |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +-------------------------------+---------------+---------------+
 * 16|     listening port            |     flags     |    key id     |
 *   +-------------------------------+---------------+---------------+
 * </pre>
 * The port is the one the sender listens on for TSUP; with the source address it names the link. Owned by one thread.
 */
public final class OverlayHeaderFlyweight
{
    public static final int CONNECTION_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int PORT_OFFSET = 16;
    public static final int FLAGS_OFFSET = 18;
    public static final int KEY_ID_OFFSET = 19;

    /** Of version 1. */
    public static final int LENGTH = 18;

    /** Of version 2. */
    public static final int LENGTH_VERSION_TWO = 20;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public OverlayHeaderFlyweight wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /**
     * Wrap for writing.
     *
     * @param buffer to write to.
     * @param offset of the packet in it.
     * @return this.
     */
    public OverlayHeaderFlyweight wrapEncode(final MutableDirectBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.target = buffer;
        this.offset = offset;
        this.length = LENGTH_VERSION_TWO;
        return this;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * The whole packet's.
     *
     * @return the length given to {@link #wrap}.
     */
    public int encodedLength()
    {
        return length;
    }

    /**
     * Checks the 18 bytes of version 1.
     *
     * @return 0 or a {@link io.tributary.codec.DecodeError} ordinal.
     */
    public int validate()
    {
        if (length < LENGTH)
        {
            return OverlayProtocol.TRUNCATED;
        }

        return OverlayProtocol.isOverlay(action()) ? OverlayProtocol.NONE : OverlayProtocol.UNEXPECTED_ACTION;
    }

    /**
     * Checks the 20 bytes of version 2; to be called before {@link #flags()} and {@link #keyId()}.
     *
     * @return 0 or a {@link io.tributary.codec.DecodeError} ordinal.
     */
    public int validateVersionTwo()
    {
        return length < LENGTH_VERSION_TWO ? OverlayProtocol.TRUNCATED : validate();
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public OverlayHeaderFlyweight connectionId(final long connectionId)
    {
        target.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int action()
    {
        return buffer.getInt(offset + ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public OverlayHeaderFlyweight action(final int action)
    {
        target.putInt(offset + ACTION_OFFSET, action, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int transactionId()
    {
        return buffer.getInt(offset + TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public OverlayHeaderFlyweight transactionId(final int transactionId)
    {
        target.putInt(offset + TRANSACTION_ID_OFFSET, transactionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int port()
    {
        return buffer.getShort(offset + PORT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public OverlayHeaderFlyweight port(final int port)
    {
        target.putShort(offset + PORT_OFFSET, (short)port, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Version 2 only.
     *
     * @return see {@link OverlayProtocol#FLAG_ACK}.
     */
    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public OverlayHeaderFlyweight flags(final int flags)
    {
        target.putByte(offset + FLAGS_OFFSET, (byte)flags);
        return this;
    }

    /**
     * Version 2 only.
     *
     * @return which key the tag was made with; {@link OverlayProtocol#NO_KEY} without a tag.
     */
    public int keyId()
    {
        return buffer.getByte(offset + KEY_ID_OFFSET) & 0xFF;
    }

    public OverlayHeaderFlyweight keyId(final int keyId)
    {
        target.putByte(offset + KEY_ID_OFFSET, (byte)keyId);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "OverlayHeader{connectionId=0x" + Long.toHexString(connectionId()) +
            ", action=" + action() +
            ", transactionId=" + transactionId() +
            ", port=" + port() + "}";
    }
}
