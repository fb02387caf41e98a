package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;

/**
 * Torrents and their peers, by number: the torrent of rank {@code r} has {@code constant / r} peers, at least one and
 * at most {@link #SWARM_PEERS_MAX} (Zipf's law with exponent 1), so that most swarms are tiny and a few hold a large
 * part of all peers.
 *
 * <p>Four bytes a torrent; info-hashes and endpoints are computed from the numbers. Peer numbers from
 * {@link #peerCount()} up are strangers. Immutable.
 */
final class Population
{
    static final int SWARM_PEERS_MAX = 50_000;

    private static final int MEDIUM_SWARM_PEERS = 50;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int ADDRESS_BASE = 64 << 24;
    private static final int ADDRESS_MASK = (1 << 29) - 1;
    private static final int SEEDER_ONE_IN = 4;
    private static final int BISECTIONS = 40;

    private final int[] firstPeers;
    private final int mediumTorrent;

    private Population(final int[] firstPeers)
    {
        this.firstPeers = firstPeers;
        int torrent = 0;
        while (torrent < torrentCount() - 1 && swarmSize(torrent) > MEDIUM_SWARM_PEERS)
        {
            torrent++;
        }
        this.mediumTorrent = torrent;
    }

    /**
     * Swarms by Zipf's law.
     *
     * @param torrentCount 1 or more.
     * @param peerCount    about so many; {@code torrentCount} or more.
     * @return largest swarm first.
     */
    static Population of(final int torrentCount, final int peerCount)
    {
        final double constant = constant(torrentCount, peerCount);
        final int[] firstPeers = new int[torrentCount + 1];
        for (int torrent = 0; torrent < torrentCount; torrent++)
        {
            firstPeers[torrent + 1] = firstPeers[torrent] + size(constant, torrent);
        }
        return new Population(firstPeers);
    }

    /** The same, and one more swarm at the end. */
    Population with(final int swarmSize)
    {
        final int[] more = Arrays.copyOf(firstPeers, firstPeers.length + 1);
        more[firstPeers.length] = peerCount() + swarmSize;
        return new Population(more);
    }

    int torrentCount()
    {
        return firstPeers.length - 1;
    }

    int peerCount()
    {
        return firstPeers[torrentCount()];
    }

    int firstPeer(final int torrent)
    {
        return firstPeers[torrent];
    }

    int swarmSize(final int torrent)
    {
        return firstPeers[torrent + 1] - firstPeers[torrent];
    }

    /** The first torrent with no more peers than an answer has room for; smaller ones follow. */
    int mediumTorrent()
    {
        return mediumTorrent;
    }

    int torrentOf(final int peer)
    {
        final int found = Arrays.binarySearch(firstPeers, peer);
        return found >= 0 ? found : -found - 2;
    }

    static void infoHash(final int torrent, final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putLong(offset, mix(3L * torrent));
        buffer.putLong(offset + 8, mix(3L * torrent + 1));
        buffer.putInt(offset + 16, (int)mix(3L * torrent + 2));
    }

    /** A public address of its own for every number, 64.0.0.0 to 95.255.255.255. */
    static void endpoint(final int peer, final Endpoint endpoint)
    {
        final int address = ADDRESS_BASE | ((peer * (int)GOLDEN_GAMMA) & ADDRESS_MASK);
        endpoint.ipv4(address, 1024 + (peer & 0x7FFF));
    }

    static boolean isSeeder(final int peer)
    {
        return 0 == (mix(peer) & (SEEDER_ONE_IN - 1));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    static long mix(final long value)
    {
        long mixed = (value + 1) * GOLDEN_GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static int size(final double constant, final int torrent)
    {
        return (int)Math.max(1, Math.min(SWARM_PEERS_MAX, constant / (torrent + 1)));
    }

    private static double constant(final int torrentCount, final int peerCount)
    {
        double low = 1;
        double high = peerCount;
        for (int i = 0; i < BISECTIONS; i++)
        {
            final double middle = (low + high) / 2;
            long sum = 0;
            for (int torrent = 0; torrent < torrentCount; torrent++)
            {
                sum += size(middle, torrent);
            }
            if (sum <= peerCount)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
