package io.tributary.tracker.swarm;

/**
 * Peers found while the slab's claims are rebuilt.
 */
final class PeerCounts
{
    int peers;
    int leechers;
    long remote;
    int repaired;

    void reset()
    {
        peers = 0;
        leechers = 0;
        remote = 0;
        repaired = 0;
    }
}
