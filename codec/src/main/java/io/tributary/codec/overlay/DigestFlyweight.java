package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of a DIGEST, version 2: a fingerprint of the sender's own live peers, swarm by swarm. Answered by an
 * {@link InfoHashListFlyweight} of the swarms that differ.
 * <pre>
 *   0    count (1), 0 to 40
 *   1    entries, 30 bytes each
 *
 *   entry
 *   0    info-hash (20)
 *   20   records (2)
 *   22   XOR of a hash of each record (8)
 * </pre>
 * Owned by one thread.
 */
public final class DigestFlyweight
{
    public static final int COUNT_OFFSET = 0;
    public static final int ENTRIES_OFFSET = 1;
    public static final int LENGTH_MIN = ENTRIES_OFFSET;

    public static final int ENTRY_RECORDS_OFFSET = 20;
    public static final int ENTRY_DIGEST_OFFSET = 22;
    public static final int ENTRY_LENGTH = 30;

    private static final int RECORDS_MAX = 0xFFFF;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;
    private int limitMax;

    public static int length(final int entries)
    {
        return ENTRIES_OFFSET + entries * ENTRY_LENGTH;
    }

    public DigestFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
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
    public DigestFlyweight wrapEncode(
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
        if (count > OverlayProtocol.DIGEST_ENTRIES_MAX)
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

    public int records(final int index)
    {
        return buffer.getShort(entry(index) + ENTRY_RECORDS_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public long digest(final int index)
    {
        return buffer.getLong(entry(index) + ENTRY_DIGEST_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Add an entry.
     *
     * @param source       buffer of the info-hash.
     * @param sourceOffset where in it.
     * @param records      live own peers; more than 65,535 are written as that.
     * @param digest       XOR over them.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean add(final DirectBuffer source, final int sourceOffset, final int records, final long digest)
    {
        final int count = count();
        final int position = offset + length;
        if (position + ENTRY_LENGTH > limitMax || count >= OverlayProtocol.DIGEST_ENTRIES_MAX)
        {
            return false;
        }

        length += ENTRY_LENGTH;
        target.putByte(offset + COUNT_OFFSET, (byte)(count + 1));
        InfoHash.copy(source, sourceOffset, target, position);
        target.putShort(position + ENTRY_RECORDS_OFFSET, (short)Math.min(RECORDS_MAX, records), ByteOrder.BIG_ENDIAN);
        target.putLong(position + ENTRY_DIGEST_OFFSET, digest, ByteOrder.BIG_ENDIAN);
        return true;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Digest{count=" + count() + "}";
    }

    private int entry(final int index)
    {
        assert index >= 0 && index < count() : index;
        return offset + ENTRIES_OFFSET + index * ENTRY_LENGTH;
    }
}
