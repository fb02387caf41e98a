package io.tributary.codec;

import org.agrona.MutableDirectBuffer;

import static io.tributary.codec.UdpTrackerProtocol.OPTION_END_OF_OPTIONS;
import static io.tributary.codec.UdpTrackerProtocol.OPTION_NOP;
import static io.tributary.codec.UdpTrackerProtocol.OPTION_URL_DATA;

/**
 * Cursor over the options behind an announce request, BEP 41, that stops at each URLData: path and query of the
 * tracker's URL, in pieces of at most 255 bytes that belong together in the order they come.
 * <pre>
 *   0x00                                    end of options
 *   0x01                                    nothing, padding
 *   0x02 | length (1) | data (length)       URLData; length 0 says "understood, my URL has no path"
 *   any  | length (1) | data (length)       unknown, skipped
 * </pre>
 * There is no {@code validate()}: a client's broken option is no reason to lose its announce. An option that runs past
 * the limit ends the list, what came before it counts. At most one step per byte; nothing is read past the limit.
 * Owned by one thread.
 */
public final class UrlDataOptions
{
    public static final int DATA_LENGTH_MAX = 255;

    private static final int OPTION_HEADER_LENGTH = 2;

    private MutableDirectBuffer buffer;
    private int offset;
    private int limit;
    private int cursor;
    private int dataOffset;
    private int dataLength;
    private boolean isCutOff;

    public UrlDataOptions wrap(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.limit = offset + length;
        return rewind();
    }

    public UrlDataOptions wrap(final AnnounceRequestFlyweight request)
    {
        return wrap(request.buffer(), request.optionsOffset(), request.optionsLength());
    }

    /**
     * Go back to before the first piece.
     *
     * @return this.
     */
    public UrlDataOptions rewind()
    {
        cursor = offset;
        dataOffset = offset;
        dataLength = 0;
        isCutOff = false;
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

    public int limit()
    {
        return limit;
    }

    /**
     * Step to the next URLData.
     *
     * @return whether there is one; {@link #dataOffset()} and {@link #dataLength()} then tell where.
     */
    public boolean next()
    {
        while (cursor < limit)
        {
            final int type = buffer.getByte(cursor) & 0xFF;
            if (OPTION_NOP == type)
            {
                cursor++;
            }
            else if (OPTION_END_OF_OPTIONS == type)
            {
                cursor = limit;
            }
            else if (!isComplete())
            {
                cursor = limit;
                isCutOff = true;
            }
            else
            {
                dataLength = lengthByte();
                dataOffset = cursor + OPTION_HEADER_LENGTH;
                cursor = dataOffset + dataLength;
                if (OPTION_URL_DATA == type)
                {
                    return true;
                }
            }
        }

        dataLength = 0;
        return false;
    }

    public int dataOffset()
    {
        return dataOffset;
    }

    public int dataLength()
    {
        return dataLength;
    }

    /**
     * Whether no option runs past the limit. Rewinds.
     *
     * @return false when what follows some point was not understood.
     */
    public boolean isWellFormed()
    {
        rewind();
        boolean hasNext = next();
        while (hasNext)
        {
            hasNext = next();
        }

        final boolean isWellFormed = !isCutOff;
        rewind();
        return isWellFormed;
    }

    /**
     * Length of all pieces together. Rewinds.
     *
     * @return bytes.
     */
    public int totalLength()
    {
        int totalLength = 0;
        rewind();
        while (next())
        {
            totalLength += dataLength;
        }

        rewind();
        return totalLength;
    }

    /**
     * Copy the pieces one behind the other, up to a limit. Rewinds.
     *
     * @param destination       for path and query.
     * @param destinationOffset where in it.
     * @param lengthMax         bytes to copy at most; the rest is left out.
     * @return bytes copied.
     */
    public int copyTo(final MutableDirectBuffer destination, final int destinationOffset, final int lengthMax)
    {
        int copied = 0;
        rewind();
        while (copied < lengthMax && next())
        {
            final int length = Math.min(dataLength, lengthMax - copied);
            destination.putBytes(destinationOffset + copied, buffer, dataOffset, length);
            copied += length;
        }

        rewind();
        return copied;
    }

    /**
     * For debugging: where the cursor stands. Allocates.
     */
    public String toString()
    {
        return "UrlDataOptions{offset=" + offset +
            ", limit=" + limit +
            ", dataOffset=" + dataOffset +
            ", dataLength=" + dataLength + "}";
    }

    private boolean isComplete()
    {
        return limit - cursor >= OPTION_HEADER_LENGTH && limit - cursor - OPTION_HEADER_LENGTH >= lengthByte();
    }

    private int lengthByte()
    {
        return buffer.getByte(cursor + 1) & 0xFF;
    }
}
