package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayOutput;
import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmAnnounce;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The simplest tracker that unifies swarms in one full mesh: each second everybody tells everybody, in full, of its own
 * clients. It shows that the simulation passes what is right, and with a {@link Defect} that it finds what is wrong.
 */
final class FloodingTracker implements SimulatedTracker
{
    private static final long PERIOD_NS = 1_000_000_000L;
    private static final int RECORD_LENGTH = 23 + Endpoint.IPV6_LENGTH;
    private static final int HEADER_LENGTH = 19;

    private final ChronicleSwarmStore store;
    private final OverlayOutput output;
    private final Defect defect;
    private final Map<String, Peer> own = new TreeMap<>();
    private final Map<String, Peer> remote = new TreeMap<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[65_536]);
    private List<LinkSettings> links = List.of();
    private long nextNs;
    private boolean isStarted;

    enum Defect
    {
        NONE,
        /** Passes on what it was told, with a life of its own making: ghosts. */
        FORWARDS,
        /** Never tells the second of its neighbours. */
        FORGETS,
        /** Does not split what it sends. */
        OVERSIZED,
        /** Remote peers take the place of own ones. */
        OVERWRITES,
        /** Answers to whoever it likes. */
        GOSSIPS,
        THROWS
    }

    private record Peer(byte[] infoHash, Endpoint endpoint, boolean isSeeder, int origin, int endSec)
    {
        String key()
        {
            return java.util.HexFormat.of().formatHex(infoHash) + endpoint;
        }
    }

    FloodingTracker(final NodeSetup setup, final OverlayOutput output, final Defect defect)
    {
        this.store = setup.store();
        this.output = output;
        this.defect = defect;
    }

    @Override
    public int doWork(final long nowNs, final int nowSec)
    {
        if (isStarted && nextNs - nowNs > 0)
        {
            return 0;
        }
        isStarted = true;
        nextNs = nowNs + PERIOD_NS;
        own.values().removeIf((peer) -> peer.endSec <= nowSec);
        remote.values().removeIf((peer) -> peer.endSec <= nowSec);
        for (int i = 0; i < links.size(); i++)
        {
            if (Defect.FORGETS != defect || 1 != i)
            {
                tell(links.get(i), nowSec);
            }
        }
        return 1;
    }

    private void tell(final LinkSettings link, final int nowSec)
    {
        int count = 0;
        for (final Peer peer : own.values())
        {
            count = write(link, count, peer, peer.endSec - nowSec);
        }
        for (final Peer peer : remote.values())
        {
            count = Defect.FORWARDS == defect ? write(link, count, peer, 600) : count;
        }
        flush(link, count);
    }

    private int write(final LinkSettings link, final int count, final Peer peer, final int lifeSec)
    {
        final int offset = HEADER_LENGTH + count * RECORD_LENGTH;
        buffer.putBytes(offset, peer.infoHash);
        buffer.putByte(offset + 20, (byte)((peer.isSeeder ? 1 : 0) | (peer.endpoint.isIpv6() ? 2 : 0)));
        buffer.putShort(offset + 21, (short)lifeSec);
        peer.endpoint.putCompact(buffer, offset + 23);
        if (Defect.OVERSIZED != defect && 10 == count)
        {
            flush(link, count + 1);
            return 0;
        }
        return count + 1;
    }

    private void flush(final LinkSettings link, final int count)
    {
        buffer.setMemory(0, HEADER_LENGTH, (byte)count);
        final Endpoint destination = Defect.GOSSIPS == defect ?
            new Endpoint().set(link.remote()).port(link.remote().port()).ipv4(0x01020304, 6969) : link.remote();
        output.send(destination, buffer, 0, HEADER_LENGTH + (count + 1) * RECORD_LENGTH);
    }

    @Override
    public void onDatagram(
        final MutableDirectBuffer datagram, final int length, final Endpoint source, final long nowNs, final int nowSec)
    {
        if (Defect.THROWS == defect)
        {
            throw new IllegalStateException("as told");
        }
        final int count = datagram.getByte(0);
        for (int i = 0; i < count; i++)
        {
            final int offset = HEADER_LENGTH + i * RECORD_LENGTH;
            final byte[] infoHash = new byte[20];
            datagram.getBytes(offset, infoHash);
            final int flags = datagram.getByte(offset + 20);
            final int endSec = nowSec + datagram.getShort(offset + 21);
            final Endpoint endpoint = new Endpoint().getCompact(datagram, offset + 23, 0 != (flags & 2));
            final Peer peer = new Peer(infoHash, endpoint, 0 != (flags & 1), PeerMeta.ORIGIN_INTERNAL, endSec);
            remote.put(peer.key(), peer);
        }
    }

    @Override
    public long nextDeadlineNs()
    {
        return nextNs;
    }

    @Override
    public void announce(final SwarmAnnounce announce, final long nowNs)
    {
        store.announce(announce);
        final byte[] infoHash = new byte[20];
        announce.infoHashBuffer.getBytes(announce.infoHashOffset, infoHash);
        final Peer peer = new Peer(infoHash, new Endpoint().set(announce.peer), announce.isSeeder, PeerMeta.ORIGIN_OWN,
            announce.endSec);
        if (announce.isStopped)
        {
            own.remove(peer.key());
        }
        else if (AnnounceOutcome.INSERTED == announce.outcome || AnnounceOutcome.REFRESHED == announce.outcome)
        {
            own.put(peer.key(), peer);
        }
    }

    @Override
    public void sweep(final int nowSec)
    {
        store.sweep(nowSec);
    }

    @Override
    public void links(final List<LinkSettings> newLinks, final long nowNs)
    {
        links = newLinks;
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
    public boolean isConnected(final Endpoint remoteEndpoint)
    {
        return true;
    }

    @Override
    public void peers(final byte[] infoHash, final int nowSec, final PeerSink sink)
    {
        final Map<String, Peer> merged = new TreeMap<>(Defect.OVERWRITES == defect ? own : remote);
        merged.putAll(Defect.OVERWRITES == defect ? remote : own);
        for (final Peer peer : merged.values())
        {
            if (java.util.Arrays.equals(peer.infoHash, infoHash))
            {
                sink.onPeer(peer.endpoint, peer.isSeeder, peer.origin, peer.endSec);
            }
        }
    }

    @Override
    public int leader(final byte[] infoHash, final boolean isExternal, final Endpoint remoteEndpoint)
    {
        return LEADER_NONE;
    }

    @Override
    public void close()
    {
        store.listener(null);
    }
}
