package io.tributary.tracker.swarm;

/**
 * Told of every announce that changed or renewed an own peer, on the store's thread, outside the swarm's lock.
 */
@FunctionalInterface
public interface SwarmListener
{
    /**
     * An own peer was stored, renewed or removed.
     *
     * @param announce with its results; the listener may set {@link SwarmAnnounce#question} and
     *                 {@link SwarmAnnounce#isYoung}.
     */
    void onAnnounced(SwarmAnnounce announce);
}
