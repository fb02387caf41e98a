package io.tributary.tracker.status;

/**
 * Where things are in the overlay's part of a status region, which follows the counters. Each section begins with a
 * sequence number that is odd while the section is written, so that a reader knows whether its copy is of one moment.
 * <pre>
 *   overlay     0   sequence (8)
 *               8   OverlayField values (8 each)
 *   link        0   sequence (8)
 *               8   length of the name (4), 0 in a free slot | 0 (4)
 *              16   name (64), ASCII
 *              80   LinkField values (8 each)
 *             336   traffic of actions 128 to 137: packets in, bytes in, packets out, bytes out (8 each)
 *   mailbox     0   number of the request (8)
 *               8   info-hash asked about (20)
 *              64   number of the request that was answered (8)
 *              72   length of the answer (4) | info-hash it is about (20)
 *             128   answer (65,536)
 * </pre>
 */
final class OverlayLayout
{
    static final int OVERLAY_LENGTH = 512;
    static final int LINK_LENGTH = 768;
    static final int MAILBOX_LENGTH = 128 + SwarmDescription.LENGTH_MAX;

    static final int SEQUENCE_OFFSET = 0;
    static final int OVERLAY_FIELDS_OFFSET = 8;

    static final int NAME_LENGTH_OFFSET = 8;
    static final int NAME_OFFSET = 16;
    static final int NAME_LENGTH_MAX = 64;
    static final int LINK_FIELDS_OFFSET = 80;
    static final int TRAFFIC_OFFSET = 336;
    static final int TRAFFIC_COUNT = 4;

    static final int ACTION_MIN = 128;
    static final int ACTIONS = 10;

    static final int REQUEST_OFFSET = 0;
    static final int REQUEST_INFO_HASH_OFFSET = 8;
    static final int RESPONSE_OFFSET = 64;
    static final int RESPONSE_LENGTH_OFFSET = 72;
    static final int RESPONSE_INFO_HASH_OFFSET = 76;
    static final int RESPONSE_BODY_OFFSET = 128;
    static final int INFO_HASH_LENGTH = 20;

    private OverlayLayout()
    {
    }

    static int length(final int linkSlots)
    {
        return OVERLAY_LENGTH + linkSlots * LINK_LENGTH + MAILBOX_LENGTH;
    }

    static int linkOffset(final int overlayOffset, final int slot)
    {
        return overlayOffset + OVERLAY_LENGTH + slot * LINK_LENGTH;
    }

    static int mailboxOffset(final int overlayOffset, final int linkSlots)
    {
        return linkOffset(overlayOffset, linkSlots);
    }
}
