package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RateLimiterTest
{
    private static final long SECOND_NS = 1_000_000_000L;
    private static final SipHash SIP_HASH = new SipHash(5, 6);

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - SECOND_NS, Long.MIN_VALUE})
    void shouldAllowABurstThenTheRateWhateverTheClocksOrigin(final long startNs)
    {
        final RateLimiter limiter = limiter(1024, new RateLimit(10, 3), RateLimit.OFF);
        assertThat(acquire(limiter, "192.0.2.1", startNs, 5)).isEqualTo(3);
        assertThat(acquire(limiter, "192.0.2.1", startNs + SECOND_NS / 10 - 1, 5)).isZero();
        assertThat(acquire(limiter, "192.0.2.1", startNs + SECOND_NS / 10, 5)).isEqualTo(1);
        assertThat(acquire(limiter, "192.0.2.1", startNs + 100 * SECOND_NS, 5)).isEqualTo(3);
    }

    @Test
    void shouldTakePrefixesOfBothFamilies()
    {
        final RateLimiter hosts = limiter(1024, new RateLimit(1, 1), RateLimit.OFF);
        assertThat(acquire(hosts, "192.0.2.1", 0, 1)).isEqualTo(1);
        assertThat(acquire(hosts, "192.0.2.2", 0, 1)).isEqualTo(1);
        assertThat(acquire(hosts, "2001:db8::1", 0, 1)).isEqualTo(1);
        assertThat(acquire(hosts, "2001:db8::ffff:0:0:1", 0, 1)).isZero();
        assertThat(acquire(hosts, "2001:db8:0:1::1", 0, 1)).isEqualTo(1);
        assertThat(acquire(hosts, "::c000:201:0:0:0:0", 0, 1)).isEqualTo(1);

        final RateLimiter networks = limiter(1024, RateLimit.OFF, new RateLimit(1, 1));
        assertThat(acquire(networks, "192.0.2.1", 0, 1)).isEqualTo(1);
        assertThat(acquire(networks, "192.0.2.255", 0, 1)).isZero();
        assertThat(acquire(networks, "192.0.3.1", 0, 1)).isEqualTo(1);
        assertThat(acquire(networks, "2001:db8::1", 0, 1)).isEqualTo(1);
        assertThat(acquire(networks, "2001:db8:0:ffff::1", 0, 1)).isZero();
        assertThat(acquire(networks, "2001:db8:1::1", 0, 1)).isEqualTo(1);
    }

    @Test
    void shouldNotChargeTheNetworkForWhatTheHostIsRefused()
    {
        final RateLimiter limiter = limiter(1024, new RateLimit(1, 2), new RateLimit(1, 5));
        assertThat(acquire(limiter, "192.0.2.1", 0, 1_000)).isEqualTo(2);
        assertThat(acquire(limiter, "192.0.2.2", 0, 2)).isEqualTo(2);
    }

    @Test
    void shouldNotChargeTheHostForWhatTheNetworkIsRefused()
    {
        final RateLimiter limiter = limiter(1024, new RateLimit(1, 5), new RateLimit(1_000, 6));
        assertThat(acquire(limiter, "192.0.2.1", 0, 5)).isEqualTo(5);
        assertThat(acquire(limiter, "192.0.2.2", 0, 100)).isEqualTo(1);
        assertThat(acquire(limiter, "192.0.2.2", SECOND_NS / 100, 100)).isEqualTo(4);
    }

    @Test
    void shouldRefillAtItsRateWhenTheClockIsSetBack()
    {
        final RateLimit limit = new RateLimit(10, 3);
        shouldRefillAtItsRateWhenTheClockIsSetBack(limiter(1024, limit, RateLimit.OFF));
        shouldRefillAtItsRateWhenTheClockIsSetBack(limiter(1024, RateLimit.OFF, limit));
    }

    private static void shouldRefillAtItsRateWhenTheClockIsSetBack(final RateLimiter limiter)
    {
        final long setBackNs = -3_600 * SECOND_NS;
        assertThat(acquire(limiter, "192.0.2.1", 0, 3)).isEqualTo(3);
        assertThat(acquire(limiter, "192.0.2.1", setBackNs, 5)).isZero();
        assertThat(acquire(limiter, "192.0.2.1", setBackNs + SECOND_NS / 10, 5)).isEqualTo(1);
        assertThat(acquire(limiter, "192.0.2.1", setBackNs + 2 * SECOND_NS, 5)).isEqualTo(3);
    }

    @Test
    void shouldAllowEverythingWhenOff()
    {
        assertThat(acquire(limiter(1024, RateLimit.OFF, RateLimit.OFF), "192.0.2.1", 0, 100_000)).isEqualTo(100_000);
    }

    @Test
    void shouldAgreeWithExactBucketsWhileTheyFit()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < 20; round++)
        {
            final RateLimit host = new RateLimit(1 + random.nextInt(20), 1 + random.nextInt(10));
            final RateLimit network = new RateLimit(1 + random.nextInt(100), 1 + random.nextInt(40));
            final RateLimiter limiter = limiter(1 << 16, host, network);
            final Map<String, ExactBucket> buckets = new HashMap<>();
            long nowNs = random.nextLong();
            for (int i = 0; i < 20_000; i++)
            {
                final int a = random.nextInt(4);
                final int b = random.nextInt(10);
                final boolean isIpv6 = random.nextBoolean();
                final Endpoint source = isIpv6 ?
                    new Endpoint().ipv6(0x2001_0db8_0000_0000L | a << 16 | b, random.nextLong(), i) :
                    new Endpoint().ipv4(0xC633_0000 | a << 8 | b, i);
                final ExactBucket hostBucket =
                    buckets.computeIfAbsent("h" + isIpv6 + a + "." + b, key -> new ExactBucket(host));
                final ExactBucket networkBucket =
                    buckets.computeIfAbsent("n" + isIpv6 + a, key -> new ExactBucket(network));
                final boolean expected = hostBucket.refill(nowNs) & networkBucket.refill(nowNs);
                if (expected)
                {
                    hostBucket.take();
                    networkBucket.take();
                }

                assertThat(RateLimiter.ADMITTED == limiter.tryAcquire(source, nowNs))
                    .as("-Dtest.seed=%d, step %d", seed, i).isEqualTo(expected);
                refused += expected ? 0 : 1;
                nowNs += random.nextInt(500) == 0 ? random.nextLong(SECOND_NS) : random.nextLong(SECOND_NS / 500);
            }
        }
        assertThat(refused).as("-Dtest.seed=%d: both answers are common", seed).isBetween(10_000, 390_000);
    }

    @Test
    void shouldStayBoundedWithMorePrefixesThanRoom()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final int burst = 4;
        final RateLimiter limiter = limiter(64, new RateLimit(1, burst), new RateLimit(1_000_000, 1_000_000));
        final Endpoint source = new Endpoint();
        final int first = random.nextInt();
        for (int i = 0; i < 200_000; i++)
        {
            // Never the same address twice: one that comes back may still be in debt.
            source.ipv4(first + i * 0x9E37_79B1, 1);
            int served = 0;
            for (int attempt = 0; attempt < 2 * burst; attempt++)
            {
                served += RateLimiter.ADMITTED == limiter.tryAcquire(source, i) ? 1 : 0;
            }
            assertThat(served).as("-Dtest.seed=%d, %s", seed, source).isBetween(1, burst);
        }
    }

    @Test
    void shouldRememberTheHeaviestSourceLongest()
    {
        final RateLimiter limiter = limiter(16, new RateLimit(1, 100), RateLimit.OFF);
        assertThat(acquire(limiter, "192.0.2.1", 0, 1_000)).isEqualTo(100);

        final Endpoint other = new Endpoint();
        for (int i = 0; i < 100_000; i++)
        {
            limiter.tryAcquire(other.ipv4(0x0A00_0000 | i, 1), i);
        }
        assertThat(acquire(limiter, "192.0.2.1", 100_000, 1_000)).isZero();
    }

    @Test
    void shouldSurviveAnyClock()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final RateLimiter limiter = limiter(64, new RateLimit(10, 5), new RateLimit(10, 5));
        final Endpoint source = new Endpoint().ipv4(1, 1);
        for (int i = 0; i < 10_000; i++)
        {
            final long nowNs = random.nextLong();
            int served = 0;
            for (int attempt = 0; attempt < 20; attempt++)
            {
                served += RateLimiter.ADMITTED == limiter.tryAcquire(source, nowNs) ? 1 : 0;
            }
            assertThat(served).as("-Dtest.seed=%d", seed).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void shouldRefuseImpossibleSettings()
    {
        assertThatThrownBy(() -> new RateLimit(-1, 1)).hasMessage("ratePerSec -1: allowed are 0 to 1000000");
        assertThatThrownBy(() -> new RateLimit(1_000_001, 1)).hasMessageContaining("0 to 1000000");
        assertThatThrownBy(() -> new RateLimit(1, 0)).hasMessage("burst 0: allowed are 1 to 1000000");
        assertThatThrownBy(() -> limiter(0, RateLimit.OFF, RateLimit.OFF)).hasMessageContaining("1 to 4194304");
    }

    private static RateLimiter limiter(final int prefixCount, final RateLimit host, final RateLimit network)
    {
        return new RateLimiter(prefixCount, host, network, SIP_HASH);
    }

    private static int acquire(final RateLimiter limiter, final String source, final long nowNs, final int attempts)
    {
        final Endpoint endpoint = endpoint(source);
        int served = 0;
        for (int i = 0; i < attempts; i++)
        {
            served += RateLimiter.ADMITTED == limiter.tryAcquire(endpoint, nowNs) ? 1 : 0;
        }
        return served;
    }

    /** A bucket of nanoseconds, which a request costs one interval of. */
    private static final class ExactBucket
    {
        private final long intervalNs;
        private final long capacityNs;
        private long levelNs;
        private long lastNs;
        private boolean isUsed;

        ExactBucket(final RateLimit limit)
        {
            intervalNs = SECOND_NS / limit.ratePerSec();
            capacityNs = intervalNs * limit.burst();
            levelNs = capacityNs;
        }

        boolean refill(final long nowNs)
        {
            levelNs = isUsed ? Math.min(capacityNs, levelNs + (nowNs - lastNs)) : capacityNs;
            lastNs = nowNs;
            isUsed = true;
            return levelNs >= intervalNs;
        }

        void take()
        {
            levelNs -= intervalNs;
        }
    }
}
