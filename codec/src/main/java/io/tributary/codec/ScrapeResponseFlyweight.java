package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_SCRAPE;

/**
 * Scrape response, BEP 15. Tracker to client: one entry for each info-hash asked for, in that order.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *  0|                          action  2                            |
 *   +---------------------------------------------------------------+
 *  4|                        transaction id                         |
 *   +---------------------------------------------------------------+
 *  8|           seeders of the first info-hash                      |
 *   +---------------------------------------------------------------+
 * 12|           completed                                           |
 *   +---------------------------------------------------------------+
 * 16|           leechers                                            |
 *   +---------------------------------------------------------------+
 * 20|           seeders of the second info-hash                     |
 *  ...                                                             ...
 * </pre>
 * Owned by one thread. Hot path.
 */
public final class ScrapeResponseFlyweight
{
    public static final int ACTION_OFFSET = 0;
    public static final int TRANSACTION_ID_OFFSET = 4;
    public static final int ENTRIES_OFFSET = 8;
    public static final int LENGTH_MIN = ENTRIES_OFFSET;

    public static final int ENTRY_SEEDERS_OFFSET = 0;
    public static final int ENTRY_COMPLETED_OFFSET = 4;
    public static final int ENTRY_LEECHERS_OFFSET = 8;
    public static final int ENTRY_LENGTH = 12;

    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    public static int length(final int entries)
    {
        return ENTRIES_OFFSET + entries * ENTRY_LENGTH;
    }

    public ScrapeResponseFlyweight wrap(final MutableDirectBuffer buffer, final int offset, final int length)
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
     * Entries included.
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
     * @param transactionId of the request.
     * @return this.
     */
    public ScrapeResponseFlyweight transactionId(final int transactionId)
    {
        buffer.putLong(
            offset + ACTION_OFFSET,
            UdpTrackerProtocol.actionAndTransactionId(ACTION_SCRAPE, transactionId),
            ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Whole entries in the wrapped length; a partial one at the end does not count.
     *
     * @return how many.
     */
    public int entryCount()
    {
        return (length - ENTRIES_OFFSET) / ENTRY_LENGTH;
    }

    /**
     * Write one entry.
     *
     * @param index     of the info-hash in the request.
     * @param seeders   peers that have everything.
     * @param completed how often the torrent was downloaded to the end.
     * @param leechers  peers that do not have everything.
     * @return this.
     */
    public ScrapeResponseFlyweight entry(
        final int index, final int seeders, final int completed, final int leechers)
    {
        final int entryOffset = entryOffset(index);
        buffer.putInt(entryOffset + ENTRY_SEEDERS_OFFSET, seeders, ByteOrder.BIG_ENDIAN);
        buffer.putInt(entryOffset + ENTRY_COMPLETED_OFFSET, completed, ByteOrder.BIG_ENDIAN);
        buffer.putInt(entryOffset + ENTRY_LEECHERS_OFFSET, leechers, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int seeders(final int index)
    {
        return buffer.getInt(entryOffset(index) + ENTRY_SEEDERS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int completed(final int index)
    {
        return buffer.getInt(entryOffset(index) + ENTRY_COMPLETED_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int leechers(final int index)
    {
        return buffer.getInt(entryOffset(index) + ENTRY_LEECHERS_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "ScrapeResponse{transactionId=" + transactionId() + ", entryCount=" + entryCount() + "}";
    }

    private int entryOffset(final int index)
    {
        assert index >= 0 && index < entryCount() : index;
        return offset + ENTRIES_OFFSET + index * ENTRY_LENGTH;
    }
}
