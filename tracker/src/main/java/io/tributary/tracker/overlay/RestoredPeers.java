package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.RemotePeers;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets go of what a store that was kept over a restart still holds of other trackers' clients: whose they are was
 * forgotten, and who left meanwhile is told to nobody who does not know the client. Neighbours have two disconnect
 * intervals to say again what is so, longer while one of them is away; after that, a peer that none of them asserts
 * goes. Bounded: a few swarms a turn, and of a swarm of many thousands a sample; the rest ends with its life.
 */
final class RestoredPeers implements PeerSink
{
    private static final long NS_PER_SEC = 1_000_000_000L;
    private static final int SAMPLE_MAX = 4096;
    private static final int REMOTE_MASK = 1 << PeerMeta.ORIGIN_INTERNAL | 1 << PeerMeta.ORIGIN_EXTERNAL;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final NeighbourTable neighbours;
    private final PeerFilter filter;
    private final Assertions assertions;
    private final int settledSec;
    private final int overSec;
    private final SlotBits pending = new SlotBits();
    private final RemotePeers batch = new RemotePeers();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private int slot;
    private int nowSec;

    RestoredPeers(
        final OverlayTables tables,
        final SwarmStore store,
        final PeerFilter filter,
        final NeighbourTable neighbours,
        final OverlaySettings settings,
        final int bootSec)
    {
        this.tables = tables;
        this.store = store;
        this.neighbours = neighbours;
        this.filter = filter;
        this.assertions = new Assertions(tables.records(), neighbours);
        this.settledSec = bootSec + (int)(2 * settings.disconnectNs() / NS_PER_SEC);
        this.overSec = bootSec + settings.lifeSec();
    }

    /** A swarm is there of which the store may hold peers from before this process began. */
    void onSwarm(final int restored, final int now)
    {
        if (now < overSec)
        {
            pending.set(restored);
        }
    }

    /** Go on with the swarms that are left; how many were looked into. */
    int doWork(final int now, final int budget)
    {
        int visited = 0;
        if (now >= settledSec && !pending.isEmpty() && areAllConnected())
        {
            while (visited < budget && !pending.isEmpty())
            {
                settle(pending.nextSetBit(0), now);
                visited++;
            }
        }
        return visited;
    }

    private boolean areAllConnected()
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            if (null != neighbours.at(i) && !neighbours.at(i).isConnected())
            {
                return false;
            }
        }
        return true;
    }

    /** Let go of what nobody asserts of a swarm, if that has not been done. */
    void settle(final int settled, final int now)
    {
        if (!pending.clear(settled) || !tables.swarms().isUsed(settled))
        {
            return;
        }
        slot = settled;
        nowSec = now;
        tables.swarms().infoHash(slot, infoHash, 0);
        for (int scope = 0; scope < filter.scopes(); scope++)
        {
            settle(SwarmNamespace.of(false, scope));
            settle(SwarmNamespace.of(true, scope));
        }
    }

    private void settle(final int namespace)
    {
        batch.clear();
        store.peers(infoHash, 0, namespace, nowSec, REMOTE_MASK, false, SAMPLE_MAX, 0, this);
        if (batch.count() > 0)
        {
            batch.infoHashBuffer = infoHash;
            batch.infoHashOffset = 0;
            batch.namespace = namespace;
            batch.nowSec = nowSec;
            batch.mayCreate = false;
            batch.peersPerSwarmMax = Integer.MAX_VALUE;
            if (batch.isFull())
            {
                pending.set(slot);
            }
            store.merge(batch);
        }
    }

    @Override
    public void onPeer(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        if (!batch.isFull() && !assertions.isAny(tables.records().first(slot, peer), nowSec))
        {
            batch.addGone(peer);
        }
    }
}
