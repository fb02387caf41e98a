package io.tributary.bench.suite;

import io.tributary.bench.report.Distribution;
import io.tributary.bench.suite.Figure.Better;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportsIndexTest
{
    private static final String BEGIN = "<!-- bench: begin -->";
    private static final String END = "<!-- bench: end -->";

    @Test
    void shouldReplaceWhatLiesBetweenTheMarksOnly() throws IOException
    {
        assertThat(ReportsIndex.replace("# By hand\n\n" + BEGIN + "\nold\n" + END + "\n\n| row |\n", "new\n"))
            .isEqualTo("# By hand\n\n" + BEGIN + "\nnew\n" + END + "\n\n| row |\n");
    }

    @Test
    void shouldNotChangeAnythingTheSecondTime() throws IOException
    {
        final String once = ReportsIndex.replace("rows by hand", "new\n");

        assertThat(once).isEqualTo("rows by hand\n\n" + BEGIN + "\nnew\n" + END + "\n");
        assertThat(ReportsIndex.replace(once, "new\n")).isEqualTo(once);
    }

    @Test
    void shouldNotGuessWhereTheSectionEnds()
    {
        assertThatThrownBy(() -> ReportsIndex.replace("a\n" + BEGIN + "\nb\n", "new")).isInstanceOf(IOException.class)
            .hasMessageContaining("README.md: allowed is '" + BEGIN + "' before '" + END + "'");
        assertThatThrownBy(() -> ReportsIndex.replace(END + BEGIN, "new")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ReportsIndex.replace(END, "new")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadAllSummariesAndKeepRowsWrittenByHand(@TempDir final Path reports) throws IOException
    {
        Files.writeString(reports.resolve("README.md"), "| memory | [2026-11-22](x/README.md) | by hand |\n");
        write(reports, "2026-11-22-suite", "2026-11-22T10:00:00Z", 1.4);
        write(reports, "2026-11-22-suite-2", "2026-11-22T11:00:00Z", 1.1);
        Files.createDirectory(reports.resolve("2026-11-22-memory"));

        ReportsIndex.update(reports);

        assertThat(reports.resolve("README.md")).content()
            .contains("| memory | [2026-11-22](x/README.md) | by hand |\n")
            .contains("| beside opentracker | 1.10 × | ≥ 1.15 **missed** | 1.40 | **worse** by 21.4 % | " +
                "[2026-11-22-suite-2](2026-11-22-suite-2/README.md), full |")
            .doesNotContain("a detail");
    }

    private static void write(final Path reports, final String name, final String started, final double ratio)
        throws IOException
    {
        final Figure headline = Figure.of("compare/rate/opentracker", "beside opentracker", "×", Better.MORE,
            Distribution.of(ratio)).asHeadline();
        final Figure detail = Figure.of("detail", "a detail", "ns", Better.LESS, Distribution.of(1, 2, 3));
        final SuiteSummary summary = new SuiteSummary(name, started, "full", "bin/tributary bench", "c0ffee", true,
            Map.of("Model name", "x"), Map.of("compare", "measured"), List.of(headline, detail));
        summary.write(Files.createDirectory(reports.resolve(name)));
        assertThat(SuiteSummary.read(reports.resolve(name))).isEqualTo(summary);
    }
}
