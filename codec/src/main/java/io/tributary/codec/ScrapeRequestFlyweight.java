package io.tributary.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_SCRAPE;
import static io.tributary.codec.UdpTrackerProtocol.SCRAPE_HASHES_MAX;

/**
 * Scrape request, BEP 15. Client to tracker: info-hashes up to the end of the packet, of which the first 74 count.
 * A partial hash at the end is ignored; there may be no hash at all.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                         connection id                         |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *  8|                          action  2                            |
 *   +---------------------------------------------------------------+
 * 12|                        transaction id                         |
 *   +---------------------------------------------------------------+
 * 16|                info-hashes, 20 bytes each                     |
 *  ...                                                             ...
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class ScrapeRequestFlyweight
{
    public static final int CONNECTION_ID_OFFSET = 0;
    public static final int ACTION_OFFSET = 8;
    public static final int TRANSACTION_ID_OFFSET = 12;
    public static final int INFO_HASHES_OFFSET = 16;
    public static final int LENGTH_MIN = INFO_HASHES_OFFSET;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public static int length(final int infoHashes)
    {
        return INFO_HASHES_OFFSET + infoHashes * InfoHash.LENGTH;
    }

    public ScrapeRequestFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Info-hashes included.
     *
     * @return the length given to {@link #wrap}.
     */
    public int encodedLength()
    {
        return length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return DecodeError.TRUNCATED.ordinal();
        }

        return (ACTION_SCRAPE == action() ? DecodeError.NONE : DecodeError.UNEXPECTED_ACTION).ordinal();
    }

    public long connectionId()
    {
        return buffer.getLong(offset + CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public ScrapeRequestFlyweight connectionId(final long connectionId)
    {
        buffer.putLong(offset + CONNECTION_ID_OFFSET, connectionId, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int action()
    {
        return buffer.getInt(offset + ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int transactionId()
    {
        return buffer.getInt(offset + TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Writes the action too.
     *
     * @param transactionId chosen by the client, echoed by the tracker.
     * @return this.
     */
    public ScrapeRequestFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_SCRAPE, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Whole info-hashes in the wrapped length.
     *
     * @return 0 to {@link UdpTrackerProtocol#SCRAPE_HASHES_MAX}.
     */
    public int infoHashCount()
    {
        return Math.min(SCRAPE_HASHES_MAX, (length - INFO_HASHES_OFFSET) / InfoHash.LENGTH);
    }

    /**
     * Where the 20 bytes of an info-hash start in {@link #buffer()}.
     *
     * @param index from 0 to {@link #infoHashCount()} - 1.
     * @return an absolute offset.
     */
    public int infoHashOffset(final int index)
    {
        assert index >= 0 && index < infoHashCount() : index;
        return offset + INFO_HASHES_OFFSET + index * InfoHash.LENGTH;
    }

    public ScrapeRequestFlyweight infoHash(final int index, final DirectBuffer source, final int sourceOffset)
    {
        InfoHash.copy(source, sourceOffset, buffer, infoHashOffset(index));
        return this;
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "ScrapeRequest{connectionId=0x" + Long.toHexString(connectionId()) +
            ", transactionId=" + transactionId() +
            ", infoHashCount=" + infoHashCount() + "}";
    }
}
