package io.tributary.bench.suite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole suite over a runner that starts nothing and leaves canned results, or none. */
class SuiteTest
{
    @TempDir
    private Path reports;
    private final List<Step> steps = new ArrayList<>();

    private Suite suite(final boolean isReplayThere)
    {
        final Map<SuitePart, Part> parts = new EnumMap<>(SuitePart.class);
        parts.put(SuitePart.COMPARE, new ComparePart(Scale.QUICK, List.of()));
        parts.put(SuitePart.JMH, new JmhPart(List.of(new JmhRun("codec", "Codec", List.of("a=1"), 5),
            new JmhRun("request-path", "RequestPath", List.of(), 5)), List.of("-f", "1")));
        parts.put(SuitePart.REPLAY, new ReplayPart(Scale.QUICK, isReplayThere, List.of()));
        parts.put(SuitePart.SIMULATION, new SimulationPart(Scale.QUICK));
        return new Suite(parts, Scale.QUICK, "2026-01-02T03:04:05Z", "bin/tributary bench", Map.of(
            "commit", "c0ffee, with uncommitted changes"));
    }

    private SuiteRun run(final StepRunner runner) throws IOException
    {
        return new SuiteRun(Path.of("root"), Suite.newFolder(reports, "2026-01-02"), runner);
    }

    private static String option(final Step step, final String name)
    {
        return step.command().get(step.command().indexOf(name) + 1);
    }

    private int leaveResults(final Step step) throws IOException
    {
        steps.add(step);
        if (step.name().startsWith("replay-"))
        {
            Canned.copy("replay.json", Path.of(option(step, "--json")));
        }
        else if (step.command().contains("compare"))
        {
            final Path folder = Files.createDirectory(
                Path.of(option(step, "--reports")).resolve("2026-01-02-" + option(step, "--subject")));
            Canned.copy("linked".equals(step.name()) ? "linked.json" : "compare.json", folder.resolve("results.json"));
        }
        else if ("simulation".equals(step.name()))
        {
            final Path folder = Files.createDirectory(Path.of(option(step, "--report")));
            Canned.copy("claims.json", folder.resolve("claims.json"));
            Canned.copy("measurements.csv", folder.resolve("measurements.csv"));
            return 1;
        }
        else if (step.name().startsWith("jmh-"))
        {
            Canned.copy("jmh.json", Path.of(option(step, "-rff")));
        }
        return 0;
    }

    @Test
    void shouldWriteAReportOfAllParts() throws IOException
    {
        final SuiteRun run = run(this::leaveResults);

        assertThat(suite(true).run(run)).isEmpty();
        assertThat(run.folder.resolve("README.md")).content().contains("## Beside other trackers",
            "## Micro-benchmarks", "## Replay of a trace", "## The overlay in simulation", "compare/README.md");
        assertThat(run.folder.resolve("compare-rate.svg")).content().startsWith("<svg");
        assertThat(run.folder.resolve("compare/results.json")).exists();
        assertThat(run.folder.resolve("linked/results.json")).exists();
        final SuiteSummary summary = SuiteSummary.read(run.folder);
        assertThat(summary.commit()).isEqualTo("c0ffee");
        assertThat(summary.dirty()).isTrue();
        assertThat(summary.parts()).containsOnlyKeys("compare", "jmh", "replay", "simulation")
            .containsValue("measured").doesNotContainValue("failed");
        assertThat(summary.figure("replay/beside-live")).isPresent();
    }

    @Test
    void shouldGoOnWhenEverythingFails() throws IOException
    {
        final SuiteRun run = run((step) ->
        {
            steps.add(step);
            Files.writeString(step.log(reports.resolve("2026-01-02-suite")), "one\ntwo\n\nout of order\n");
            return "jmh-codec".equals(step.name()) ? StepRunner.TIMED_OUT : 2;
        });

        assertThat(suite(true).run(run)).hasSize(5)
            .contains("simulation: exit code 2; its last lines (all: simulation.log): one / two / out of order")
            .contains("jmh-codec: ended after 330 s; its last lines (all: jmh-codec.log): one / two / out of order");
        assertThat(steps).extracting(Step::name)
            .containsExactly("compare", "jmh-codec", "jmh-request-path", "trace-generate", "simulation");
        assertThat(run.folder.resolve("README.md")).content().contains("## What failed", "* compare: exit code 2");
        assertThat(run.folder.resolve("compare.log")).exists();
    }

    @Test
    void shouldNameAResultThatCannotBeRead() throws IOException
    {
        final SuiteRun run = run((step) ->
        {
            final int exit = leaveResults(step);
            if ("jmh-codec".equals(step.name()))
            {
                Files.writeString(Path.of(option(step, "-rff")), "");
            }
            return exit;
        });

        assertThat(suite(true).run(run)).containsExactly("jmh: codec.json: there is no result in it");
        assertThat(SuiteSummary.read(run.folder).figure("jmh/request-path/announce")).isPresent();
    }

    @Test
    void shouldSayThatThereIsNoReplay() throws IOException
    {
        final SuiteRun run = run(this::leaveResults);

        assertThat(suite(false).run(run)).isEmpty();
        assertThat(run.folder.resolve("README.md")).content()
            .contains("* replay of a trace: this program has no `trace generate` and `replay` yet")
            .doesNotContain("## Replay of a trace");
    }

    @Test
    void shouldNotLeaveATraceOrALog() throws IOException
    {
        final SuiteRun run = run((step) ->
        {
            Files.writeString(step.log(reports.resolve("2026-01-02-suite")), "fine");
            if ("trace-generate".equals(step.name()))
            {
                Files.writeString(Path.of(step.command().get(3)), "large");
            }
            return leaveResults(step);
        });
        suite(true).run(run);

        try (var files = Files.walk(run.folder))
        {
            assertThat(files.map(Path::toString)).noneMatch((name) -> name.endsWith(".pcapng"))
                .noneMatch((name) -> name.endsWith(".log"));
        }
    }

    @Test
    void shouldPassTheOptionsOfAStartOfJmh() throws IOException
    {
        suite(true).run(run(this::leaveResults));

        assertThat(steps.stream().filter((step) -> "jmh-codec".equals(step.name())).findFirst().orElseThrow().command())
            .containsSubsequence("io.tributary.bench.jmh.BenchmarkRunner", "Codec", "-f", "1", "-p", "a=1", "-rf",
                "json", "-rff");
    }

    @Test
    void shouldNeverWriteIntoAnOlderFolder() throws IOException
    {
        assertThat(Suite.newFolder(reports, "2026-01-02").getFileName()).hasToString("2026-01-02-suite");
        assertThat(Suite.newFolder(reports, "2026-01-02").getFileName()).hasToString("2026-01-02-suite-2");
    }
}
