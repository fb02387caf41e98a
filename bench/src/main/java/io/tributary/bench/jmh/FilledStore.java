package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.swarm.AnnounceOutcome;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.MergeOutcome;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.RemotePeers;
import io.tributary.tracker.swarm.StoreTotals;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmCounts;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * A swarm store in memory that holds a {@link Population}, IPv4, and the carriers to call it with. One thread.
 */
final class FilledStore implements AutoCloseable
{
    static final int NOW_SEC = 1_800_000_000;
    static final int GUEST_END_SEC = NOW_SEC + 3600;
    static final int NAMESPACE = SwarmNamespace.of(false, SwarmNamespace.SCOPE_GLOBAL);

    private static final int INTERVAL_SEC = 1800;
    private static final long BYTES_PER_SWARM = 160;
    private static final long BYTES_PER_PEER = 64;
    private static final long BYTES_SPARE = 64 << 20;
    private static final int STRANGERS_MASK = (1 << 20) - 1;
    private static final int GUESTS_OFFSET = 2 << 20;
    private static final int ORDER_MULTIPLIER = 0x5DEECE65;
    private static final int ORDER_INCREMENT = 0x3C6EF35F;

    private final UnsafeBuffer infoHash = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final SwarmCounts counts = new SwarmCounts();
    private final ChronicleSwarmStore store;
    private final RemotePeers batch = new RemotePeers();
    private final Endpoint guest = new Endpoint();
    private final int peersFilled;
    private final int guestsPerSwarm;
    private final long guestsFilled;
    private int strangers;

    /**
     * Announce every peer once, all swarms mixed, so that their memory lies as it does in a tracker.
     *
     * @param population to hold.
     */
    FilledStore(final Population population)
    {
        this(population, 0);
    }

    /**
     * The same, and merge peers of other trackers into each swarm.
     *
     * @param population     to hold.
     * @param guestsPerSwarm peers of other trackers in each swarm.
     */
    FilledStore(final Population population, final int guestsPerSwarm)
    {
        this.guestsPerSwarm = guestsPerSwarm;
        guestsFilled = (long)guestsPerSwarm * population.torrentCount();
        final long peersMax = 2L * (population.peerCount() + guestsFilled) + 100;
        final long swarmsMax = population.torrentCount();
        final SwarmLimits limits = new SwarmLimits(
            swarmsMax, peersMax, BYTES_SPARE + swarmsMax * BYTES_PER_SWARM + peersMax * BYTES_PER_PEER,
            Integer.MAX_VALUE, 20, 10, 200, 86_400, 120, 50);
        final byte[] secret = new byte[32];
        new SplittableRandom(1).nextBytes(secret);
        store = new SwarmStoreOpener(limits, secret, 1, () -> NOW_SEC * 1000L).inMemory();
        peersFilled = population.peerCount();

        announce.infoHashBuffer = infoHash;
        announce.namespace = NAMESPACE;
        announce.intervalSmallSec = INTERVAL_SEC;
        announce.intervalLargeSec = INTERVAL_SEC;
        announce.nowSec = NOW_SEC;
        announce.reply = new UnsafeBuffer(ByteBuffer.allocateDirect(DatagramPoller.REPLY_BUFFER_LENGTH));
        announce.endpointsOffset = 20;
        fill(population);

        batch.infoHashBuffer = infoHash;
        batch.namespace = NAMESPACE;
        batch.nowSec = NOW_SEC;
        batch.peersPerSwarmMax = Integer.MAX_VALUE;
        for (int torrent = 0; guestsPerSwarm > 0 && torrent < population.torrentCount(); torrent++)
        {
            mergeGuests(torrent, guestsPerSwarm);
        }
    }

    SwarmAnnounce announce(final int torrent, final int peer, final int numWant, final boolean isStopped)
    {
        return announce(torrent, peer, Population.isSeeder(peer), numWant, isStopped);
    }

    /** A peer announces that is what it says now, whatever it was. */
    SwarmAnnounce announceAs(final int torrent, final int peer, final boolean isSeeder, final int numWant)
    {
        return announce(torrent, peer, isSeeder, numWant, false);
    }

    /** Tell of the guests of a swarm again, of so many of them. */
    MergeOutcome mergeGuests(final int torrent, final int count)
    {
        return merge(torrent, peersFilled + GUESTS_OFFSET + torrent * guestsPerSwarm, count, GUEST_END_SEC);
    }

    /** Tell of peers of another tracker, by number. */
    MergeOutcome merge(final int torrent, final int firstPeer, final int count, final int endSec)
    {
        Population.infoHash(torrent, infoHash, 0);
        batch.clear();
        for (int i = 0; i < count; i++)
        {
            final int peer = firstPeer + i;
            Population.endpoint(peer, guest);
            batch.add(guest, Population.isSeeder(peer), PeerMeta.ORIGIN_INTERNAL, endSec);
        }
        store.merge(batch);
        return batch.outcome(count - 1);
    }

    SwarmCounts scrape(final int torrent)
    {
        Population.infoHash(torrent, infoHash, 0);
        store.scrape(infoHash, 0, NAMESPACE, counts);
        return counts;
    }

    /** A peer that the store does not know; each time another, for a long while. */
    int nextStranger()
    {
        strangers = (strangers + 1) & STRANGERS_MASK;
        return peersFilled + strangers;
    }

    ChronicleSwarmStore store()
    {
        return store;
    }

    /** Refuse a measurement that did something else than it says. */
    void checkUnchanged()
    {
        final StoreTotals totals = store.totals();
        if (totals.ownPeers() != peersFilled || totals.remotePeers() != guestsFilled)
        {
            throw new IllegalStateException(totals.ownPeers() + " peers and " + totals.remotePeers() +
                " of other trackers, not " + peersFilled + " and " + guestsFilled);
        }
    }

    @Override
    public void close()
    {
        store.close();
    }

    private SwarmAnnounce announce(
        final int torrent, final int peer, final boolean isSeeder, final int numWant, final boolean isStopped)
    {
        Population.infoHash(torrent, infoHash, 0);
        Population.endpoint(peer, announce.peer);
        announce.isSeeder = isSeeder;
        announce.isStopped = isStopped;
        announce.numWant = numWant;
        store.announce(announce);
        return announce;
    }

    /** A linear congruential generator with a power of two for its modulus visits every number once. */
    private void fill(final Population population)
    {
        final int mask = (Integer.highestOneBit(peersFilled) << 1) - 1;
        int peer = 0;
        for (int i = 0; i <= mask; i++)
        {
            peer = (peer * ORDER_MULTIPLIER + ORDER_INCREMENT) & mask;
            if (peer < peersFilled)
            {
                announce(population.torrentOf(peer), peer, 0, false);
                if (AnnounceOutcome.INSERTED != announce.outcome)
                {
                    throw new IllegalStateException("peer " + peer + ": " + announce.outcome);
                }
            }
        }
    }
}
