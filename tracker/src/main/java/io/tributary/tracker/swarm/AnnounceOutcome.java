package io.tributary.tracker.swarm;

/**
 * What became of the announcing peer. Everything but {@link #INSERTED}, {@link #REFRESHED}, {@link #REMOVED} and
 * {@link #UNKNOWN} means that the peer was not stored, and why; it is answered all the same.
 */
public enum AnnounceOutcome
{
    /** New in the swarm. */
    INSERTED,
    /** Known, and its life renewed. */
    REFRESHED,
    /** Known, and removed because it stopped. */
    REMOVED,
    /** Stopped, but not known. */
    UNKNOWN,
    /** The number of swarms is at its budget. */
    SWARM_BUDGET,
    /** The number of peers is at its budget, or in the reserve for small swarms. */
    PEER_BUDGET,
    /** The slab has no room for another block. */
    BYTE_BUDGET,
    /** This swarm is at its own limit. */
    SWARM_FULL,
    /** The Chronicle segment of this info-hash is full. */
    SEGMENT_FULL;

    boolean isOwnChange()
    {
        return INSERTED == this || REFRESHED == this || REMOVED == this;
    }
}
