package io.tributary.tracker.swarm;

/**
 * What became of one record of {@link RemotePeers}.
 */
public enum MergeOutcome
{
    /** New in the swarm. */
    INSERTED,
    /** Known from another tracker, and now as the record says. */
    UPDATED,
    /** Known from another tracker, and removed. */
    REMOVED,
    /** Gone, and not known. */
    ABSENT,
    /** An own client: left exactly as it is. */
    OWN,
    /** An endpoint of another address family than the swarm's. */
    REFUSED_FAMILY,
    /** The swarm is unknown and may not be created. */
    REFUSED_NO_SWARM,
    /** The share of other trackers in the number of swarms is used up, or the index is full. */
    REFUSED_SWARM_BUDGET,
    /** The share of other trackers in the number of peers is used up. */
    REFUSED_PEER_BUDGET,
    /** The slab has no room for another block, or only that kept for own peers. */
    REFUSED_BYTE_BUDGET,
    /** The swarm has as many peers of other trackers as it may have. */
    REFUSED_SWARM_FULL
}
