package io.tributary.bench.neighbours;

/**
 * What each neighbour has to tell.
 *
 * @param torrents         that it has clients of: the first, and so the most popular, of the load's.
 * @param recordsPerSecond clients that come or go in a second; each is a record.
 * @param seed             of the load's info-hashes.
 */
public record NeighbourPlan(int torrents, int recordsPerSecond, long seed)
{
    private static final int TORRENTS_MAX = 1_000_000;
    private static final int RECORDS_MAX = 100_000;

    public NeighbourPlan
    {
        if (torrents < 1 || torrents > TORRENTS_MAX)
        {
            throw new IllegalArgumentException(
                "torrents of the neighbours are " + torrents + ", allowed is 1 to " + TORRENTS_MAX);
        }
        if (recordsPerSecond < 0 || recordsPerSecond > RECORDS_MAX)
        {
            throw new IllegalArgumentException(
                "records per second of a neighbour are " + recordsPerSecond + ", allowed is 0 to " + RECORDS_MAX);
        }
    }
}
