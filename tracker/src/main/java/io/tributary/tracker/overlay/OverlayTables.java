package io.tributary.tracker.overlay;

/**
 * What the overlay knows: swarms, remote peers, whose clients they are, and the latest changes.
 */
record OverlayTables(SwarmTable swarms, RecordTable records, OriginTable origins, ChangeLog log)
    implements AutoCloseable
{
    /** Few records are left: what is only good to have is done without. */
    boolean isCrowded()
    {
        return records.size() > records.capacity() / 4 * 3;
    }

    @Override
    public void close()
    {
        log.close();
        records.close();
        swarms.close();
    }
}
