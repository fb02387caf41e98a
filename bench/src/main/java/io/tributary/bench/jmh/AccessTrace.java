package io.tributary.bench.jmh;

import java.util.SplittableRandom;

/**
 * A sequence of peers, drawn beforehand so that drawing costs the measurement next to nothing; endless, by repetition,
 * and long, so that a repetition finds little of a large store still in a cache. One thread.
 */
final class AccessTrace
{
    private static final int LENGTH = 1 << 21;

    private final int[] peers = new int[LENGTH];
    private final int[] torrents = new int[LENGTH];
    private int position;

    AccessTrace(final Population population, final AccessPattern pattern, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < LENGTH; i++)
        {
            peers[i] = pattern.drawPeer(population, random);
            torrents[i] = population.torrentOf(peers[i]);
        }
    }

    void advance()
    {
        position = (position + 1) & (LENGTH - 1);
    }

    int peer()
    {
        return peers[position];
    }

    int torrent()
    {
        return torrents[position];
    }
}
