package io.tributary.tracker;

import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.StoreTotals;

/**
 * Publishes the store's totals as counters, on the loop's thread.
 */
final class StoreGauges
{
    private final StoreTotals totals;
    private final TrackerCounters counters;

    StoreGauges(final StoreTotals totals, final TrackerCounters counters)
    {
        this.totals = totals;
        this.counters = counters;
    }

    void publish()
    {
        counters.set(TrackerCounter.SWARMS_IPV4, totals.swarms(false));
        counters.set(TrackerCounter.SWARMS_IPV6, totals.swarms(true));
        counters.set(TrackerCounter.PEERS_IPV4, totals.peers(false));
        counters.set(TrackerCounter.PEERS_IPV6, totals.peers(true));
        counters.set(TrackerCounter.SEEDERS_IPV4, totals.seeders(false));
        counters.set(TrackerCounter.SEEDERS_IPV6, totals.seeders(true));
        counters.set(TrackerCounter.PEERS_OWN, totals.ownPeers());
        counters.set(TrackerCounter.PEERS_INTERNAL, totals.internalPeers());
        counters.set(TrackerCounter.PEERS_EXTERNAL, totals.externalPeers());
        counters.set(TrackerCounter.STORE_BYTES, totals.bytesUsed());
        counters.set(TrackerCounter.STORE_BYTES_MAX, totals.bytesMax());
        counters.set(TrackerCounter.STORE_PAGES, totals.pagesUsed());
        counters.set(TrackerCounter.PEERS_EXPIRED, totals.expired());
        counters.set(TrackerCounter.SWARMS_REMOVED, totals.removedSwarms());
        counters.set(TrackerCounter.PAGES_INVALID_EMPTIED, totals.repaired());
    }
}
