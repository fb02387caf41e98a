package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of a CANDIDATURE, version 1. The acknowledgement has the flags alone.
 * <pre>
 *   0    flags (1): 1 ACK
 *   1    mandates (4), unless ACK
 * </pre>
 * Owned by one thread.
 */
public final class VersionOneCandidatureFlyweight
{
    public static final int FLAGS_OFFSET = 0;
    public static final int MANDATES_OFFSET = 1;

    /** Of the acknowledgement. */
    public static final int LENGTH_MIN = 1;

    /** Of the candidature itself. */
    public static final int LENGTH_MAX = 5;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    public VersionOneCandidatureFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return this;
    }

    /**
     * Write an acknowledgement.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @return this.
     */
    public VersionOneCandidatureFlyweight wrapEncodeAcknowledgement(
        final MutableDirectBuffer buffer, final int bodyOffset)
    {
        return wrapEncode(buffer, bodyOffset, OverlayProtocol.FLAG_ACK, LENGTH_MIN);
    }

    /**
     * Write a candidature.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @param mandates   swarms the sender leads.
     * @return this.
     */
    public VersionOneCandidatureFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int mandates)
    {
        wrapEncode(buffer, bodyOffset, 0, LENGTH_MAX);
        buffer.putInt(bodyOffset + MANDATES_OFFSET, mandates, ByteOrder.BIG_ENDIAN);
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

    public int encodedLength()
    {
        return length;
    }

    /**
     * Where the body ends.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return offset + length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return OverlayProtocol.TRUNCATED;
        }

        final int expectedLength = isAck() ? LENGTH_MIN : LENGTH_MAX;
        if (length < expectedLength)
        {
            return OverlayProtocol.TRUNCATED;
        }

        return length == expectedLength ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public boolean isAck()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_ACK);
    }

    /**
     * Swarms the sender leads. Only if not {@link #isAck()}.
     *
     * @return as sent, unsigned.
     */
    public int mandates()
    {
        return buffer.getInt(offset + MANDATES_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "VersionOneCandidature{" + (isAck() ? "ack" : "mandates=" + mandates()) + "}";
    }

    private VersionOneCandidatureFlyweight wrapEncode(
        final MutableDirectBuffer target, final int bodyOffset, final int flags, final int bodyLength)
    {
        this.buffer = target;
        this.offset = bodyOffset;
        this.length = bodyLength;
        target.putByte(bodyOffset + FLAGS_OFFSET, (byte)flags);
        return this;
    }
}
