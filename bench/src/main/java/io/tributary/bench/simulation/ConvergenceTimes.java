package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * How long it takes until everybody knows: of a client that comes, of what happened on the other side of a partition
 * that heals, of what a leader was told that was dead. One swarm, two clients at each tracker; version 2.
 */
final class ConvergenceTimes
{
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final double NS_PER_SEC = 1e9;
    private static final int ANNOUNCES = 10;
    private static final int CLIENTS_EACH = 2;
    private static final long CUT_MIN_NS = 20 * SEC;
    private static final long CUT_MAX_NS = 300 * SEC;

    private final ReportPage page;
    private final ReportScale scale;
    private final List<Kind> kinds = List.of(
        new Kind("mesh", Topology.Shape.MESH, 12, true),
        new Kind("Figure 2", Topology.Shape.FIGURE_2, 12, true),
        new Kind("chain", Topology.Shape.CHAIN, 6, false),
        new Kind("ring", Topology.Shape.RING, 12, true));

    /** A topology; a chain has no leaders, because its internal networks are pairs. */
    record Kind(String name, Topology.Shape shape, int trackers, boolean hasLeaders)
    {
    }

    ConvergenceTimes(final ReportPage page, final ReportScale scale)
    {
        this.page = page;
        this.scale = scale;
    }

    /** Within which everything must be known again after an outage: an update and a disconnect interval. */
    static long outageBoundNs(final SimulationOptions options)
    {
        return options.updateNs + options.disconnectNs;
    }

    void run()
    {
        page.part("convergence", "Time until all trackers know");
        page.text("Version 2, " + scale.seeds() + " seeds of each, datagrams take 5 ms and more, 25 ms on average. " +
            "Seconds. In a chain of 6 links are by turns internal and external; the ring is two networks with two " +
            "pairs of border trackers.");
        measure("announce", "from an announce until all trackers know the client, " + ANNOUNCES + " of each seed", 0);
        measure("announce-loss", "the same with 10 % of all datagrams lost", 0.1);
        outage("heal", "from the end of a partition in two parts of 20 to 300 s, in which a client came to each " +
            "tracker, until all know all");
        outage("leader-kill", "from the death of the swarm's leader, with a client coming to each other tracker in " +
            "the next 30 s, until all that live know all of theirs (the slowest of these clients decides)");
    }

    private void measure(final String metric, final String text, final double lossShare)
    {
        final double bound = ReportOptions.of(scale.seed()).updateNs / NS_PER_SEC;
        table(metric, text, kinds, bound, "one update interval, 30 s",
            (kind) -> (seed) -> announces(kind, seed, lossShare));
    }

    private void outage(final String metric, final String text)
    {
        final boolean isKill = "leader-kill".equals(metric);
        final double bound = outageBoundNs(ReportOptions.of(scale.seed())) / NS_PER_SEC;
        table(metric, text, kinds.stream().filter((kind) -> !isKill || kind.hasLeaders).toList(), bound,
            "update + disconnect interval, 70 s",
            (kind) -> (seed) -> new double[]{isKill ? leaderKill(kind, seed) : heal(kind, seed)});
    }

    private void table(
        final String metric,
        final String text,
        final List<Kind> shown,
        final double bound,
        final String boundText,
        final Function<Kind, LongFunction<double[]>> experiment)
    {
        page.text("**" + Character.toUpperCase(text.charAt(0)) + text.substring(1) + "**");
        page.head("topology", "trackers", "measured", "least", "median", "99 %", "most");
        final List<Distribution> distributions = new ArrayList<>();
        for (final Kind kind : shown)
        {
            page.progress(metric + ", " + kind.name);
            final Distribution times = Distribution.of(scale.allSeeds().mapToObj(experiment.apply(kind))
                .flatMapToDouble(Arrays::stream).toArray());
            distributions.add(times);
            page.row(kind.name, Integer.toString(kind.trackers), Integer.toString(times.count()),
                seconds(times.min()), seconds(times.median()), seconds(times.percentile(99)), seconds(times.max()));
            page.claim(metric + " to known everywhere, " + kind.name, boundText,
                "median " + seconds(times.median()) + " s, most " + seconds(times.max()) + " s", times.max() <= bound);
        }
        page.endTable();
        page.chart("convergence-" + metric, text, SvgChart.ofBars("Seconds: " + metric, "topology",
                shown.stream().map(Kind::name).toList(), Axis.linear("seconds"))
            .bars("median", distributions.stream().mapToDouble(Distribution::median).toArray())
            .bars("most", distributions.stream().mapToDouble(Distribution::max).toArray()));
    }

