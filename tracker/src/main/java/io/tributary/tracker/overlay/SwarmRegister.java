package io.tributary.tracker.overlay;

import org.agrona.DirectBuffer;

/**
 * Which swarms there are, and who has them: own ones, and on a border tracker those of its neighbours (NW6). The one
 * place where swarms enter and leave the overlay, and where a neighbour becomes a member of a swarm, so that both
 * always happen together (A.9-3).
 */
final class SwarmRegister
{
    private static final long NS_PER_SEC = 1_000_000_000L;

    private final OverlayTables tables;
    private final NeighbourTable neighbours;
    private final SwarmPolicy policy;
    private final Leadership leadership;
    private final RecordKeeper keeper;
    /** Swarms that are not withdrawn. */
    private final SlotBits present = new SlotBits();
    private final SlotBits withdrawn = new SlotBits();
    private final int settlingSec;
    private int unsureUntilSec;
    private boolean isBorder;

    SwarmRegister(
        final OverlayTables tables,
        final NeighbourTable neighbours,
        final SwarmPolicy policy,
        final Leadership leadership,
        final RecordKeeper keeper,
        final OverlaySettings settings,
        final int bootSec)
    {
        this.tables = tables;
        this.neighbours = neighbours;
        this.policy = policy;
        this.leadership = leadership;
        this.keeper = keeper;
        this.settlingSec = (int)(2 * settings.disconnectNs() / NS_PER_SEC);
        this.unsureUntilSec = bootSec + settings.lifeSec();
    }

    boolean isBorder()
    {
        return isBorder;
    }

    void isBorder(final boolean isBorder)
    {
        this.isBorder = isBorder;
    }

    /**
     * Own clients have a swarm.
     *
     * @return its slot; {@link SwarmTable#NOT_FOUND} when it is kept private, or the table is full.
     */
    int onOwn(final DirectBuffer buffer, final int offset)
    {
        final SwarmTable swarms = tables.swarms();
        int slot = swarms.find(buffer, offset);
        if (!isPresent(slot) && !policy.isShared(buffer, offset))
        {
            return SwarmTable.NOT_FOUND;
        }
        if (SwarmTable.NOT_FOUND == slot)
        {
            slot = add(buffer, offset, null);
        }
        if (SwarmTable.NOT_FOUND != slot)
        {
            revive(slot);
            swarms.flag(slot, SwarmTable.OWN);
        }
        return slot;
    }

    /**
     * A neighbour has a swarm; if this tracker has it or unifies it, both now share it.
     *
     * @return its slot, or {@link SwarmTable#NOT_FOUND} when it is none of this tracker's business.
     */
    int onNeighbourHas(final Neighbour neighbour, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        final SwarmTable swarms = tables.swarms();
        int slot = swarms.find(buffer, offset);
        if (SwarmTable.NOT_FOUND == slot || swarms.isFlagged(slot, SwarmTable.WITHDRAWN))
        {
            if (!isBorder || !policy.isShared(buffer, offset))
            {
                return SwarmTable.NOT_FOUND;
            }
            slot = SwarmTable.NOT_FOUND == slot ? add(buffer, offset, neighbour) : slot;
            if (SwarmTable.NOT_FOUND == slot)
            {
                return SwarmTable.NOT_FOUND;
            }
            revive(slot);
            swarms.flag(slot, SwarmTable.TRANSIT);
        }
        else if (isBorder)
        {
            swarms.flag(slot, SwarmTable.TRANSIT);
        }
        onShared(neighbour, slot);
        return slot;
    }

    /** Whether a swarm may still be shared, now that lists may have been read again. */
    boolean isAllowed(final DirectBuffer buffer, final int offset)
    {
        return policy.isShared(buffer, offset);
    }

    /** Whether a swarm that was looked up is there, and not withdrawn. */
    boolean isPresent(final int slot)
    {
        return SwarmTable.NOT_FOUND != slot && present.get(slot);
    }

    /** A neighbour has said that it has a swarm of ours, too: it is to know what we know. */
    void onShared(final Neighbour neighbour, final int slot)
    {
        if (present.get(slot) && neighbour.shared.set(slot))
        {
            neighbour.withdrawn.clear(slot);
            neighbour.pendingFull.set(slot);
            neighbour.pendingTick.clear(slot);
            leadership.onMemberJoined(neighbour, slot);
        }
    }

    void onNeighbourHasNot(final Neighbour neighbour, final int slot)
    {
        if (SwarmTable.NOT_FOUND != slot && neighbour.shared.clear(slot))
        {
            neighbour.pendingFull.clear(slot);
            neighbour.pendingTick.clear(slot);
            neighbour.mismatched.clear(slot);
            leadership.onMemberLeft(neighbour, slot);
        }
    }

    /** A neighbour has withdrawn a swarm: it has no clients of it. */
    void onNeighbourWithdrew(final Neighbour neighbour, final int slot, final int nowSec)
    {
        if (SwarmTable.NOT_FOUND != slot)
        {
            keeper.onWithdrawn(neighbour, slot, nowSec);
            onNeighbourHasNot(neighbour, slot);
            neighbour.withdrawn.set(slot);
            if (present.get(slot) && isBorder(neighbour) && hasClients(slot, neighbour))
            {
                neighbour.pendingSummary.set(slot);
            }
        }
    }

