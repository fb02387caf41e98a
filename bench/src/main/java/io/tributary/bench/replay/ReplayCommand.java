package io.tributary.bench.replay;

import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.load.ResultFiles;
import io.tributary.bench.trace.TraceException;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.command.ConfigurationOptions;
import io.tributary.tracker.command.SubCommand;
import io.tributary.tracker.configuration.ConfigurationException;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.swarm.StoreBudgetException;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code replay}: captured client traffic again, through the request path or to a tracker.
 */
@Command(
    name = "replay",
    description = {
        "Replay the client traffic of a capture.",
        "Offline, without --to: through the request path, on the capture's clock, as fast as it goes. Same trace, " +
            "seed and settings: same digest of all replies.",
        "Live, with --to: to a tracker, at the times of the capture, whatever the answers do."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:replayed", "1:the tracker did not answer, or a socket or file failed",
        "2:wrong usage, or a trace that cannot be read to its end or has no requests"})
public final class ReplayCommand implements SubCommand
{
    private static final String STANDARD_STREAM = "-";
    private static final int STRETCH = 1 << 16;
    private static final long SLICE_NS = 250_000_000L;
    private static final long PATIENCE_NS = 5_000_000_000L;
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE",
        description = "the capture: pcap or pcapng, plain or gzip; - for standard input")
    private String file;

    @Option(names = "--tracker", paramLabel = "HOST:PORT",
        description = "replay only what was sent to this tracker (default: to every tracker in the capture)")
    private String tracker;

    @Option(names = "--loop", paramLabel = "N", defaultValue = "1",
        description = "go through the trace so many times, the clock going on (default: ${DEFAULT-VALUE})")
    private int passes;

    @Mixin
    private LiveArguments live;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "offline: of all secrets and all chance (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--timed", paramLabel = "N", defaultValue = "16",
        description = "offline: measure the service time of one request in N; 0 for none (default: ${DEFAULT-VALUE})")
    private int timedOneIn;

    @Option(names = "--compare-answers",
        description = "offline: say where our answers differ from those captured, and why")
    private boolean isComparing;

    @Mixin
    private ConfigurationOptions configurationOptions;

    @Option(names = "--json", paramLabel = "FILE",
        description = "write the result as JSON, - for standard output instead of the text")
    private Path json;

    @Option(names = "--hgrm", paramLabel = "FILE",
        description = "write the times as an HdrHistogram percentile distribution, in microseconds")
    private Path histogram;

    @Override
    public Integer call() throws IOException
    {
        require("--loop", passes >= 1, passes, "1 or more");
        require("--timed", timedOneIn >= 0, timedOneIn, "0 or more");
        require("--compare-answers", !isComparing || !live.isGiven() && 1 == passes, "", "offline, without --loop");
        require("--loop", 1 == passes || !STANDARD_STREAM.equals(file), passes, "1 with standard input");
        final Endpoint asked = null == tracker ? null : checked(() -> LiveArguments.endpoint("--tracker", tracker));
        return live.isGiven() ? replayLive(checked(() -> live.options(asked, passes))) : replayOffline(asked);
    }

    private int replayLive(final LiveOptions options) throws IOException
    {
        try (LiveReplay replay = new LiveReplay(options, SystemNanoClock.INSTANCE))
        {
            final TraceException damage = run(replay);
            requireRequests(replay.sorter(), damage);
            final LiveResult result = LiveResult.of(file, options, replay);
            if (!isJsonToOutput())
            {
                LiveReport.print(result, spec.commandLine().getOut());
            }
            write(result, replay.counters().latencies());
            if (isSilent(replay))
            {
                error("no tracker answers at " + String.join(", ", result.trackers()));
                return EXIT_FAILURE;
            }
            return exitCode(damage);
        }
    }

    private TraceException run(final LiveReplay replay) throws IOException
    {
        final ReplayProgress progress = new ReplayProgress(ProgressLine.ofStandardError(), passes);
        try
        {
            for (int pass = 0; pass < passes; pass++)
            {
                try (TraceReader reader = TraceReader.open(file, TraceReader.PORT_ANY))
                {
                    while (!isHopeless(replay) && replay.run(reader, SLICE_NS))
                    {
                        progress.show(reader, pass, LiveCounters.total(replay.counters().sent));
                    }
                }
            }
            return finish(replay, null);
        }
        catch (final TraceException ex)
        {
            return finish(replay, ex);
        }
        finally
        {
            progress.clear();
        }
    }

    private static TraceException finish(final LiveReplay replay, final TraceException damage) throws IOException
    {
        while (!isHopeless(replay) && replay.finish(SLICE_NS))
        {
            Thread.onSpinWait();
        }
        return damage;
    }

    private static boolean isSilent(final LiveReplay replay)
    {
        return 0 == LiveCounters.total(replay.counters().answered);
    }

    /** Nothing ever came back: the rest of the trace would not change it. */
    private static boolean isHopeless(final LiveReplay replay)
    {
        return isSilent(replay) && replay.sinceStartNs() > PATIENCE_NS;
    }

    private int replayOffline(final Endpoint asked) throws IOException
    {
        final AnswerComparison comparison = isComparing ? new AnswerComparison() : null;
        try (OfflineReplay replay = offlineReplay(asked, comparison))
        {
            final RunMeter meter = new RunMeter(SystemNanoClock.INSTANCE);
            final TraceException damage = run(replay, meter);
            requireRequests(replay.sorter(), damage);
            final OfflineResult result = OfflineResult.of(file, seed, passes, timedOneIn, replay, meter, comparison);
            final PrintWriter out = spec.commandLine().getOut();
            if (!isJsonToOutput())
            {
                OfflineReport.print(result, out);
            }
            write(result, replay.serviceTimes());
            return exitCode(damage);
        }
    }

    private OfflineReplay offlineReplay(final Endpoint asked, final AnswerComparison comparison)
    {
        try
        {
            // Not the environment: the digest must not depend on it.
            final TrackerConfiguration configuration = configurationOptions.loader(Map.of()).load();
            return new OfflineReplay(configuration, seed, asked, SystemNanoClock.INSTANCE, timedOneIn, comparison);
        }
        catch (final StoreBudgetException ex)
        {
            throw new ConfigurationException(ex.getMessage());
        }
    }

    /** All passes; what ended them early, or null. */
    private TraceException run(final OfflineReplay replay, final RunMeter meter)
    {
        final ReplayProgress progress = new ReplayProgress(ProgressLine.ofStandardError(), passes);
        try
        {
            for (int pass = 0; pass < passes; pass++)
            {
                try (TraceReader reader = TraceReader.open(file, TraceReader.PORT_ANY))
                {
                    while (isMore(replay, meter, reader))
                    {
                        progress.show(reader, pass, replay.requests());
                    }
                }
            }
            return null;
        }
        catch (final TraceException ex)
        {
            return ex;
        }
        finally
        {
            progress.clear();
        }
    }

    private static boolean isMore(final OfflineReplay replay, final RunMeter meter, final TraceReader reader)
    {
        final long before = replay.requests();
        meter.start();
        try
        {
            return replay.run(reader, STRETCH);
        }
        finally
        {
            meter.stop(replay.requests() - before);
        }
    }

    private void requireRequests(final DatagramSorter sorter, final TraceException damage)
    {
        long requests = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            requests += kind.isReplayed() ? sorter.count(kind) : 0;
        }
        if (0 == requests)
        {
            final String found = OfflineReport.counts(OfflineResult.datagrams(sorter));
            throw new ParameterException(spec.commandLine(), null != damage ? damage.getMessage() :
                file + ": no request to a tracker" + (null == tracker ? "" : " at " + tracker) +
                (found.isEmpty() ? ", nor any UDP datagram" : "; there are " + found));
        }
    }

    private <T> T checked(final Supplier<T> parser)
    {
        try
        {
            return parser.get();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private boolean isJsonToOutput()
    {
        return null != json && STANDARD_STREAM.equals(json.toString());
    }

    private void write(final Object result, final Histogram times) throws IOException
    {
        if (isJsonToOutput())
        {
            spec.commandLine().getOut().println(ResultFiles.json(result));
        }
        else if (null != json)
        {
            ResultFiles.writeJson(result, json);
        }
        if (null != histogram)
        {
            ResultFiles.writeHistogram(times, histogram);
        }
        spec.commandLine().getOut().flush();
    }

    private int exitCode(final TraceException damage)
    {
        if (null == damage)
        {
            return 0;
        }
        error(damage.getMessage() + "; what came before was replayed");
        return EXIT_USAGE;
    }

    private void error(final String line)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + line);
        err.flush();
    }

    private void require(final String option, final boolean isMet, final Object value, final String allowed)
    {
        if (!isMet)
        {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": allowed is " + allowed);
        }
    }
}
