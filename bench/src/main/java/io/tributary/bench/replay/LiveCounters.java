package io.tributary.bench.replay;

import org.HdrHistogram.Histogram;

import java.util.Arrays;

/** What a live replay has counted. One thread; recording allocates nothing. */
final class LiveCounters
{
    /** Beside those of {@link DatagramKind}: connects of our own. */
    static final int HANDSHAKE = DatagramKind.STRAY.ordinal();
    static final int KINDS = HANDSHAKE + 1;
    static final long IN_TIME_NS = 1_000_000;

    private static final long TIME_MAX_NS = 120_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    final long[] sent = new long[KINDS];
    final long[] answered = new long[KINDS];
    final long[] lost = new long[KINDS];
    final Histogram deviations = new Histogram(TIME_MAX_NS, SIGNIFICANT_DIGITS);
    long straysSent;
    long withoutConnectionId;
    long refusedByKernel;
    long tooLong;
    long unreachable;
    long strayAnswers;
    long inTime;

    private final Histogram[] latencies = new Histogram[KINDS];

    LiveCounters()
    {
        Arrays.setAll(latencies, kind -> new Histogram(TIME_MAX_NS, SIGNIFICANT_DIGITS));
    }

    void onSend(final long lateNs)
    {
        deviations.recordValue(Math.max(0, Math.min(TIME_MAX_NS, lateNs)));
        inTime += lateNs <= IN_TIME_NS ? 1 : 0;
    }

    void onAnswer(final int kind, final long latencyNs)
    {
        answered[kind]++;
        latencies[kind].recordValue(Math.max(0, Math.min(TIME_MAX_NS, latencyNs)));
    }

    Histogram latencies(final int kind)
    {
        return latencies[kind];
    }

    /** Of the requests of the trace; a copy. */
    Histogram latencies()
    {
        final Histogram total = new Histogram(TIME_MAX_NS, SIGNIFICANT_DIGITS);
        for (int kind = 0; kind < HANDSHAKE; kind++)
        {
            total.add(latencies[kind]);
        }
        return total;
    }

    /** Requests of the trace. */
    static long total(final long[] counts)
    {
        return Arrays.stream(counts, 0, HANDSHAKE).sum();
    }
}
