package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of a HELLO, version 2; in version 1 a HELLO has none. Never answered.
 * <pre>
 *   0    highest transaction number heard from the receiver (4)
 *   4    swarms shared with the receiver (4)
 *   8    internal mandates of the sender (4)
 *   12   external mandates of the sender (4)
 *   16   neighbour digest (8)
 * </pre>
 * Owned by one thread.
 */
public final class HelloFlyweight
{
    public static final int HEARD_TRANSACTION_ID_OFFSET = 0;
    public static final int SHARED_SWARMS_OFFSET = 4;
    public static final int INTERNAL_MANDATES_OFFSET = 8;
    public static final int EXTERNAL_MANDATES_OFFSET = 12;
    public static final int NEIGHBOUR_DIGEST_OFFSET = 16;
    public static final int LENGTH = 24;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public HelloFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return this;
    }

    /**
     * Wrap for writing.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @return this.
     */
    public HelloFlyweight wrapEncode(final MutableDirectBuffer buffer, final int bodyOffset)
    {
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH;
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
        if (length < LENGTH)
        {
            return OverlayProtocol.TRUNCATED;
        }

        return LENGTH == length ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
    }

    public int heardTransactionId()
    {
        return buffer.getInt(offset + HEARD_TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public HelloFlyweight heardTransactionId(final int heardTransactionId)
    {
        target.putInt(offset + HEARD_TRANSACTION_ID_OFFSET, heardTransactionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int sharedSwarms()
    {
        return buffer.getInt(offset + SHARED_SWARMS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public HelloFlyweight sharedSwarms(final int sharedSwarms)
    {
        target.putInt(offset + SHARED_SWARMS_OFFSET, sharedSwarms, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int internalMandates()
    {
        return buffer.getInt(offset + INTERNAL_MANDATES_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public HelloFlyweight internalMandates(final int internalMandates)
    {
        target.putInt(offset + INTERNAL_MANDATES_OFFSET, internalMandates, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int externalMandates()
    {
        return buffer.getInt(offset + EXTERNAL_MANDATES_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public HelloFlyweight externalMandates(final int externalMandates)
    {
        target.putInt(offset + EXTERNAL_MANDATES_OFFSET, externalMandates, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * XOR of a hash of the tracker ids of the sender and its connected neighbours of this link's kind.
     *
     * @return the same on all members of a complete mesh.
     */
    public long neighbourDigest()
    {
        return buffer.getLong(offset + NEIGHBOUR_DIGEST_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public HelloFlyweight neighbourDigest(final long neighbourDigest)
    {
        target.putLong(offset + NEIGHBOUR_DIGEST_OFFSET, neighbourDigest, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Hello{heardTransactionId=" + heardTransactionId() +
            ", sharedSwarms=" + sharedSwarms() +
            ", internalMandates=" + internalMandates() +
            ", externalMandates=" + externalMandates() +
            ", neighbourDigest=0x" + Long.toHexString(neighbourDigest()) + "}";
    }
}
