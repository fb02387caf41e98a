package io.tributary.bench.compare;

import io.tributary.bench.load.LatencySummary;
import io.tributary.bench.load.LoadResult;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class CompareReportTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    private final Comparison comparison = new Comparison();

    @Test
    void shouldJudgeTheMedianOfTheRatiosOfEachRound()
    {
        add("tributary-25", 1, 100_000, 4.0);
        add("opentracker", 1, 50_000, 8.0);
        add("tributary-25", 2, 200_000, 4.0);
        add("opentracker", 2, 180_000, 4.0);
        add("tributary-25", 3, 100_000, 4.0);
        add("opentracker", 3, 80_000, 5.0);

        assertThat(comparison.ratio("opentracker", "tributary-25", Measurement::cpuUs))
            .isEqualTo(new Spread(1.0, 1.25, 2.0));
        assertThat(report().markdown())
            .contains("| CPU per response, opentracker ÷ tributary-25 | ≥ 1.20 | 1.25 (1.00 to 2.00) | met |")
            .contains("| responses/s, tributary-25 ÷ opentracker | ≥ 1.15 | 1.25 (1.11 to 2.00) | met |")
            .contains("Median of 3 rounds")
            .doesNotContain("aquatic-mio");
    }

    @Test
    void shouldSayWhatIsMissed()
    {
        add("tributary-17", 1, 90_000, 9.0);
        add("tributary-25", 1, 90_000, 9.0);
        add("echo", 1, 100_000, 4.5);

        assertThat(report().markdown())
            .contains("| CPU per response, tributary-25 ÷ echo | ≤ 1.30 | 2.00 | **missed** |")
            .contains("| resident bytes per peer, tributary-25 | ≤ 60.00 | 50.00 | met |");
    }

    @Test
    void shouldDoubtAServerThatWasNotSaturated()
    {
        add("echo", 1, 100_000, 4.5);

        assertThat(report().markdown()).contains("* echo used only 45 % of its core");
    }

    @Test
    void shouldWriteAFolderAndNeverOverwriteIt(@TempDir final Path reports) throws IOException
    {
        add("echo", 1, 100_000, 9.9);
        final Histogram latencies = new Histogram(3);
        latencies.recordValue(123_000);

        final Path first = report().write(reports, Map.of("echo", latencies));
        final Path second = report().write(reports, Map.of());

        assertThat(first.getFileName()).hasToString("2026-11-22-canned");
        assertThat(second.getFileName()).hasToString("2026-11-22-canned-2");
        assertThat(first.resolve("echo.hgrm")).content().contains("123.");
        assertThat(first.resolve("results.json")).content().contains("\"cpuUs\" : 9.9", "\"round\" : 1");
        assertThat(first.resolve("README.md")).content().contains("a machine", "the echo", "bin/tributary compare");
        assertThat(Files.list(reports)).hasSize(2);
    }

    @Test
    void shouldShowTheRunsUnderTheRivalsGenerator()
    {
        add("echo", 1, 100_000, 9.9);
        final CompareReport report =
            new CompareReport(facts(), comparison, List.of(new CrossCheck("echo", 123_456, 7, 3.21)));

        assertThat(report.markdown()).contains("| echo | 123,456 | 7 | 3.21 |");
    }

    @Test
    void shouldSetLinkedTrackersBesideThoseWithout()
    {
        add("tributary-25", 1, 100_000, 8.0);
        add("tributary-25-linked", 1, 96_000, 8.5, link(2_000, 1_900), link(1_990, 2_400));

        assertThat(report().markdown())
            .contains("| responses/s, tributary-25-linked ÷ tributary-25 | ≥ 0.95 | 0.96 | met |")
            .contains("| tributary-25-linked | 2 | 1,990 | 3 | 0 | 1,900 | 0.0 | 7 |");
    }

    private static LinkTraffic link(final long accepted, final long sent)
    {
        return new LinkTraffic("a link", true, accepted, 3, 0, sent, 0, 7);
    }

    private CompareReport report()
    {
        return new CompareReport(facts(), comparison, List.of());
    }

    private static ReportFacts facts()
    {
        return new ReportFacts(
            "2026-11-22", "canned", "bin/tributary compare", "some load",
            Map.of("Model name", "a machine"), Map.of("echo", "the echo"));
    }

    private void add(
        final String name,
        final int round,
        final int responses,
        final double cpuUs,
        final LinkTraffic... links)
    {
        final LatencySummary latency = new LatencySummary(1, 1, 1, 1, 1, 1);
        final LoadResult load = new LoadResult(
            1, responses, 0, 20,
            Map.of("announce", new LoadResult.KindResult(responses, responses, 0, responses, latency)),
            latency, Map.of(), 0, 0, 0, 0, 0);
        final long cpuNs = Math.round(cpuUs * 1_000 * responses);
        final ProcessUsage usage = new ProcessUsage(cpuNs / 4, cpuNs - cpuNs / 4, cpuNs, SECOND_NS);
        comparison.add(new Measurement(name, round, load, usage, 1_000_000, 6_000_000, 100_000, List.of(links)));
    }
}
