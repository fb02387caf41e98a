package io.tributary.bench.jmh;

import java.util.SplittableRandom;

/**
 * Which peers announce, in which order.
 */
public enum AccessPattern
{
    /** The same few swarms of about fifty peers all the time: heads and peers stay in the nearest caches. */
    HOT
    {
        @Override
        int drawPeer(final Population population, final SplittableRandom random)
        {
            return drawPeerOf(population.mediumTorrent() + random.nextInt(HOT_TORRENTS), population, random);
        }
    },

    /** Every peer equally often, as in life: a swarm in proportion to its size, which follows Zipf's law. */
    ZIPF
    {
        @Override
        int drawPeer(final Population population, final SplittableRandom random)
        {
            return random.nextInt(population.peerCount());
        }
    },

    /** Every swarm equally often: next to no access finds its swarm in a cache. */
    COLD
    {
        @Override
        int drawPeer(final Population population, final SplittableRandom random)
        {
            return drawPeerOf(random.nextInt(population.torrentCount()), population, random);
        }
    };

    private static final int HOT_TORRENTS = 64;

    abstract int drawPeer(Population population, SplittableRandom random);

    private static int drawPeerOf(final int torrent, final Population population, final SplittableRandom random)
    {
        return population.firstPeer(torrent) + random.nextInt(population.swarmSize(torrent));
    }
}
