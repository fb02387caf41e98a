package io.tributary.tracker.overlay;

/**
 * Who leads which swarm (paper III.C: one internal and one external leader for each). Leadership is an optimisation and
 * nothing more: whom to send to is asked of {@link #effective}, which knows a leader only as long as sending to it
 * alone loses nothing. Otherwise the answer is none, and everyone is sent to.
 *
 * <p>A link is the leader of a swarm only because the neighbour said so. It is effective while it is connected, shares
 * the swarm, and sees the same neighbours as this tracker: a leader that misses a member of the mesh would not pass
 * on what that member must know. (A neighbour of version 1 does not say whom it sees.)
 *
 * <p>Owned by the overlay's thread. {@link #effective} is on the hot path.
 */
final class Leadership
{
    private static final int NONE = SwarmTable.LEADER_NONE;
    private static final int SELF = SwarmTable.LEADER_SELF;

    private final SwarmTable swarms;
    private final NeighbourTable neighbours;
    private final Elector[] electors;
    private final SlotBits[] mandates = {new SlotBits(), new SlotBits()};
    private final SlotBits[] vacancies = {new SlotBits(), new SlotBits()};
    private final SlotBits[] losses = {new SlotBits(), new SlotBits()};
    private final SlotBits[] contests = {new SlotBits(), new SlotBits()};
    private final SlotBits[] doubts = {new SlotBits(), new SlotBits()};
    private final long[] neighbourDigests = new long[2];

    Leadership(final SwarmTable swarms, final NeighbourTable neighbours)
    {
        this.swarms = swarms;
        this.neighbours = neighbours;
        this.electors = new Elector[neighbours.capacity()];
        for (int i = 0; i < electors.length; i++)
        {
            electors[i] = new Elector();
        }
    }

    /**
     * To whom what others are to know of a swarm is entrusted.
     *
     * @param slot  swarm.
     * @param scope network.
     * @return {@link SwarmTable#LEADER_NONE}, {@link SwarmTable#LEADER_SELF}, or a link whose neighbour can be relied
     * on at this moment.
     */
    int effective(final int slot, final int scope)
    {
        final int leader = reachable(slot, scope);
        return leader >= 0 && !isSeeingTheSame(neighbours.at(leader), scope) ? NONE : leader;
    }

    /** As {@link #effective}, for neighbours of version 2: a leader of version 1 cannot carry what they know. */
    int effectiveForVersionTwo(final int slot, final int scope)
    {
        final int leader = effective(slot, scope);
        return leader >= 0 && neighbours.at(leader).isVersionOne() ? NONE : leader;
    }

    /** As {@link #effective}, but whether or not the leader sees the same neighbours. */
    int reachable(final int slot, final int scope)
    {
        final int leader = swarms.leader(slot, scope);
        return leader < 0 || electors[leader].led.get(slot) && isMember(neighbours.at(leader), slot, scope) ?
            leader : NONE;
    }

    boolean isLeading(final int slot, final int scope)
    {
        return SELF == swarms.leader(slot, scope);
    }

    /** Swarms this tracker leads in a network. */
    SlotBits mandates(final int scope)
    {
        return mandates[scope];
    }

    /** Swarms that have to find a leader, if they have members enough. */
    SlotBits vacancies(final int scope)
    {
        return vacancies[scope];
    }

    /** Swarms this tracker leads though another has the better claim. */
    SlotBits contests(final int scope)
    {
        return contests[scope];
    }

    Elector elector(final int link)
    {
        return electors[link];
    }

    /** Own digest of the neighbours connected in a network; compared with what they say in HELLO. */
    void neighbourDigest(final int scope, final long digest)
    {
        neighbourDigests[scope] = digest;
    }

    boolean isSeeingTheSame(final Neighbour neighbour, final int scope)
    {
        return neighbour.isVersionOne() || neighbour.neighboursByPeer == neighbourDigests[scope];
    }

