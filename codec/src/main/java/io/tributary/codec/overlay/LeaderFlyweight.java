package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of a LEADER, version 2: who leads swarms in the network of this link. Its acknowledgement has no body.
 * <pre>
 *   0    count (1), 0 to 48
 *   1    entries, 25 bytes each
 *
 *   entry
 *   0    info-hash (20)
 *   20   kind (1): 0 CLAIM, I lead; 1 APPOINT, you lead; 2 RESIGN, I lead no more
 *   21   term (4)
 * </pre>
 * An unknown kind is no error: the receiver passes the entry over. Owned by one thread.
 */
public final class LeaderFlyweight
{
    public static final int COUNT_OFFSET = 0;
    public static final int ENTRIES_OFFSET = 1;
    public static final int LENGTH_MIN = ENTRIES_OFFSET;

    public static final int ENTRY_KIND_OFFSET = 20;
    public static final int ENTRY_TERM_OFFSET = 21;
    public static final int ENTRY_LENGTH = 25;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;
    private int limitMax;

    public static int length(final int entries)
    {
        return ENTRIES_OFFSET + entries * ENTRY_LENGTH;
    }

    public LeaderFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
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
     * @param bodyLimit  absolute offset that the body must not pass; leave room for a tag.
     * @return this.
     */
    public LeaderFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit)
    {
        assert bodyLimit >= bodyOffset + LENGTH_MIN : bodyLimit;
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = LENGTH_MIN;
        this.limitMax = bodyLimit;
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
        if (count > OverlayProtocol.LEADER_ENTRIES_MAX)
        {
            return OverlayProtocol.MALFORMED;
        }

        if (length < length(count))
        {
            return OverlayProtocol.TRUNCATED;
        }

        return length(count) == length ? OverlayProtocol.NONE : OverlayProtocol.MALFORMED;
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

    public int kind(final int index)
    {
        return buffer.getByte(entry(index) + ENTRY_KIND_OFFSET) & 0xFF;
    }

    public int term(final int index)
    {
        return buffer.getInt(entry(index) + ENTRY_TERM_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Add an entry.
     *
     * @param source       buffer of the info-hash.
     * @param sourceOffset where in it.
     * @param kind         see {@link OverlayProtocol#LEADER_CLAIM}.
     * @param term         of the leadership.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean add(final DirectBuffer source, final int sourceOffset, final int kind, final int term)
    {
        final int count = count();
        final int position = offset + length;
        if (position + ENTRY_LENGTH > limitMax || count >= OverlayProtocol.LEADER_ENTRIES_MAX)
        {
            return false;
        }

        length += ENTRY_LENGTH;
        target.putByte(offset + COUNT_OFFSET, (byte)(count + 1));
        InfoHash.copy(source, sourceOffset, target, position);
        target.putByte(position + ENTRY_KIND_OFFSET, (byte)kind);
        target.putInt(position + ENTRY_TERM_OFFSET, term, ByteOrder.BIG_ENDIAN);
        return true;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Leader{count=" + count() + "}";
    }

    private int entry(final int index)
    {
        assert index >= 0 && index < count() : index;
        return offset + ENTRIES_OFFSET + index * ENTRY_LENGTH;
    }
}
