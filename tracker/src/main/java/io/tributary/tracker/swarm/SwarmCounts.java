package io.tributary.tracker.swarm;

/**
 * What a scrape says of one swarm; zeros for an unknown one. Owned by the request path's thread and re-used.
 */
public final class SwarmCounts
{
    public int seeders;
    public int completed;
    public int leechers;
    /** Of seeders and leechers together, those known from trackers of the internal network, and of external ones. */
    public int internal;
    public int external;

    void set(final int seeders, final int completed, final int leechers, final long remote)
    {
        this.internal = RemoteCount.internal(remote);
        this.external = RemoteCount.external(remote);
        this.seeders = seeders;
        this.completed = completed;
        this.leechers = leechers;
    }
}
