package io.tributary.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A number under {@code /proc/sys}, raised for the time of a comparison and then put back, also when the process is
 * interrupted.
 */
final class KernelSetting implements AutoCloseable
{
    /** Receive buffer of every server: opentracker never asks for one, and the usual default loses packets. */
    static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final Path file;
    private final String before;
    private final Thread restoring = new Thread(this::restore);

    private KernelSetting(final Path file, final String before)
    {
        this.file = file;
        this.before = before;
    }

    /**
     * Raise to at least a value.
     *
     * @param file  under {@code /proc/sys}.
     * @param value at least this.
     * @return to be closed.
     * @throws IOException if it is lower and may not be written.
     */
    static KernelSetting raise(final Path file, final long value) throws IOException
    {
        final String before = read(file);
        final KernelSetting setting = new KernelSetting(file, before);
        if (Long.parseLong(before) < value)
        {
            Files.writeString(file, Long.toString(value));
        }
        Runtime.getRuntime().addShutdownHook(setting.restoring);
        return setting;
    }

    public void close()
    {
        restore();
        try
        {
            Runtime.getRuntime().removeShutdownHook(restoring);
        }
        catch (final IllegalStateException ex)
        {
            return; // Shutting down already: the hook does the same.
        }
    }

    /** In one call: the kernel answers nothing to a second read, and {@link Files} starts with a single byte. */
    private static String read(final Path file) throws IOException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            final byte[] bytes = new byte[64];
            return new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.US_ASCII).strip();
        }
    }

    private void restore()
    {
        try
        {
            if (!before.equals(read(file)))
            {
                Files.writeString(file, before);
            }
        }
        catch (final IOException ex)
        {
            System.err.println("compare: could not restore " + file + " to " + before + ": " + ex.getMessage());
        }
    }
}
