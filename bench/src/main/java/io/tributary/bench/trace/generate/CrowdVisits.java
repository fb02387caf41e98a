package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;

/**
 * A flash crowd: newcomers to one swarm, each connecting and announcing that it starts; when all are there, each comes
 * back in its turn.
 */
final class CrowdVisits implements Visits
{
    private static final int CROWD = 22;

    private final ClientTraits traits;
    private final long seed;
    private final long peers;
    private long count;

    CrowdVisits(final TraceShape shape, final ClientTraits traits)
    {
        this.traits = traits;
        this.seed = Mix64.mix(shape.seed(), CROWD);
        this.peers = shape.disturbance().crowdPeers();
    }

    @Override
    public void next(final Visit visit)
    {
        final long peer = count % peers;
        visit.isCrowd = true;
        visit.age = count / peers;
        visit.isLast = false;
        visit.placeIndex = peer;
        visit.connectsLeft = 1;
        visit.announcesLeft = 1;
        visit.scrapesLeft = 0;
        traits.put(visit, Mix64.mix(seed, peer), visit.age);
        count++;
    }

    boolean isArriving()
    {
        return count < peers;
    }
}
