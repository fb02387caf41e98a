package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How evenly the leadership of many swarms is spread over the trackers of a mesh, and how many swarms change hands at
 * the next election (EL5, D16).
 */
final class MandateBalance
{
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final int TRACKERS = 12;

    private final ReportPage page;
    private final ReportScale scale;

    MandateBalance(final ReportPage page, final ReportScale scale)
    {
        this.page = page;
        this.scale = scale;
    }

    void run()
    {
        final int swarms = scale.balanceSwarms();
        page.part("mandates", "Mandates");
        page.text(String.format(Locale.ROOT, """
            %,d swarms on %d trackers in a mesh, each swarm with a client at each tracker, version 2, default timers.
            The first election fills vacancies after a disconnect interval and then evens counts out by a campaign;
            the next is the campaign at the mandate interval, an hour later. The last column: a tracker dies, what it
            led is taken over by the others.""", swarms, TRACKERS));
        page.progress(swarms + " swarms");
        final SimulationOptions options = ReportOptions.of(scale.seed());
        options.swarms = swarms;
        options.recordsMax = 2 * TRACKERS * swarms;
        options.changesMax = 65_536;
        try (MeasuredOverlay measured = new MeasuredOverlay(options, Topology.mesh(TRACKERS), false))
        {
            measured.connect();
            for (int swarm = 0; swarm < swarms; swarm++)
            {
                measured.joinEverywhere(swarm, 1, 20 * SEC);
            }
            measured.runFor(options.disconnectNs + 30 * options.helloNs);
            final int[] first = leaders(measured);
            measured.runFor(options.mandateNs * 13 / 10);
            final int[] next = leaders(measured);
            measured.kill(0);
            measured.runFor(options.disconnectNs + 30 * options.helloNs);
            report(first, next, leaders(measured));
        }
    }

    /** The leader of each swarm; -1 where trackers disagree or have none. */
    private static int[] leaders(final MeasuredOverlay measured)
    {
        final int[] leaders = new int[measured.overlay.infoHashes.length];
        for (int swarm = 0; swarm < leaders.length; swarm++)
        {
            final int number = swarm;
            final int[] views = measured.overlay.nodes.stream().filter(SimulatedNode::isUp)
                .mapToInt((node) -> measured.leader(node.index, number)).distinct().toArray();
            leaders[swarm] = 1 == views.length ? views[0] : -1;
        }
        return leaders;
    }

    /** How many swarms each tracker leads. */
    static int[] mandates(final int[] leaders, final int trackers)
    {
        final int[] mandates = new int[trackers];
        Arrays.stream(leaders).filter((leader) -> leader >= 0).forEach((leader) -> mandates[leader]++);
        return mandates;
    }

    /** Most less least. */
    static int spread(final int... mandates)
    {
        return Arrays.stream(mandates).max().orElse(0) - Arrays.stream(mandates).min().orElse(0);
    }

    static long moved(final int[] before, final int[] after)
    {
        return IntStream.range(0, before.length).filter((swarm) -> before[swarm] != after[swarm]).count();
    }

    private void report(final int[] first, final int[] next, final int[] taken)
    {
        final int[] firstMandates = mandates(first, TRACKERS);
        final int[] nextMandates = mandates(next, TRACKERS);
        final int[] takenMandates = mandates(taken, TRACKERS);
        page.head("tracker", "first election", "next", "tracker 0 is dead");
        for (int i = 0; i < TRACKERS; i++)
        {
            page.row(Integer.toString(i), Integer.toString(firstMandates[i]), Integer.toString(nextMandates[i]),
                0 == i ? "-" : Integer.toString(takenMandates[i]));
            page.datum("first", TRACKERS, scale.seed(), "mandates-" + i, firstMandates[i]);
            page.datum("next", TRACKERS, scale.seed(), "mandates-" + i, nextMandates[i]);
            page.datum("dead", TRACKERS, scale.seed(), "mandates-" + i, takenMandates[i]);
        }
        page.endTable();
        claim("after the first election", firstMandates, first);
        claim("after the next", nextMandates, next);
        claim("after a tracker died", Arrays.copyOfRange(takenMandates, 1, TRACKERS), taken);
        final long moved = moved(first, next);
        page.claim("swarms that changed hands at the next election", "few", Long.toString(moved), null);
        page.datum("next", TRACKERS, scale.seed(), "moved", moved);
        page.chart("mandates", "Swarms led by each tracker",
            SvgChart.ofBars("Swarms led", "tracker",
                    IntStream.range(0, TRACKERS).mapToObj(Integer::toString).toList(), Axis.linear("swarms"))
                .bars("first election", doubles(firstMandates)).bars("next", doubles(nextMandates))
                .bars("tracker 0 is dead", doubles(takenMandates)));
    }

    private static double[] doubles(final int[] values)
    {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private void claim(final String when, final int[] mandates, final int[] leaders)
    {
        final long without = Arrays.stream(leaders).filter((leader) -> leader < 0).count();
        page.claim("mandates " + when, "differ by at most 1, no swarm without a leader", "differ by " +
            spread(mandates) + ": " + Arrays.stream(mandates).min().orElse(0) + " to " +
            Arrays.stream(mandates).max().orElse(0) + ", " + without + " without",
            spread(mandates) <= 1 && 0 == without);
    }
}
