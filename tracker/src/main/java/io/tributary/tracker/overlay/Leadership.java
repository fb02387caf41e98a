package io.tributary.tracker.overlay;

/**
 * Who leads which swarm in which network, as far as this tracker follows it. Leadership is only an optimisation: a
 * leader that cannot be reached, or that turns out not to lead, counts as none at once, and the swarm is sent in full
 * to everybody in that network, so that it costs packets and never peers (D11, D13, A.9-8, A.9-9).
 */
final class Leadership
{
    private final SwarmTable swarms;
    private final NeighbourTable neighbours;

    Leadership(final SwarmTable swarms, final NeighbourTable neighbours)
    {
        this.swarms = swarms;
        this.neighbours = neighbours;
    }

    /**
     * Leader of a swarm in a network, as {@link Propagation} asks for it.
     *
     * @param scope {@link SwarmTable#INTERNAL} or {@link SwarmTable#EXTERNAL}.
     */
    int effective(final int slot, final int scope)
    {
        final int leader = swarms.leader(slot, scope);
        if (leader < 0)
        {
            return leader;
        }
        final Neighbour neighbour = neighbours.at(leader);
        return null != neighbour && neighbour.isConnected() && neighbour.scope() == scope &&
            neighbour.shared.get(slot) ? leader : SwarmTable.LEADER_NONE;
    }

    boolean isLeading(final int slot, final int scope)
    {
        return SwarmTable.LEADER_SELF == swarms.leader(slot, scope);
    }

    /** A neighbour says that it does not lead a swarm. */
    void onNotLeader(final Neighbour neighbour, final int slot)
    {
        if (neighbour.index() == swarms.leader(slot, neighbour.scope()))
        {
            swarms.leader(slot, neighbour.scope(), SwarmTable.LEADER_NONE);
            tellAll(slot, neighbour.scope());
        }
    }

    /** A neighbour has a swarm no more. */
    void onMemberLeft(final Neighbour neighbour, final int slot)
    {
        onNotLeader(neighbour, slot);
    }

    /** What went to a leader may have gone nowhere: send the swarm in full to all of the network. */
    void tellAll(final int slot, final int scope)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.scope() == scope && neighbour.shared.get(slot))
            {
                neighbour.pendingFull.set(slot);
            }
        }
    }
}
