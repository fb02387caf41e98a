package io.tributary.bench.load;

import picocli.CommandLine.Option;

import java.net.InetSocketAddress;

/**
 * The options that describe a population and a mix, shared by {@code load} and {@code compare}.
 */
public final class LoadOptions
{
    @Option(names = "--torrents", paramLabel = "N", defaultValue = "100000",
        description = "number of torrents (default: ${DEFAULT-VALUE})")
    private int torrents;

    @Option(names = "--peers", paramLabel = "N", defaultValue = "500000",
        description = "number of peers, spread over the torrents by Zipf's law (default: ${DEFAULT-VALUE})")
    private int peers;

    @Option(names = "--seeders", paramLabel = "SHARE", defaultValue = "0.5",
        description = "share of seeders, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double seeders;

    @Option(names = "--sources", paramLabel = "N", defaultValue = "64",
        description = "sockets to send from; on IPv4 loopback each has an address of its own, 127.1.x.y " +
            "(default: ${DEFAULT-VALUE})")
    private int sources;

    @Option(names = "--mix", paramLabel = "A:C:S", defaultValue = "1:0.25:0.005",
        description = "announces to connects to scrapes (default: ${DEFAULT-VALUE})")
    private String weights;

    @Option(names = "--num-want", paramLabel = "N", defaultValue = "30",
        description = "peers asked for in an announce, -1 to leave it to the tracker (default: ${DEFAULT-VALUE})")
    private int numWant;

    @Option(names = "--stops", paramLabel = "SHARE", defaultValue = "0.02",
        description = "share of announces that say stopped; such a peer starts again at its next turn " +
            "(default: ${DEFAULT-VALUE})")
    private double stops;

    @Option(names = "--completions", paramLabel = "SHARE", defaultValue = "0.01",
        description = "share of the leechers' announces that say completed (default: ${DEFAULT-VALUE})")
    private double completions;

    @Option(names = "--scrape-hashes", paramLabel = "N", defaultValue = "10",
        description = "info-hashes in a scrape, 1 to 74 (default: ${DEFAULT-VALUE})")
    private int scrapeHashes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "of info-hashes and all that looks random (default: ${DEFAULT-VALUE})")
    private long seed;

    /**
     * Who announces to a tracker.
     *
     * @param target the tracker.
     * @return the population asked for.
     */
    public PopulationShape population(final InetSocketAddress target)
    {
        Limits.check("sources", sources, 1, 60_000);
        return new PopulationShape(torrents, peers, SourceAddresses.count(target, sources), sources, seeders, seed);
    }

    /**
     * What is sent.
     *
     * @return the mix asked for.
     */
    public RequestMix mix()
    {
        final String[] parts = weights.split(":", -1);
        if (3 != parts.length)
        {
            throw new IllegalArgumentException("mix '" + weights + "' is not ANNOUNCES:CONNECTS:SCRAPES");
        }
        try
        {
            return new RequestMix(
                Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]),
                scrapeHashes, stops, completions, numWant);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("mix '" + weights + "' is not three numbers such as 1:0.25:0.005", ex);
        }
    }
}
