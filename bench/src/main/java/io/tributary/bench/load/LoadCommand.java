package io.tributary.bench.load;

import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * {@code load}: sends a modelled load to any UDP tracker and reports what came back.
 */
@Command(
    name = "load",
    description = "Send a modelled load to a UDP tracker and measure its answers.",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:the tracker did not answer, or a file could not be written", "2:wrong usage"})
public class LoadCommand implements Callable<Integer>
{
    private static final long SLICE_NS = 1_000_000_000L;
    private static final long CONNECT_TIMEOUT_NS = 5_000_000_000L;
    private static final int EXIT_FAILURE = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--target", paramLabel = "HOST:PORT", required = true,
        description = "the tracker, for example 127.0.0.1:6969 or [::1]:6969")
    private String target;

    @Option(names = "--rate", paramLabel = "N",
        description = "open loop: send N requests/s whatever comes back, measure latency from the intended time. " +
            "Without it a closed loop: each answer makes room for the next request")
    private double ratePerSecond;

    @Option(names = "--window", paramLabel = "N",
        description = "unanswered requests allowed on each socket (default: 16, with --rate 1024)")
    private Integer window;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s",
        description = "of the measurement (default: ${DEFAULT-VALUE})")
    private String duration;

    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "5s",
        description = "the same load before it, not measured (default: ${DEFAULT-VALUE})")
    private String warmUp;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "1s",
        description = "after which a request counts as lost (default: ${DEFAULT-VALUE})")
    private String timeout;

    @Option(names = "--no-fill",
        description = "do not first let every peer announce once")
    private boolean isFillSkipped;

    @Mixin
    private LoadOptions options;

    @Option(names = "--json", paramLabel = "FILE",
        description = "write the result as JSON, - for standard output instead of the text")
    private Path json;

    @Option(names = "--hgrm", paramLabel = "FILE",
        description = "write the latencies as an HdrHistogram percentile distribution, in microseconds")
    private Path histogram;

    private final ProgressLine progress = ProgressLine.ofStandardError();

    @Override
    public Integer call()
    {
        final LoadPlan plan;
        final long warmUpNs;
        final long durationNs;
        try
        {
            plan = plan();
            warmUpNs = Durations.parseNs("warmup", warmUp);
            durationNs = Durations.parseNs("duration", duration);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }

        try (LoadGenerator generator = generator(plan))
        {
            return measure(generator, warmUpNs, durationNs);
        }
        catch (final IOException ex)
        {
            progress.clear();
            System.err.println("load to " + target + " failed: " + ex);
            return EXIT_FAILURE;
        }
    }

    private LoadPlan plan()
    {
        final InetSocketAddress address = HostAndPort.parse(target);
        final int usualWindow = ratePerSecond > 0 ? Pace.OPEN_LOOP_WINDOW : Pace.CLOSED_LOOP_WINDOW;
        return new LoadPlan(
            address,
            options.population(address),
            options.mix(),
            new Pace(
                ratePerSecond,
                null == window ? usualWindow : window,
                Durations.parseNs("timeout", timeout)));
    }

    private LoadGenerator generator(final LoadPlan plan) throws IOException
    {
        try
        {
            return new LoadGenerator(plan, SystemNanoClock.INSTANCE);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private int measure(final LoadGenerator generator, final long warmUpNs, final long durationNs)
        throws IOException
    {
        if (!generator.connect(CONNECT_TIMEOUT_NS))
        {
            System.err.println("no tracker answers at " + target);
            return EXIT_FAILURE;
        }
        while (!isFillSkipped && !generator.fill(SLICE_NS))
        {
            show("fill", generator);
        }
        final long lostWhileFilling = generator.lost();

        run("warm-up", generator, warmUpNs);
        generator.startMeasurement();
        run("measure", generator, durationNs);
        progress.clear();

        report(generator, lostWhileFilling);
        return generator.answered() > 0 ? 0 : EXIT_FAILURE;
    }

    private void run(final String phase, final LoadGenerator generator, final long durationNs) throws IOException
    {
        for (long leftNs = durationNs; leftNs > 0; leftNs -= SLICE_NS)
        {
            generator.run(Math.min(SLICE_NS, leftNs));
            show(phase, generator);
        }
    }

    private void report(final LoadGenerator generator, final long lostWhileFilling) throws IOException
    {
        final LoadResult result = generator.result();
        if (null != json && "-".equals(json.toString()))
        {
            System.out.println(ResultFiles.json(result));
        }
        else
        {
            LoadReport.print(result, System.out);
        }
        if (lostWhileFilling > 0)
        {
            System.err.printf(Locale.ROOT, "while filling %,d requests were lost%n", lostWhileFilling);
        }
        if (null != json && !"-".equals(json.toString()))
        {
            ResultFiles.writeJson(result, json);
        }
        if (null != histogram)
        {
            ResultFiles.writeHistogram(generator.latencies(), histogram);
        }
    }

    private void show(final String phase, final LoadGenerator generator)
    {
        progress.show(String.format(
            Locale.ROOT, "%s: %,d answered, %,d lost", phase, generator.answered(), generator.lost()));
    }
}
