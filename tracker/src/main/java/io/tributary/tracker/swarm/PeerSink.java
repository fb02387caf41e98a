package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;

/**
 * Receives peers of one swarm, under the swarm's lock: it may not call the store.
 */
@FunctionalInterface
public interface PeerSink
{
    /**
     * One peer.
     *
     * @param peer     valid until the return, and used again.
     * @param isSeeder its state.
     * @param origin   {@link PeerMeta#ORIGIN_OWN} and so on.
     * @param endSec   end of its life, seconds since the epoch.
     */
    void onPeer(Endpoint peer, boolean isSeeder, int origin, int endSec);
}
