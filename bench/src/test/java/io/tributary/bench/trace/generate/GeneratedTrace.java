package io.tributary.bench.trace.generate;

import io.tributary.bench.trace.TraceWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;

/** Traces in memory, by the options of the command line. */
final class GeneratedTrace
{
    @Command
    private static final class Options
    {
        @Mixin
        private ShapeOptions options;
    }

    private GeneratedTrace()
    {
    }

    static TraceShape shape(final String... arguments)
    {
        final Options options = new Options();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options.options.shape();
    }

    static byte[] bytes(final String... arguments) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new TraceWriter(Channels.newChannel(out)))
        {
            final TraceGenerator generator = new TraceGenerator(shape(arguments));
            boolean hasMore = true;
            while (hasMore)
            {
                hasMore = generator.generate(writer, 1_000);
            }
        }
        return out.toByteArray();
    }
}
