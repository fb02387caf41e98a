package io.tributary.tracker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A process that a test started, with its output in a file. It ends with {@link #close()}, by force if need be.
 */
final class ChildProcess implements AutoCloseable
{
    /** What a slow machine may take for anything that is waited for. */
    static final long PATIENCE_SEC = 45;

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STOP_SEC = 10;
    private static final int LAST_LINES = 100;

    private final Process process;
    private final Path log;

    /** Something that becomes true in another process. */
    interface Condition
    {
        boolean isMet() throws IOException;
    }

    private ChildProcess(final Process process, final Path log)
    {
        this.process = process;
        this.log = log;
    }

    static ChildProcess start(final List<String> command, final Path log) throws IOException
    {
        Files.createDirectories(log.getParent());
        return new ChildProcess(
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** Whether a short command ends well. */
    static boolean succeeds(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS) && 0 == process.exitValue();
        }
        catch (final IOException ignore)
        {
            return false;
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** Wait until something happens, as long as all these processes live. */
    static boolean await(final List<ChildProcess> processes, final long patienceSec, final Condition condition)
        throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSec);
        while (!condition.isMet())
        {
            if (processes.stream().anyMatch(ChildProcess::hasEnded) || System.nanoTime() - deadlineNs > 0)
            {
                return condition.isMet();
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /** What to say when {@link #await} was in vain. */
    static String inVain(final List<ChildProcess> processes, final long patienceSec)
    {
        final String ended = processes.stream().filter(ChildProcess::hasEnded).map(ChildProcess::name)
            .collect(Collectors.joining(", "));
        return ended.isEmpty() ? "not within " + patienceSec + " s" : "not before the end of " + ended;
    }

    /** How these processes fare, and what they printed last. */
    static String report(final List<ChildProcess> processes)
    {
        return processes.stream().map(ChildProcess::report).collect(Collectors.joining());
    }

    private String report()
    {
        final String state = hasEnded() ? "ended with " + process.exitValue() : "runs";
        try
        {
            final List<String> lines = output().lines().toList();
            return "--- " + name() + ", process " + id() + ", " + state + "\n" +
                String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) + "\n";
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private String name()
    {
        return log.getFileName().toString().replace(".log", "");
    }

    private boolean hasEnded()
    {
        return !process.isAlive();
    }

    String awaitLine(final String start) throws IOException
    {
        if (!await(List.of(this), PATIENCE_SEC, () -> output().lines().anyMatch(line -> line.startsWith(start))))
        {
            throw new AssertionError("no line \"" + start + "...\" from a process of this test:\n" + output());
        }
        return output().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    /** End it with SIGTERM. */
    int stop()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_SEC, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
            return process.exitValue();
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            throw new IllegalStateException(ex);
        }
    }

    long id()
    {
        return process.pid();
    }

    String output() throws IOException
    {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    @Override
    public void close()
    {
        stop();
    }
}
