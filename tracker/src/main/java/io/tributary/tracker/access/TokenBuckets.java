package io.tributary.tracker.access;

/**
 * The token buckets of one level of the {@link RateLimiter}, in memory that never grows. Hot path.
 *
 * <p>A bucket is one number, the instant at which it will be full again (the generic cell rate algorithm of ITU-T
 * I.371, which decides as a token bucket does): a request costs {@code intervalNs}, and a bucket may owe {@code
 * capacityNs}.
 * <pre>
 *   set    8 buckets, 128 bytes; chosen by the upper bits of the tag
 *   bucket tag (8), 0 when unused | full again at, ns (8)
 * </pre>
 * A tag that is not in its set takes the place of the bucket that is or will be full first. A full bucket is the same
 * as none, so nothing is lost as long as the set holds one; otherwise the least indebted source is forgiven its debt,
 * and the heaviest is remembered longest.
 */
final class TokenBuckets
{
    static final int WAYS = 8;

    private static final int BUCKET_LONGS = 2;
    private static final int SET_LONGS = WAYS * BUCKET_LONGS;

    private final long[] buckets;
    private final int setShift;
    private final long intervalNs;
    private final long capacityNs;

    /** Room for {@code bucketCount} buckets, rounded up to a power of two, at least two sets. */
    TokenBuckets(final int bucketCount, final RateLimit limit)
    {
        final int setBits = Math.max(1, 32 - Integer.numberOfLeadingZeros((bucketCount - 1) / WAYS));
        this.buckets = new long[SET_LONGS << setBits];
        this.setShift = Long.SIZE - setBits;
        this.intervalNs = limit.intervalNs();
        this.capacityNs = intervalNs * limit.burst();
    }

    /** Index of the tag's bucket when it has one, otherwise the complement (negative) of the one to replace. */
    int find(final long tag, final long nowNs)
    {
        final int first = (int)(tag >>> setShift) * SET_LONGS;
        final int limit = first + SET_LONGS;
        int stalest = first;
        long stalestDebtNs = Long.MAX_VALUE;
        for (int i = first; i < limit; i += BUCKET_LONGS)
        {
            final long debtNs = debtNs(i, nowNs);
            if (tag == buckets[i])
            {
                return i;
            }

            if (debtNs < stalestDebtNs)
            {
                stalest = i;
                stalestDebtNs = debtNs;
            }
        }
        return ~stalest;
    }

    /** Whether a request may pass; {@code found} from {@link #find} at the same instant. A new bucket is full. */
    boolean hasToken(final int found, final long nowNs)
    {
        return found < 0 || buckets[found + 1] - nowNs <= capacityNs - intervalNs;
    }

    void take(final int found, final long tag, final long nowNs)
    {
        if (found < 0)
        {
            buckets[~found] = tag;
            buckets[~found + 1] = nowNs + intervalNs;
        }
        else
        {
            final long debtNs = Math.max(0, buckets[found + 1] - nowNs);
            buckets[found + 1] = nowNs + debtNs + intervalNs;
        }
    }

    /**
     * No bucket can owe more than its capacity. One that seems to is left from before the clock was set back: it
     * counts as empty from now on, so that it refills at its rate and not when the clock has caught up.
     */
    private long debtNs(final int index, final long nowNs)
    {
        if (0 == buckets[index])
        {
            return Long.MIN_VALUE;
        }

        final long debtNs = buckets[index + 1] - nowNs;
        if (debtNs > capacityNs)
        {
            buckets[index + 1] = nowNs + capacityNs;
            return capacityNs;
        }
        return debtNs;
    }
}
