package io.tributary.bench.jmh;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the JMH benchmarks, in the project's directory, on the JDK that this is started with:
 * <pre>
 *   java -cp bench/target/tributary.jar io.tributary.bench.jmh.BenchmarkRunner [JMH options]
 *
 *   ... BenchmarkRunner -l                                              all benchmarks
 *   ... BenchmarkRunner SwarmSize -p numWant=30 -rf json -rff out.json  one of them
 *   ... BenchmarkRunner RequestPath -f 1 -wi 3 -i 3                     a quick look
 * </pre>
 * Options are JMH's own ({@code -h}). What is not said is: 3 forks, 5 + 5 iterations of a second, average time in
 * nanoseconds. Forks get the JVM flags of {@code serve}, from {@code config/jvm} in the working directory or in
 * {@code -Dtributary.home}. The allocation profiler is always on: exit code 1 when a benchmark allocates, see
 * {@link AllocationLimit}. Keep iterations near a second, and other profilers off, where that is to be judged.
 */
public final class BenchmarkRunner
{
    static final int EXIT_OK = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_USAGE = 2;

    private static final String HOME_PROPERTY = "tributary.home";
    private static final int FIRST_WITH_UNSAFE_FLAGS = 24;
    private static final int FORKS = 3;
    private static final int ITERATIONS = 5;

    private BenchmarkRunner()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        System.exit(run(Path.of(System.getProperty(HOME_PROPERTY, "")), arguments));
    }

    static int run(final Path home, final String... arguments) throws IOException
    {
        try
        {
            final CommandLineOptions commandLine = new CommandLineOptions(arguments);
            if (isQuestion(commandLine))
            {
                return EXIT_OK;
            }
            final String refusal = refusal(commandLine);
            if (null != refusal)
            {
                return fail(EXIT_USAGE, refusal);
            }

            final Collection<RunResult> results = new Runner(options(commandLine, jvmFlags(home)).build()).run();
            final List<String> violations = AllocationLimit.violations(results);
            violations.forEach(System.err::println);
            return violations.isEmpty() ? EXIT_OK : EXIT_FAILED;
        }
        catch (final CommandLineOptionException | IllegalArgumentException ex)
        {
            return fail(EXIT_USAGE, ex.getMessage());
        }
        catch (final NoBenchmarksException ex)
        {
            return fail(EXIT_USAGE, String.join(" ", arguments) + ": no benchmark has such a name; -l lists them all");
        }
        catch (final RunnerException ex)
        {
            return fail(EXIT_FAILED, ex.toString());
        }
    }

    /** The argument files that {@code bin/tributary serve} starts with on this JDK. */
    static List<String> jvmFlags(final Path home)
    {
        final boolean isNew = Runtime.version().feature() >= FIRST_WITH_UNSAFE_FLAGS;
        final List<String> flags = new ArrayList<>();
        for (final String name : List.of("common.flags", isNew ? "25.flags" : "17.flags", "serve.flags"))
        {
            final Path file = home.toAbsolutePath().resolve("config").resolve("jvm").resolve(name);
            if (!Files.isReadable(file))
            {
                throw new IllegalArgumentException(file + " cannot be read: run in the project's directory, or name " +
                    "it with -D" + HOME_PROPERTY + "=DIR");
            }
            flags.add("@" + file);
        }
        return flags;
    }

    private static String refusal(final CommandLineOptions commandLine)
    {
        if (commandLine.getJvm().hasValue())
        {
            return "-jvm: the JVM flags depend on the JDK; start BenchmarkRunner with that one";
        }
        if (0 == commandLine.getForkCount().orElse(FORKS))
        {
            return "-f 0: only forks get the JVM flags; allowed is 1 or more";
        }
        return null;
    }

    private static boolean isQuestion(final CommandLineOptions commandLine) throws IOException
    {
        if (commandLine.shouldHelp())
        {
            commandLine.showHelp();
        }
        else if (commandLine.shouldListProfilers())
        {
            commandLine.listProfilers();
        }
        else if (commandLine.shouldListResultFormats())
        {
            commandLine.listResultFormats();
        }
        else if (commandLine.shouldListWithParams())
        {
            new Runner(commandLine).listWithParams(commandLine);
        }
        else if (commandLine.shouldList())
        {
            new Runner(commandLine).list();
        }
        else
        {
            return false;
        }
        return true;
    }

    private static ChainedOptionsBuilder options(final CommandLineOptions commandLine, final List<String> jvmFlags)
    {
        final List<String> jvmArgs = new ArrayList<>(jvmFlags);
        jvmArgs.addAll(commandLine.getJvmArgs().orElse(List.of()));
        final TimeValue second = TimeValue.seconds(1);
        final ChainedOptionsBuilder builder = new OptionsBuilder()
            .parent(commandLine)
            .jvmArgs(jvmArgs.toArray(new String[0]))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .forks(commandLine.getForkCount().orElse(FORKS))
            .warmupIterations(commandLine.getWarmupIterations().orElse(ITERATIONS))
            .warmupTime(commandLine.getWarmupTime().orElse(second))
            .measurementIterations(commandLine.getMeasurementIterations().orElse(ITERATIONS))
            .measurementTime(commandLine.getMeasurementTime().orElse(second))
            .timeUnit(commandLine.getTimeUnit().orElse(TimeUnit.NANOSECONDS));
        if (commandLine.getBenchModes().isEmpty())
        {
            builder.mode(Mode.AverageTime);
        }
        return builder;
    }

    private static int fail(final int exitCode, final String message)
    {
        System.err.println("BenchmarkRunner: " + message);
        return exitCode;
    }
}
