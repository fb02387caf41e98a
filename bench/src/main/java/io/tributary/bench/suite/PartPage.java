package io.tributary.bench.suite;

import io.tributary.bench.report.SvgChart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a part of the suite is written on: its section of the report, its figures, what went wrong, and where another
 * tracker is ahead.
 */
final class PartPage
{
    final SuitePart part;
    private final StringBuilder markdown = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private final Map<String, SvgChart> charts = new LinkedHashMap<>();

    PartPage(final SuitePart part)
    {
        this.part = part;
    }

    void text(final String paragraph)
    {
        markdown.append(paragraph.strip()).append("\n\n");
    }

    void subtitle(final String title)
    {
        markdown.append("### ").append(title).append("\n\n");
    }

    void head(final String... cells)
    {
        row(cells);
        markdown.append("| --- ").append("| ---: ".repeat(cells.length - 1)).append("|\n");
    }

    void row(final String... cells)
    {
        markdown.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    void endTable()
    {
        markdown.append('\n');
    }

    void chart(final String name, final String description, final SvgChart chart)
    {
        charts.put(name + ".svg", chart);
        markdown.append("![").append(description).append("](").append(name).append(".svg)\n\n");
    }

    /** A figure without a value is none. */
    void figure(final Figure figure)
    {
        if (Double.isFinite(figure.median()))
        {
            figures.add(figure);
        }
    }

    /** Something failed; the suite ends with an exit code that says so. */
    void problem(final String what)
    {
        problems.add(what);
    }

    /** Something was not measured, and that is no failure. */
    void leaveOut(final String what)
    {
        leftOut.add(what);
    }

    /** Another tracker is ahead in something. */
    void behind(final String what)
    {
        behind.add(what);
    }

    String markdown()
    {
        return markdown.toString();
    }

    List<Figure> figures()
    {
        return figures;
    }

    List<String> problems()
    {
        return problems;
    }

    List<String> leftOut()
    {
        return leftOut;
    }

    List<String> behind()
    {
        return behind;
    }

    Map<String, SvgChart> charts()
    {
        return charts;
    }

    String status()
    {
        return !problems.isEmpty() ? "failed" : !figures.isEmpty() ? "measured" : "left out";
    }
}
