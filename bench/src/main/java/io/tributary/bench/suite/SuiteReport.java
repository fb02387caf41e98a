package io.tributary.bench.suite;

import io.tributary.bench.report.SvgChart;
import io.tributary.bench.report.Wanted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The report of one suite: verdicts first, then where others are ahead, then what is missing, then each part.
 */
final class SuiteReport
{
    private final SuiteSummary summary;
    private final List<PartPage> pages;

    SuiteReport(final SuiteSummary summary, final List<PartPage> pages)
    {
        this.summary = summary;
        this.pages = pages;
    }

    /** Write README.md, the charts and the summary. */
    void write(final Path folder) throws IOException
    {
        Files.writeString(folder.resolve("README.md"), markdown());
        for (final PartPage page : pages)
        {
            for (final Map.Entry<String, SvgChart> chart : page.charts().entrySet())
            {
                chart.getValue().write(folder.resolve(chart.getKey()));
            }
        }
        summary.write(folder);
    }

    String markdown()
    {
        final StringBuilder text = new StringBuilder();
        text.append("# Suite of ").append(summary.started(), 0, 10).append(", ").append(summary.scale());
        text.append("\n\n```\n").append(summary.command()).append("\n```\n\n");
        if (Scale.QUICK.label().equals(summary.scale()))
        {
            text.append("A quick suite: few repetitions and small stores. Its spreads are wide, and rare cases are ");
            text.append("not in it.\n\n");
        }
        verdicts(text);
        list(text, "Where another tracker is ahead", PartPage::behind,
            "Nowhere in what was measured." + (isMeasured(SuitePart.COMPARE) ? "" :
                " But nothing was measured beside other trackers."));
        list(text, "What failed", PartPage::problems, "");
        list(text, "What was left out", PartPage::leftOut, "");
        for (final PartPage page : pages)
        {
            if (!page.markdown().isEmpty())
            {
                text.append("## ").append(page.part.title).append("\n\n").append(page.markdown());
            }
        }
        text.append("## Machine and software\n\n");
        summary.machine().forEach((name, value) ->
            text.append("* ").append(name).append(": ").append(value).append('\n'));
        text.append("* commit: ").append(summary.commit());
        text.append(summary.dirty() ? ", with changes that no commit holds" : "").append('\n');
        text.append("\nFor programs: `summary.json`, and the raw results of each part in its directory.\n");
        return text.toString();
    }

    private void verdicts(final StringBuilder text)
    {
        text.append("## Verdicts\n\n| subject | wanted | measured | verdict |\n| --- | ---: | ---: | --- |\n");
        for (final Wanted wanted : Wanted.values())
        {
            final Optional<Figure> figure = summary.figure(wanted.key());
            text.append("| ").append(wanted.text()).append(" | ").append(wanted.boundText()).append(" | ")
                .append(figure.map(Figure::text).orElse("-")).append(" | ")
                .append(figure.map((found) -> verdict(wanted, found)).orElse("not measured")).append(" |\n");
        }
        text.append("\nThe median decides.\n\n");
    }

    private static String verdict(final Wanted wanted, final Figure figure)
    {
        if (!wanted.isMetBy(figure.median()))
        {
            return "**missed**";
        }
        return wanted.isMetBy(figure.min()) && wanted.isMetBy(figure.max()) ? "met" : "met, not each time";
    }

    private void list(
        final StringBuilder text,
        final String title,
        final Function<PartPage, List<String>> lines,
        final String otherwise)
    {
        final List<String> all = pages.stream().flatMap((page) -> lines.apply(page).stream()).toList();
        if (all.isEmpty() && otherwise.isEmpty())
        {
            return;
        }
        text.append("## ").append(title).append("\n\n");
        all.forEach((line) -> text.append("* ").append(line).append('\n'));
        text.append(all.isEmpty() ? otherwise + "\n" : "").append('\n');
    }

    private boolean isMeasured(final SuitePart part)
    {
        return pages.stream().anyMatch((page) -> part == page.part && !page.figures().isEmpty());
    }
}
