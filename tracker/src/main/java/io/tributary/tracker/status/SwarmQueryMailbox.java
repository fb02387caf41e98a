package io.tributary.tracker.status;

import org.agrona.concurrent.AtomicBuffer;

/**
 * The tracker's end of the mailbox in the status region, through which another process asks about one swarm (its end is
 * {@link SwarmInquiry}). On the loop's thread; allocates nothing. A question costs one load when there is none.
 *
 * <p>Whoever may write to the status file may ask, and so see peers; that is the tracker's own user.
 */
public final class SwarmQueryMailbox
{
    private final AtomicBuffer region;
    private final int offset;
    private final SwarmDescriptionEncoder encoder = new SwarmDescriptionEncoder();

    /**
     * Mailbox in the region of these counters, and with their life.
     *
     * @param counters not closed as long as this is polled.
     */
    public SwarmQueryMailbox(final TrackerCounters counters)
    {
        region = counters.region();
        offset = OverlayLayout.mailboxOffset(StatusLayout.overlayOffset(TrackerCounter.count()),
            region.getInt(StatusLayout.LINK_SLOTS_OFFSET));
    }

    /**
     * Answer a question, if there is one.
     *
     * @param query answers it.
     * @return 1 if there was one, else 0.
     */
    public int poll(final SwarmQuery query)
    {
        final long request = region.getLongAcquire(offset + OverlayLayout.REQUEST_OFFSET);
        if (request == region.getLong(offset + OverlayLayout.RESPONSE_OFFSET))
        {
            return 0;
        }

        // Copied first: the asker may give up and another may come at any time.
        final int infoHashOffset = offset + OverlayLayout.RESPONSE_INFO_HASH_OFFSET;
        region.putBytes(infoHashOffset, region, offset + OverlayLayout.REQUEST_INFO_HASH_OFFSET,
            OverlayLayout.INFO_HASH_LENGTH);
        query.describe(region, infoHashOffset, encoder.wrap(region, offset + OverlayLayout.RESPONSE_BODY_OFFSET));
        region.putInt(offset + OverlayLayout.RESPONSE_LENGTH_OFFSET, encoder.encodedLength());
        region.putLongRelease(offset + OverlayLayout.RESPONSE_OFFSET, request);
        return 1;
    }
}
