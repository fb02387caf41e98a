package io.tributary.bench.simulation;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * UPDATE packets in an update round, against the paper's formulas (1) and (2), for one swarm that all trackers have.
 * Version 1 tells everything in each round. Version 2 tells what has changed, so what changes decides.
 */
final class RoundPackets
{
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final int[] TRACKERS = {2, 4, 8, 12};
    private static final int CLIENTS_EACH = 4;
    private static final int ROUNDS = 10;
    /** Longer than a bucket of renewals: an announce so much later is told. */
    private static final long RENEWAL_NS = 600 * SEC;
    private static final long FLASH_NS = 100_000_000L;
    private static final int FLASHES = 50;
    private static final int UPDATE = 3;

    private final ReportPage page;
    private final long seed;

    RoundPackets(final ReportPage page, final long seed)
    {
        this.page = page;
        this.seed = seed;
    }

    /** What happens in a round. */
    enum Round
    {
        VERSION_1("version 1, full state"),
        QUIET("version 2, nothing changes"),
        RENEWAL("version 2, one renewal at each tracker"),
        NEWS("version 2, one new client at each tracker, apart"),
        FLASH("version 2, one new client at each tracker every 100 ms");

        final String text;

        Round(final String text)
        {
            this.text = text;
        }
    }

    /** Per round: UPDATE packets, all packets, bytes of UPDATE with acknowledgements, all bytes. */
    record Cost(double updates, double packets, double updateBytes, double bytes)
    {
        static Cost of(final Traffic traffic, final int rounds)
        {
            return new Cost((double)traffic.packets(UPDATE, false) / rounds, (double)traffic.packets() / rounds,
                (double)traffic.bytes(UPDATE) / rounds, (double)traffic.bytes() / rounds);
        }
    }

    /** Formula (1): full mesh. */
    static long meshPackets(final int trackers)
    {
        return (long)trackers * (trackers - 1);
    }

    /** Formula (2): with a leader. Two trackers have none. */
    static long leaderPackets(final int trackers)
    {
        return 2L * (trackers - 1);
    }

    void run()
    {
        page.part("rounds", "Packets and bytes in an update round");
        page.text("""
            One swarm, 4 clients at each of n trackers in one mesh; 10 rounds of 30 s. *updates* counts UPDATE packets
            in a round without their acknowledgements, as the formulas do: full mesh n(n-1), with a leader 2(n-1).
            Bytes include the headers of UDP and IPv4: *of updates* with their acknowledgements, *all* with signs of
            life and digests besides.

            Version 2 tells what has changed, so it depends on what changes: nothing costs nothing. Renewals wait for
            the update interval, each tracker's own, so the leader passes on together what came since: between the
            formulas, nearer to (2). A round of these lasts 600 s here, since renewals that follow sooner are not told.
            News does not wait: of clients that come one by one each tracker must be told one by one, by the leader as
            by the mesh. When many come at a time the leader collects: rounds of 100 ms, 50 of them, are near formula
            (2) again.""");
        for (final Round round : Round.values())
        {
            table(round);
        }
    }

    private void table(final Round round)
    {
        page.text("**" + Character.toUpperCase(round.text.charAt(0)) + round.text.substring(1) + "**");
        page.head("trackers", "updates, mesh", "n(n-1)", "with leader", "2(n-1)",
            "bytes of updates, mesh", "with leader", "all bytes, mesh", "with leader");
        boolean isMesh = true;
        boolean isLeader = true;
        final List<String> found = new ArrayList<>();
        final double[] meshes = new double[TRACKERS.length];
        final double[] leaders = new double[TRACKERS.length];
        for (int i = 0; i < TRACKERS.length; i++)
        {
            final int trackers = TRACKERS[i];
            page.progress(round.text + ", " + trackers + " trackers");
            final Cost mesh = measure(round, trackers, false);
            final Cost leader = measure(round, trackers, true);
            record(round, trackers, "mesh", mesh);
            record(round, trackers, "leader", leader);
            page.row(Integer.toString(trackers), text(mesh.updates), Long.toString(meshPackets(trackers)),
                text(leader.updates), Long.toString(leaderPackets(trackers)), text(mesh.updateBytes),
                text(leader.updateBytes), text(mesh.bytes), text(leader.bytes));
            meshes[i] = mesh.updates;
            leaders[i] = leader.updates;
            isMesh &= mesh.updates == meshPackets(trackers);
            isLeader &= leader.updates == leaderPackets(trackers);
            found.add(text(mesh.updates) + " / " + text(leader.updates));
        }
        page.endTable();
        final String measured = String.join(", ", found);
        if (Round.VERSION_1 == round)
        {
            chart(meshes, leaders);
            page.claim("updates in a round, version 1, n = 2, 4, 8, 12", "mesh n(n-1) / leader 2(n-1), exactly",
                measured, isMesh && isLeader);
        }
        else
        {
            page.claim("updates in a round, " + round.text, "mesh / leader, compare 2/2, 12/6, 56/14, 132/22",
                measured, null);
        }
    }

