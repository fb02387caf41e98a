package io.tributary.tracker.status;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Where things are in a status region, be it a file or memory. Native byte order, so the magic number also refuses a
 * file of another kind of machine.
 * <pre>
 *      0   magic (8)
 *      8   layout version (4) | number of counters (4)
 *     16   process id (8)
 *     24   start, epoch ms (8)
 *     32   stop, epoch ms, 0 while running (8)
 *     40   slots for links (4) | 0 (4)
 *   4096   values: 128 bytes per counter, as Agrona's CountersReader wants them
 *     ...  metadata: 512 bytes per counter, label and type (type id = counter id), likewise
 *     ...  overlay, links and mailbox: see OverlayLayout
 * </pre>
 */
final class StatusLayout
{
    /** "TRIBSTAT" when the file is looked at on a little-endian machine. */
    static final long MAGIC = 0x54_41_54_53_42_49_52_54L;
    static final int VERSION = 2;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int COUNTER_COUNT_OFFSET = 12;
    static final int PROCESS_ID_OFFSET = 16;
    static final int START_MS_OFFSET = 24;
    static final int STOP_MS_OFFSET = 32;
    static final int LINK_SLOTS_OFFSET = 40;
    static final int VALUES_OFFSET = 4096;

    private StatusLayout()
    {
    }

    static int length(final int counterCount, final int linkSlots)
    {
        return overlayOffset(counterCount) + OverlayLayout.length(linkSlots);
    }

    static int overlayOffset(final int counterCount)
    {
        return VALUES_OFFSET + counterCount * (CountersReader.COUNTER_LENGTH + CountersReader.METADATA_LENGTH);
    }

    static UnsafeBuffer values(final AtomicBuffer region, final int counterCount)
    {
        return new UnsafeBuffer(region, VALUES_OFFSET, counterCount * CountersReader.COUNTER_LENGTH);
    }

    static UnsafeBuffer metadata(final AtomicBuffer region, final int counterCount)
    {
        final int offset = VALUES_OFFSET + counterCount * CountersReader.COUNTER_LENGTH;
        return new UnsafeBuffer(region, offset, counterCount * CountersReader.METADATA_LENGTH);
    }
}
