package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;

/**
 * Takes a bounded random sample of the peers of one swarm, by origin: from each block a run that begins at a random
 * place. Single-threaded, allocates nothing.
 */
final class PeerSampler
{
    private final Endpoint peer = new Endpoint();
    private PeerSink sink;
    private int originMask;
    private int nowSec;
    private int random;
    private int left;
    private boolean isWithLeechers;
    private boolean isWithSeeders;

    /**
     * Sample a swarm.
     *
     * @return how many peers the sink was given.
     */
    int sample(
        final PeerTable table,
        final int nowSec,
        final int originMask,
        final boolean isSeedersFirst,
        final int countMax,
        final long random,
        final PeerSink sink)
    {
        if (countMax <= 0 || !isAny(table.head(), originMask))
        {
            return 0;
        }
        this.sink = sink;
        this.originMask = originMask;
        this.nowSec = nowSec;
        this.random = (int)random;
        this.left = countMax;
        this.isWithSeeders = true;
        this.isWithLeechers = !isSeedersFirst;
        table.sample(this, random);
        if (isSeedersFirst && !isDone())
        {
            isWithSeeders = false;
            isWithLeechers = true;
            table.sample(this, random);
        }
        this.sink = null;
        return countMax - left;
    }

    boolean isDone()
    {
        return 0 == left;
    }

    /** Take what is wanted of a block without expired peers. */
    void visit(final PeerBlock block)
    {
        final int from = isWithLeechers ? 0 : block.leechers();
        final int to = isWithSeeders ? block.used() : block.leechers();
        final int start = from + (int)(((random & 0xFFFF_FFFFL) * (to - from)) >>> 32);
        visit(block, start, to);
        visit(block, from, start);
    }

    private void visit(final PeerBlock block, final int from, final int to)
    {
        for (int i = from; i < to && left > 0; i++)
        {
            final int meta = block.meta(i);
            final int origin = PeerMeta.origin(meta);
            if (0 != (originMask & (1 << origin)))
            {
                block.endpoint(i, peer);
                left--;
                sink.onPeer(peer, PeerMeta.isSeeder(meta), origin, PeerMeta.endSec(meta, nowSec));
            }
        }
    }

    private static boolean isAny(final SwarmHead head, final int originMask)
    {
        final long remote = head.remote();
        return 0 != (originMask & (1 << PeerMeta.ORIGIN_OWN)) && head.peers() > RemoteCount.peers(remote) ||
            0 != (originMask & (1 << PeerMeta.ORIGIN_INTERNAL)) && RemoteCount.internal(remote) > 0 ||
            0 != (originMask & (1 << PeerMeta.ORIGIN_EXTERNAL)) && RemoteCount.external(remote) > 0;
    }
}
