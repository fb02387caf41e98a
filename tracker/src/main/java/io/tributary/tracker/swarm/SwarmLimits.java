package io.tributary.tracker.swarm;

/**
 * Budgets of a store and how long its records live.
 *
 * @param swarmsMax          most heads: info-hashes times families and scopes.
 * @param peersMax           most peers.
 * @param bytesMax           most bytes for heads and blocks together.
 * @param peersPerSwarmMax   most peers of one swarm, family and scope.
 * @param smallSwarmPeers    a swarm of at most so many peers is small.
 * @param reservePercent     last share of peers and bytes, kept for small swarms.
 * @param lifeFactorPercent  a peer lives so many hundredths of the interval that it was told.
 * @param keepTotalsSec      how long an empty swarm is kept for its `completed` total.
 * @param sweepSec           the whole store is swept once in this time.
 * @param remotePeersPercent peers of other trackers take at most so many hundredths of {@code peersMax}, of
 *                           {@code peersPerSwarmMax}, and of {@code swarmsMax} for swarms without own peers.
 */
public record SwarmLimits(
    long swarmsMax,
    long peersMax,
    long bytesMax,
    int peersPerSwarmMax,
    int smallSwarmPeers,
    int reservePercent,
    int lifeFactorPercent,
    int keepTotalsSec,
    int sweepSec,
    int remotePeersPercent)
{
    /** Whether so many peers leave room in small swarms only. */
    boolean isPeerReserve(final long peers)
    {
        return isAbove(peers, peersMax);
    }

    /** Whether so many bytes of blocks, beside those of the heads, leave room for small swarms only. */
    boolean isByteReserve(final long blockBytes, final long headsBytes)
    {
        return isAbove(blockBytes, bytesMax - headsBytes);
    }

    /** Whether so many swarms leave room for swarms with own peers only. */
    boolean isSwarmReserve(final long swarms)
    {
        return isAbove(swarms, swarmsMax);
    }

    /** What peers of other trackers may use of a budget. */
    long remoteShare(final long max)
    {
        return (long)(max / 100.0 * remotePeersPercent);
    }

    private boolean isAbove(final long used, final long max)
    {
        return used >= max - max / 100 * reservePercent;
    }

    int lifeSec(final int intervalSec)
    {
        return (int)Math.min(PeerMeta.LIFE_MAX_SEC, (long)intervalSec * lifeFactorPercent / 100);
    }
}
