package io.tributary.bench.replay;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.NanoClock;

import java.lang.management.ManagementFactory;

/**
 * What a run costs its thread, stretch by stretch: time, processor time and memory. The first requests also pay for
 * classes that are loaded, so memory is told without them where there are enough others.
 */
final class RunMeter
{
    /** Requests after which nothing is met for the first time any more. */
    static final int WARM_UP_REQUESTS = 1 << 16;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final NanoClock clock;
    private long wallNs;
    private long processorNs;
    private long requests;
    private long warmUpRequests;
    private long allocatedBytes;
    private long warmUpAllocatedBytes;
    private long startNs;
    private long startProcessorNs;
    private long startAllocatedBytes;

    RunMeter(final NanoClock clock)
    {
        this.clock = clock;
    }

    void start()
    {
        startProcessorNs = threads.getCurrentThreadCpuTime();
        startNs = clock.nanoTime();
        startAllocatedBytes = threads.getCurrentThreadAllocatedBytes();
    }

    /** The stretch since {@link #start} answered so many requests. */
    void stop(final long answered)
    {
        final long allocated = threads.getCurrentThreadAllocatedBytes() - startAllocatedBytes;
        wallNs += clock.nanoTime() - startNs;
        processorNs += threads.getCurrentThreadCpuTime() - startProcessorNs;
        allocatedBytes += allocated;
        if (requests < WARM_UP_REQUESTS)
        {
            warmUpRequests += answered;
            warmUpAllocatedBytes += allocated;
        }
        requests += answered;
    }

    double seconds()
    {
        return wallNs / 1e9;
    }

    double requestsPerSecond()
    {
        return 0 == wallNs ? 0 : requests / seconds();
    }

    double processorNsPerRequest()
    {
        return 0 == requests ? 0 : (double)processorNs / requests;
    }

    /** Whether there were requests beyond the first ones. */
    boolean isWarm()
    {
        return requests > warmUpRequests;
    }

    /** Without the first ones, unless there are no others. */
    double allocatedBytesPerRequest()
    {
        return isWarm() ?
            (double)(allocatedBytes - warmUpAllocatedBytes) / (requests - warmUpRequests) :
            0 == requests ? 0 : (double)allocatedBytes / requests;
    }
}
