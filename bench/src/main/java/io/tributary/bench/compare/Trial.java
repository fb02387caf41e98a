package io.tributary.bench.compare;

import io.tributary.bench.load.LoadGenerator;
import io.tributary.bench.load.LoadResult;
import io.tributary.bench.load.ProgressLine;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes one fresh server through the phases: connects and scrapes only, size of the empty server, fill, size of the
 * full server, warm-up, measurement. The generator runs on the calling thread, so the processor accounts are read at
 * the very borders of the measured window.
 */
final class Trial
{
    private static final long SLICE_NS = 1_000_000_000L;
    private static final long TRACELESS_NS = 2_000_000_000L;
    private static final int START_SLICES = 60;

    private final Workload workload;
    private final NanoClock clock;
    private final ProgressLine progress;
    private final Histogram latencies;

    /**
     * For one server.
     *
     * @param latencies the measured ones are added to it.
     */
    Trial(final Workload workload, final NanoClock clock, final ProgressLine progress, final Histogram latencies)
    {
        this.workload = workload;
        this.clock = clock;
        this.progress = progress;
        this.latencies = latencies;
    }

    Measurement run(final String name, final int round, final ServerProcess server, final InetSocketAddress address)
        throws IOException
    {
        progress.show(name + ", round " + round + ": start");
        try (LoadGenerator generator = new LoadGenerator(workload.tracelessPlan(address), clock))
        {
            awaitAnswer(generator, server, name);
            generator.run(TRACELESS_NS);
        }
        final long emptyBytes = server.residentBytes();

        try (LoadGenerator generator = new LoadGenerator(workload.plan(address), clock))
        {
            awaitAnswer(generator, server, name);
            fill(generator, server, name, round);
            final long fullBytes = server.residentBytes();

            run(generator, workload.warmUpNs(), name + ", round " + round + ": warm-up");
            final List<LinkTraffic> trafficBefore = server.linkTraffic();
            final ProcessUsage before = server.usage();
            generator.startMeasurement();
            run(generator, workload.durationNs(), name + ", round " + round + ": measure");
            final ProcessUsage usage = server.usage().since(before);
            final List<LinkTraffic> traffic = since(trafficBefore, server.linkTraffic());

            final LoadResult result = generator.result();
            latencies.add(generator.latencies());
            return new Measurement(
                name, round, result, usage, emptyBytes, fullBytes, workload.population().peers(), traffic);
        }
    }

    private static void awaitAnswer(final LoadGenerator generator, final ServerProcess server, final String name)
        throws IOException
    {
        for (int i = 0; i < START_SLICES; i++)
        {
            if (generator.connect(SLICE_NS))
            {
                return;
            }
            requireAlive(server, name);
        }
        throw new IOException(name + " does not answer; its last line: " + server.lastLine());
    }

    private void fill(final LoadGenerator generator, final ServerProcess server, final String name, final int round)
        throws IOException
    {
        while (!generator.fill(SLICE_NS))
        {
            requireAlive(server, name);
            progress.show(name + ", round " + round + ": fill, " + generator.answered() + " answered");
        }
        if (generator.lost() > 0)
        {
            progress.clear();
            System.err.println(
                "compare: " + name + " lost " + generator.lost() + " announces while it was being filled");
        }
    }

    private void run(final LoadGenerator generator, final long durationNs, final String text) throws IOException
    {
        progress.show(text);
        for (long leftNs = durationNs; leftNs > 0; leftNs -= SLICE_NS)
        {
            generator.run(Math.min(SLICE_NS, leftNs));
        }
    }

    private static List<LinkTraffic> since(final List<LinkTraffic> before, final List<LinkTraffic> after)
        throws IOException
    {
        if (before.size() != after.size())
        {
            throw new IOException("it had " + before.size() + " links, then " + after.size());
        }
        return IntStream.range(0, after.size()).mapToObj((i) -> after.get(i).since(before.get(i))).toList();
    }

    private static void requireAlive(final ServerProcess server, final String name) throws IOException
    {
        if (!server.isAlive())
        {
            throw new IOException(name + " ended; its last line: " + server.lastLine());
        }
    }
}
