package io.tributary.bench.load;

/**
 * How many peers each torrent has: {@code size(rank) = constant / rank}, at least 1 and at most a bound (Zipf's law
 * with exponent 1). It gives what public trackers report: most torrents hold one to four peers, while a few hold tens
 * of thousands. The constant is chosen so that the sizes add up to the number of peers asked for.
 */
final class SwarmSizes
{
    private SwarmSizes()
    {
    }

    /**
     * Prefix sums of the sizes, largest torrent first: torrent {@code t} owns the peers from {@code [t]} up to, but
     * without, {@code [t + 1]}.
     *
     * @param torrents at least 1.
     * @param peers    at least {@code torrents} and at most {@code torrents * sizeMax}.
     * @param sizeMax  no torrent is larger.
     * @return {@code torrents + 1} ascending numbers.
     */
    static int[] firstPeers(final int torrents, final int peers, final int sizeMax)
    {
        if (torrents < 1 || peers < torrents || peers > (long)torrents * sizeMax)
        {
            throw new IllegalArgumentException("peers is " + peers + ", allowed is " + torrents +
                " (one for each torrent) to " + (long)torrents * sizeMax + " (" + sizeMax + " for each torrent)");
        }

        final double constant = constant(torrents, peers, sizeMax);
        final int[] firstPeers = new int[torrents + 1];
        int missing = peers - (int)sum(constant, torrents, sizeMax);
        for (int torrent = 0; torrent < torrents; torrent++)
        {
            int size = size(constant, torrent, sizeMax);
            final int extra = Math.min(missing, sizeMax - size);
            final int share = Math.min(extra, 1 + missing / (torrents - torrent));
            size += share;
            missing -= share;
            firstPeers[torrent + 1] = firstPeers[torrent] + size;
        }
        return firstPeers;
    }

    /** The largest constant, to a relative 1e-12, with which the sizes do not exceed the number of peers. */
    private static double constant(final int torrents, final int peers, final int sizeMax)
    {
        double low = 1;
        double high = (double)sizeMax * torrents + 1;
        while (high - low > 1e-12 * high)
        {
            final double middle = (low + high) / 2;
            if (sum(middle, torrents, sizeMax) <= peers)
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

    private static long sum(final double constant, final int torrents, final int sizeMax)
    {
        long sum = 0;
        for (int torrent = 0; torrent < torrents; torrent++)
        {
            sum += size(constant, torrent, sizeMax);
        }
        return sum;
    }

    private static int size(final double constant, final int torrent, final int sizeMax)
    {
        return (int)Math.max(1, Math.min(sizeMax, constant / (torrent + 1)));
    }
}
