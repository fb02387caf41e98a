package io.tributary.bench.simulation;

import io.tributary.bench.load.ResultFiles;
import io.tributary.bench.report.SvgChart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the overlay in simulation and writes a folder: README.md with every bound and whether it is kept,
 * measurements.csv with every single value, claims.json with the bounds for programs, charts. The same for the same
 * seed, but for the facts about the machine.
 */
final class OverlayReport
{
    private final ReportPage page;
    private final ReportScale scale;

    OverlayReport(final ReportScale scale, final Consumer<String> progress)
    {
        this.scale = scale;
        this.page = new ReportPage(progress);
    }

    OverlayReport measure()
    {
        new RoundPackets(page, scale.seed()).run();
        new ConvergenceTimes(page, scale).run();
        new MandateBalance(page, scale).run();
        new WireCost(page, scale.seed()).run();
        new Outages(page, scale).run();
        new Growth(page, scale).run();
        return this;
    }

    /** Whether every bound is kept. */
    boolean isKept()
    {
        return page.claims().stream().noneMatch((claim) -> Boolean.FALSE.equals(claim.isMet()));
    }

    /**
     * Write everything.
     *
     * @param folder  new or empty.
     * @param date    of the day, ISO.
     * @param command line that produced it.
     * @param machine facts about machine and software.
     */
    void write(final Path folder, final String date, final String command, final Map<String, String> machine)
        throws IOException
    {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("README.md"), markdown(page, date, command, machine));
        Files.writeString(folder.resolve("measurements.csv"), page.csv());
        ResultFiles.writeJson(page.claims(), folder.resolve("claims.json"));
        for (final Map.Entry<String, SvgChart> chart : page.charts().entrySet())
        {
            chart.getValue().write(folder.resolve(chart.getKey()));
        }
    }

    static String markdown(
        final ReportPage page, final String date, final String command, final Map<String, String> machine)
    {
        final StringBuilder text = new StringBuilder();
        text.append("# The overlay in simulation, ").append(date).append("\n\n```\n").append(command).append("\n```\n");
        text.append("""

            Real trackers and stores, virtual time, one thread; everything follows from the seed, so the same command
            on the same commit prints the same numbers on any machine.

            | subject | formula or bound | measured | kept |
            | --- | --- | --- | --- |
            """);
        for (final ReportPage.Claim claim : page.claims())
        {
            text.append("| ").append(claim.subject()).append(" | ").append(claim.bound()).append(" | ")
                .append(claim.measured()).append(" | ").append(claim.verdict()).append(" |\n");
        }
        text.append(page.markdown());
        text.append("## Machine and software\n\n");
        machine.forEach((name, value) -> text.append("* ").append(name).append(": ").append(value).append('\n'));
        return text.append("\nRaw: `measurements.csv`, `claims.json`.\n").toString();
    }
}
