package io.tributary.bench.compare;

import io.tributary.bench.load.ProgressLine;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs every server once in each round, in an order that rotates, then each once under the rival's generator. A server
 * that fails is named and left out from then on; the others go on.
 */
final class Rounds
{
    private static final long LATENCY_MAX_NS = 120_000_000_000L;

    private final Arena arena;
    private final Workload workload;
    private final NanoClock clock;
    private final ProgressLine progress;
    private final PrintStream out;
    private final Map<String, Histogram> latencies = new LinkedHashMap<>();
    private final List<Contender> contenders;
    private boolean hasFailures;

    Rounds(
        final Arena arena,
        final List<Contender> contenders,
        final Workload workload,
        final NanoClock clock,
        final ProgressLine progress,
        final PrintStream out)
    {
        this.arena = arena;
        this.contenders = new ArrayList<>(contenders);
        this.workload = workload;
        this.clock = clock;
        this.progress = progress;
        this.out = out;
    }

    Comparison run(final int rounds)
    {
        final Comparison comparison = new Comparison();
        for (int round = 1; round <= rounds; round++)
        {
            final List<Contender> order = new ArrayList<>(contenders);
            for (int i = 0; i < order.size(); i++)
            {
                measure(order.get((round - 1 + i) % order.size()), round, comparison);
            }
        }
        return comparison;
    }

    List<CrossCheck> crossCheck(final Path program, final int loadCore)
    {
        final List<CrossCheck> checks = new ArrayList<>();
        final RivalLoadTest loadTest = new RivalLoadTest(program, workload, loadCore);
        try
        {
            progress.show(RivalLoadTest.PROGRAM + ": find out its info-hashes");
            final Whitelist whitelist = loadTest.whitelist(arena.directory(), Arena.freeAddress());
            for (final Contender contender : Entrants.withWhitelist(contenders, whitelist))
            {
                progress.show(RivalLoadTest.PROGRAM + ": " + contender.name());
                checks.add(arena.with(contender, (server, home, address) ->
                    loadTest.run(contender.name(), server, home, address)));
            }
        }
        catch (final IOException ex)
        {
            fail(RivalLoadTest.PROGRAM, ex);
        }
        return checks;
    }

    /** In nanoseconds, by server, all rounds together. */
    Map<String, Histogram> latencies()
    {
        return latencies;
    }

    boolean hasFailures()
    {
        return hasFailures;
    }

    private void measure(final Contender contender, final int round, final Comparison comparison)
    {
        final String name = contender.name();
        final Histogram latency = latencies.computeIfAbsent(name, (key) -> new Histogram(LATENCY_MAX_NS, 3));
        final Trial trial = new Trial(workload, clock, progress, latency);
        try
        {
            final Measurement measurement = arena.with(contender, (server, home, address) ->
                trial.run(name, round, server, address));
            comparison.add(measurement);
            show(measurement);
        }
        catch (final IOException ex)
        {
            contenders.remove(contender);
            fail(name, ex);
        }
    }

    private void show(final Measurement measurement)
    {
        progress.clear();
        out.printf(Locale.ROOT,
            "round %d, %-16s %,9.0f responses/s, %.2f µs CPU per response, core %3.0f %% busy, %.4f %% lost%n",
            measurement.round(), measurement.contender(), measurement.responsesPerSecond(), measurement.cpuUs(),
            100 * measurement.busyShare(), 100 * measurement.load().lossShare());
        for (final LinkTraffic link : measurement.links())
        {
            final double seconds = measurement.load().seconds();
            out.printf(Locale.ROOT, "         %-16s %s, %,.0f records/s in, %,.0f out, lag %,d%n", link.link(),
                link.isConnected() ? "connected" : "**not connected**", link.accepted() / seconds,
                link.sent() / seconds, link.lag());
        }
    }

    private void fail(final String name, final IOException failure)
    {
        hasFailures = true;
        progress.clear();
        out.println("compare: " + name + " is left out: " + failure.getMessage());
    }
}
