package io.tributary.tracker.swarm;

/**
 * What a scrape says of one swarm; zeros for an unknown one. Owned by the request path's thread and re-used.
 */
public final class SwarmCounts
{
    public int seeders;
    public int completed;
    public int leechers;

    void set(final int seeders, final int completed, final int leechers)
    {
        this.seeders = seeders;
        this.completed = completed;
        this.leechers = leechers;
    }
}
