package io.tributary.tracker.status;

import org.agrona.concurrent.AtomicBuffer;

import java.lang.invoke.VarHandle;

/**
 * Writes what the overlay and its links look like into the status region, for readers outside. On the loop's thread,
 * about once a second; allocates nothing and knows no class of the overlay.
 *
 * <p>Between {@code begin…} and {@code end} the fields of one section are set; those left out keep their values.
 */
public final class OverlayStatusWriter
{
    private final AtomicBuffer region;
    private final int overlayOffset;
    private final int linkSlots;
    private int offset;
    private long sequence;

    /**
     * Writer into the region of these counters, and with their life.
     *
     * @param counters not closed as long as anything is written.
     */
    public OverlayStatusWriter(final TrackerCounters counters)
    {
        this.region = counters.region();
        this.overlayOffset = StatusLayout.overlayOffset(TrackerCounter.count());
        this.linkSlots = region.getInt(StatusLayout.LINK_SLOTS_OFFSET);
    }

    /**
     * How many links can be shown.
     *
     * @return slots are 0 to one less.
     */
    public int linkSlots()
    {
        return linkSlots;
    }

    /** Begin to tell of the overlay as a whole. */
    public OverlayStatusWriter beginOverlay()
    {
        begin(overlayOffset);
        return this;
    }

    public OverlayStatusWriter set(final OverlayField field, final long value)
    {
        region.putLong(offset + OverlayLayout.OVERLAY_FIELDS_OFFSET + field.ordinal() * Long.BYTES, value);
        return this;
    }

    /**
     * Begin to tell of a link.
     *
     * @param slot of the link, the same each time.
     * @param name printable ASCII; what is longer than 64 characters is cut.
     * @return this.
     */
    public OverlayStatusWriter beginLink(final int slot, final String name)
    {
        begin(OverlayLayout.linkOffset(overlayOffset, slot));
        final int length = Math.min(name.length(), OverlayLayout.NAME_LENGTH_MAX);
        for (int i = 0; i < length; i++)
        {
            region.putByte(offset + OverlayLayout.NAME_OFFSET + i, (byte)name.charAt(i));
        }
        region.putInt(offset + OverlayLayout.NAME_LENGTH_OFFSET, length);
        return this;
    }

    public OverlayStatusWriter set(final LinkField field, final long value)
    {
        region.putLong(offset + OverlayLayout.LINK_FIELDS_OFFSET + field.ordinal() * Long.BYTES, value);
        return this;
    }

    public OverlayStatusWriter set(final LinkField field, final boolean value)
    {
        return set(field, value ? 1 : 0);
    }

    /**
     * Packets and bytes of one action, since the link was added.
     *
     * @param action     128 to 137.
     * @param packetsIn  received.
     * @param bytesIn    received.
     * @param packetsOut sent, repeated ones included.
     * @param bytesOut   sent.
     * @return this.
     */
    public OverlayStatusWriter traffic(
        final int action, final long packetsIn, final long bytesIn, final long packetsOut, final long bytesOut)
    {
        final int row = offset + OverlayLayout.TRAFFIC_OFFSET +
            (action - OverlayLayout.ACTION_MIN) * OverlayLayout.TRAFFIC_COUNT * Long.BYTES;
        region.putLong(row, packetsIn);
        region.putLong(row + 8, bytesIn);
        region.putLong(row + 16, packetsOut);
        region.putLong(row + 24, bytesOut);
        return this;
    }

    /**
     * Tell of a link that cannot be used.
     *
     * @param slot free otherwise.
     * @param link that has no address.
     */
    public void linkWithoutAddress(final int slot, final LinkWithoutAddress link)
    {
        beginLink(slot, link.name());
        region.setMemory(offset + OverlayLayout.LINK_FIELDS_OFFSET,
            OverlayLayout.LINK_LENGTH - OverlayLayout.LINK_FIELDS_OFFSET, (byte)0);
        set(LinkField.IS_EXTERNAL, link.isExternal());
        set(LinkField.STATE, LinkStatus.State.NO_ADDRESS.ordinal());
        set(LinkField.ROUND_TRIP_US, -1);
        end();
    }

    /** End what was begun, for readers to see. */
    public void end()
    {
        region.putLongRelease(offset + OverlayLayout.SEQUENCE_OFFSET, sequence + 2);
    }

    /**
     * Free a slot whose link has been removed.
     *
     * @param slot of the link.
     */
    public void clearLink(final int slot)
    {
        begin(OverlayLayout.linkOffset(overlayOffset, slot));
        region.setMemory(offset + OverlayLayout.NAME_LENGTH_OFFSET,
            OverlayLayout.LINK_LENGTH - OverlayLayout.NAME_LENGTH_OFFSET, (byte)0);
        end();
    }

    private void begin(final int sectionOffset)
    {
        offset = sectionOffset;
        sequence = region.getLong(offset + OverlayLayout.SEQUENCE_OFFSET);
        region.putLongOpaque(offset + OverlayLayout.SEQUENCE_OFFSET, sequence + 1);
        VarHandle.storeStoreFence();
    }
}
