package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a SUMMARY, version 2: swarms that the sender has from now on, or no more. Answered by a
 * {@link SummaryAcknowledgementFlyweight}.
 * <pre>
 *   0    type (1): 0 add, 1 remove
 *   1    count (1), 0 to 64
 *   2    info-hashes, 20 bytes each
 * </pre>
 * Owned by one thread.
 */
public final class SummaryFlyweight
{
    public static final int TYPE_OFFSET = 0;
    public static final int COUNT_OFFSET = 1;
    public static final int INFO_HASHES_OFFSET = 2;
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

    public SummaryFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = bodyOffset;
        this.length = bodyLength;
        this.limitMax = bodyOffset + bodyLength;
        return this;
    }

    /**
     * Begin an empty summary.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @param bodyLimit  absolute offset that the body must not pass; leave room for a tag.
     * @param type       {@link OverlayProtocol#SUMMARY_ADD} or {@link OverlayProtocol#SUMMARY_REMOVE}.
     * @return this.
     */
    public SummaryFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit, final int type)
    {
        assert bodyLimit >= bodyOffset + LENGTH_MIN : bodyLimit;
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH_MIN;
        this.limitMax = bodyLimit;
        buffer.putByte(bodyOffset + TYPE_OFFSET, (byte)type);
        buffer.putByte(bodyOffset + COUNT_OFFSET, (byte)0);
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

        final int count = count();
        if (count > OverlayProtocol.SUMMARY_HASHES_MAX || type() > OverlayProtocol.SUMMARY_REMOVE)
        {
            return OverlayProtocol.MALFORMED;
        }

        if (length < length(count))
        {
            return OverlayProtocol.TRUNCATED;
        }

        return length(count) == length ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
    }

    public int type()
    {
        return buffer.getByte(offset + TYPE_OFFSET) & 0xFF;
    }

    public int count()
    {
        return buffer.getByte(offset + COUNT_OFFSET) & 0xFF;
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
        final int count = count();
        final int position = offset + length;
        if (position + InfoHash.LENGTH > limitMax || count >= OverlayProtocol.SUMMARY_HASHES_MAX)
        {
            return false;
        }

        length += InfoHash.LENGTH;
        target.putByte(offset + COUNT_OFFSET, (byte)(count + 1));
        InfoHash.copy(source, sourceOffset, target, position);
        return true;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Summary{type=" + type() + ", count=" + count() + "}";
    }

    private int entry(final int index)
    {
        assert index >= 0 && index < count() : index;
        return offset + INFO_HASHES_OFFSET + index * InfoHash.LENGTH;
    }
}
