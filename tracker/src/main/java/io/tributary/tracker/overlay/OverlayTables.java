package io.tributary.tracker.overlay;

/**
 * What the overlay knows: swarms, remote peers, whose clients they are, and the latest changes.
 */
record OverlayTables(SwarmTable swarms, RecordTable records, OriginTable origins, ChangeLog log)
    implements AutoCloseable
{
    @Override
    public void close()
    {
        log.close();
        records.close();
        swarms.close();
    }
}
