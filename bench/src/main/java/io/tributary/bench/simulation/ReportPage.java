package io.tributary.bench.simulation;

import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the parts of the report are written on: text and tables as Markdown, claims with their verdicts, charts, and
 * every single measurement as a line of CSV.
 */
final class ReportPage
{
    static final String CSV_HEAD = "part,variant,trackers,seed,metric,value";

    private final StringBuilder markdown = new StringBuilder();
    private final List<Claim> claims = new ArrayList<>();
    private final Map<String, SvgChart> charts = new LinkedHashMap<>();
    private final StringBuilder csv = new StringBuilder();
    private final Consumer<String> progress;
    private String part = "";

    /** Something that has to hold, or a number without a bound, and what was found. */
    record Claim(String subject, String bound, String measured, Boolean isMet)
    {
        String verdict()
        {
            return null == isMet ? "-" : isMet ? "yes" : "**no**";
        }
    }

    ReportPage(final Consumer<String> progress)
    {
        this.progress = progress;
    }

    void part(final String name, final String title)
    {
        part = name;
        markdown.append("\n## ").append(title).append("\n\n");
    }

    void text(final String paragraph)
    {
        markdown.append(paragraph.strip()).append("\n\n");
    }

    void head(final String... cells)
    {
        row(cells);
        markdown.append("| --- ").append("| ---: ".repeat(cells.length - 1)).append("|\n");
    }

    void row(final String... cells)
    {
        for (final String cell : cells)
        {
            markdown.append("| ").append(cell).append(' ');
        }
        markdown.append("|\n");
    }

    void endTable()
    {
        markdown.append('\n');
    }

    /**
     * Record a claim; it also goes to the table at the top of the report.
     *
     * @param subject  what it is about.
     * @param bound    formula or bound, in words.
     * @param measured what was found.
     * @param isMet    whether that keeps the bound; null when there is none.
     */
    void claim(final String subject, final String bound, final String measured, final Boolean isMet)
    {
        claims.add(new Claim(subject, bound, measured, isMet));
    }

    void chart(final String name, final String description, final SvgChart chart)
    {
        charts.put(name + ".svg", chart);
        markdown.append("![").append(description).append("](").append(name).append(".svg)\n\n");
    }

    void datum(
        final String variant, final int trackers, final long seed, final String metric, final double value)
    {
        csv.append(String.join(",", part, variant, Integer.toString(trackers), Long.toString(seed), metric,
            number(value))).append('\n');
    }

    void progress(final String what)
    {
        progress.accept(part + ": " + what);
    }

    /** Whole numbers without decimals, others with six significant ones. */
    private static String number(final double value)
    {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) :
            String.format(Locale.ROOT, "%.6g", value);
    }

    List<Claim> claims()
    {
        return claims;
    }

    Map<String, SvgChart> charts()
    {
        return charts;
    }

    String markdown()
    {
        return markdown.toString();
    }

    String csv()
    {
        return CSV_HEAD + "\n" + csv;
    }
}
