package io.tributary.bench.trace.generate;

import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.trace.TraceOutput;
import io.tributary.bench.trace.TraceWriter;
import org.agrona.concurrent.NanoClock;
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
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * {@code trace generate}: a synthetic trace of any length.
 */
@Command(
    name = "generate",
    description = {
        "Write a synthetic trace of requests to a tracker, with the load shape of public trackers, as pcapng.",
        "Connection ids are placeholders: `replay` puts real ones in place of all but the stale ones."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:written", "1:the disk did not take it", "2:wrong usage"})
public final class TraceGenerateCommand implements Callable<Integer>
{
    private static final int EXIT_FAILURE = 1;
    private static final int SLICE = 1 << 16;
    private static final int BAR_LENGTH = 30;
    private static final double NS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OUT", description = "file to write, - for standard output")
    private String out;

    @Mixin
    private ShapeOptions options;

    @Option(names = "--force", description = "overwrite a file that is there")
    private boolean isForce;

    private final ProgressLine progress = ProgressLine.ofStandardError();
    private final NanoClock clock = SystemNanoClock.INSTANCE;

    @Override
    public Integer call()
    {
        final TraceGenerator generator;
        final WritableByteChannel channel;
        try
        {
            generator = new TraceGenerator(options.shape());
            channel = TraceOutput.open(out, isForce);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }

        final PrintWriter err = spec.commandLine().getErr();
        try (TraceWriter writer = new TraceWriter(channel))
        {
            write(generator, writer, err);
            return 0;
        }
        catch (final IOException ex)
        {
            progress.clear();
            err.println(spec.qualifiedName() + ": " + out + ": cannot be written: " + ex.getMessage());
            err.flush();
            return EXIT_FAILURE;
        }
    }

    private void write(final TraceGenerator generator, final TraceWriter writer, final PrintWriter err)
        throws IOException
    {
        final long startNs = clock.nanoTime();
        while (generator.generate(writer, SLICE))
        {
            progress.show(bar(generator, clock.nanoTime() - startNs));
        }
        progress.clear();

        final double seconds = (clock.nanoTime() - startNs) / NS_PER_SECOND;
        err.printf(
            Locale.ROOT,
            "%,d datagrams over %,.1f s (%,.0f/s) of %,d peers in %,d swarms; %,.1f MB in %.1f s (%,.0f datagrams/s)%n",
            generator.count(), generator.elapsedSeconds(), generator.count() / generator.elapsedSeconds(),
            generator.places(), generator.swarms(), writer.position() / BYTES_PER_MEGABYTE, seconds,
            generator.count() / seconds);
        err.flush();
    }

    private static String bar(final TraceGenerator generator, final long elapsedNs)
    {
        final double done = (double)generator.count() / generator.total();
        final int full = (int)(BAR_LENGTH * done);
        final double secondsLeft = elapsedNs / NS_PER_SECOND * (1 - done) / done;
        return String.format(
            Locale.ROOT, "generate: [%s%s] %3.0f %%, %,d datagrams, %.0f s left",
            "#".repeat(full), "-".repeat(BAR_LENGTH - full), 100 * done, generator.count(), secondsLeft);
    }
}
