package io.tributary.tracker.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketsTest
{
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final TokenBuckets buckets = new TokenBuckets(16, new RateLimit(1, 100));

    /** Small tags have the same upper bits, so all of them belong to the first set. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldReplaceTheLeastIndebtedBucketOfAFullSet(final long leastIndebted)
    {
        for (long tag = 1; tag <= TokenBuckets.WAYS; tag++)
        {
            takeTimes(tag, tag == leastIndebted ? 1 : 10, 0);
        }

        takeTimes(100, 20, 0);

        for (long tag = 1; tag <= TokenBuckets.WAYS; tag++)
        {
            assertThat(buckets.find(tag, 0) >= 0).as("tag %d is kept", tag).isEqualTo(tag != leastIndebted);
        }
        assertThat(buckets.find(100, 0)).isNotNegative();
    }

    @Test
    void shouldLoseNothingWhileASetHoldsAFullBucket()
    {
        takeTimes(1, 1, 0);
        for (long tag = 2; tag <= TokenBuckets.WAYS; tag++)
        {
            takeTimes(tag, 100, INTERVAL_NS);
        }

        // The first is full again and goes first; later newcomers replace the one before them, never an empty bucket.
        for (long tag = 100; tag < 200; tag++)
        {
            takeTimes(tag, 1, INTERVAL_NS);
        }

        for (long tag = 2; tag <= TokenBuckets.WAYS; tag++)
        {
            assertThat(buckets.hasToken(buckets.find(tag, INTERVAL_NS), INTERVAL_NS)).isFalse();
        }
    }

    @Test
    void shouldKeepSetsApart()
    {
        takeTimes(1, 1, 0);
        for (long tag = Long.MIN_VALUE + 1; tag < Long.MIN_VALUE + 100; tag++)
        {
            takeTimes(tag, 50, 0);
        }
        assertThat(buckets.find(1, 0)).isNotNegative();
    }

    private void takeTimes(final long tag, final int times, final long nowNs)
    {
        for (int i = 0; i < times; i++)
        {
            buckets.take(buckets.find(tag, nowNs), tag, nowNs);
        }
    }
}
