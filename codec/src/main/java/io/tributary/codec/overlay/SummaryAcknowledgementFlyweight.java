package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of the acknowledgement of a SUMMARY, version 2: one bit for each of its info-hashes, in their order, the first
 * in the highest bit of the first byte. A set bit says "I have it too, my UPDATE follows".
 * <pre>
 *   0    count (1), 0 to 64
 *   1    bits, (count + 7) / 8 bytes
 * </pre>
 * Bits after the last are 0 and not looked at. Owned by one thread.
 */
public final class SummaryAcknowledgementFlyweight
{
    public static final int COUNT_OFFSET = 0;
    public static final int BITS_OFFSET = 1;
    public static final int LENGTH_MIN = BITS_OFFSET;
    public static final int LENGTH_MAX = length(OverlayProtocol.SUMMARY_HASHES_MAX);

    private static final int FIRST_BIT = 0x80;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public static int length(final int count)
    {
        return BITS_OFFSET + (count + 7) / 8;
    }

    public SummaryAcknowledgementFlyweight wrap(
        final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.target = null;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return this;
    }

    /**
     * Begin an acknowledgement with no bit set.
     *
     * @param buffer     to write to, with room for {@link #length(int)} bytes.
     * @param bodyOffset where the body starts in it.
     * @param count      info-hashes of the SUMMARY, at most 64.
     * @return this.
     */
    public SummaryAcknowledgementFlyweight wrapEncode(
        final MutableDirectBuffer buffer, final int bodyOffset, final int count)
    {
        assert count >= 0 && count <= OverlayProtocol.SUMMARY_HASHES_MAX : count;
        this.buffer = buffer;
        this.target = buffer;
        this.offset = bodyOffset;
        this.length = length(count);
        buffer.putByte(bodyOffset + COUNT_OFFSET, (byte)count);
        for (int i = BITS_OFFSET; i < length; i++)
        {
            buffer.putByte(bodyOffset + i, (byte)0);
        }

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

        final int count = count();
        if (count > OverlayProtocol.SUMMARY_HASHES_MAX)
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
     * Whether the answering tracker has the swarm.
     *
     * @param index of the info-hash in the SUMMARY.
     * @return false for an index the acknowledgement does not reach.
     */
    public boolean isShared(final int index)
    {
        return index < count() && 0 != (buffer.getByte(bits(index)) & bit(index));
    }

    /**
     * Set the bit of an info-hash.
     *
     * @param index of the info-hash in the SUMMARY.
     * @return this.
     */
    public SummaryAcknowledgementFlyweight share(final int index)
    {
        assert index >= 0 && index < count() : index;
        target.putByte(bits(index), (byte)(buffer.getByte(bits(index)) | bit(index)));
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        final StringBuilder bits = new StringBuilder();
        for (int i = 0; i < count(); i++)
        {
            bits.append(isShared(i) ? '1' : '0');
        }

        return "SummaryAcknowledgement{" + bits + "}";
    }

    private int bits(final int index)
    {
        return offset + BITS_OFFSET + index / 8;
    }

    private static int bit(final int index)
    {
        return FIRST_BIT >> (index & 7);
    }
}
