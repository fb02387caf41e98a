package io.tributary.bench.suite;

import io.tributary.bench.compare.MachineFacts;
import io.tributary.bench.compare.Programs;
import io.tributary.bench.load.ProgressLine;
import io.tributary.tracker.command.SubCommand;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code bench}: everything that can be measured, into one dated folder.
 */
@Command(
    name = "bench",
    description = {
        "Run the micro-benchmarks, the comparison with other trackers, the replay of a trace and the simulation of",
        "the overlay. Writes a dated folder with a report, charts and raw results, and the overview of all reports."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:measured; bounds may be missed, the report says which", "1:something failed, the report says what",
        "2:wrong usage"})
public final class BenchCommand implements SubCommand
{
    private static final int EXIT_FAILURE = 1;
    private static final int DATE_LENGTH = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick",
        description = "less than a quarter of an hour on two cores, instead of hours; spreads are wider")
    private boolean isQuick;

    @Option(names = "--only", paramLabel = "PART", split = ",",
        description = "only these parts: compare, jmh, replay, simulation (default: all)")
    private final List<String> only = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR",
        description = "directory of all reports; its README.md is brought up to date (default: perf-reports)")
    private Path out;

    @Option(names = "--jmh-runs", paramLabel = "NAME", split = ",", hidden = true,
        description = "only these starts of JMH")
    private final List<String> jmhRuns = new ArrayList<>();

    @Option(names = "--jmh-options", paramLabel = "OPTIONS", hidden = true, defaultValue = "",
        description = "options of JMH, one word with blanks, in place of forks, iterations and times")
    private String jmhOptions;

    @Option(names = "--compare-options", paramLabel = "OPTIONS", hidden = true, defaultValue = "",
        description = "options of compare, one word with blanks, in place of runs and times")
    private String compareOptions;

    @Option(names = "--replay-options", paramLabel = "OPTIONS", hidden = true, defaultValue = "",
        description = "further options of replay, one word with blanks")
    private String replayOptions;

    @Override
    public Integer call() throws IOException
    {
        final Scale scale = isQuick ? Scale.QUICK : Scale.FULL;
        final Map<SuitePart, Part> parts = parts(scale);
        final Path root = Programs.root();
        final Path reports = (null == out ? root.resolve("perf-reports") : out).toAbsolutePath();
        if (Files.exists(reports) && !Files.isDirectory(reports))
        {
            throw new ParameterException(spec.commandLine(), "--out " + out + ": allowed is a directory");
        }

        final String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final Suite suite = new Suite(parts, scale, started,
            "bin/tributary " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
            MachineFacts.gather(root));
        final Path folder = Suite.newFolder(reports, started.substring(0, DATE_LENGTH));
        final SuiteProgress progress = new SuiteProgress(
            System.err, ProgressLine.ofStandardError(), SystemNanoClock.INSTANCE, suite.estimateSec());
        final List<String> problems = suite.run(
            new SuiteRun(root, folder, new ProcessSteps(root, folder, SystemNanoClock.INSTANCE, progress)));
        ReportsIndex.update(reports);
        return close(folder, problems);
    }

    /** What is asked for, in the order of the report. */
    Map<SuitePart, Part> parts(final Scale scale)
    {
        final Map<SuitePart, Part> parts = new EnumMap<>(SuitePart.class);
        final List<String> names = Arrays.stream(SuitePart.values()).map(BenchCommand::name).toList();
        require("--only", only, names);
        require("--jmh-runs", jmhRuns, JmhPlan.names());
        for (final SuitePart part : SuitePart.values())
        {
            if (only.isEmpty() || only.contains(name(part)))
            {
                parts.put(part, part(part, scale));
            }
        }
        return parts;
    }

    private Part part(final SuitePart part, final Scale scale)
    {
        return switch (part)
        {
            case COMPARE -> new ComparePart(scale, words(compareOptions));
            case JMH -> new JmhPart(
                JmhPlan.of(scale).stream()
                    .filter((run) -> jmhRuns.isEmpty() || jmhRuns.contains(run.name())).toList(),
                jmhOptions.isBlank() ? scale.choose(JmhPlan.QUICK_OPTIONS, JmhPlan.FULL_OPTIONS) : words(jmhOptions));
            case REPLAY -> new ReplayPart(
                scale, hasCommand("replay") && hasCommand("trace", "generate"), words(replayOptions));
            case SIMULATION -> new SimulationPart(scale);
        };
    }

    private int close(final Path folder, final List<String> problems)
    {
        final PrintWriter err = spec.commandLine().getErr();
        problems.forEach((problem) -> err.println("bench: failed: " + problem));
        err.flush();
        final PrintWriter standardOut = spec.commandLine().getOut();
        standardOut.println(folder);
        standardOut.flush();
        return problems.isEmpty() ? 0 : EXIT_FAILURE;
    }

    private void require(final String option, final List<String> asked, final List<String> allowed)
    {
        for (final String name : asked)
        {
            if (!allowed.contains(name))
            {
                throw new ParameterException(spec.commandLine(),
                    option + " " + name + ": allowed are " + String.join(", ", allowed));
            }
        }
    }

    /** Whether this program has a command, or a command of a command. */
    private boolean hasCommand(final String... path)
    {
        CommandLine commandLine = spec.root().commandLine();
        for (final String name : path)
        {
            commandLine = null == commandLine ? null : commandLine.getSubcommands().get(name);
        }
        return null != commandLine;
    }

    private static List<String> words(final String text)
    {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static String name(final SuitePart part)
    {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
