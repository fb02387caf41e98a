package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Durations;
import io.tributary.bench.load.Limits;
import picocli.CommandLine.Option;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * The options that describe a trace. Where a figure was published, its help says by whom; the rest says that it was
 * not.
 */
final class ShapeOptions
{
    private static final double NS_PER_SECOND = 1e9;
    private static final String USUAL_PERIOD = "750s";

    @Option(names = "--requests", paramLabel = "N", defaultValue = "1000000",
        description = "datagrams in all, garbage included (default: ${DEFAULT-VALUE})")
    private long requests;

    @Option(names = "--rate", paramLabel = "N",
        description = "datagrams/s, a crowd and a flood not counted (default: 892, open.ftorrent.com over a day of " +
            "2026-06; opentrackr.org sees about 200000)")
    private Double rate;

    @Option(names = "--duration", paramLabel = "TIME",
        description = "how long the trace lasts, in place of --rate: 90s, 10m, 24h")
    private String duration;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "of everything that looks random: same options and seed, same bytes (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--mix", paramLabel = "A:C:S", defaultValue = "1:0.25:0.005",
        description = "announces to connects to scrapes that are answered (default: ${DEFAULT-VALUE}, torrust demo, " +
            "three hours of 2026-04)")
    private String mix;

    @Option(names = "--scrape-hashes", paramLabel = "N", defaultValue = "10",
        description = "info-hashes in a scrape, 1 to 74 (default: ${DEFAULT-VALUE}; no figure is published)")
    private int scrapeHashes;

    @Option(names = "--period", paramLabel = "TIME",
        description = "after which a client announces again; gives the number of peers (default: " + USUAL_PERIOD +
            ", rarbg 2015: 18 M peers, 24 k announces/s; opentrackr.org about 125s)")
    private String period;

    @Option(names = "--swarms", paramLabel = "N",
        description = "number of swarms, in place of --period")
    private Integer swarms;

    @Option(names = "--clients", paramLabel = "N",
        description = "number of clients, in place of --period; with --swarms in place of --swarm-size")
    private Long clients;

    @Option(names = "--swarm-size", paramLabel = "MEAN",
        description = "peers in a swarm, by Zipf's law up to 100000 (default: 2.5, opentrackr.org 2026; 6.5 in the " +
            "union of three trackers of 2013)")
    private Double swarmSize;

    @Option(names = "--swarms-per-client", paramLabel = "MEAN", defaultValue = "4",
        description = "swarms of a client, which it announces one after the other (default: ${DEFAULT-VALUE}: the " +
            "torrust demo's announces to connects)")
    private double swarmsPerClient;

    @Option(names = "--ipv6", paramLabel = "SHARE", defaultValue = "0.21",
        description = "of the clients (default: ${DEFAULT-VALUE}, open.ftorrent.com 2026; another operator: 0.33)")
    private double ipv6;

    @Option(names = "--seeders", paramLabel = "SHARE", defaultValue = "0.76",
        description = "of the peers (default: ${DEFAULT-VALUE}, three trackers of 2013)")
    private double seeders;

    @Option(names = "--stops", paramLabel = "SHARE", defaultValue = "0.02",
        description = "announces that say stopped; as many say started (default: ${DEFAULT-VALUE}, as `load`; no " +
            "figure is published)")
    private double stops;

    @Option(names = "--completions", paramLabel = "SHARE", defaultValue = "0.01",
        description = "of the leechers' announces, those that say completed (default: ${DEFAULT-VALUE}, as `load`; " +
            "no figure is published)")
    private double completions;

    @Option(names = "--num-want", paramLabel = "N=WEIGHT,...", defaultValue = "200=7,80=2,-1=1",
        description = "peers asked for (default: ${DEFAULT-VALUE}: what libtorrent, Transmission and clients without " +
            "a wish of their own ask for; no shares are published)")
    private String numWant;

    @Option(names = "--prefixes", paramLabel = "TEXT=WEIGHT,...",
        defaultValue = "-qB5000-=5,-UT3550-=2,-TR4060-=2,-DE2110-=1",
        description = "how peer ids begin (default: ${DEFAULT-VALUE}; no shares are published)")
    private String prefixes;

    @Option(names = "--garbage", paramLabel = "SHARE", defaultValue = "0.4",
        description = "datagrams that get no answer (default: ${DEFAULT-VALUE}, torrust demo, 2026-04)")
    private double garbage;

    @Option(names = "--stale", paramLabel = "SHARE", defaultValue = "0.9",
        description = "of the garbage, announces with an expired connection id; the rest is no request at all " +
            "(default: ${DEFAULT-VALUE}; not published, but nothing else is known at that scale)")
    private double stale;

    @Option(names = "--flash-crowd", paramLabel = "PEERS", defaultValue = "0",
        description = "so many newcomers to one new swarm at half time, four of five datagrams while they arrive; up " +
            "to a fifth of --requests")
    private long flashCrowd;

    @Option(names = "--flood", paramLabel = "KIND", defaultValue = "none",
        description = "in the second half: none; source, announces of made-up peers from one address (as of " +
            "2026-07); stale, expired connection ids from everywhere (as of 2024-12) (default: ${DEFAULT-VALUE})")
    private Flood flood;

    @Option(names = "--flood-share", paramLabel = "SHARE", defaultValue = "0.5",
        description = "of the datagrams in the second half, those of the flood (default: ${DEFAULT-VALUE})")
    private double floodShare;

    @Option(names = "--port", paramLabel = "N", defaultValue = "6969",
        description = "of the tracker, which is 192.0.2.1 and 2001:db8::1 (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--epoch", paramLabel = "INSTANT", defaultValue = "2026-01-01T00:00:00Z",
        description = "when the trace begins (default: ${DEFAULT-VALUE})")
    private String epoch;

    /**
     * What was asked for.
     *
     * @return checked.
     * @throws IllegalArgumentException naming what is wrong and what is allowed.
     */
    TraceShape shape()
    {
        final TraceShape.Disturbance disturbance =
            new TraceShape.Disturbance(garbage, stale, flashCrowd, flood, floodShare);
        final TraceShape.Mix weights = TraceShape.Mix.parse(mix, scrapeHashes);
        final double ratePerSecond = ratePerSecond();
        final double announcesPerSecond = ratePerSecond * (1 - garbage) * weights.announceShare();
        return new TraceShape(
            requests, ratePerSecond, epochNs(), port, seed, weights, population(announcesPerSecond), disturbance);
    }

    private double ratePerSecond()
    {
        if (null == duration)
        {
            return null == rate ? 892 : rate;
        }
        if (null != rate)
        {
            throw new IllegalArgumentException("--rate and --duration exclude each other");
        }
        final double flooded = Flood.NONE == flood ? 0 : requests / 2 * floodShare;
        final double seconds = seconds("--duration", duration);
        final double ratePerSecond = (requests - flooded - 2.0 * flashCrowd) / seconds;
        Limits.check("--requests over --duration: rate", ratePerSecond, 0.001, TraceShape.RATE_MAX);
        return ratePerSecond;
    }

    private TraceShape.Population population(final double announcesPerSecond)
    {
        if (null != period && (null != swarms || null != clients))
        {
            throw new IllegalArgumentException("--period excludes --swarms and --clients, which decide it");
        }
        if (null != swarms && null != clients && null != swarmSize)
        {
            throw new IllegalArgumentException("--swarms and --clients exclude --swarm-size, which they decide");
        }

        Limits.check("--swarms-per-client", swarmsPerClient, 1, 100);
        final double size = null == swarmSize ? 2.5 : swarmSize;
        Limits.check("--swarm-size", size, 1, SwarmLayers.SIZE_MEAN_MAX);
        final double places = null != clients ? clients * swarmsPerClient :
            null != swarms ? swarms * size :
            announcesPerSecond * seconds("--period", null == period ? USUAL_PERIOD : period);
        final double swarmCount = null != swarms ? swarms : Math.max(1, places / size);
        Limits.check("number of swarms", swarmCount, 1, SwarmLayers.SWARMS_MAX);
        return new TraceShape.Population(
            (int)swarmCount, (long)Math.max(places, (int)swarmCount), swarmsPerClient, ipv6, seeders, stops,
            completions, WeightedTexts.parse("--prefixes", prefixes), WeightedTexts.parse("--num-want", numWant));
    }

    private long epochNs()
    {
        try
        {
            final Instant instant = Instant.parse(epoch);
            Limits.check("--epoch: seconds since 1970", instant.getEpochSecond(), 0, 1L << 33);
            return instant.getEpochSecond() * (long)NS_PER_SECOND + instant.getNano();
        }
        catch (final DateTimeException ex)
        {
            throw new IllegalArgumentException(
                "--epoch '" + epoch + "': allowed is a time such as 2026-01-01T00:00:00Z", ex);
        }
    }

    private static double seconds(final String name, final String text)
    {
        final double seconds = Durations.parseNs(name, text) / NS_PER_SECOND;
        Limits.check(name + " in seconds", seconds, 0.001, 1e9);
        return seconds;
    }
}