    private void record(final Round round, final int trackers, final String mode, final Cost cost)
    {
        final String variant = round.name().toLowerCase(Locale.ROOT) + "-" + mode;
        page.datum(variant, trackers, seed, "updates", cost.updates);
        page.datum(variant, trackers, seed, "packets", cost.packets);
        page.datum(variant, trackers, seed, "update-bytes", cost.updateBytes);
        page.datum(variant, trackers, seed, "bytes", cost.bytes);
    }

    private static String text(final double value)
    {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
    }

    Cost measure(final Round round, final int trackers, final boolean isElecting)
    {
        final SimulationOptions options = ReportOptions.of(seed);
        options.versionOneShare = Round.VERSION_1 == round ? 1 : 0;
        options.isElecting = isElecting;
        options.peersPerSwarmMax = 2 * trackers * FLASHES;
        options.urgentSwarmPeers = 2 * trackers * FLASHES;
        try (MeasuredOverlay measured = new MeasuredOverlay(options, Topology.mesh(trackers), true))
        {
            measured.connect();
            final List<SimulatedClient> clients =
                measured.joinEverywhere(0, Round.RENEWAL == round ? 1 : CLIENTS_EACH, 10 * SEC);
            measured.runFor(300 * SEC);
            if (isElecting && trackers > 2)
            {
                measured.awaitLeader(0, 600 * SEC);
            }
            final long roundNs = Round.FLASH == round ? FLASH_NS : Round.RENEWAL == round ? RENEWAL_NS :
                options.updateNs;
            final int rounds = Round.FLASH == round ? FLASHES : ROUNDS;
            final Traffic before = measured.traffic();
            for (int i = 0; i < rounds; i++)
            {
                happen(round, measured, clients, options.updateNs);
                measured.runFor(roundNs);
            }
            return Cost.of(measured.traffic().since(before), rounds);
        }
    }

    private static void happen(
        final Round round, final MeasuredOverlay measured, final List<SimulatedClient> clients, final long updateNs)
    {
        switch (round)
        {
            case RENEWAL -> clients.forEach((client) -> measured.joinWithin(updateNs, client));
            case NEWS -> measured.joinEverywhere(0, 1, updateNs);
            case FLASH -> measured.joinEverywhere(0, 1, FLASH_NS);
            default ->
            {
            }
        }
    }

    private void chart(final double[] mesh, final double[] leader)
    {
        final double[] places = Arrays.stream(TRACKERS).asDoubleStream().toArray();
        final double[] all = IntStream.rangeClosed(2, TRACKERS[TRACKERS.length - 1]).asDoubleStream().toArray();
        page.chart("round-packets", "UPDATE packets in a round by number of trackers",
            SvgChart.ofLines("UPDATE packets in a round, version 1", Axis.linear("trackers"), Axis.linear("packets"))
                .line("n(n-1)", all, DoubleStream.of(all).map((n) -> meshPackets((int)n)).toArray())
                .line("2(n-1)", all, DoubleStream.of(all).map((n) -> leaderPackets((int)n)).toArray())
                .line("measured, mesh", places, mesh)
                .line("measured, with leader", places, leader));
    }
}
