package io.tributary.tracker.overlay;

/**
 * Who gives how many mandates to whom, so that counts differ by at most one afterwards. A pure function of who leads
 * how many, so that trackers that took part in the same campaign plan alike without a word; and as few swarms change
 * hands as possible (D16), none when counts differ by one at most.
 *
 * <p>Of T mandates among n trackers, each keeps T / n, and of the remainder one each goes to those that lead most, ties
 * by tracker id. Who has more gives: the first of that order to the last, and so on.
 */
final class TransferPlan
{
    private final TrackerId[] ids;
    private final int[] mandates;
    private final int[] keys;
    /** Places in order, most mandates first. */
    private final int[] order;
    private final int[] targets;
    private int size;

    TransferPlan(final int trackersMax)
    {
        ids = new TrackerId[trackersMax];
        mandates = new int[trackersMax];
        keys = new int[trackersMax];
        order = new int[trackersMax];
        targets = new int[trackersMax];
    }

    /** What a plan orders. */
    @FunctionalInterface
    interface TransferSink
    {
        void onTransfer(int fromKey, int toKey, int count);
    }

    void clear()
    {
        size = 0;
    }

    /** Add a tracker, under a key that means something to the caller only. */
    void add(final int key, final TrackerId id, final int count)
    {
        int place = size++;
        keys[place] = key;
        ids[place] = id;
        mandates[place] = count;
        final int tracker = place;
        while (place > 0 && isBefore(tracker, order[place - 1]))
        {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = tracker;
    }

    int size()
    {
        return size;
    }

    void make(final TransferSink sink)
    {
        long total = 0;
        for (int i = 0; i < size; i++)
        {
            total += mandates[i];
        }
        for (int place = 0; place < size; place++)
        {
            targets[order[place]] = (int)(total / size) + (place < total % size ? 1 : 0);
        }
        int taker = size - 1;
        for (int place = 0; place < size; place++)
        {
            final int giver = order[place];
            while (mandates[giver] > targets[giver])
            {
                while (mandates[order[taker]] >= targets[order[taker]])
                {
                    taker--;
                }
                give(giver, order[taker], sink);
            }
        }
    }

    private void give(final int giver, final int taker, final TransferSink sink)
    {
        final int count = Math.min(mandates[giver] - targets[giver], targets[taker] - mandates[taker]);
        mandates[giver] -= count;
        mandates[taker] += count;
        sink.onTransfer(keys[giver], keys[taker], count);
    }

    private boolean isBefore(final int tracker, final int other)
    {
        return mandates[tracker] != mandates[other] ? mandates[tracker] > mandates[other] :
            ids[tracker].compareTo(ids[other]) < 0;
    }
}
