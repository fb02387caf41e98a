package io.tributary.bench.simulation;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class OverlayReportTest
{
    private final ReportPage page = new ReportPage((text) ->
    {
    });

    @Test
    void shouldSayOfEachBoundWhetherItIsKept()
    {
        page.claim("packets", "n(n-1)", "12", true);
        page.claim("bytes", "<= 20", "73", false);
        page.claim("moved", "few", "0", null);
        assertThat(OverlayReport.markdown(page, "2026-01-02", "bin/tributary simulate --report d", Map.of("CPU", "x")))
            .contains("| packets | n(n-1) | 12 | yes |", "| bytes | <= 20 | 73 | **no** |", "| moved | few | 0 | - |",
                "bin/tributary simulate --report d", "2026-01-02", "* CPU: x");
    }

    @Test
    void shouldWriteTablesAndRawValues()
    {
        page.part("rounds", "Rounds");
        page.head("trackers", "packets");
        page.row("2", "3");
        page.datum("mesh", 2, 7, "updates", 3);
        page.datum("mesh", 2, 7, "bytes", 1.5);
        assertThat(page.markdown()).contains("## Rounds", "| trackers | packets |\n| --- | ---: |\n| 2 | 3 |\n");
        assertThat(page.csv()).isEqualTo(
            ReportPage.CSV_HEAD + "\nrounds,mesh,2,7,updates,3\nrounds,mesh,2,7,bytes,1.50000\n");
    }
}
