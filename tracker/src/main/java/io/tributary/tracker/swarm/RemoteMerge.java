package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;

/**
 * Applies the records of other trackers to one swarm. They are guests: an own peer is never touched, and what they may
 * fill is a share of the budgets, so that no neighbour can crowd out own clients. Nothing is evicted; what exceeds a
 * share is refused. Single-threaded, allocates nothing.
 */
final class RemoteMerge
{
    private final PeerTable table;
    private final StoreTotals totals;
    private final BlockSlab slab;
    private final long headsBytes;
    private SwarmLimits limits;
    private long peersMax;
    private long swarmsMax;
    private int perSwarmMax;

    RemoteMerge(
        final PeerTable table,
        final StoreTotals totals,
        final BlockSlab slab,
        final long headsBytes,
        final SwarmLimits limits)
    {
        this.table = table;
        this.totals = totals;
        this.slab = slab;
        this.headsBytes = headsBytes;
        limits(limits);
    }

    void limits(final SwarmLimits limits)
    {
        this.limits = limits;
        this.peersMax = limits.remoteShare(limits.peersMax());
        this.swarmsMax = limits.remoteShare(limits.swarmsMax());
        this.perSwarmMax = (int)limits.remoteShare(limits.peersPerSwarmMax());
    }

    /** Why the swarm of this batch, which is unknown, is not created; null when it is to be. */
    MergeOutcome refusal(final RemotePeers batch)
    {
        if (!batch.mayCreate || !isAnyInsertable(batch))
        {
            return MergeOutcome.REFUSED_NO_SWARM;
        }
        if (Math.min(batch.peersPerSwarmMax, perSwarmMax) <= 0)
        {
            return MergeOutcome.REFUSED_SWARM_FULL;
        }
        if (isPeerBudgetUsed())
        {
            return MergeOutcome.REFUSED_PEER_BUDGET;
        }
        return totals.transitSwarms() >= swarmsMax || limits.isSwarmReserve(totals.swarms()) ?
            MergeOutcome.REFUSED_SWARM_BUDGET : null;
    }

    /** Answer a batch whose swarm is unknown and stays so. */
    void refuse(final RemotePeers batch, final MergeOutcome refusal)
    {
        for (int i = 0, count = batch.count(); i < count; i++)
        {
            batch.outcome(i, isOfOtherFamily(batch, i) ? MergeOutcome.REFUSED_FAMILY :
                isGone(batch, i) ? MergeOutcome.ABSENT : refusal);
        }
        batch.leechers = 0;
        batch.seeders = 0;
        batch.ownPeers = 0;
    }

    /** Apply a batch to the swarm that the table is open on. */
    void apply(final RemotePeers batch)
    {
        for (int i = 0, count = batch.count(); i < count; i++)
        {
            batch.outcome(i, isOfOtherFamily(batch, i) ? MergeOutcome.REFUSED_FAMILY : apply(batch, i));
        }
        batch.leechers = table.leechers();
        batch.seeders = table.peers() - batch.leechers;
        batch.ownPeers = table.head().ownPeers();
    }

    private MergeOutcome apply(final RemotePeers batch, final int index)
    {
        final Endpoint peer = batch.peer(index);
        final boolean isGone = isGone(batch, index);
        if (!table.find(peer))
        {
            return isGone ? MergeOutcome.ABSENT : insert(batch, index);
        }
        if (PeerMeta.ORIGIN_OWN == PeerMeta.origin(table.meta()))
        {
            batch.own(index, PeerMeta.endSec(table.meta(), batch.nowSec));
            return MergeOutcome.OWN;
        }
        if (isGone)
        {
            table.remove();
            return MergeOutcome.REMOVED;
        }
        table.update(meta(batch, index));
        return MergeOutcome.UPDATED;
    }

    private MergeOutcome insert(final RemotePeers batch, final int index)
    {
        if (RemoteCount.peers(table.head().remote()) >= Math.min(batch.peersPerSwarmMax, perSwarmMax) ||
            table.peers() >= limits.peersPerSwarmMax())
        {
            return MergeOutcome.REFUSED_SWARM_FULL;
        }
        if (isPeerBudgetUsed())
        {
            return MergeOutcome.REFUSED_PEER_BUDGET;
        }
        if (limits.isByteReserve(slab.bytesUsed(), headsBytes))
        {
            return MergeOutcome.REFUSED_BYTE_BUDGET;
        }
        return table.insert(batch.peer(index), meta(batch, index)) ?
            MergeOutcome.INSERTED : MergeOutcome.REFUSED_BYTE_BUDGET;
    }

    private boolean isPeerBudgetUsed()
    {
        return totals.remotePeers() >= peersMax || limits.isPeerReserve(totals.peers());
    }

    private static boolean isAnyInsertable(final RemotePeers batch)
    {
        for (int i = 0, count = batch.count(); i < count; i++)
        {
            if (!isOfOtherFamily(batch, i) && !isGone(batch, i))
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfOtherFamily(final RemotePeers batch, final int index)
    {
        return batch.peer(index).isIpv6() != SwarmNamespace.isIpv6(batch.namespace);
    }

    private static boolean isGone(final RemotePeers batch, final int index)
    {
        return expiryUnit(batch, index) <= PeerMeta.unit(batch.nowSec);
    }

    private static int meta(final RemotePeers batch, final int index)
    {
        return PeerMeta.of(batch.isSeeder(index), false, batch.origin(index), expiryUnit(batch, index));
    }

    private static int expiryUnit(final RemotePeers batch, final int index)
    {
        return PeerMeta.expiryUnitBefore(batch.nowSec, batch.endSec(index));
    }
}
