package io.tributary.tracker.request;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket of one second (the generic cell rate algorithm of ITU-T I.371): so many a second, and as many at once
 * after a quiet second. Hot path.
 */
final class AnswerRate
{
    private static final long CAPACITY_NS = TimeUnit.SECONDS.toNanos(1);

    private long fullAtNs;

    /** Take a token if there is one; {@code perSecond} may differ from call to call, 0 for never. */
    boolean tryAcquire(final int perSecond, final long nowNs)
    {
        if (perSecond <= 0)
        {
            return false;
        }
        final long intervalNs = CAPACITY_NS / perSecond;
        final long owedNs = fullAtNs - nowNs;
        // More than can be owed is no debt, but a clock that began elsewhere.
        final long debtNs = owedNs < 0 || owedNs > CAPACITY_NS ? 0 : owedNs;
        if (debtNs > CAPACITY_NS - intervalNs)
        {
            return false;
        }
        fullAtNs = nowNs + debtNs + intervalNs;
        return true;
    }
}
