package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

/**
 * What an observer beside the tracker may ask it: simulation, tests, status. On the tracker's thread; changes nothing.
 */
public final class OverlayView
{
    /** Nobody leads. */
    public static final int LEADER_NONE = SwarmTable.LEADER_NONE;
    /** This tracker leads. */
    public static final int LEADER_SELF = SwarmTable.LEADER_SELF;

    private final SwarmTable swarms;
    private final RecordTable records;
    private final NeighbourTable neighbours;
    private final Leadership leadership;

    OverlayView(final OverlayTables tables, final NeighbourTable neighbours, final Leadership leadership)
    {
        this.swarms = tables.swarms();
        this.records = tables.records();
        this.neighbours = neighbours;
        this.leadership = leadership;
    }

    /** Whether the connection with a neighbour stands. */
    public boolean isConnected(final Endpoint remote)
    {
        final Neighbour neighbour = neighbours.find(remote, remote.port());
        return null != neighbour && neighbour.isConnected();
    }

    /** Swarms known. */
    public int swarms()
    {
        return swarms.size();
    }

    /** Records of remote peers. */
    public int records()
    {
        return records.size();
    }

    /**
     * Whom this tracker follows in a swarm.
     *
     * @param infoHash   holds the info-hash.
     * @param offset     of its 20 bytes.
     * @param isExternal in which of its networks.
     * @param remote     set to the leader's address, if that is a neighbour.
     * @return {@link #LEADER_NONE}, {@link #LEADER_SELF}, or the number of a link.
     */
    public int leader(final DirectBuffer infoHash, final int offset, final boolean isExternal, final Endpoint remote)
    {
        final int slot = swarms.find(infoHash, offset);
        final int leader = SwarmTable.NOT_FOUND == slot ? LEADER_NONE :
            leadership.effective(slot, isExternal ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL);
        if (leader >= 0)
        {
            remote.set(neighbours.at(leader).settings().remote());
        }
        return leader;
    }
}
