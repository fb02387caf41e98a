package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.overlay.TrackerId;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two trackers that are linked, on a wire without loss or delay, both with all their parts; all settings are those of
 * {@link LinkedTracker}. Both hold the same clients, so that each tells the other only of those that come later. One
 * thread; time passes only in {@link #exchange} and while the trackers get to know each other.
 */
final class TrackerPair implements AutoCloseable
{
    private static final int PORT = 6969;
    private static final int ADDRESS_BASE = 10 << 24;
    private static final int PEERS_PER_SWARM_MAX = 65_535;
    private static final long CYCLE_NS = 20 * LinkedTracker.MS;
    private static final int CYCLES_MAX = 1 << 20;
    private static final int QUIET_CYCLES = 4000;

    private final FilledStore[] stores = new FilledStore[2];
    private final OverlayAgent[] agents = new OverlayAgent[2];
    private final Endpoint[] endpoints = new Endpoint[2];
    private final Wire[] wires = {new Wire(), new Wire()};
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[0]);
    private long sent;
    private long nowNs;

    /** Datagrams under way to one of the two. */
    private static final class Wire
    {
        private static final int DATAGRAMS_MAX = 4096;
        private static final int STRIDE = 2048;

        private final UnsafeBuffer datagrams = new UnsafeBuffer(ByteBuffer.allocateDirect(DATAGRAMS_MAX * STRIDE));
        private final int[] lengths = new int[DATAGRAMS_MAX];
        private int count;

        boolean add(final MutableDirectBuffer buffer, final int offset, final int length)
        {
            if (count == DATAGRAMS_MAX)
            {
                return false;
            }
            datagrams.putBytes(count * STRIDE, buffer, offset, length);
            lengths[count++] = length;
            return true;
        }
    }

    /**
     * A pair that agrees on everything.
     *
     * @param population that both hold.
     * @param recordsMax further clients at a time.
     * @param isKeyed    whether packets are authenticated.
     */
    TrackerPair(final Population population, final int recordsMax, final boolean isKeyed)
    {
        final byte[] key = new byte[isKeyed ? PacketTag.KEY_LENGTH : 0];
        for (int i = 0; i < 2; i++)
        {
            final int other = 1 - i;
            final byte[] secrets = new byte[16];
            new SplittableRandom(i).nextBytes(secrets);
            stores[i] = new FilledStore(population);
            endpoints[i] = new Endpoint().ipv4(ADDRESS_BASE + i, PORT);
            agents[i] = new OverlayAgent(
                LinkedTracker.settings(population.torrentCount(), population.peerCount() + recordsMax),
                new TrackerId(1, i + 1), FilledStore.NOW_SEC * 1000L, stores[i].store(),
                (destination, buffer, offset, length) -> send(other, buffer, offset, length),
                (infoHash, offset) -> true, secrets, i);
        }
        for (int i = 0; i < 2; i++)
        {
            agents[i].time(nowNs, FilledStore.NOW_SEC);
            agents[i].links(List.of(new LinkSettings("peer", endpoints[1 - i], false, LinkSettings.Version.TWO, key,
                isKeyed ? PacketTag.KEY_ID : 0, new byte[0], 0, false, LinkSettings.PrivateAddresses.AUTO,
                PEERS_PER_SWARM_MAX, Integer.MAX_VALUE, 0)), nowNs);
        }
        settle();
    }

    FilledStore store(final int index)
    {
        return stores[index];
    }

    /** Let time pass until the second tracker knows so many clients of the first, and has said so. */
    void exchange(final long remotePeers)
    {
        for (int i = 0; i < CYCLES_MAX; i++)
        {
            cycle();
            if (remotePeers() == remotePeers)
            {
                return;
            }
        }
        throw new IllegalStateException(remotePeers() + " clients of the first tracker, not " + remotePeers);
    }

    /** Clients of the first tracker that the second knows, but for those that both have. */
    long remotePeers()
    {
        return stores[1].store().totals().remotePeers();
    }

    @Override
    public void close()
    {
        for (int i = 0; i < 2; i++)
        {
            agents[i].close();
            stores[i].close();
        }
    }

    private void settle()
    {
        int quiet = 0;
        long sentBefore = sent;
        for (int i = 0; i < CYCLES_MAX && quiet < QUIET_CYCLES; i++)
        {
            cycle();
            quiet = sent - sentBefore > 8 ? 0 : quiet + 1;
            sentBefore = sent;
        }
    }

    private void cycle()
    {
        nowNs += CYCLE_NS;
        for (final OverlayAgent agent : agents)
        {
            agent.time(nowNs, FilledStore.NOW_SEC);
            agent.doWork(nowNs, FilledStore.NOW_SEC);
        }
        while (wires[0].count + wires[1].count > 0)
        {
            deliver(0);
            deliver(1);
        }
    }

    private void deliver(final int to)
    {
        final Wire wire = wires[to];
        for (int i = 0; i < wire.count; i++)
        {
            agents[to].onDatagram(wire.datagrams, i * Wire.STRIDE, wire.lengths[i], endpoints[1 - to], reply, nowNs,
                FilledStore.NOW_SEC);
        }
        wire.count = 0;
    }

    private boolean send(final int to, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        sent++;
        return wires[to].add(buffer, offset, length);
    }
}
