package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A leader is killed, a network is parted and heals, both: how many pairs of a living tracker and a living tracker's
 * client are unknown to each other how long afterwards. Clients come all the time until the outage is over.
 */
final class Outages
{
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final int CLIENTS_EACH = 2;
    private static final long STEP_NS = 5 * SEC;

    private final ReportPage page;
    private final ReportScale scale;

    /** What happens. */
    enum Outage
    {
        KILL("the leader is killed", 0),
        CUT_SHORT("parted for 30 s", 30),
        CUT("parted for 5 minutes", 300),
        CUT_AND_KILL("parted for 5 minutes, the leader killed meanwhile", 300);

        final String text;
        final int cutSec;

        Outage(final String text, final int cutSec)
        {
            this.text = text;
            this.cutSec = cutSec;
        }
    }

    Outages(final ReportPage page, final ReportScale scale)
    {
        this.page = page;
        this.scale = scale;
    }

    void run()
    {
        final SimulationOptions options = ReportOptions.of(scale.seed());
        final long boundNs = ConvergenceTimes.outageBoundNs(options);
        page.part("outages", "Outages");
        page.text(String.format(Locale.ROOT, """
            %d trackers in a mesh, version 2, default timers, a swarm with %d clients at each tracker; another comes to
            each tracker during the partition, or in the 10 s after the leader's death. Time counts from the death, or
            from the end of the partition. *Missing* counts pairs of a living tracker and a client of another one.
            Bound: none one update and one disconnect interval (%d s) later. %d seeds, the worst of them. News told to a
            leader that is dead reaches nobody else until its connection ends, at most a disconnect interval (40 s)
            after its last sign of life; then everything is told to all.""",
            scale.outageTrackers(), CLIENTS_EACH, boundNs / SEC, scale.outageSeeds()));
        final int steps = (int)(boundNs / STEP_NS) + 1;
        final double[] places = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            places[i] = (double)(i * STEP_NS / SEC);
        }
        page.head("outage", "missing at once", "after 20 s", "after 40 s", "after 70 s");
        final SvgChart chart = SvgChart.ofLines(
            "Peers missing after an outage, " + scale.outageTrackers() + " trackers",
            Axis.linear("seconds since the end of the outage, or the leader's death"),
            Axis.linear("missing pairs of tracker and client"));
        for (final Outage outage : Outage.values())
        {
            final double[] worst = worst(outage, steps);
            page.row(outage.text, text(worst[0]), text(worst[(int)(20 * SEC / STEP_NS)]),
                text(worst[(int)(40 * SEC / STEP_NS)]), text(worst[steps - 1]));
            page.claim(scale.outageTrackers() + " trackers, " + outage.text, "none missing 70 s later",
                text(worst[steps - 1]) + " missing", 0 == worst[steps - 1]);
            chart.line(outage.text, places, worst);
        }
        page.endTable();
        page.chart("outages", "Missing peers by time after an outage", chart);
    }

    private static String text(final double count)
    {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    private double[] worst(final Outage outage, final int steps)
    {
        final double[] worst = new double[steps];
        for (int i = 0; i < scale.outageSeeds(); i++)
        {
            final long seed = scale.seed() + i;
            page.progress(outage.text + ", seed " + seed);
            final int[] missing = measure(outage, scale.outageTrackers(), seed, steps);
            for (int step = 0; step < steps; step++)
            {
                worst[step] = Math.max(worst[step], missing[step]);
                page.datum(outage.name().toLowerCase(Locale.ROOT), scale.outageTrackers(), seed,
                    "missing-after-" + step * STEP_NS / SEC, missing[step]);
            }
        }
        return worst;
    }

    /** Missing pairs at each step after the outage. */
    int[] measure(final Outage outage, final int trackers, final long seed, final int steps)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        try (MeasuredOverlay measured = new MeasuredOverlay(options, Topology.mesh(trackers), false))
        {
            measured.connect();
            final List<SimulatedClient> clients =
                new ArrayList<>(measured.joinEverywhere(0, CLIENTS_EACH, 10 * SEC));
            measured.runFor(200 * SEC);
            measured.awaitLeader(0, 300 * SEC);
            measured.runFor(measured.random.nextLong(options.updateNs));
            happen(outage, measured, clients);
            clients.removeIf((client) -> !measured.overlay.nodes.get(client.trackers[0]).isUp());
            final int[] missing = new int[steps];
            for (int step = 0; step < steps; step++)
            {
                missing[step] = measured.missing(clients.stream().filter((client) -> client.isRunning).toList());
                measured.runFor(STEP_NS);
            }
            return missing;
        }
    }

    private static void happen(
        final Outage outage, final MeasuredOverlay measured, final List<SimulatedClient> clients)
    {
        final int trackers = measured.overlay.nodes.size();
        final int leader = measured.leader(0, 0);
        if (Outage.KILL == outage)
        {
            measured.kill(leader);
            clients.addAll(measured.joinEverywhere(0, 1, 10 * SEC));
            return;
        }
        final boolean[] isHere = new boolean[trackers];
        for (int i = 0; i < trackers; i++)
        {
            isHere[i] = i == (leader + 1) % trackers || i != leader && measured.random.nextBoolean();
        }
        measured.cut(isHere, true);
        clients.addAll(measured.joinEverywhere(0, 1, outage.cutSec * SEC));
        measured.runFor(outage.cutSec * SEC / 2);
        if (Outage.CUT_AND_KILL == outage)
        {
            measured.kill(leader);
        }
        measured.runFor(outage.cutSec * SEC / 2);
        measured.cut(isHere, false);
    }
}
