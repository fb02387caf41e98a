package io.tributary.bench.replay;

import io.tributary.bench.load.HostAndPort;
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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code replay}: captured client traffic again, through the request path or to a tracker.
 */
@Command(
    name = "replay",
    description = {
        "Replay the client traffic of a capture: through the request path, as fast as it goes.",
        "Same trace, seed and settings: same digest of all replies."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:replayed", "1:a file could not be written",
        "2:wrong usage, or a trace that cannot be read to its end or has no requests"})
public final class ReplayCommand implements SubCommand
{
    private static final String STANDARD_STREAM = "-";
    private static final int STRETCH = 1 << 16;
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

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "of all secrets and all chance (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--timed", paramLabel = "N", defaultValue = "16",
        description = "measure the service time of one request in N; 0 for none (default: ${DEFAULT-VALUE})")
    private int timedOneIn;

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
        require("--loop", 1 == passes || !STANDARD_STREAM.equals(file), passes, "1 with standard input");
        return replayOffline();
    }

    private int replayOffline() throws IOException
    {
        try (OfflineReplay replay = offlineReplay())
        {
            final RunMeter meter = new RunMeter(SystemNanoClock.INSTANCE);
            final TraceException damage = run(replay, meter);
            requireRequests(replay.sorter(), damage);
            final OfflineResult result = OfflineResult.of(file, seed, passes, timedOneIn, replay, meter);
            final PrintWriter out = spec.commandLine().getOut();
            if (!isJsonToOutput())
            {
                OfflineReport.print(result, out);
            }
            write(result, replay.serviceTimes());
            return exitCode(damage);
        }
    }

    private OfflineReplay offlineReplay()
    {
        try
        {
            // Not the environment: the digest must not depend on it.
            final TrackerConfiguration configuration = configurationOptions.loader(Map.of()).load();
            return new OfflineReplay(configuration, seed, asked(), SystemNanoClock.INSTANCE, timedOneIn);
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

    private Endpoint asked()
    {
        if (null == tracker)
        {
            return null;
        }
        final InetSocketAddress address = parse("--tracker", tracker);
        final byte[] bytes = address.getAddress().getAddress();
        final ByteBuffer words = ByteBuffer.wrap(bytes);
        return bytes.length == Integer.BYTES ?
            new Endpoint().ipv4(words.getInt(), address.getPort()) :
            new Endpoint().ipv6(words.getLong(), words.getLong(), address.getPort());
    }

    private InetSocketAddress parse(final String option, final String text)
    {
        try
        {
            return HostAndPort.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), option + ": " + ex.getMessage(), ex);
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
        final PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + damage.getMessage() + "; what came before was replayed");
        err.flush();
        return EXIT_USAGE;
    }

    private void require(final String option, final boolean isMet, final Number value, final String allowed)
    {
        if (!isMet)
        {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": allowed is " + allowed);
        }
    }
}
