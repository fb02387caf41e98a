package io.tributary.tracker.overlay;

/**
 * To whom a peer is told: paper III.C, as a function without state.
 *
 * <pre>
 *   the peer is          own          of network k, from a tracker there     of the other network
 *   told in network k    all*         only if I lead there: all but source   all*
 *
 *   all*   all sharing neighbours of the network, if it has no leader or I am it; otherwise the leader alone
 * </pre>
 * So internal peers reach internal trackers through the internal leader only, external peers external trackers through
 * the external leader only, and everything else crosses over. A leader that cannot be reached counts as none.
 */
final class Propagation
{
    /** Classes of peers; the values of {@link io.tributary.tracker.swarm.PeerMeta}'s origins. */
    static final int OWN = 0;
    static final int INTERNAL = 1;
    static final int EXTERNAL = 2;

    /** A swarm without a leader in a network, or with one that cannot be reached. */
    static final int NO_LEADER = -1;
    /** This tracker leads. */
    static final int SELF = -2;

    private Propagation()
    {
    }

    /** Class of the peers that come by a link of this kind. */
    static int classOf(final boolean isExternalLink)
    {
        return isExternalLink ? EXTERNAL : INTERNAL;
    }

    /**
     * Whether a neighbour is told of a peer.
     *
     * @param peerClass             {@link #OWN}, {@link #INTERNAL} or {@link #EXTERNAL}.
     * @param source                link that the peer came by; negative for an own one.
     * @param destination           link to the neighbour.
     * @param isDestinationExternal kind of that link.
     * @param leader                of the swarm in that neighbour's network: {@link #NO_LEADER}, {@link #SELF} or a
     *                              link.
     * @return false to keep silent.
     */
    static boolean isTold(
        final int peerClass,
        final int source,
        final int destination,
        final boolean isDestinationExternal,
        final int leader)
    {
        if (source == destination)
        {
            return false;
        }
        if (peerClass == classOf(isDestinationExternal))
        {
            return SELF == leader;
        }
        return NO_LEADER == leader || SELF == leader || destination == leader;
    }
}
