package io.tributary.bench.trace.anonymise;

import io.tributary.bench.load.Limits;
import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.trace.TraceException;
import io.tributary.bench.trace.TraceOutput;
import io.tributary.bench.trace.TraceReader;
import io.tributary.bench.trace.TraceWriter;
import io.tributary.bench.trace.info.DatagramKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * {@code trace anonymise}: a capture that can be shared.
 */
@Command(
    name = "anonymise",
    description = {
        "Write a capture anew without what identifies clients and torrents, as pcapng, and check that nothing is left.",
        "Same key, same replacements: captures with the same key can be compared. Who has the key can undo it."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:written and checked", "1:something is left, or OUT cannot be written",
        "2:no such file, none of ours, damaged or cut off; or wrong usage"})
public final class TraceAnonymiseCommand implements Callable<Integer>
{
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_UNREADABLE = 2;
    private static final int SLICE = 1 << 14;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "capture, - for standard input")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "file to write")
    private String out;

    /** One of both. */
    private static final class Key
    {
        @Option(names = "--key-file", paramLabel = "FILE", required = true,
            description = "32 bytes, or 64 hexadecimal digits; `openssl rand -hex 32` makes them")
        private Path file;

        @Option(names = "--key", paramLabel = "HEX", required = true,
            description = "64 hexadecimal digits; others on this machine can see them while it runs")
        private String hex;
    }

    @ArgGroup(multiplicity = "1")
    private Key key;

    @Option(names = "--ports", description = "replace the ports of clients, too; those below 1024 stay")
    private boolean arePortsReplaced;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0",
        description = "only datagrams from or to this UDP port, which is the trackers' (default: all; who is a " +
            "tracker is found out)")
    private int port;

    @Option(names = "--epoch", paramLabel = "INSTANT",
        description = "shift all times, so that the first is this one: 2026-01-01T00:00:00Z (default: times stay)")
    private String epoch;

    @Option(names = "--force", description = "overwrite a file that is there")
    private boolean isForce;

    private final ProgressLine progress = ProgressLine.ofStandardError();

    @Override
    public Integer call() throws IOException
    {
        final TraceAnonymiser anonymiser = anonymiser();
        final PrintWriter err = spec.commandLine().getErr();
        try (TraceReader reader = TraceReader.open(in, port))
        {
            return anonymise(anonymiser, reader, err);
        }
        catch (final TraceException ex)
        {
            return fail(err, ex.getMessage(), EXIT_UNREADABLE);
        }
        catch (final IOException ex)
        {
            return fail(err, out + ": cannot be written: " + ex.getMessage(), EXIT_FAILURE);
        }
    }

    private TraceAnonymiser anonymiser() throws IOException
    {
        try
        {
            Limits.check("--port", port, 0, 65_535);
            if (TraceOutput.STANDARD_OUTPUT.equals(out))
            {
                throw new IllegalArgumentException("OUT is -: allowed is a file, because it is read again");
            }
            final Path inPath = Path.of(in);
            if (Files.exists(Path.of(out)) && Files.exists(inPath) && Files.isSameFile(inPath, Path.of(out)))
            {
                throw new IllegalArgumentException("OUT is IN: allowed is another file");
            }
            final byte[] keyBytes =
                null == key.file ? AnonymisationKey.ofHex("--key", key.hex) : AnonymisationKey.ofFile(key.file);
            return new TraceAnonymiser(keyBytes, port, !arePortsReplaced, epochNs());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private int anonymise(final TraceAnonymiser anonymiser, final TraceReader reader, final PrintWriter err)
        throws IOException
    {
        final String damage = write(anonymiser, reader);
        final LeakCheck check = anonymiser.leakCheck();
        try (TraceReader again = TraceReader.open(out, TraceReader.PORT_ANY))
        {
            while (check.run(again, SLICE))
            {
                show("check", again);
            }
        }
        progress.clear();
        report(anonymiser, reader, err);
        if (!check.isClean())
        {
            return fail(err, out + " must not be shared, it holds " + check.found(), EXIT_FAILURE);
        }
        return null == damage ? 0 : fail(err, damage, EXIT_UNREADABLE);
    }

    /** To the end, or to the damage, which is returned. */
    private String write(final TraceAnonymiser anonymiser, final TraceReader reader) throws IOException
    {
        try (TraceWriter writer = writer())
        {
            while (anonymiser.run(reader, writer, SLICE))
            {
                show("anonymise", reader);
            }
            return null;
        }
        catch (final TraceException ex)
        {
            return ex.getMessage();
        }
    }

    private TraceWriter writer()
    {
        try
        {
            return new TraceWriter(TraceOutput.open(out, isForce));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private static void report(final TraceAnonymiser anonymiser, final TraceReader reader, final PrintWriter err)
    {
        long kept = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            kept += anonymiser.kept(kind);
            if (anonymiser.dropped(kind) > 0)
            {
                err.printf(Locale.ROOT, "left out: %,d %s%n", anonymiser.dropped(kind),
                    kind.group().title().toLowerCase(Locale.ROOT) + ", " + kind.label());
            }
        }
        if (anonymiser.trimmed() > 0)
        {
            err.printf(Locale.ROOT, "cut: %,d datagrams had options or trailing bytes%n", anonymiser.trimmed());
        }
        err.printf(Locale.ROOT, "%,d of %,d packets written; checked for %,d originals%s%n", kept,
            reader.packetCount(), anonymiser.originals().count(),
            anonymiser.originals().isFull() ? ", the first of more" : "");
        err.flush();
    }

    private void show(final String phase, final TraceReader reader)
    {
        if (reader.size() > 0)
        {
            progress.show(String.format(Locale.ROOT, "%s: %3.0f %%, %,d packets", phase,
                100.0 * reader.position() / reader.size(), reader.packetCount()));
        }
        else
        {
            progress.show(String.format(Locale.ROOT, "%s: %,d packets", phase, reader.packetCount()));
        }
    }

    private int fail(final PrintWriter err, final String line, final int exitCode)
    {
        progress.clear();
        err.println(spec.qualifiedName() + ": " + line);
        err.flush();
        return exitCode;
    }

    private long epochNs()
    {
        if (null == epoch)
        {
            return TraceAnonymiser.EPOCH_KEPT;
        }
        try
        {
            final Instant instant = Instant.parse(epoch);
            Limits.check("--epoch: seconds since 1970", instant.getEpochSecond(), 0, 1L << 33);
            return instant.getEpochSecond() * NS_PER_SECOND + instant.getNano();
        }
        catch (final DateTimeException ex)
        {
            throw new IllegalArgumentException(
                "--epoch '" + epoch + "': allowed is a time such as 2026-01-01T00:00:00Z", ex);
        }
    }
}
