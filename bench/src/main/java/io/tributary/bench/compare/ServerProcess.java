package io.tributary.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server, pinned to one core. {@code taskset} and the launcher replace themselves by what they start, so the
 * process started is the server. Closing it asks it to stop, then kills it; never anything but this process.
 */
final class ServerProcess implements AutoCloseable
{
    private static final int STOP_TIMEOUT_SEC = 20;

    private final Process process;
    private final int core;
    private final Path log;
    private final Company company;
    private final ProcFiles procFiles = new ProcFiles(Path.of("/proc"));
    private final Thread killing;

    private ServerProcess(final Process process, final int core, final Path log, final Company company)
    {
        this.process = process;
        this.core = core;
        this.log = log;
        this.company = company;
        this.killing = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killing);
    }

    static ServerProcess start(final ServerCommand command, final int core, final Path log) throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        arguments.addAll(command.arguments());
        final ProcessBuilder builder = new ProcessBuilder(arguments)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        return new ServerProcess(builder.start(), core, log, command.company());
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    ProcessUsage usage() throws IOException
    {
        return procFiles.usage(process.pid(), core);
    }

    /** Over its links, since it started. */
    List<LinkTraffic> linkTraffic() throws IOException
    {
        return company.traffic();
    }

    long residentBytes() throws IOException
    {
        return procFiles.residentBytes(process.pid());
    }

    /** What it printed last, for a message about its failure. */
    String lastLine()
    {
        try
        {
            final List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
        }
        catch (final IOException ex)
        {
            return "its output cannot be read: " + ex.getMessage();
        }
    }

    public void close()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_TIMEOUT_SEC, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(killing);
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        catch (final IllegalStateException ex)
        {
            process.destroyForcibly();
        }
    }
}
