package io.tributary.bench.simulation;

import io.tributary.bench.compare.MachineFacts;
import io.tributary.bench.compare.Programs;
import io.tributary.bench.load.ProgressLine;
import io.tributary.tracker.command.SubCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code simulate}: the overlay in virtual time, one seed or many.
 */
@Command(
    name = "simulate",
    description = {
        "Run the overlay in simulation: real trackers, virtual time, a faulty network, clients that come and go.",
        "Everything follows from a seed; a failure prints the one that repeats it."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all seeds passed, all bounds kept", "1:a seed failed, or a bound is not kept", "2:wrong usage"})
public final class SimulateCommand implements SubCommand
{
    private static final int EXIT_FAILURE = 1;
    private static final long REPORT_SEED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
        description = "run so many, one after the other (default: ${DEFAULT-VALUE})")
    private long seeds;

    @Option(names = "--seed", paramLabel = "S",
        description = "the first of them, decimal or 0x hexadecimal (default: drawn; with --report 1)")
    private String seed;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "seeds that run at a time (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--minutes", paramLabel = "M",
        description = "begin no seed after so many minutes")
    private Integer minutes;

    @Option(names = "--report", paramLabel = "DIRECTORY",
        description = "measure instead, against formulas and bounds, and write README.md, measurements.csv and charts")
    private Path report;

    @Option(names = "--quick", description = "with --report: measure less, in less than a minute")
    private boolean isQuick;

    @Override
    public Integer call() throws IOException
    {
        final long first = first();
        if (null != report)
        {
            return report(first);
        }
        if (isQuick)
        {
            throw new ParameterException(spec.commandLine(), "--quick: allowed is only with --report");
        }
        require("seeds", seeds >= 1, seeds, "1 or more");
        require("threads", threads >= 1, threads, "1 or more");
        require("minutes", null == minutes || minutes >= 1, minutes, "1 or more");

        final SeedRunner runner = new SeedRunner(OverlaySimulation::run, ProgressLine.ofStandardError());
        System.out.printf("seeds 0x%x to 0x%x%n", first, first + seeds - 1);
        runner.run(first, seeds, threads, null == minutes ? Long.MAX_VALUE / 2 : TimeUnit.MINUTES.toNanos(minutes));
        for (final SimulationFailure failure : runner.failures())
        {
            System.out.printf("%nFAILED, seed 0x%x: %s%n", failure.seed(), failure.getMessage());
            if (null != failure.getCause())
            {
                failure.getCause().printStackTrace(System.out);
            }
        }
        System.out.println(runner.summary());
        return runner.failures().isEmpty() ? 0 : EXIT_FAILURE;
    }

    private int report(final long first) throws IOException
    {
        if (Files.exists(report) && !(Files.isDirectory(report) && isEmpty(report)))
        {
            throw new ParameterException(
                spec.commandLine(), "--report " + report + ": allowed is a new or empty directory");
        }
        final ReportScale scale = isQuick ? ReportScale.quick(first) : ReportScale.full(first);
        final OverlayReport measured = new OverlayReport(scale, System.err::println).measure();
        measured.write(report, LocalDate.now().toString(),
            "bin/tributary " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
            MachineFacts.gather(Programs.root()));
        return measured.isKept() ? 0 : EXIT_FAILURE;
    }

    private static boolean isEmpty(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.findAny().isEmpty();
        }
    }

    private long first()
    {
        if (null == seed)
        {
            return null != report ? REPORT_SEED : new SecureRandom().nextInt(Integer.MAX_VALUE);
        }
        try
        {
            return seed.startsWith("0x") ? Long.parseUnsignedLong(seed.substring(2), 16) : Long.parseLong(seed);
        }
        catch (final NumberFormatException ex)
        {
            throw new ParameterException(spec.commandLine(),
                "--seed " + seed + ": allowed is a number, decimal or 0x hexadecimal", ex);
        }
    }

    private void require(final String option, final boolean isMet, final Number value, final String allowed)
    {
        if (!isMet)
        {
            throw new ParameterException(
                spec.commandLine(), "--" + option + " " + value + ": allowed is " + allowed);
        }
    }
}
