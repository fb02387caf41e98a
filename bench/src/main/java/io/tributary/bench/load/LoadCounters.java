package io.tributary.bench.load;

import org.HdrHistogram.Histogram;

import java.util.Arrays;

/**
 * What one window of a run has counted, by kind of request (the action of BEP 15: connect, announce, scrape). One
 * thread; recording allocates nothing.
 */
final class LoadCounters
{
    static final int KINDS = 3;

    private static final long LATENCY_MAX_NS = 120_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    final long[] sent = new long[KINDS];
    final long[] answered = new long[KINDS];
    final long[] lost = new long[KINDS];
    final ErrorMessages errors = new ErrorMessages();
    long peersReceived;
    long strays;
    long malformed;
    long unreachable;
    long sendsRefused;

    private final Histogram[] latencies = new Histogram[KINDS];

    LoadCounters()
    {
        Arrays.setAll(latencies, (kind) -> new Histogram(LATENCY_MAX_NS, SIGNIFICANT_DIGITS));
    }

    void onAnswer(final int kind, final long latencyNs)
    {
        answered[kind]++;
        latencies[kind].recordValue(Math.max(0, Math.min(LATENCY_MAX_NS, latencyNs)));
    }

    Histogram latencies(final int kind)
    {
        return latencies[kind];
    }

    long answeredTotal()
    {
        return Arrays.stream(answered).sum();
    }

    void reset()
    {
        Arrays.fill(sent, 0);
        Arrays.fill(answered, 0);
        Arrays.fill(lost, 0);
        errors.reset();
        peersReceived = 0;
        strays = 0;
        malformed = 0;
        unreachable = 0;
        sendsRefused = 0;
        for (final Histogram latency : latencies)
        {
            latency.reset();
        }
    }
}
