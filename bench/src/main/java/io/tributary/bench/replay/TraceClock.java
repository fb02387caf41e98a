package io.tributary.bench.replay;

import java.util.concurrent.TimeUnit;

/**
 * The capture's clock, as a tracker would have read it: it never runs back, though captures may, and repetitions of the
 * trace follow one another.
 */
final class TraceClock
{
    private static final long PASS_GAP_NS = TimeUnit.SECONDS.toNanos(1);

    private long nowNs = Long.MIN_VALUE;
    private long shiftNs;
    private long stepsBack;
    private boolean isPassOpen = true;

    /** Move on to the time of a datagram. */
    void advance(final long timeNs)
    {
        if (!isPassOpen)
        {
            isPassOpen = true;
            shiftNs = nowNs + PASS_GAP_NS - timeNs;
        }
        final long nextNs = timeNs + shiftNs;
        if (nextNs < nowNs)
        {
            stepsBack++;
        }
        else
        {
            nowNs = nextNs;
        }
    }

    /** The trace begins anew with the next datagram, a second after this one. */
    void endPass()
    {
        isPassOpen = false;
    }

    /** Nanoseconds since the epoch. */
    long nowNs()
    {
        return nowNs;
    }

    int nowSec()
    {
        return (int)TimeUnit.NANOSECONDS.toSeconds(nowNs);
    }

    /** Datagrams that were captured before an earlier one. */
    long stepsBack()
    {
        return stepsBack;
    }
}
