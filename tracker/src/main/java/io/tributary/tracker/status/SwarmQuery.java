package io.tributary.tracker.status;

import org.agrona.DirectBuffer;

/**
 * Answers what is known of one swarm; the overlay's end of a {@link SwarmQueryMailbox}.
 */
@FunctionalInterface
public interface SwarmQuery
{
    /**
     * Describe a swarm. On the loop's thread, at most once a second; bounded, like everything there.
     *
     * @param infoHash    holds the info-hash.
     * @param offset      of its 20 bytes.
     * @param description to be filled; an untouched one says that the swarm is not known.
     */
    void describe(DirectBuffer infoHash, int offset, SwarmDescriptionEncoder description);
}
