package io.tributary.bench.simulation;

import io.tributary.bench.load.ProgressLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Runs many seeds on a few threads: each simulation stays on one, and they share nothing. Ends after so many seeds,
 * when the time is over, or after so many failures.
 */
final class SeedRunner
{
    static final int FAILURES_MAX = 10;

    private final LongFunction<SimulationResult> simulation;
    private final ProgressLine progress;
    private final List<SimulationFailure> failures = new ArrayList<>();
    private final AtomicLong started = new AtomicLong();
    private long passed;
    private long events;
    private long simulatedNs;
    private long convergedMaxNs;

    SeedRunner(final LongFunction<SimulationResult> simulation, final ProgressLine progress)
    {
        this.simulation = simulation;
        this.progress = progress;
    }

    /**
     * Run consecutive seeds.
     *
     * @param first     of them.
     * @param count     of them.
     * @param threads   to run them on.
     * @param budgetNs  no seed is begun after so much time.
     */
    void run(final long first, final long count, final int threads, final long budgetNs)
    {
        final long startNs = System.nanoTime();
        final List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++)
        {
            final Thread worker = new Thread(() -> work(first, count, startNs + budgetNs), "simulate-" + i);
            workers.add(worker);
            worker.start();
        }
        for (final Thread worker : workers)
        {
            join(worker);
        }
        progress.clear();
    }

    private static void join(final Thread worker)
    {
        try
        {
            worker.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void work(final long first, final long count, final long endNs)
    {
        long index = started.getAndIncrement();
        while (index < count && System.nanoTime() - endNs < 0 && failures().size() < FAILURES_MAX)
        {
            runOne(first + index, count);
            index = started.getAndIncrement();
        }
    }

    private void runOne(final long seed, final long count)
    {
        try
        {
            add(simulation.apply(seed), count);
        }
        catch (final SimulationFailure failure)
        {
            synchronized (this)
            {
                failures.add(failure);
            }
        }
    }

    private synchronized void add(final SimulationResult result, final long count)
    {
        passed++;
        events += result.events();
        simulatedNs += result.simulatedNs();
        convergedMaxNs = Math.max(convergedMaxNs, result.convergedNs());
        progress.show(String.format(Locale.ROOT,
            "%,d of %,d seeds passed, %d failed, %,d events, %.1f h of virtual time", passed, count, failures.size(),
            events, simulatedHours()));
    }

    private double simulatedHours()
    {
        return simulatedNs / (double)TimeUnit.HOURS.toNanos(1);
    }

    synchronized List<SimulationFailure> failures()
    {
        return List.copyOf(failures);
    }

    synchronized String summary()
    {
        return String.format(Locale.ROOT,
            "%,d seeds passed, %d failed; %,d events in %.1f h of virtual time; slowest convergence %.1f s", passed,
            failures.size(), events, simulatedHours(), convergedMaxNs / 1e9);
    }
}
