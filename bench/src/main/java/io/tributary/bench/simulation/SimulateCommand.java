package io.tributary.bench.simulation;

import io.tributary.bench.load.ProgressLine;
import io.tributary.tracker.command.SubCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

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
    exitCodeList = {"0:all seeds passed", "1:a seed failed", "2:wrong usage"})
public final class SimulateCommand implements SubCommand
{
    private static final int EXIT_FAILURE = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
        description = "run so many, one after the other (default: ${DEFAULT-VALUE})")
    private long seeds;

    @Option(names = "--seed", paramLabel = "S",
        description = "the first of them, decimal or 0x hexadecimal (default: drawn)")
    private String seed;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "seeds that run at a time (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--minutes", paramLabel = "M",
        description = "begin no seed after so many minutes")
    private Integer minutes;

    @Override
    public Integer call()
    {
        final long first = first();
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

    private long first()
    {
        if (null == seed)
        {
            return new SecureRandom().nextInt(Integer.MAX_VALUE);
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
