package io.tributary.bench.neighbours;

import io.tributary.bench.load.TorrentHashes;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.BitSet;

/**
 * The own clients of a neighbour. Each torrent has a resident, who announces once and stays, so that its swarm stays
 * shared; and a guest, who comes and goes. The guests take turns, at the rate of the plan, so each of their announces
 * is news. Addresses are of loopback, as those of the load, since only then both are in the same swarms.
 */
final class NeighbourClients
{
    private static final int ANNOUNCES_PER_TURN = 256;
    private static final int INTERVAL_SEC = 1800;
    private static final int LOOPBACK = 127 << 24;
    /** 127.1/16 is the load's. */
    private static final int NETWORK_FIRST = 2;
    private static final int PORT_MIN = 1024;
    private static final long NS_PER_SEC = 1_000_000_000L;

    private final NeighbourPlan plan;
    private final TorrentHashes hashes;
    private final int network;
    private final BitSet guestsPresent;
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[TorrentHashes.LENGTH]);
    private long startNs;
    private int residents;
    private long guestTurns;

    /**
     * Nobody has announced.
     *
     * @param index of the neighbour, from 0: no two have a client in common.
     * @param plan  how many, how often.
     */
    NeighbourClients(final int index, final NeighbourPlan plan)
    {
        this.plan = plan;
        this.hashes = new TorrentHashes(plan.seed());
        this.network = LOOPBACK | NETWORK_FIRST + index << 16;
        this.guestsPresent = new BitSet(plan.torrents());
        announce.infoHashBuffer = infoHash;
        announce.namespace = SwarmNamespace.of(false, SwarmNamespace.SCOPE_LOOPBACK);
        announce.intervalSmallSec = INTERVAL_SEC;
        announce.intervalLargeSec = INTERVAL_SEC;
        announce.reply = new UnsafeBuffer(new byte[Long.BYTES]);
    }

    /**
     * Have those announce whose turn it is: first the residents, as fast as turns come, then the guests.
     *
     * @return how many did.
     */
    int doWork(final SwarmStore store, final long nowNs, final int nowSec)
    {
        announce.nowSec = nowSec;
        int count = 0;
        for (; residents < plan.torrents() && count < ANNOUNCES_PER_TURN; count++)
        {
            startNs = nowNs;
            announce(store, residents, residents, false);
            residents++;
        }
        final long guestTurnsDue = (nowNs - startNs) / 1000 * plan.recordsPerSecond() / (NS_PER_SEC / 1000);
        for (; guestTurns < guestTurnsDue && count < ANNOUNCES_PER_TURN; count++)
        {
            final int torrent = (int)(guestTurns++ % plan.torrents());
            announce(store, torrent, plan.torrents() + torrent, guestsPresent.get(torrent));
            guestsPresent.flip(torrent);
        }
        return count;
    }

    private void announce(final SwarmStore store, final int torrent, final int client, final boolean isStopped)
    {
        hashes.put(torrent, infoHash, 0);
        announce.peer.ipv4(network | client & 0xFFFF, PORT_MIN + (client >>> 16));
        announce.isSeeder = 0 == (torrent & 1);
        announce.isStopped = isStopped;
        store.announce(announce);
    }
}
