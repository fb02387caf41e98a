package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Limits;

/**
 * What a generated trace is to be. Shares are from 0 to 1.
 *
 * @param requests      datagrams in all.
 * @param ratePerSecond of datagrams, a crowd and a flood not counted.
 * @param epochNs       time of the beginning, since 1970.
 * @param port          of the tracker.
 * @param seed          of everything that looks random.
 * @param mix           of the requests that a tracker answers.
 * @param population    who sends them.
 * @param disturbance   what else arrives.
 */
record TraceShape(
    long requests,
    double ratePerSecond,
    long epochNs,
    int port,
    long seed,
    Mix mix,
    Population population,
    Disturbance disturbance)
{
    static final double RATE_MAX = 100_000_000;

    private static final long REQUESTS_MAX = 1_000_000_000_000L;
    private static final double WEIGHT_MAX = 1_000_000;
    private static final double SWARMS_PER_CLIENT_MAX = 100;
    private static final int SCRAPE_HASHES_MAX = 74;
    private static final int CROWD_REQUESTS_PER_PEER = 5;

    TraceShape
    {
        Limits.check("--requests", requests, 1, REQUESTS_MAX);
        Limits.check("rate", ratePerSecond, 0.001, RATE_MAX);
        Limits.check("--port", port, 1, 65_535);
        Limits.check("--flash-crowd", disturbance.crowdPeers(), 0, requests / CROWD_REQUESTS_PER_PEER);
    }

    /**
     * Weights.
     *
     * @param announces    weight of announces.
     * @param connects     weight of connects.
     * @param scrapes      weight of scrapes.
     * @param scrapeHashes info-hashes in a scrape.
     */
    record Mix(double announces, double connects, double scrapes, int scrapeHashes)
    {
        Mix
        {
            Limits.check("--mix: weight of announces", announces, 1e-6, WEIGHT_MAX);
            Limits.check("--mix: weight of connects", connects, 0, 1_000 * announces);
            Limits.check("--mix: weight of scrapes", scrapes, 0, 1_000 * announces);
            Limits.check("--scrape-hashes", scrapeHashes, 1, SCRAPE_HASHES_MAX);
        }

        /** Share of the announces. */
        double announceShare()
        {
            return announces / (announces + connects + scrapes);
        }

        static Mix parse(final String text, final int scrapeHashes)
        {
            final String[] parts = text.split(":", -1);
            try
            {
                if (3 == parts.length)
                {
                    return new Mix(
                        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]),
                        scrapeHashes);
                }
            }
            catch (final NumberFormatException ex)
            {
                throw new IllegalArgumentException(notThreeNumbers(text), ex);
            }
            throw new IllegalArgumentException(notThreeNumbers(text));
        }

        private static String notThreeNumbers(final String text)
        {
            return "--mix '" + text + "': allowed are announces:connects:scrapes, three numbers such as 1:0.25:0.005";
        }
    }

    /**
     * Clients.
     *
     * @param swarms          number of swarms.
     * @param places          of peers in all of them.
     * @param swarmsPerClient mean.
     * @param ipv6Share       of the clients.
     * @param seederShare     of the peers.
     * @param stopShare       of the announces.
     * @param completeShare   of the leechers' announces.
     * @param prefixes        of peer ids, with weights.
     * @param numWants        with weights.
     */
    record Population(
        int swarms,
        long places,
        double swarmsPerClient,
        double ipv6Share,
        double seederShare,
        double stopShare,
        double completeShare,
        WeightedTexts prefixes,
        WeightedTexts numWants)
    {
        Population
        {
            Limits.check("--swarms-per-client", swarmsPerClient, 1, SWARMS_PER_CLIENT_MAX);
            Limits.checkShare("--ipv6", ipv6Share);
            Limits.checkShare("--seeders", seederShare);
            Limits.check("--stops", stopShare, 0, 0.5);
            Limits.checkShare("--completions", completeShare);
        }
    }

    /**
     * What no tracker asked for.
     *
     * @param garbageShare datagrams that get no answer.
     * @param staleShare   of them: announces with an expired connection id.
     * @param crowdPeers   newcomers to one new swarm, at half time.
     * @param flood        in the second half.
     * @param floodShare   of the datagrams there.
     */
    record Disturbance(double garbageShare, double staleShare, long crowdPeers, Flood flood, double floodShare)
    {
        Disturbance
        {
            Limits.check("--garbage", garbageShare, 0, 0.99);
            Limits.checkShare("--stale", staleShare);
            Limits.check("--flood-share", floodShare, 0.001, 0.99);
        }
    }
}
