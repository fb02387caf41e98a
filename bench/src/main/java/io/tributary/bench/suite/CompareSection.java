package io.tributary.bench.suite;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.report.SvgChart;
import io.tributary.bench.suite.Figure.Better;

import java.util.List;

/**
 * The comparison with other trackers as a section of the report, and its figures.
 */
final class CompareSection
{
    static final String LIVE_RATE = "compare/responses-per-second";

    private static final String RATE = "/responsesPerSecond";
    private static final String CPU = "/cpuUs";
    private static final String BYTES = "/bytesPerPeer";
    private static final String P50 = "/load/latency/p50Us";
    private static final String P99 = "/load/latency/p99Us";
    private static final String ECHO = "echo";
    private static final String OUR_PREFIX = "tributary-";

    private CompareSection()
    {
    }

    static void write(final CompareResults results, final PartPage page)
    {
        page.text(results.workload() + " One server at a time, on one core; medians of the rounds, with the " +
            "extremes. All of it: [compare/README.md](compare/README.md).");
        servers(results, page);
        charts(results, page);
        if (!results.ours().isEmpty())
        {
            ratios(results, page);
            figures(results, page);
        }
    }

    static void writeLinked(final CompareResults results, final PartPage page)
    {
        final String linked = results.linked();
        final Distribution ratio = results.ratios(linked, results.ours(), RATE);
        if (0 == ratio.count())
        {
            page.leaveOut("this tracker with links: was not measured");
            return;
        }
        page.text("With links (" + results.version(linked) + ") its responses/s are " + Figure.text(ratio) +
            " × those without, its CPU per response " + Figure.text(results.ratios(linked, results.ours(), CPU)) +
            " × ([linked/README.md](linked/README.md)).");
        page.figure(Figure.of("compare/rate-linked", "responses/s, with links ÷ without", "×", Better.MORE, ratio)
            .asHeadline());
    }

    private static void servers(final CompareResults results, final PartPage page)
    {
        page.head("server", "responses/s", "CPU µs/response", "p50 µs", "p99 µs", "bytes/peer");
        for (final String name : results.contenders())
        {
            page.row(name, Figure.text(results.values(name, RATE)), Figure.text(results.values(name, CPU)),
                Figure.text(results.values(name, P50)), Figure.text(results.values(name, P99)),
                ECHO.equals(name) ? "-" : Figure.text(results.values(name, BYTES)));
        }
        page.endTable();
    }

    private static void charts(final CompareResults results, final PartPage page)
    {
        page.chart("compare-rate", "Responses in a second by server", chart(
            results, "Responses in a second, one core: median, least, most", "responses/s", RATE));
        page.chart("compare-cpu", "CPU time of a response by server", chart(
            results, "CPU time of a response: median, least, most", "µs", CPU));
    }

    private static SvgChart chart(
        final CompareResults results, final String title, final String unit, final String path)
    {
        final List<String> names = results.contenders();
        final List<Distribution> values = names.stream().map((name) -> results.values(name, path)).toList();
        return SvgChart.ofBars(title, "server", names, Axis.linear(unit)).bars(unit,
            values.stream().mapToDouble(Distribution::min).toArray(),
            values.stream().mapToDouble(Distribution::median).toArray(),
            values.stream().mapToDouble(Distribution::max).toArray());
    }

    private static void ratios(final CompareResults results, final PartPage page)
    {
        final String ours = results.ours();
        page.head("beside", "responses/s, " + ours + " ÷ server", "CPU per response, server ÷ " + ours);
        for (final String name : results.contenders())
        {
            if (!name.equals(ours))
            {
                page.row(name, Figure.text(results.ratios(ours, name, RATE)),
                    Figure.text(results.ratios(name, ours, CPU)));
            }
        }
        page.endTable();
    }

    private static void figures(final CompareResults results, final PartPage page)
    {
        final String ours = results.ours();
        page.figure(Figure.of(
            LIVE_RATE, "responses/s over sockets, one core", "", Better.MORE, results.values(ours, RATE)).asHeadline());
        page.figure(Figure.of(
            "compare/cpu-us", "CPU time of a response", "µs", Better.LESS, results.values(ours, CPU)).asHeadline());
        page.figure(Figure.of("compare/bytes-per-peer", "resident bytes for each peer", "", Better.LESS,
            results.values(ours, BYTES)).asHeadline());
        for (final String name : results.contenders())
        {
            if (ECHO.equals(name))
            {
                page.figure(Figure.of("compare/cpu-beside-echo", "CPU per response, ours ÷ a bare echo's", "×",
                    Better.LESS, results.ratios(ours, name, CPU)).asHeadline());
            }
            else if (!name.startsWith(OUR_PREFIX))
            {
                rival(results, name, page);
            }
        }
    }

    private static void rival(final CompareResults results, final String name, final PartPage page)
    {
        final String ours = results.ours();
        page.figure(Figure.of("compare/rate/" + name, "responses/s, ours ÷ " + name, "×", Better.MORE,
            results.ratios(ours, name, RATE)).asHeadline());
        page.figure(Figure.of("compare/cpu/" + name, "CPU per response, " + name + " ÷ ours", "×", Better.MORE,
            results.ratios(name, ours, CPU)).asHeadline());
        behind(page, name, "responses/s", results.ratios(name, ours, RATE), "more");
        behind(page, name, "CPU per response", results.ratios(ours, name, CPU), "less");
        behind(page, name, "resident bytes for each peer", results.ratios(ours, name, BYTES), "less");
        behind(page, name, "median latency", results.ratios(ours, name, P50), "less");
        behind(page, name, "latency of the 99th percentile", results.ratios(ours, name, P99), "less");
    }

    /** A ratio above 1 says that the other is ahead by it. */
    private static void behind(
        final PartPage page, final String name, final String what, final Distribution ratio, final String word)
    {
        if (ratio.median() > 1)
        {
            page.behind(name + " is ahead in " + what + ": " + word + " by a factor of " + Figure.text(ratio) +
                (ratio.min() > 1 ? ", in every round" : ", but not in every round"));
        }
    }
}
