package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.overlay.OverlayOutput;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.overlay.OverlayView;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmNamespace;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The real tracker behind the simulation's view of one.
 */
final class OverlayTracker implements SimulatedTracker
{
    private static final int SECRET_LENGTH = 16;
    private static final int REPLY_LENGTH = 4_096;
    private static final int PEERS_MAX = 4_096;
    private static final int ALL_ORIGINS =
        1 << PeerMeta.ORIGIN_OWN | 1 << PeerMeta.ORIGIN_INTERNAL | 1 << PeerMeta.ORIGIN_EXTERNAL;

    private final OverlaySettings settings;
    private final ChronicleSwarmStore store;
    private final OverlayAgent agent;
    private final OverlayView view;
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[REPLY_LENGTH]);

    OverlayTracker(final NodeSetup setup, final OverlayOutput output)
    {
        final SplittableRandom random = new SplittableRandom(setup.seed());
        final byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        this.settings = setup.settings();
        this.store = setup.store();
        this.agent = new OverlayAgent(setup.settings(), setup.id(), setup.bootEpochMs(), store, output,
            (infoHash, offset) -> true, secret, random.nextLong());
        this.view = agent.view();
    }

    @Override
    public int doWork(final long nowNs, final int nowSec)
    {
        return agent.doWork(nowNs, nowSec);
    }

    @Override
    public void onDatagram(
        final MutableDirectBuffer buffer, final int length, final Endpoint source, final long nowNs, final int nowSec)
    {
        if (0 != agent.onDatagram(buffer, 0, length, source, reply, nowNs, nowSec))
        {
            throw new IllegalStateException("an answer past OverlayOutput");
        }
    }

    @Override
    public long nextDeadlineNs()
    {
        return agent.nextDeadlineNs();
    }

    @Override
    public void announce(final SwarmAnnounce announce, final long nowNs)
    {
        agent.time(nowNs, announce.nowSec);
        store.announce(announce);
    }

    @Override
    public void sweep(final int nowSec)
    {
        store.sweep(nowSec);
        if (view.records() > settings.recordsMax() || view.swarms() > settings.swarmsMax())
        {
            throw new IllegalStateException(view.records() + " records, " + view.swarms() + " swarms: above the limit");
        }
    }

    @Override
    public void links(final List<LinkSettings> links, final long nowNs)
    {
        agent.links(links, nowNs);
    }

    @Override
    public void bye(final long nowNs)
    {
        agent.bye(nowNs);
    }

    @Override
    public boolean isOpen(final int question)
    {
        return agent.isOpen(question);
    }

    @Override
    public boolean isConnected(final Endpoint remote)
    {
        return view.isConnected(remote);
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
        return view.leader(new UnsafeBuffer(infoHash), 0, isExternal, remote);
    }

    @Override
    public void close()
    {
        agent.close();
    }
}
