package io.tributary.bench.suite;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.report.SvgChart;
import io.tributary.bench.suite.Figure.Better;

import java.util.List;
import java.util.Locale;

/**
 * The micro-benchmarks as a section of the report, and their figures: the request path first, then what unification
 * costs, then the rest as a table.
 */
final class JmhSection
{
    private static final String REQUEST_PATH = "RequestPathBenchmark.answer";
    private static final String SWARM_SIZE = "SwarmSizeBenchmark.refresh";

    private JmhSection()
    {
    }

    static void write(final JmhResults results, final PartPage page)
    {
        if (results.all().isEmpty())
        {
            return;
        }
        requestPath(results, page);
        UnificationSection.write(results, page);
        UpdateSection.write(results, page);
        rest(results, page);
        swarmSize(results, page);
        final Distribution bytes = Distribution.of(
            results.all().stream().mapToDouble(JmhResult::bytes).filter(Double::isFinite).toArray());
        page.figure(Figure.of("jmh/allocated", "bytes allocated by an operation, the most of all benchmarks", "",
            Better.LESS, Distribution.of(bytes.max())).asHeadline());
    }

    private static void requestPath(final JmhResults results, final PartPage page)
    {
        final List<JmhResult> found = results.of(REQUEST_PATH);
        if (found.isEmpty())
        {
            return;
        }
        page.subtitle("From request to reply, without sockets");
        page.head("requests", "ns", "bytes allocated");
        for (final JmhResult result : found)
        {
            final String kind = result.parameter("requests").toLowerCase(Locale.ROOT);
            page.row(kind, Figure.text(result.times()), bytes(result));
            page.figure(Figure.of("jmh/request-path/" + kind, "request path alone, " + kind, "ns", Better.LESS,
                result.times()).asHeadline());
        }
        page.endTable();
        page.chart("request-path", "Time of the request path by kind of request", SvgChart.ofBars(
            "Request path alone: median, least, most", "requests",
            found.stream().map((result) -> result.parameter("requests").toLowerCase(Locale.ROOT)).toList(),
            Axis.linear("ns")).bars("ns",
            found.stream().mapToDouble((result) -> result.times().min()).toArray(),
            found.stream().mapToDouble((result) -> result.times().median()).toArray(),
            found.stream().mapToDouble((result) -> result.times().max()).toArray()));
    }

    private static void rest(final JmhResults results, final PartPage page)
    {
        page.subtitle("All others");
        page.head("benchmark", "parameters", "ns", "bytes allocated");
        for (final JmhResult result : results.all())
        {
            if (!result.benchmark().equals(REQUEST_PATH) && !UnificationSection.isPartOf(result.benchmark()) &&
                !UpdateSection.isPartOf(result.benchmark()))
            {
                page.row(result.benchmark(), result.parameterText(), Figure.text(result.times()), bytes(result));
                page.figure(figure(result));
            }
        }
        page.endTable();
    }

    private static void swarmSize(final JmhResults results, final PartPage page)
    {
        final Distribution small = results.times(SWARM_SIZE, "swarmSize=100", "numWant=30");
        final Distribution large = results.times(SWARM_SIZE, "swarmSize=100000", "numWant=30");
        page.figure(Figure.of("jmh/large-swarm", "announce in a swarm of 100,000 ÷ in one of 100", "×", Better.LESS,
            Distribution.of(large.median() / small.median())).asHeadline());
    }

    /** A figure that says nothing of its own, but is followed all the same. */
    static Figure figure(final JmhResult result)
    {
        return Figure.of("jmh/" + result.benchmark() + "/" + result.parameterText(),
            result.benchmark() + " " + result.parameterText(), "ns", Better.LESS, result.times());
    }

    static String bytes(final JmhResult result)
    {
        return Double.isNaN(result.bytes()) ? "-" : String.format(Locale.ROOT, "%.2f", result.bytes());
    }
}
