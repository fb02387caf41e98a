package io.tributary.bench.suite;

import io.tributary.bench.jmh.WireBytes;
import io.tributary.bench.report.Axis;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.report.SvgChart;
import io.tributary.bench.suite.Figure.Better;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * TSUP's overhead for each peer of an update: encode, decode, apply, exchange.
 */
final class UpdateSection
{
    private static final String EXCHANGE = "UpdateExchangeBenchmark.exchange";
    private static final String ENCODE = "UpdateFlyweightBenchmark.encode";
    private static final String APPLY = "UpdateApplyBenchmark.apply";

    private UpdateSection()
    {
    }

    static boolean isPartOf(final String benchmark)
    {
        return benchmark.contains("UpdateFlyweightBenchmark.") || benchmark.startsWith("UpdateApply") ||
            EXCHANGE.equals(benchmark);
    }

    static void write(final JmhResults results, final PartPage page)
    {
        final List<JmhResult> found =
            results.all().stream().filter((result) -> isPartOf(result.benchmark())).toList();
        if (found.isEmpty())
        {
            return;
        }
        page.subtitle("Overhead of TSUP for each peer of an update");
        page.text("*Shape*: peers of an update, and the swarms they are of. Headers of packets and swarms are shared " +
            "out among the peers.");
        page.head("benchmark", "parameters", "ns/peer", "bytes allocated/peer");
        for (final JmhResult result : found)
        {
            page.row(result.benchmark(), result.parameterText(), Figure.text(result.times()),
                JmhSection.bytes(result));
            page.figure(JmhSection.figure(result));
        }
        page.endTable();
        chart("update-cost", "Time for each peer of an update",
            found.stream().filter((result) -> !result.benchmark().equals(EXCHANGE)).toList(), page);
        chart("update-exchange", "Time of a whole exchange for each peer of an update",
            results.of(EXCHANGE, "swarms=10000"), page);
        wire(results.values(ENCODE, "shape"), page);
        page.figure(Figure.of("jmh/record-encoded", "ns to encode a record of a full UPDATE, version 2", "ns",
            Better.LESS, results.times(ENCODE, "shape=1000/100", "isKeyed=false")).asHeadline());
        page.figure(Figure.of("jmh/record-applied", "ns to apply a record to a store of 1 million swarms, version 2",
            "ns", Better.LESS, slowest(results.of(
                APPLY, "swarms=1000000", "access=ZIPF", "recordsPerSwarm=10", "isKeyed=false"))).asHeadline());
    }

    private static Distribution slowest(final List<JmhResult> results)
    {
        return results.stream().map(JmhResult::times).max(Comparator.comparingDouble(Distribution::median))
            .orElse(Distribution.of());
    }

    private static void chart(
        final String file, final String title, final List<JmhResult> found, final PartPage page)
    {
        final List<JmhResult> shaped = found.stream().filter((result) -> !result.parameter("shape").isEmpty() &&
            !result.has("isKeyed=true")).toList();
        if (shaped.isEmpty())
        {
            return;
        }
        final List<String> shapes = shaped.stream().map((result) -> result.parameter("shape")).distinct().toList();
        final Map<String, Distribution[]> lines = new TreeMap<>();
        for (final JmhResult result : shaped)
        {
            lines.computeIfAbsent(name(result), (key) -> nothing(shapes.size()))
                [shapes.indexOf(result.parameter("shape"))] = result.times();
        }
        final SvgChart chart = SvgChart.ofBars(
            title + ": median, least, most", "peers/swarms", shapes, Axis.linear("ns/peer"));
        lines.forEach((name, times) -> chart.bars(name, values(times, 0), values(times, 50), values(times, 100)));
        page.chart(file, title + " by shape", chart);
    }

    /** Nothing that varies: the encoders that are measured write the same bytes everywhere. */
    private static void wire(final List<String> shapes, final PartPage page)
    {
        if (shapes.isEmpty())
        {
            return;
        }
        page.text("Bytes on the wire for each peer, UPDATE packets with their headers of IPv4 and UDP, without " +
            "acknowledgements:");
        page.head("shape", "version 1", "version 2", "version 2, with a key");
        for (final String shape : shapes)
        {
            final double one = WireBytes.versionOne(shape);
            final double two = WireBytes.versionTwo(shape, false);
            final double keyed = WireBytes.versionTwo(shape, true);
            page.row(shape, Figure.number(one), Figure.number(two), Figure.number(keyed));
            page.figure(bytes("1", shape, one));
            page.figure(bytes("2", shape, two));
            page.figure(bytes("2, with a key", shape, keyed));
        }
        page.endTable();
        page.chart("update-bytes", "Bytes on the wire for each peer of an update by shape", SvgChart.ofBars(
            "Bytes on the wire for each peer of an update", "peers/swarms", shapes, Axis.linear("bytes/peer"))
            .bars("version 1", shapes.stream().mapToDouble(WireBytes::versionOne).toArray())
            .bars("version 2", shapes.stream().mapToDouble((shape) -> WireBytes.versionTwo(shape, false)).toArray())
            .bars("version 2, with a key",
                shapes.stream().mapToDouble((shape) -> WireBytes.versionTwo(shape, true)).toArray()));
    }

    private static Figure bytes(final String version, final String shape, final double value)
    {
        return Figure.of("wire/" + version + "/" + shape, "bytes for each peer, version " + version + ", " + shape,
            "bytes", Better.LESS, Distribution.of(value));
    }

    private static String name(final JmhResult result)
    {
        final String method = result.benchmark().substring(result.benchmark().indexOf('.') + 1);
        return method + (result.benchmark().startsWith("VersionOne") ? ", version 1" : ", version 2");
    }

    private static Distribution[] nothing(final int count)
    {
        final Distribution[] distributions = new Distribution[count];
        Arrays.fill(distributions, Distribution.of());
        return distributions;
    }

    private static double[] values(final Distribution[] times, final int percent)
    {
        return Arrays.stream(times).mapToDouble((each) -> each.percentile(percent)).toArray();
    }
}