    private static String seconds(final double value)
    {
        return Distribution.text(value, 2);
    }

    private double record(final String metric, final Kind kind, final long seed, final long timeNs)
    {
        final double seconds = MeasuredOverlay.NEVER == timeNs ? Double.POSITIVE_INFINITY : timeNs / NS_PER_SEC;
        page.datum(metric + "-" + kind.name, kind.trackers, seed, "seconds", seconds);
        return seconds;
    }

    private static MeasuredOverlay overlay(final Kind kind, final SimulationOptions options)
    {
        options.shape = kind.shape;
        final MeasuredOverlay measured =
            new MeasuredOverlay(options, Topology.of(kind.shape, kind.trackers), true).connect();
        measured.joinEverywhere(0, CLIENTS_EACH, 10 * SEC);
        measured.runFor(200 * SEC);
        if (kind.hasLeaders)
        {
            measured.awaitLeader(0, 300 * SEC);
        }
        measured.runFor(measured.random.nextLong(options.updateNs));
        return measured;
    }

    private double[] announces(final Kind kind, final long seed, final double lossShare)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        options.lossShare = lossShare;
        final double[] times = new double[ANNOUNCES];
        try (MeasuredOverlay measured = overlay(kind, options))
        {
            for (int i = 0; i < ANNOUNCES; i++)
            {
                measured.runFor(measured.random.nextLong(options.updateNs));
                final SimulatedClient client = measured.client(0, measured.random.nextInt(kind.trackers));
                measured.join(client);
                times[i] = record(lossShare > 0 ? "announce-loss" : "announce", kind, seed,
                    measured.untilKnownEverywhere(List.of(client), 5 * options.updateNs));
            }
        }
        return times;
    }

    private double heal(final Kind kind, final long seed)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        try (MeasuredOverlay measured = overlay(kind, options))
        {
            final boolean[] isHere = new boolean[kind.trackers];
            isHere[measured.random.nextInt(kind.trackers)] = true;
            for (int i = 0; i < kind.trackers; i++)
            {
                isHere[i] |= measured.random.nextBoolean();
            }
            final long cutNs = measured.random.nextLong(CUT_MIN_NS, CUT_MAX_NS);
            measured.cut(isHere, true);
            final List<SimulatedClient> clients = measured.joinEverywhere(0, 1, cutNs);
            measured.runFor(cutNs);
            measured.cut(isHere, false);
            return record("heal", kind, seed,
                measured.untilKnownEverywhere(clients, 3 * outageBoundNs(options)));
        }
    }

    private double leaderKill(final Kind kind, final long seed)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        try (MeasuredOverlay measured = overlay(kind, options))
        {
            final int leader = mortalLeader(measured);
            measured.kill(leader);
            final long startNs = measured.nowNs();
            final List<SimulatedClient> clients = measured.joinEverywhere(0, 1, options.updateNs);
            measured.runFor(options.updateNs);
            final long restNs = measured.untilKnownEverywhere(clients, 3 * outageBoundNs(options));
            return record("leader-kill", kind, seed,
                MeasuredOverlay.NEVER == restNs ? restNs : restNs + options.updateNs);
        }
    }

    /** A leader, and if there is one, one whose death does not part the overlay. */
    private static int mortalLeader(final MeasuredOverlay measured)
    {
        final int[] leaders = IntStream.range(0, measured.overlay.nodes.size())
            .map((node) -> measured.leader(node, 0)).filter((leader) -> leader >= 0).toArray();
        return Arrays.stream(leaders).filter((leader) -> !measured.overlay.topology.isBorder(leader)).findFirst()
            .orElse(leaders[0]);
    }
}