    /** A border tracker forgets a swarm that nobody seems to have; it is to hear of a peer that has come since. */
    void tellBorders(final int slot)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && isBorder(neighbour) && !neighbour.shared.get(slot))
            {
                neighbour.pendingSummary.set(slot);
            }
        }
    }

    private static boolean isBorder(final Neighbour neighbour)
    {
        return neighbour.isBorder() || neighbour.exchange.isBorder;
    }

    /** Whether a swarm has own clients, or records, of departures too, that a neighbour did not tell of. */
    private boolean hasClients(final int slot, final Neighbour but)
    {
        return tables.swarms().isFlagged(slot, SwarmTable.OWN) ||
            tables.swarms().recordCount(slot) > but.recordCounts.get(slot);
    }

    /**
     * A connection stands, to a tracker that knows nothing of us, or of which we know nothing: tell it of everything,
     * and what is no more.
     */
    void onConnected(final Neighbour neighbour, final int nowSec)
    {
        neighbour.pendingSummary.or(present);
        neighbour.pendingRemoval.or(withdrawn);
        unsureUntilSec = Math.max(unsureUntilSec, nowSec + settlingSec);
    }

    /** What a neighbour was told of a swarm got lost: tell it what is so now, the swarm may have come or gone since. */
    void tellAgain(final Neighbour neighbour, final int slot, final boolean wasRemoval)
    {
        if (present.get(slot))
        {
            neighbour.pendingSummary.set(slot);
            if (wasRemoval)
            {
                askAgain(neighbour, slot);
            }
        }
        else if (withdrawn.get(slot))
        {
            neighbour.pendingRemoval.set(slot);
        }
    }

    /** A neighbour unifies every swarm. */
    void onUnifiesAll(final Neighbour neighbour)
    {
        for (int slot = present.nextSetBit(0); SlotBits.NOT_FOUND != slot; slot = present.nextSetBit(slot + 1))
        {
            onShared(neighbour, slot);
        }
    }

    /** Forget what a neighbour has, because it does not know itself any more. */
    void onForgotten(final Neighbour neighbour)
    {
        neighbour.shared.clearAll();
        neighbour.withdrawn.clearAll();
        neighbour.pendingSummary.clearAll();
        neighbour.pendingRemoval.clearAll();
        neighbour.pendingResync.clearAll();
        neighbour.pendingFull.clearAll();
        neighbour.pendingTick.clearAll();
        neighbour.mismatched.clearAll();
        neighbour.exchange.resends.clear();
        neighbour.logCursor = tables.log().head();
    }

    /** This tracker has a swarm no more (UN5): tell those who know of it. */
    void withdraw(final int slot, final int nowSec)
    {
        keeper.drop(slot, nowSec);
        tables.swarms().unflag(slot, SwarmTable.OWN | SwarmTable.TRANSIT);
        tables.swarms().flag(slot, SwarmTable.WITHDRAWN);
        present.clear(slot);
        withdrawn.set(slot);
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour)
            {
                neighbour.pendingSummary.clear(slot);
                neighbour.pendingResync.clear(slot);
                onNeighbourHasNot(neighbour, slot);
                neighbour.pendingRemoval.set(slot);
            }
        }
        leadership.onWithdrawn(slot);
    }

    /** Whether nothing refers to a withdrawn swarm any more. */
    boolean isForgettable(final int slot)
    {
        if (tables.swarms().recordCount(slot) > 0)
        {
            return false;
        }
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.isConnected() && neighbour.pendingRemoval.get(slot))
            {
                return false;
            }
        }
        return true;
    }

    void forget(final int slot)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour)
            {
                neighbour.pendingRemoval.clear(slot);
                neighbour.pendingResync.clear(slot);
                neighbour.pendingSummary.clear(slot);
                neighbour.pendingFull.clear(slot);
                neighbour.pendingTick.clear(slot);
                neighbour.shared.clear(slot);
                neighbour.withdrawn.clear(slot);
            }
        }
        withdrawn.clear(slot);
        tables.swarms().free(slot);
    }

    /**
     * Whether neighbours may know clients of a swarm: because they share it, because they were told of them before
     * this process began, or because they are about to say so.
     */
    boolean isKnownElsewhere(final int slot, final int nowSec)
    {
        return nowSec < unsureUntilSec || isSharedByAny(slot);
    }

    /** Whether any neighbour has a swarm. */
    boolean isSharedByAny(final int slot)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && neighbour.shared.get(slot))
            {
                return true;
            }
        }
        return false;
    }

    private int add(final DirectBuffer buffer, final int offset, final Neighbour source)
    {
        final int slot = tables.swarms().add(buffer, offset);
        if (SwarmTable.NOT_FOUND != slot)
        {
            present.set(slot);
            tellAll(slot, source);
        }
        return slot;
    }

    /** A withdrawn swarm is wanted again. */
    private void revive(final int slot)
    {
        if (tables.swarms().isFlagged(slot, SwarmTable.WITHDRAWN))
        {
            tables.swarms().unflag(slot, SwarmTable.WITHDRAWN);
            withdrawn.clear(slot);
            present.set(slot);
            tellAll(slot, null);
        }
    }

    private void tellAll(final int slot, final Neighbour but)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour && but != neighbour)
            {
                neighbour.pendingSummary.set(slot);
                if (neighbour.pendingRemoval.clear(slot))
                {
                    askAgain(neighbour, slot);
                }
            }
        }
    }

    /** A neighbour that still takes a swarm for shared sends nothing in full of its own accord. */
    private static void askAgain(final Neighbour neighbour, final int slot)
    {
        if (!neighbour.isVersionOne())
        {
            neighbour.pendingResync.set(slot);
        }
    }
}
