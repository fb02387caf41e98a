package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a LEADER, version 1: swarms that the sender leads, up to the end of the body. The acknowledgement has the
 * flags alone.
 * <pre>
 *   0    flags (1): 1 ACK
 *   1    info-hashes, 20 bytes each, unless ACK
 * </pre>
 * Owned by one thread.
 */
public final class VersionOneLeaderFlyweight
{
    public static final int FLAGS_OFFSET = 0;
    public static final int INFO_HASHES_OFFSET = 1;
    public static final int LENGTH_MIN = INFO_HASHES_OFFSET;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;
    private int limitMax;

    public static int length(final int infoHashes)
    {
        return INFO_HASHES_OFFSET + infoHashes * InfoHash.LENGTH;
    }

    public VersionOneLeaderFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = bodyOffset;
        this.length = bodyLength;
        this.limitMax = bodyOffset + bodyLength;
        return this;
    }

    /**
     * Begin an empty list.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @param bodyLimit  absolute offset that the body must not pass.
     * @param flags      0 or {@link OverlayProtocol#FLAG_ACK}.
     * @return this.
     */
    public VersionOneLeaderFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit, final int flags)
    {
        assert bodyLimit >= bodyOffset + LENGTH_MIN : bodyLimit;
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH_MIN;
        this.limitMax = bodyLimit;
        buffer.putByte(bodyOffset + FLAGS_OFFSET, (byte)flags);
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
     * Where the body ends, so far if it is being written.
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

        return length(count()) == length ? OverlayProtocol.NONE : OverlayProtocol.TRUNCATED;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public boolean isAck()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_ACK);
    }

    public int count()
    {
        return (length - INFO_HASHES_OFFSET) / InfoHash.LENGTH;
    }

    /**
     * Where the 20 bytes of an info-hash start in {@link #buffer()}.
     *
     * @param index from 0 to {@link #count()} - 1.
     * @return an absolute offset.
     */
    public int infoHashOffset(final int index)
    {
        return entry(index);
    }

    /**
     * Add an info-hash.
     *
     * @param source       buffer of the info-hash.
     * @param sourceOffset where in it.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean add(final DirectBuffer source, final int sourceOffset)
    {
        final int position = offset + length;
        if (position + InfoHash.LENGTH > limitMax)
        {
            return false;
        }

        length += InfoHash.LENGTH;
        InfoHash.copy(source, sourceOffset, target, position);
        return true;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "VersionOneLeader{flags=" + flags() + ", count=" + count() + "}";
    }

    private int entry(final int index)
    {
        assert index >= 0 && index < count() : index;
        return offset + INFO_HASHES_OFFSET + index * InfoHash.LENGTH;
    }
}
