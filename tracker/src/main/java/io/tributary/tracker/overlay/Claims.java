package io.tributary.tracker.overlay;

/**
 * How a tracker comes to lead a swarm: it says so. Nobody else's word counts, nor anybody's computation; a tracker that
 * is asked to lead (APPOINT) leads when it has claimed, and not before.
 * <pre>
 *   CLAIM    I lead S in this network, in term t        the higher term wins, then the order of {@link Rendezvous}
 *   APPOINT  lead S in term t, in my place              heeded from the present leader, or when there is none
 *   RESIGN   I do not lead S                            the swarm is vacant
 * </pre>
 * Both rules look at nothing but swarm, term and ids, so two trackers that dispute a swarm agree on who has lost.
 *
 * <p>What is to be said is kept as sets of swarms for each neighbour, and put into words when it is sent: a packet that
 * was lost is not repeated, what holds then is said again.
 *
 * <p>In version 1 there is no term, and only CLAIM can be said: who followed a leader of version 1 that gives way would
 * not hear of it. So a leader that has told a member of version 1 of itself leads on, beside the better one, until the
 * next campaign, when all such promises end. Two leaders cost packets; a follower of one that does not lead would
 * cost peers.
 */
final class Claims
{
    /** Fewer members have no use for a leader: at two, updates already go the shortest way (D17). */
    static final int MEMBERS_MIN = 3;

    private final SwarmTable swarms;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Rendezvous rendezvous;

    Claims(
        final SwarmTable swarms,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final Rendezvous rendezvous)
    {
        this.swarms = swarms;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.rendezvous = rendezvous;
    }

    /** Lead a swarm from now on, and say so to all its members. */
    void claim(final int slot, final int scope, final int term)
    {
        leadership.lead(slot, scope, term);
        tellAll(slot, scope);
    }

    /** Lead a swarm no longer. */
    void resign(final int slot, final int scope)
    {
        leadership.vacate(slot, scope);
        tellAll(slot, scope);
    }

    /** A neighbour says that it leads a swarm. */
    void onClaim(final Neighbour neighbour, final int slot, final int term)
    {
        final int scope = neighbour.scope();
        if (!leadership.isLeading(slot, scope))
        {
            if (isBetterThanLeader(neighbour, slot, term))
            {
                leadership.follow(neighbour, slot, term);
            }
        }
        else if (!isBetterThanSelf(neighbour, slot, term))
        {
            leadership.elector(neighbour.index()).news.set(slot);
        }
        else if (leadership.hasVersionOneMember(slot, scope))
        {
            leadership.contests(scope).set(slot);
        }
        else
        {
            leadership.follow(neighbour, slot, term);
            tellAll(slot, scope);
        }
    }

    /**
     * A neighbour of version 1 says that it leads a swarm. It names no term, so among such leaders whoever spoke last
     * is followed, and one of version 2 is preferred. A tracker that does not know its own place in their order does
     * not take itself for the worse.
     */
    void onClaimVersionOne(final Neighbour neighbour, final int slot)
    {
        final int scope = neighbour.scope();
        if (leadership.isLeading(slot, scope))
        {
            if (rendezvous.isVersionOneKnown() && rendezvous.isBeforeSelf(neighbour, slot))
            {
                leadership.contests(scope).set(slot);
            }
            return;
        }
        final int leader = leadership.reachable(slot, scope);
        if (SwarmTable.LEADER_NONE == leader || neighbours.at(leader).isVersionOne())
        {
            leadership.follow(neighbour, slot, swarms.term(slot, scope));
        }
    }

    /** A neighbour asks this tracker to lead a swarm. */
    void onAppointed(final Neighbour neighbour, final int slot, final int term)
    {
        final int scope = neighbour.scope();
        final int leader = leadership.reachable(slot, scope);
        final boolean isFromLeader = neighbour.index() == leader || SwarmTable.LEADER_NONE == leader;
        if (isFromLeader && isNewer(term, swarms.term(slot, scope)) &&
            leadership.members(slot, scope) >= MEMBERS_MIN)
        {
            claim(slot, scope, term);
        }
    }

    /** A neighbour says that it does not lead a swarm; it may not have heard who does. */
    void onResigned(final Neighbour neighbour, final int slot)
    {
        leadership.onNotLeader(neighbour, slot);
        if (leadership.isLeading(slot, neighbour.scope()))
        {
            leadership.elector(neighbour.index()).news.set(slot);
        }
    }

    /** Whether a neighbour is to be told of this tracker's leadership of a swarm, or of its end. */
    boolean isNews(final Neighbour neighbour, final int slot)
    {
        final int scope = neighbour.scope();
        return leadership.isMember(neighbour, slot, scope) &&
            (leadership.isLeading(slot, scope) || !neighbour.isVersionOne());
    }

    /** Whether asking a neighbour to lead a swarm still makes sense. */
    boolean isAppointment(final Neighbour neighbour, final int slot)
    {
        final int scope = neighbour.scope();
        return leadership.isMember(neighbour, slot, scope) && leadership.isLeading(slot, scope) &&
            !neighbour.isVersionOne();
    }

    /** Terms wrap around. */
    static boolean isNewer(final int term, final int other)
    {
        return term - other > 0;
    }

    private boolean isBetterThanSelf(final Neighbour neighbour, final int slot, final int term)
    {
        final int ownTerm = swarms.term(slot, neighbour.scope());
        return term == ownTerm ? rendezvous.isBeforeSelf(neighbour, slot) : isNewer(term, ownTerm);
    }

    private boolean isBetterThanLeader(final Neighbour neighbour, final int slot, final int term)
    {
        final int leader = leadership.reachable(slot, neighbour.scope());
        final int knownTerm = swarms.term(slot, neighbour.scope());
        if (SwarmTable.LEADER_NONE == leader || neighbour.index() == leader || neighbours.at(leader).isVersionOne())
        {
            return true;
        }
        return term == knownTerm ?
            rendezvous.isBefore(neighbour.trackerId(), neighbours.at(leader).trackerId(), slot) :
            isNewer(term, knownTerm);
    }

    private void tellAll(final int slot, final int scope)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            if (leadership.isMember(neighbours.at(i), slot, scope))
            {
                leadership.elector(i).news.set(slot);
            }
        }
    }
}
