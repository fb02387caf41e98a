package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.LoopTask;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmNamespace;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * The real tracker behind the simulation's view of one.
 */
final class OverlayTracker implements SimulatedTracker
{
    private static final int PEERS_MAX = 4_096;
    private static final int ALL_ORIGINS =
        1 << PeerMeta.ORIGIN_OWN | 1 << PeerMeta.ORIGIN_INTERNAL | 1 << PeerMeta.ORIGIN_EXTERNAL;

    private final ChronicleSwarmStore store;

    OverlayTracker(final NodeSetup setup)
    {
        this.store = setup.store();
    }

    @Override
    public int doWork(final long nowNs, final int nowSec)
    {
        return 0;
    }

    @Override
    public void onDatagram(
        final MutableDirectBuffer buffer, final int length, final Endpoint source, final long nowNs, final int nowSec)
    {
    }

    @Override
    public long nextDeadlineNs()
    {
        return LoopTask.NO_DEADLINE;
    }

    @Override
    public void announce(final SwarmAnnounce announce)
    {
        store.announce(announce);
    }

    @Override
    public void sweep(final int nowSec)
    {
        store.sweep(nowSec);
    }

    @Override
    public void links(final List<LinkSettings> links, final long nowNs)
    {
    }

    @Override
    public void bye(final long nowNs)
    {
    }

    @Override
    public boolean isOpen(final int question)
    {
        return false;
    }

    @Override
    public boolean isConnected(final Endpoint remote)
    {
        return false;
    }

    @Override
    public void peers(final byte[] infoHash, final int nowSec, final PeerSink sink)
    {
        final UnsafeBuffer key = new UnsafeBuffer(infoHash);
        for (int family = 0; family < 2; family++)
        {
            store.peers(key, 0, SwarmNamespace.of(1 == family, SwarmNamespace.SCOPE_GLOBAL), nowSec, ALL_ORIGINS,
                false, PEERS_MAX, 0, sink);
        }
    }

    @Override
    public int leader(final byte[] infoHash, final boolean isExternal, final Endpoint remote)
    {
        return LEADER_NONE;
    }

    @Override
    public void close()
    {
        store.listener(null);
    }
}
