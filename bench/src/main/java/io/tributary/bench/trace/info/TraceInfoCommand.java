package io.tributary.bench.trace.info;

import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.trace.TraceException;
import io.tributary.bench.trace.TraceFormat;
import io.tributary.bench.trace.TraceReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * {@code trace info}: what is in a capture. What a damaged file holds before the damage is reported, too.
 */
@Command(
    name = "info",
    description = {
        "Say what is in a capture: packets by kind, request mix, rates, clients, swarms, intervals, latencies,",
        "conversations of trackers. One pass, in bounded memory, over pcap or pcapng, plain or compressed with gzip."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:read to its end", "2:no such file, none of ours, damaged or cut off; or wrong usage"})
public final class TraceInfoCommand implements Callable<Integer>
{
    private static final int PORT_MAX = 65_535;
    private static final int EXIT_UNREADABLE = 2;
    private static final int PROGRESS_MASK = (1 << 18) - 1;
    private static final int MIB = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the capture; - reads standard input")
    private String file;

    @Option(names = "--port", paramLabel = "N",
        description = "only datagrams from or to this UDP port (default: all)")
    private Integer port;

    @Option(names = "--json", description = "print everything as JSON")
    private boolean isJson;

    @Option(names = "--plot", paramLabel = "DIR",
        description = "also write charts into this directory: rates, swarm sizes, numwant, intervals kept")
    private Path plot;

    private final ProgressLine progress = ProgressLine.ofStandardError();
    private long datagramCount;

    @Override
    public Integer call() throws IOException
    {
        if (null != port && (port < 1 || port > PORT_MAX))
        {
            throw new ParameterException(
                spec.commandLine(), "--port " + port + ": allowed is 1 to " + PORT_MAX);
        }

        try (TraceReader reader = TraceReader.open(file, null == port ? TraceReader.PORT_ANY : port))
        {
            final TraceSummary summary =
                new TraceSummary(null == port ? TraceReader.PORT_ANY : port, TraceBounds.DEFAULT);
            final String damage = read(reader, summary);
            progress.clear();
            if (TraceFormat.UNKNOWN != reader.format())
            {
                report(reader, summary, damage);
            }
            return null == damage ? 0 : fail(damage);
        }
        catch (final TraceException ex)
        {
            return fail(ex.getMessage());
        }
    }

    /** To the end, or to the damage, which is returned. */
    private String read(final TraceReader reader, final TraceSummary summary)
    {
        try
        {
            reader.forEach((datagram) ->
            {
                summary.onDatagram(datagram);
                if (0 == (++datagramCount & PROGRESS_MASK))
                {
                    showProgress(reader);
                }
            });
            return null;
        }
        catch (final TraceException ex)
        {
            return ex.getMessage();
        }
    }

    private void showProgress(final TraceReader reader)
    {
        final double readMib = (double)reader.position() / MIB;
        progress.show(reader.size() > 0 ?
            String.format(Locale.ROOT, "%,.0f of %,.0f MiB", readMib, (double)reader.size() / MIB) :
            String.format(Locale.ROOT, "%,.0f MiB", readMib));
    }

    private void report(final TraceReader reader, final TraceSummary summary, final String damage) throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(isJson ? JsonReport.render(reader, summary, damage) : TextReport.render(reader, summary));
        out.flush();
        if (null != plot)
        {
            for (final Path chart : Plots.write(summary, plot))
            {
                spec.commandLine().getErr().println(chart);
            }
        }
    }

    private int fail(final String message)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + message);
        err.flush();
        return EXIT_UNREADABLE;
    }
}
