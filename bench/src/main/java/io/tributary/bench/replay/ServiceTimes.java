package io.tributary.bench.replay;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

import java.util.Arrays;

/**
 * How long the request path took, by kind of request. Two readings of the clock cost a fair share of a request, so only
 * one request in so many is timed. Allocates nothing per request.
 */
final class ServiceTimes
{
    static final int NONE = 0;

    private static final long NOT_TIMED = Long.MIN_VALUE;
    private static final long TIME_MAX_NS = 10_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final NanoClock clock;
    private final int oneIn;
    private final Histogram[] histograms = new Histogram[DatagramKind.STRAY.ordinal() + 1];
    private int untilNext;

    /**
     * Time some requests.
     *
     * @param clock monotonic.
     * @param oneIn how many requests there are to one that is timed; {@link #NONE} times none.
     */
    ServiceTimes(final NanoClock clock, final int oneIn)
    {
        this.clock = clock;
        this.oneIn = oneIn;
        this.untilNext = NONE == oneIn ? Integer.MAX_VALUE : 1;
        Arrays.setAll(histograms, kind -> new Histogram(TIME_MAX_NS, SIGNIFICANT_DIGITS));
    }

    long start()
    {
        if (NONE == oneIn || --untilNext > 0)
        {
            return NOT_TIMED;
        }
        untilNext = oneIn;
        return clock.nanoTime();
    }

    void end(final DatagramKind kind, final long startNs)
    {
        if (NOT_TIMED != startNs)
        {
            histograms[kind.ordinal()].recordValue(Math.max(0, Math.min(TIME_MAX_NS, clock.nanoTime() - startNs)));
        }
    }

    Histogram histogram(final DatagramKind kind)
    {
        return histograms[kind.ordinal()];
    }

    /** Of all kinds. A copy. */
    Histogram total()
    {
        final Histogram total = new Histogram(TIME_MAX_NS, SIGNIFICANT_DIGITS);
        for (final Histogram histogram : histograms)
        {
            total.add(histogram);
        }
        return total;
    }
}
