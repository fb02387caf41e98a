package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a SUMMARY, version 1: swarms that the sender has, or has no more, up to the end of the body. A border tracker
 * sends the single byte 4 instead: "unify me with everything".
 * <pre>
 *   entry                                                  21 bytes
 *   0    flag (1): 0 has the swarm, 1 the swarm was removed
 *   1    info-hash (20)
 * </pre>
 * An empty body is a SUMMARY without swarms. Owned by one thread.
 */
public final class VersionOneSummaryFlyweight
{
    public static final int ENTRY_FLAG_OFFSET = 0;
    public static final int ENTRY_INFO_HASH_OFFSET = 1;
    public static final int ENTRY_LENGTH = ENTRY_INFO_HASH_OFFSET + InfoHash.LENGTH;
    public static final int LENGTH_MIN = 0;

    /** Body of a border tracker's SUMMARY. */
    public static final int BORDER = 4;

    /** Length of a border tracker's body. */
    public static final int LENGTH_BORDER = 1;

    private static final int FLAG_REMOVED = 1;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;
    private int limitMax;

    public static int length(final int entries)
    {
        return entries * ENTRY_LENGTH;
    }

    public VersionOneSummaryFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
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
     * @param bodyLimit  absolute offset that the body must not pass.
     * @return this.
     */
    public VersionOneSummaryFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit)
    {
        assert bodyLimit >= bodyOffset + LENGTH_MIN : bodyLimit;
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH_MIN;
        this.limitMax = bodyLimit;
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
        if (isBorder())
        {
            return BORDER == buffer.getByte(offset) ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
        }

        for (int i = 0, count = count(); i < count; i++)
        {
            if ((buffer.getByte(offset + i * ENTRY_LENGTH + ENTRY_FLAG_OFFSET) & ~FLAG_REMOVED) != 0)
            {
                return OverlayProtocol.MALFORMED;
            }
        }

        return length(count()) == length ? OverlayProtocol.NONE : OverlayProtocol.TRUNCATED;
    }

    /**
     * Whether this is the one byte of a border tracker.
     *
     * @return if so there are no entries.
     */
    public boolean isBorder()
    {
        return LENGTH_BORDER == length;
    }

    public int count()
    {
        return length / ENTRY_LENGTH;
    }

    public boolean isRemoved(final int index)
    {
        return FLAG_REMOVED == buffer.getByte(entry(index) + ENTRY_FLAG_OFFSET);
    }

    /**
     * Where the 20 bytes of an info-hash start in {@link #buffer()}.
     *
     * @param index from 0 to {@link #count()} - 1.
     * @return an absolute offset.
     */
    public int infoHashOffset(final int index)
    {
        return entry(index) + ENTRY_INFO_HASH_OFFSET;
    }

    /**
     * Make this a border tracker's body.
     *
     * @return this.
     */
    public VersionOneSummaryFlyweight border()
    {
        assert offset < limitMax : limitMax;
        length = LENGTH_BORDER;
        target.putByte(offset, (byte)BORDER);
        return this;
    }

    /**
     * Add an entry to a body that is not a border tracker's.
     *
     * @param source       buffer of the info-hash.
     * @param sourceOffset where in it.
     * @param isRemoved    whether the sender has the swarm no more.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean add(final DirectBuffer source, final int sourceOffset, final boolean isRemoved)
    {
        assert !isBorder() : "a border tracker lists nothing";
        final int position = offset + length;
        if (position + ENTRY_LENGTH > limitMax)
        {
            return false;
        }

        length += ENTRY_LENGTH;
        target.putByte(position + ENTRY_FLAG_OFFSET, (byte)(isRemoved ? FLAG_REMOVED : 0));
        InfoHash.copy(source, sourceOffset, target, position + ENTRY_INFO_HASH_OFFSET);
        return true;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "VersionOneSummary{isBorder=" + isBorder() + ", count=" + count() + "}";
    }

    private int entry(final int index)
    {
        assert index >= 0 && index < count() : index;
        return offset + index * ENTRY_LENGTH;
    }
}