    /** Whether no neighbour connected in a network is known to miss another. */
    boolean isEveryoneSeeingTheSame(final int scope)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.isConnected() && scope == neighbour.scope() &&
                !isSeeingTheSame(neighbour, scope))
            {
                return false;
            }
        }
        return true;
    }

    /** Whether a neighbour, or null for none, takes part in a swarm in a network. */
    boolean isMember(final Neighbour neighbour, final int slot, final int scope)
    {
        return null != neighbour && neighbour.isConnected() && scope == neighbour.scope() &&
            neighbour.shared.get(slot);
    }

    /** Trackers connected that take part in a swarm in a network, this one included. */
    int members(final int slot, final int scope)
    {
        int members = 1;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            members += isMember(neighbours.at(i), slot, scope) ? 1 : 0;
        }
        return members;
    }

    /** Whether a member of a swarm in a network speaks version 1. */
    boolean hasVersionOneMember(final int slot, final int scope)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (isMember(neighbour, slot, scope) && neighbour.isVersionOne())
            {
                return true;
            }
        }
        return false;
    }

    /** Number of swarms a neighbour leads, as far as is known: what it says, or more if more is known. */
    int mandates(final Neighbour neighbour)
    {
        return Math.max(neighbour.mandates[neighbour.scope()], electors[neighbour.index()].led.cardinality());
    }

    void lead(final int slot, final int scope, final int term)
    {
        change(slot, scope, SELF, term);
    }

    void follow(final Neighbour neighbour, final int slot, final int term)
    {
        change(slot, neighbour.scope(), neighbour.index(), term);
    }

    /** The swarm has no leader any more. */
    void vacate(final int slot, final int scope)
    {
        change(slot, scope, NONE, swarms.term(slot, scope));
        vacancies[scope].set(slot);
    }

    /** A neighbour shares a swarm from now on. */
    void onMemberJoined(final Neighbour neighbour, final int slot)
    {
        final int scope = neighbour.scope();
        if (isLeading(slot, scope))
        {
            electors[neighbour.index()].news.set(slot);
        }
        else if (NONE == reachable(slot, scope))
        {
            vacancies[scope].set(slot);
        }
    }

    /** A neighbour shares a swarm no longer. */
    void onMemberLeft(final Neighbour neighbour, final int slot)
    {
        onNotLeader(neighbour, slot);
        electors[neighbour.index()].news.clear(slot);
        electors[neighbour.index()].appointments.clear(slot);
    }

    /** A neighbour has said that it does not lead a swarm. */
    void onNotLeader(final Neighbour neighbour, final int slot)
    {
        if (neighbour.index() == swarms.leader(slot, neighbour.scope()))
        {
            vacate(slot, neighbour.scope());
        }
    }

    /** This tracker has left a swarm. To be called before its slot is given up. */
    void onWithdrawn(final int slot)
    {
        for (int scope = SwarmTable.INTERNAL; scope <= SwarmTable.EXTERNAL; scope++)
        {
            note(slot, scope, NONE);
            vacancies[scope].clear(slot);
            losses[scope].clear(slot);
            doubts[scope].clear(slot);
            contests[scope].clear(slot);
        }
        for (int i = 0; i < neighbours.limit(); i++)
        {
            electors[i].news.clear(slot);
            electors[i].appointments.clear(slot);
        }
    }

    /** What a neighbour led, it leads no longer, as far as this tracker is concerned. */
    void onLeaderLost(final Neighbour neighbour)
    {
        final SlotBits led = electors[neighbour.index()].led;
        losses[neighbour.scope()].or(led);
        led.clearAll();
    }

    /**
     * Compare whom leaders see with whom this tracker sees. One that was relied on and is not any more may have missed
     * a member for a while: what it leads goes to everyone in full.
     */
    void reviewTrust()
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            final Elector elector = electors[i];
            final boolean isTrusted = null != neighbour && neighbour.isConnected() &&
                isSeeingTheSame(neighbour, neighbour.scope());
            if (elector.isTrusted && !isTrusted && null != neighbour)
            {
                doubts[neighbour.scope()].or(elector.led);
            }
            elector.isTrusted = isTrusted;
        }
    }

    /** Follow up losses, a few swarms at a time; until then their leader is already ineffective. */
    int doWork(final int scope, final int budget)
    {
        final SlotBits lost = losses[scope];
        int work = 0;
        for (int slot = lost.nextSetBit(0); slot >= 0 && work < budget; slot = lost.nextSetBit(slot))
        {
            lost.clear(slot);
            final int leader = swarms.leader(slot, scope);
            if (leader >= 0 && !electors[leader].led.get(slot))
            {
                vacate(slot, scope);
            }
            work++;
        }
        final SlotBits doubted = doubts[scope];
        for (int slot = doubted.nextSetBit(0); slot >= 0 && work < budget; slot = doubted.nextSetBit(slot))
        {
            doubted.clear(slot);
            tellAll(slot, scope);
            work++;
        }
        return work;
    }

    /**
     * Who follows another leader than before does not know what the last one still passed on, nor does who led know
     * who had all of it: the swarm goes to everyone in full. A first leader may lack what a broken link kept from it
     * and is told; whoever leads from now on tells everyone.
     */
    private void change(final int slot, final int scope, final int next, final int term)
    {
        final int previous = swarms.leader(slot, scope);
        note(slot, scope, next);
        swarms.term(slot, scope, term);
        if (previous != next && (NONE != previous || SELF == next))
        {
            tellAll(slot, scope);
        }
        else if (previous != next && next >= 0)
        {
            neighbours.at(next).pendingFull.set(slot);
        }
    }

    private void tellAll(final int slot, final int scope)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && scope == neighbour.scope() && neighbour.shared.get(slot))
            {
                neighbour.pendingFull.set(slot);
            }
        }
    }

    /** The one place where the leader of a swarm is changed: table, mandates and what each neighbour leads. */
    private void note(final int slot, final int scope, final int next)
    {
        final int previous = swarms.leader(slot, scope);
        swarms.leader(slot, scope, next);
        if (SELF == previous)
        {
            mandates[scope].clear(slot);
        }
        else if (previous >= 0)
        {
            electors[previous].led.clear(slot);
        }
        if (SELF == next)
        {
            mandates[scope].set(slot);
        }
        else if (next >= 0)
        {
            electors[next].led.set(slot);
        }
    }
}
