package io.tributary.bench.suite;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.report.SvgChart;
import io.tributary.bench.suite.Figure.Better;

import java.util.List;

/**
 * What links to other trackers cost an announce.
 */
final class UnificationSection
{
    private static final String CLASS = "UnificationCostBenchmark.";
    private static final String REPEAT = CLASS + "repeat";
    private static final String CHANGE = CLASS + "change";
    private static final String NO_LINKS = "links=0";
    private static final String USUAL_LINKS = "links=4";

    private UnificationSection()
    {
    }

    static boolean isPartOf(final String benchmark)
    {
        return benchmark.startsWith(CLASS);
    }

    static void write(final JmhResults results, final PartPage page)
    {
        if (results.of(REPEAT).isEmpty() || results.of(CHANGE).isEmpty())
        {
            return;
        }
        page.subtitle("What unification costs an announce");
        page.text(sentence(results));
        page.text("*Again*: a known client announces once more and neighbours need not hear of it. *Changed*: it has " +
            "become a seeder, or is one no more, and every neighbour is told, up to its acknowledgement.");
        page.head("links", "with a key", "again, ns", "changed, ns", "bytes allocated");
        for (final JmhResult again : results.of(REPEAT))
        {
            final String links = "links=" + again.parameter("links");
            final String isKeyed = "isKeyed=" + again.parameter("isKeyed");
            page.row(again.parameter("links"), again.has("isKeyed=true") ? "yes" : "no", Figure.text(again.times()),
                Figure.text(results.times(CHANGE, links, isKeyed)), JmhSection.bytes(again));
        }
        page.endTable();
        page.chart("unification", "Time of an announce by number of links", chart(results));
        results.all().stream().filter((result) -> isPartOf(result.benchmark())).forEach(
            (result) -> page.figure(JmhSection.figure(result)));
        headlines(results, page);
    }

    /** The answer to the question, in one sentence. */
    static String sentence(final JmhResults results)
    {
        final Distribution alone = results.times(REPEAT, NO_LINKS, "isKeyed=false");
        final Distribution again = results.times(REPEAT, USUAL_LINKS, "isKeyed=false");
        final Distribution aloneChanged = results.times(CHANGE, NO_LINKS, "isKeyed=false");
        final Distribution changed = results.times(CHANGE, USUAL_LINKS, "isKeyed=false");
        if (0 == alone.count() || 0 == again.count())
        {
            return "Not to be said: announces without links, or with 4, were not measured.";
        }
        final boolean isWithinSpread = again.min() <= alone.max() && alone.min() <= again.max();
        return "With 4 links an announce that no neighbour needs to hear of takes " + Figure.text(again) +
            " ns instead of " + Figure.text(alone) + " ns" +
            (isWithinSpread ? ", which is within the spread" : "") + ", and one that all are told of " +
            Figure.text(changed) + " ns instead of " + Figure.text(aloneChanged) + " ns: " +
            Figure.number((changed.median() - aloneChanged.median()) / 4) + " ns for each link.";
    }

    private static void headlines(final JmhResults results, final PartPage page)
    {
        for (final String benchmark : List.of(REPEAT, CHANGE))
        {
            final Distribution alone = results.times(benchmark, NO_LINKS, "isKeyed=false");
            final Distribution linked = results.times(benchmark, USUAL_LINKS, "isKeyed=false");
            final boolean isRepeat = REPEAT.equals(benchmark);
            page.figure(Figure.of("jmh/unification/" + (isRepeat ? "again" : "changed"),
                (isRepeat ? "announce again" : "announce of a change") + ", with 4 links ÷ without", "×",
                Better.LESS, Distribution.of(linked.median() / alone.median())).asHeadline());
        }
    }

    private static SvgChart chart(final JmhResults results)
    {
        final SvgChart chart = SvgChart.ofLines(
            "Announce by number of links: median, least, most", Axis.linear("links"), Axis.linear("ns"));
        for (final String isKeyed : results.values(REPEAT, "isKeyed"))
        {
            final String with = "true".equals(isKeyed) ? ", with a key" : "";
            band(chart, "again" + with, results.of(REPEAT, "isKeyed=" + isKeyed));
            band(chart, "changed" + with, results.of(CHANGE, "isKeyed=" + isKeyed));
        }
        return chart;
    }

    private static void band(final SvgChart chart, final String name, final List<JmhResult> results)
    {
        chart.band(name,
            results.stream().mapToDouble((result) -> Double.parseDouble(result.parameter("links"))).toArray(),
            results.stream().mapToDouble((result) -> result.times().min()).toArray(),
            results.stream().mapToDouble((result) -> result.times().median()).toArray(),
            results.stream().mapToDouble((result) -> result.times().max()).toArray());
    }
}
