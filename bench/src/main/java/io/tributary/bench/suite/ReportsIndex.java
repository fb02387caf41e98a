package io.tributary.bench.suite;

import io.tributary.bench.report.Wanted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The overview of all reports. Of its file only what lies between two marks is written here; people write the rest.
 */
final class ReportsIndex
{
    static final String BEGIN = "<!-- bench: begin -->";
    static final String END = "<!-- bench: end -->";
    static final String FILE = "README.md";

    private static final String NEW_FILE = "# Performance reports\n\n" + BEGIN + "\n" + END + "\n";
    private static final String INTRODUCTION = """
        ## The newest figure of each kind

        Written by `bin/tributary bench`; what stands between the marks in this file is written anew each time. Medians,
        with the extremes. *Before*: the medians of earlier suites of the same scale on the same kind of machine, the
        newest first. A change is named only where the two spreads have nothing in common.

        """;

    private ReportsIndex()
    {
    }

    /** Write the section anew, from all suites that lie beside it. */
    static void update(final Path reports) throws IOException
    {
        final Path file = reports.resolve(FILE);
        final String text = Files.exists(file) ? Files.readString(file) : NEW_FILE;
        Files.writeString(file, replace(text, section(Trend.of(SuiteSummary.readAll(reports)))));
    }

    static String section(final List<Trend> trends)
    {
        final StringBuilder text = new StringBuilder(INTRODUCTION);
        text.append("| figure | newest | wanted | before | trend | suite |\n");
        text.append("| --- | ---: | ---: | ---: | --- | --- |\n");
        for (final Trend trend : trends)
        {
            if (trend.newest().headline())
            {
                text.append("| ").append(trend.newest().subject()).append(" | ").append(trend.newest().text())
                    .append(" | ").append(wanted(trend.newest())).append(" | ").append(trend.previousText())
                    .append(" | ").append(trend.text()).append(" | [").append(trend.suite().name()).append("](")
                    .append(trend.suite().name()).append("/README.md), ").append(trend.suite().scale())
                    .append(" |\n");
            }
        }
        return text.toString();
    }

    /**
     * Replace what lies between the marks; without marks, append it between new ones.
     *
     * @throws IOException if there is one mark, or they are in the wrong order.
     */
    static String replace(final String text, final String section) throws IOException
    {
        final int begin = text.indexOf(BEGIN);
        final int end = text.indexOf(END);
        final String marked = BEGIN + "\n" + section + END;
        if (begin < 0 && end < 0)
        {
            return text + (text.endsWith("\n") ? "\n" : "\n\n") + marked + "\n";
        }
        if (begin < 0 || end < begin)
        {
            throw new IOException(FILE + ": allowed is '" + BEGIN + "' before '" + END + "', or neither of them");
        }
        return text.substring(0, begin) + marked + text.substring(end + END.length());
    }

    private static String wanted(final Figure figure)
    {
        return Arrays.stream(Wanted.values()).filter((wanted) -> wanted.key().equals(figure.key()))
            .map((wanted) -> wanted.boundText() + (wanted.isMetBy(figure.median()) ? "" : " **missed**"))
            .collect(Collectors.joining());
    }
}
