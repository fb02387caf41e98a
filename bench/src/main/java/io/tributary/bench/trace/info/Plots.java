package io.tributary.bench.trace.info;

import io.tributary.bench.report.Axis;
import io.tributary.bench.report.SvgChart;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Charts of a capture as SVG files: rates over time, swarm sizes, peers wanted, intervals kept. */
final class Plots
{
    private static final int POINTS_MAX = 500;
    private static final int NUM_WANTS_MAX = 12;
    private static final int WAIT_CLASSES_MAX = 20;
    private static final double MS_PER_SECOND = 1e3;

    private final TraceSummary summary;
    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    private Plots(final TraceSummary summary, final Path directory)
    {
        this.summary = summary;
        this.directory = directory;
    }

    /**
     * Write the charts of what there is something of.
     *
     * @param summary   of the capture.
     * @param directory made if need be.
     * @return the files.
     * @throws IOException when they cannot be written.
     */
    static List<Path> write(final TraceSummary summary, final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        final Plots plots = new Plots(summary, directory);
        plots.rates();
        plots.swarmSizes();
        plots.numWants();
        plots.waits();
        return plots.files;
    }

    private void write(final String name, final SvgChart chart) throws IOException
    {
        final Path file = directory.resolve(name);
        chart.write(file);
        files.add(file);
    }

    private void rates() throws IOException
    {
        final RateSeries series = summary.rates();
        final double lengthSec = (double)series.binCount() * series.widthSec();
        final SvgChart chart = SvgChart.ofLines(
            "Requests and TSUP packets over time", Axis.linear("time, s"), Axis.linear("per second"));
        for (final TraceSummary.Rate rate : TraceSummary.Rate.values())
        {
            final double[] rates = ReportText.columns(series.rates(rate.ordinal()), POINTS_MAX);
            if (Arrays.stream(rates).anyMatch((value) -> value > 0))
            {
                final double[] times = new double[rates.length];
                Arrays.setAll(times, (i) -> (i + 0.5) * lengthSec / rates.length);
                chart.line(rate.label(), times, rates);
            }
        }

        if (series.binCount() > 0)
        {
            write("rates.svg", chart);
        }
    }

    private void swarmSizes() throws IOException
    {
        final long[] classes = SwarmCensus.sizeClasses(summary.swarms().sizes());
        int last = classes.length - 1;
        while (last >= 0 && 0 == classes[last])
        {
            last--;
        }

        if (last >= 0)
        {
            final List<String> categories = new ArrayList<>();
            final double[] heights = new double[last + 1];
            for (int i = 0; i <= last; i++)
            {
                categories.add(String.format(Locale.ROOT, "%s+", shortened(1L << i)));
                heights[i] = classes[i];
            }
            write("swarm-sizes.svg", SvgChart.ofBars("Swarms by size", "peers seen, from", categories,
                Axis.linear("swarms")).bars("swarms", heights));
        }
    }

    private static String shortened(final long value)
    {
        return value >= 1 << 20 ? (value >> 20) + "Mi" : value >= 1 << 10 ? (value >> 10) + "Ki" : "" + value;
    }

    private void numWants() throws IOException
    {
        final List<Tally.Row> all = summary.announces().numWants().rows();
        final List<Tally.Row> rows = new ArrayList<>(all.subList(0, Math.min(NUM_WANTS_MAX, all.size())));
        rows.sort((left, right) -> Long.compare(left.value(), right.value()));
        if (!rows.isEmpty())
        {
            write("numwant.svg", SvgChart.ofBars(
                "Peers wanted, the most frequent values", "numwant; -1 leaves it to the tracker",
                rows.stream().map((row) -> Long.toString(row.value())).toList(), Axis.linear("announces"))
                .bars("announces", rows.stream().mapToDouble(Tally.Row::count).toArray()));
        }
    }

    /** Classes of the same width, chosen so that most of the distribution is shown; the last holds the rest. */
    private void waits() throws IOException
    {
        final Histogram waitsMs = summary.swarms().waitsMs();
        if (0 == waitsMs.getTotalCount())
        {
            return;
        }

        final double mostSec = Math.max(1, waitsMs.getValueAtPercentile(99) / MS_PER_SECOND);
        final double widthSec = roundUp(mostSec / (WAIT_CLASSES_MAX - 1));
        final int classes = (int)Math.min(WAIT_CLASSES_MAX, Math.floor(mostSec / widthSec) + 2);
        final double[] heights = new double[classes];
        waitsMs.recordedValues().forEach((value) -> heights[(int)Math.min(
            classes - 1, value.getValueIteratedTo() / MS_PER_SECOND / widthSec)] += value.getCountAtValueIteratedTo());
        final List<String> categories = new ArrayList<>();
        for (int i = 0; i < classes; i++)
        {
            categories.add(ReportText.number(i * widthSec).replace(",", ""));
        }
        write("interval-kept.svg", SvgChart.ofBars("Intervals kept by clients",
            "seconds between announces, from; the last class holds all longer ones", categories,
            Axis.linear("announces")).bars("announces", heights));
    }

    private static double roundUp(final double value)
    {
        final double magnitude = Math.pow(10, Math.floor(Math.log10(value)));
        for (final int factor : new int[]{1, 2, 5})
        {
            if (value <= factor * magnitude)
            {
                return factor * magnitude;
            }
        }

        return 10 * magnitude;
    }
}
