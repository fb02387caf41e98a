package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of a CANDIDATURE, version 2. Its acknowledgement has no body.
 * <pre>
 *   0    campaign id (8)
 *   8    mandates in the network of this link (4)
 *   12   swarms (4)
 * </pre>
 * Owned by one thread.
 */
public final class CandidatureFlyweight
{
    public static final int CAMPAIGN_ID_OFFSET = 0;
    public static final int MANDATES_OFFSET = 8;
    public static final int SWARMS_OFFSET = 12;
    public static final int LENGTH = 16;

    private DirectBuffer buffer;
    private MutableDirectBuffer target;
    private int offset;
    private int length;

    public CandidatureFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
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
    public CandidatureFlyweight wrapEncode(final MutableDirectBuffer buffer, final int bodyOffset)
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

    public long campaignId()
    {
        return buffer.getLong(offset + CAMPAIGN_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public CandidatureFlyweight campaignId(final long campaignId)
    {
        target.putLong(offset + CAMPAIGN_ID_OFFSET, campaignId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int mandates()
    {
        return buffer.getInt(offset + MANDATES_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public CandidatureFlyweight mandates(final int mandates)
    {
        target.putInt(offset + MANDATES_OFFSET, mandates, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int swarms()
    {
        return buffer.getInt(offset + SWARMS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public CandidatureFlyweight swarms(final int swarms)
    {
        target.putInt(offset + SWARMS_OFFSET, swarms, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "Candidature{campaignId=0x" + Long.toHexString(campaignId()) +
            ", mandates=" + mandates() +
            ", swarms=" + swarms() + "}";
    }
}
