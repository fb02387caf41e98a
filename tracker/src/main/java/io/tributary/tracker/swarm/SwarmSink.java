package io.tributary.tracker.swarm;

import org.agrona.DirectBuffer;

/**
 * Receives swarms, under the lock of a part of the store: it may not call the store.
 */
@FunctionalInterface
public interface SwarmSink
{
    /**
     * One swarm.
     *
     * @param infoHash  20 bytes from offset 0; valid until the return, and used again.
     * @param namespace {@link SwarmNamespace}.
     */
    void onSwarm(DirectBuffer infoHash, int namespace);
}
