package io.tributary.tracker.overlay;

/**
 * Keeps a link's bytes per second under a limit, by the virtual time at which everything sent so far would have left
 * at exactly that rate. A little may go in advance; acknowledgements and HELLOs are counted but never held back, so
 * under load they come out of what news may use.
 */
final class LinkPace
{
    /** What may go in advance. */
    private static final long BURST_NS = 50_000_000L;
    private static final long NS_PER_S = 1_000_000_000L;
    /** However much was sent out of turn, news waits no longer than this. */
    private static final long DEBT_MAX_NS = NS_PER_S;

    private long bytesPerSecond;
    private long dueNs;

    /** Start anew with a rate; 0 for no limit. */
    void reset(final int bytesPerSecondMax, final long nowNs)
    {
        bytesPerSecond = bytesPerSecondMax;
        dueNs = nowNs - BURST_NS;
    }

    boolean isDue(final long nowNs)
    {
        return bytesPerSecond <= 0 || dueNs - nowNs <= 0;
    }

    /** When {@link #isDue} becomes true. */
    long dueNs()
    {
        return dueNs;
    }

    void spend(final int bytes, final long nowNs)
    {
        if (bytesPerSecond > 0)
        {
            final long fromNs = dueNs - (nowNs - BURST_NS) < 0 ? nowNs - BURST_NS : dueNs;
            dueNs = fromNs + bytes * NS_PER_S / bytesPerSecond;
            if (dueNs - nowNs > DEBT_MAX_NS)
            {
                dueNs = nowNs + DEBT_MAX_NS;
            }
        }
    }
}
