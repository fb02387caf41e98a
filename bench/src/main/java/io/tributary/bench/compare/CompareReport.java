package io.tributary.bench.compare;

import io.tributary.bench.load.ResultFiles;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a dated folder: README.md for people, results.json with every measurement, one .hgrm of latencies for each
 * server. A report is never overwritten.
 */
final class CompareReport
{
    private static final int FOLDERS_MAX = 100;

    private static final String METHOD = """
        Every server runs alone, pinned to one core; the load generator (one thread) is pinned to another. In each
        round every server is started afresh, and the order rotates by one from round to round. A fresh start for
        each window costs minutes, but no server then shares caches, memory or a timer tick with an idle rival,
        and differences of memory layout show up in the spread instead of favouring one side for a whole run.

        Each server goes through the same phases: two seconds of connects and scrapes, which leave nothing behind,
        then its size when empty is taken; every peer announces once, then its size when full is taken; then the
        warm-up under the full load, then the measured window. The JVM servers need the warm-up: their code is
        compiled on the same core in the meantime. The native servers get it as well.

        Load is a closed loop: a bounded number of requests is open on each socket, and each answer makes room for
        the next, so a server is saturated but not flooded. CPU per response is user and system time of the server
        process from `/proc/PID/stat` over exactly the measured window, divided by the answers in it. The kernel
        charges the work of delivering a datagram on loopback to whoever sends it. The size is the proportional
        set size of `/proc/PID/smaps_rollup`, files and shared memory included; size per peer is full minus empty,
        divided by the number of peers; with a JVM that includes what it has compiled and the heap it has touched
        in between. Ratios are formed within a round; of several rounds the median is given,
        with the extremes in brackets. Socket receive buffers are equal: `net.core.rmem_default`, or what a server
        asks for to have the same.
        """;

    private static final String LINKS = """
        Records in a second, by the status file of the server, over the measured window: *in* counts what was news
        from the neighbour, *out* what was told to it, told again included. Each number is of the link with the least
        of what is wanted or the most of what is not. The file is written once a second, so a window may seem up to a
        second longer or shorter than it was. The neighbours run on one thread on the core of the load.
        """;

    private final ReportFacts facts;
    private final Comparison comparison;
    private final List<CrossCheck> crossChecks;

    CompareReport(final ReportFacts facts, final Comparison comparison, final List<CrossCheck> crossChecks)
    {
        this.facts = facts;
        this.comparison = comparison;
        this.crossChecks = crossChecks;
    }

    /**
     * Write everything.
     *
     * @param reports   directory of all reports.
     * @param latencies in nanoseconds, by server.
     * @return the new folder.
     */
    Path write(final Path reports, final Map<String, Histogram> latencies) throws IOException
    {
        final Path folder = newFolder(reports);
        Files.writeString(folder.resolve("README.md"), markdown());

        final Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("facts", facts);
        raw.put("measurements", comparison.measurements());
        raw.put("crossChecks", crossChecks);
        ResultFiles.writeJson(raw, folder.resolve("results.json"));
        for (final Map.Entry<String, Histogram> entry : latencies.entrySet())
        {
            ResultFiles.writeHistogram(entry.getValue(), folder.resolve(entry.getKey() + ".hgrm"));
        }
        return folder;
    }

    String markdown()
    {
        final StringBuilder text = new StringBuilder();
        text.append("# Comparison: ").append(facts.subject()).append(", ").append(facts.date()).append("\n\n");
        text.append("```\n").append(facts.command()).append("\n```\n\n").append(facts.workload()).append("\n\n");
        if (!comparison.ours().isEmpty())
        {
            text.append("## Targets\n\n").append(Tables.targets(Target.of(comparison))).append('\n');
            text.append("## Ratios\n\n").append(Tables.ratios(comparison)).append('\n');
        }
        text.append("## Servers\n\nMedian of ").append(comparison.rounds()).append(" rounds (extremes).\n\n");
        text.append(Tables.servers(comparison)).append('\n').append(Tables.doubts(comparison)).append('\n');
        if (!comparison.linked().isEmpty())
        {
            text.append("## Links\n\n").append(LINKS).append('\n').append(Tables.links(comparison)).append('\n');
        }
        text.append("## Cross-checks\n\nThe same CPU time from other accounts of the kernel, and sizes.\n\n");
        text.append(Tables.checks(comparison)).append('\n');
        appendCrossChecks(text);
        text.append("## Method\n\n").append(METHOD).append('\n');
        text.append("## Machine and software\n\n");
        appendFacts(text, facts.machine());
        text.append("\n");
        appendFacts(text, facts.versions());
        text.append("\nRaw: `results.json`; latencies in microseconds, all rounds together: `*.hgrm`.\n");
        return text.toString();
    }

    private void appendCrossChecks(final StringBuilder text)
    {
        if (crossChecks.isEmpty())
        {
            return;
        }
        text.append("One run of each under a rival's own generator, aquatic_udp_load_test with its default mix (half ");
        text.append("of all requests are connects, all peer ids are equal), with the same numbers of torrents and ");
        text.append("peers:\n\n");
        Tables.row(text, "server", "responses/s", "of these errors/s", "CPU µs/response");
        Tables.row(text, "---", "---:", "---:", "---:");
        for (final CrossCheck check : crossChecks)
        {
            Tables.row(text, check.contender(),
                Spread.of(check.responsesPerSecond()).median(0),
                Spread.of(check.errorsPerSecond()).median(0),
                Spread.of(check.cpuUs()).median(2));
        }
        text.append('\n');
    }

    private static void appendFacts(final StringBuilder text, final Map<String, String> facts)
    {
        facts.forEach((name, value) -> text.append("* ").append(name).append(": ").append(value).append('\n'));
    }

    private Path newFolder(final Path reports) throws IOException
    {
        Files.createDirectories(reports);
        final String name = facts.date() + "-" + facts.subject();
        for (int i = 1; i <= FOLDERS_MAX; i++)
        {
            final Path folder = reports.resolve(1 == i ? name : name + "-" + i);
            if (!Files.exists(folder))
            {
                return Files.createDirectory(folder);
            }
        }
        throw new IOException("too many reports named " + name + " in " + reports);
    }
}
