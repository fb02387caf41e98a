package io.tributary.bench.compare;

import io.tributary.bench.neighbours.NeighbourPlan;
import picocli.CommandLine.Option;

/**
 * What the links of a linked tracker carry.
 */
final class LinkOptions
{
    private static final int LINKS_MAX = 64;

    @Option(names = "--links", paramLabel = "N", defaultValue = "4",
        description = "links of tributary-...-linked (default: ${DEFAULT-VALUE})")
    private int links;

    @Option(names = "--link-records", paramLabel = "N", defaultValue = "2000",
        description = "records that each neighbour tells in a second (default: ${DEFAULT-VALUE})")
    private int recordsPerSecond;

    @Option(names = "--link-torrents", paramLabel = "N", defaultValue = "10000",
        description = "torrents that each neighbour has clients of, the load's most popular ones; what the load does " +
            "in them is told to the neighbour (default: ${DEFAULT-VALUE})")
    private int torrents;

    LinkedContender linked(final TributaryContender alone, final int torrentsMax, final long seed)
    {
        if (links < 1 || links > LINKS_MAX)
        {
            throw new IllegalArgumentException("links are " + links + ", allowed is 1 to " + LINKS_MAX);
        }
        return new LinkedContender(
            alone, links, new NeighbourPlan(Math.min(torrents, torrentsMax), recordsPerSecond, seed));
    }
}
