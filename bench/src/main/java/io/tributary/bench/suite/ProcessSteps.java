package io.tributary.bench.suite;

import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs steps as children of this process, in the project's directory and on this JDK. None outlives this process.
 */
final class ProcessSteps implements StepRunner
{
    private static final int GRACE_SEC = 10;

    private final Path root;
    private final Path folder;
    private final NanoClock clock;
    private final SuiteProgress progress;
    private volatile Process running;

    ProcessSteps(final Path root, final Path folder, final NanoClock clock, final SuiteProgress progress)
    {
        this.root = root;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running), "end-step"));
    }

    @Override
    public int run(final Step step) throws IOException
    {
        final ProcessBuilder builder = new ProcessBuilder(step.command())
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(step.log(folder).toFile());
        final Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        progress.begin(step);
        final Process process = builder.start();
        running = process;
        try
        {
            process.getOutputStream().close();
            return await(process, step);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException(step.name() + " was interrupted", ex);
        }
        finally
        {
            end(process);
            running = null;
            progress.end(step);
        }
    }

    private int await(final Process process, final Step step) throws InterruptedException
    {
        final long deadlineNs = clock.nanoTime() + TimeUnit.SECONDS.toNanos(step.limitSec());
        while (!process.waitFor(1, TimeUnit.SECONDS))
        {
            progress.show(step);
            if (clock.nanoTime() - deadlineNs > 0)
            {
                return TIMED_OUT;
            }
        }
        return process.exitValue();
    }

    /** Its own children first: servers under test, forks of JMH. */
    private static void end(final Process process)
    {
        if (null == process || !process.isAlive())
        {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try
        {
            if (!process.waitFor(GRACE_SEC, TimeUnit.SECONDS))
            {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
