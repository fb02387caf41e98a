package io.tributary.tracker.swarm;

/**
 * Peers that other trackers serve, two counts in one long: the lower half those of internal trackers, the upper half
 * those of external ones. Sums and differences of such longs are sums and differences of both; a half may be negative.
 */
final class RemoteCount
{
    private RemoteCount()
    {
    }

    /** Of one record: nothing for an own client. */
    static long of(final int meta)
    {
        final int origin = PeerMeta.origin(meta);
        return PeerMeta.ORIGIN_OWN == origin ? 0 : PeerMeta.ORIGIN_INTERNAL == origin ? 1 : 1L << 32;
    }

    static int internal(final long count)
    {
        return (int)count;
    }

    static int external(final long count)
    {
        return (int)((count - (int)count) >> 32);
    }

    static int peers(final long count)
    {
        return internal(count) + external(count);
    }

    /** Whether a swarm with so many peers has some, and none of them is an own client. */
    static boolean isTransit(final int peers, final long count)
    {
        return peers > 0 && peers == peers(count);
    }
}
