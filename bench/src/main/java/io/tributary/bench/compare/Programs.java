package io.tributary.bench.compare;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds programs and asks short questions of them.
 */
public final class Programs
{
    private static final int ANSWER_TIMEOUT_SEC = 30;

    private Programs()
    {
    }

    /**
     * A program by name, on the path or in further directories; these first.
     */
    static Optional<Path> find(final String name, final List<Path> directories)
    {
        for (final Path directory : directories)
        {
            if (Files.isExecutable(directory.resolve(name)))
            {
                return Optional.of(directory.resolve(name).toAbsolutePath());
            }
        }
        for (final String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        {
            final Path file = Path.of(directory).resolve(name);
            if (!directory.isEmpty() && Files.isExecutable(file))
            {
                return Optional.of(file.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /**
     * What a program prints, errors included.
     *
     * @return stripped; empty if it cannot be run.
     */
    static String output(final String... arguments)
    {
        try
        {
            final Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(ANSWER_TIMEOUT_SEC, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
            return text;
        }
        catch (final IOException ex)
        {
            return "";
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** The directory that holds bin/tributary, found from where this class was loaded. */
    public static Path root() throws IOException
    {
        try
        {
            Path path = Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            while (null != path && !Files.isExecutable(path.resolve("bin").resolve("tributary")))
            {
                path = path.getParent();
            }
            if (null == path)
            {
                throw new IOException("bin/tributary was not found above the jar");
            }
            return path;
        }
        catch (final URISyntaxException ex)
        {
            throw new IOException(ex);
        }
    }
}
