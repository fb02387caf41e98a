package io.tributary.tracker.overlay;

import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks over all swarms, a few at a time, and withdraws those that this tracker has no clients of any more (UN5) and
 * those that a list read since forbids to share (D27); a border tracker keeps what its neighbours have. Finds out by
 * asking the store, so the store need not tell of peers whose life just ends.
 */
final class SwarmKeeper
{
    private static final int EMPTY_TRANSIT_SEC = 120;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final SwarmRegister register;
    private final PeerFilter filter;
    private final RestoredPeers restored;
    private final long passNs;
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private int cursor;
    private long lastNs;
    private boolean isRunning;
    private double allowance;

    SwarmKeeper(
        final OverlayTables tables,
        final SwarmStore store,
        final SwarmRegister register,
        final PeerFilter filter,
        final RestoredPeers restored,
        final long passNs)
    {
        this.tables = tables;
        this.store = store;
        this.register = register;
        this.filter = filter;
        this.restored = restored;
        this.passNs = passNs;
    }

    /** Visit as many swarms as the time since the last call allows, at most a budget. */
    int doWork(final long nowNs, final int nowSec, final int budget)
    {
        final int swarms = tables.swarms().highWater();
        if (!isRunning || 0 == swarms)
        {
            isRunning = true;
            lastNs = nowNs;
            return 0;
        }
        allowance = Math.min(budget, allowance + (double)(nowNs - lastNs) * swarms / passNs);
        lastNs = nowNs;
        int visited = 0;
        while (allowance >= 1)
        {
            allowance--;
            visited++;
            cursor = cursor < swarms ? cursor : 0;
            visit(cursor++, nowSec);
        }
        return visited;
    }

    private void visit(final int slot, final int nowSec)
    {
        final SwarmTable swarms = tables.swarms();
        if (!swarms.isUsed(slot))
        {
            return;
        }
        if (swarms.isFlagged(slot, SwarmTable.WITHDRAWN))
        {
            if (register.isForgettable(slot))
            {
                register.forget(slot);
            }
            return;
        }
        swarms.infoHash(slot, infoHash, 0);
        if (!register.isAllowed(infoHash, 0))
        {
            withdraw(slot, nowSec);
            return;
        }
        if (swarms.isFlagged(slot, SwarmTable.OWN) && !hasOwnPeers())
        {
            swarms.unflag(slot, SwarmTable.OWN);
        }
        final boolean isTransit = register.isBorder() && register.isSharedByAny(slot) && isAlive(slot, nowSec);
        if (!isTransit)
        {
            swarms.unflag(slot, SwarmTable.TRANSIT);
        }
        else if (!swarms.isFlagged(slot, SwarmTable.OWN))
        {
            swarms.flag(slot, SwarmTable.TRANSIT);
        }
        if (!swarms.isFlagged(slot, SwarmTable.OWN) && !isTransit)
        {
            withdraw(slot, nowSec);
        }
    }

    private void withdraw(final int slot, final int nowSec)
    {
        register.withdraw(slot, nowSec);
        restored.settle(slot, nowSec);
    }

    /** Two border trackers would keep an empty swarm alive between them for ever, each because the other has it. */
    private boolean isAlive(final int slot, final int nowSec)
    {
        return tables.swarms().recordCount(slot) > 0 ||
            nowSec - tables.swarms().lastChangeSec(slot) < EMPTY_TRANSIT_SEC;
    }

    private boolean hasOwnPeers()
    {
        for (int scope = 0; scope < filter.scopes(); scope++)
        {
            if (store.hasOwnPeers(infoHash, 0, SwarmNamespace.of(false, scope)) ||
                store.hasOwnPeers(infoHash, 0, SwarmNamespace.of(true, scope)))
            {
                return true;
            }
        }
        return false;
    }
}
