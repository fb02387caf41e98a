package io.tributary.tracker.overlay;

/**
 * Walks over all records for ever, a few at a time: removes those whose life is over, and finds those that an own
 * client hides no longer. Single-threaded; allocates nothing.
 */
final class RecordSweep
{
    private final RecordTable records;
    private final RecordListener listener;
    private int position;

    RecordSweep(final RecordTable records, final RecordListener listener)
    {
        this.records = records;
        this.listener = listener;
    }

    /**
     * Go on.
     *
     * @param nowSec now.
     * @param budget most records looked at.
     * @return records removed.
     */
    int expire(final int nowSec, final int budget)
    {
        int expired = 0;
        for (int i = Math.min(budget, records.highWater()); i > 0; i--)
        {
            position = position < records.highWater() ? position : 0;
            final int record = position++;
            if (!records.isUsed(record))
            {
                continue;
            }
            if (records.endSec(record) - nowSec <= 0)
            {
                listener.onExpired(record);
                records.remove(record);
                expired++;
            }
            else if (0 != records.hiddenUntilSec(record) && records.hiddenUntilSec(record) - nowSec <= 0)
            {
                records.hiddenUntilSec(record, 0);
                listener.onUncovered(record);
            }
        }
        return expired;
    }
}
