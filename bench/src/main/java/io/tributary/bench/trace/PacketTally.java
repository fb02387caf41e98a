package io.tributary.bench.trace;

import io.tributary.codec.capture.CaptureDecoder;

/**
 * What is known of all packets of a capture, datagrams or not: first and last time, link types. Owned by one thread.
 * Bounded: of link types beyond the first {@link #LINK_TYPES_MAX} only the packets are counted.
 */
public final class PacketTally
{
    public static final int LINK_TYPES_MAX = 16;
    public static final int LINK_TYPE_OTHER = -1;

    private final int[] linkTypes = new int[LINK_TYPES_MAX];
    private final long[] linkTypeCounts = new long[LINK_TYPES_MAX + 1];
    private int linkTypeCount;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    PacketTally()
    {
    }

    void add(final CaptureDecoder capture)
    {
        firstNs = Math.min(firstNs, capture.timeNs());
        lastNs = Math.max(lastNs, capture.timeNs());
        linkTypeCounts[indexOf(capture.linkType())]++;
    }

    private int indexOf(final int linkType)
    {
        int i = 0;
        while (i < linkTypeCount && linkTypes[i] != linkType)
        {
            i++;
        }

        if (i == linkTypeCount && i < LINK_TYPES_MAX)
        {
            linkTypes[linkTypeCount++] = linkType;
        }

        return i;
    }

    public boolean isEmpty()
    {
        return firstNs > lastNs;
    }

    /** Earliest time, in nanoseconds since the epoch; without packets it means nothing. */
    public long firstNs()
    {
        return firstNs;
    }

    /** Latest time. */
    public long lastNs()
    {
        return lastNs;
    }

    /** How many rows there are of link types. */
    public int linkTypeCount()
    {
        return linkTypeCounts[LINK_TYPES_MAX] > 0 ? LINK_TYPES_MAX + 1 : linkTypeCount;
    }

    /**
     * A link type seen, as numbered in the file.
     *
     * @param index of a row.
     * @return {@link #LINK_TYPE_OTHER} for the row of all that were too many.
     */
    public int linkType(final int index)
    {
        return index < LINK_TYPES_MAX ? linkTypes[index] : LINK_TYPE_OTHER;
    }

    public long linkTypePackets(final int index)
    {
        return linkTypeCounts[index];
    }
}
