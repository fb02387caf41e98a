package io.tributary.tracker.access;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;

import static io.tributary.tracker.access.TestAddresses.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

class AccessAllocationTest
{
    private static final int CALLS = 20_000;
    /** The compiler's own doings cost a few bytes now and then; what calls allocate shows in every round. */
    private static final int ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Endpoint endpoint = new Endpoint();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
    private int[] kept;

    @Test
    void shouldAllocateNothingForAPacket()
    {
        final AddressRanges ranges = new AddressRanges.Builder()
            .add(endpoint("10.0.0.0"), 8).add(endpoint("2001:db8::"), 32).build();
        final RateLimit limit = new RateLimit(100, 10);
        final RateLimiter limiter = new RateLimiter(256, limit, limit, new SipHash(1, 2));
        try (AccessListExchange exchange = new AccessListExchange(
            new AccessLists(AccessListsTest.set(1, 2, 3), AccessListsTest.set(3, 4), ranges)))
        {
            final long bytes = allocatedBytes(i ->
            {
                infoHash.putInt(16, i & 7);
                source(i);
                final AccessLists lists = exchange.poll();
                return lists.checkInfoHash(infoHash, 0) + lists.checkAddress(endpoint) +
                    AddressScope.of(endpoint).ordinal() + limiter.tryAcquire(endpoint, i * 1_000L);
            });
            assertThat(bytes).isZero();
        }
    }

    /** Negative control: the measurement sees an allocation of the smallest kind. */
    @Test
    void shouldSeeAnAllocation()
    {
        final long bytes = allocatedBytes(i ->
        {
            kept = new int[0];
            return source(i).port() + kept.length;
        });
        assertThat(bytes).isGreaterThanOrEqualTo(16L * CALLS);
    }

    private Endpoint source(final int i)
    {
        return 0 == (i & 1) ? endpoint.ipv4(i << 12, i) : endpoint.ipv6(0x2001_0db8L << 32 | i << 8, i, i);
    }

    private long allocatedBytes(final IntUnaryOperator call)
    {
        int sum = run(call) + run(call);
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            sum += run(call);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isNotZero();
        return leastBytes;
    }

    private static int run(final IntUnaryOperator call)
    {
        int sum = 0;
        for (int i = 0; i < CALLS; i++)
        {
            sum += call.applyAsInt(i);
        }
        return sum;
    }
}
