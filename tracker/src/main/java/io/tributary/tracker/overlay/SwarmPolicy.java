package io.tributary.tracker.overlay;

import org.agrona.DirectBuffer;

/**
 * Which swarms the overlay may speak of: those that clients are served, less those that are kept private (BEP 27 asks
 * that the peers of a private torrent stay with its own trackers).
 */
@FunctionalInterface
public interface SwarmPolicy
{
    /**
     * Whether a swarm may be unified.
     *
     * @param infoHash holds the info-hash.
     * @param offset   of its 20 bytes.
     * @return false to keep silent about it, in both directions.
     */
    boolean isShared(DirectBuffer infoHash, int offset);
}
