package io.tributary.tracker.swarm;

import com.sun.management.ThreadMXBean;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * What the packet path asks of the store allocates nothing. Runs in a JVM of its own, without assertions: Chronicle's
 * allocate.
 */
class SwarmStoreAllocationTest
{
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 60_000;
    private static final int PASSES = 4;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final StoreFixture fixture = new StoreFixture();
    private ChronicleSwarmStore store;

    @BeforeEach
    void open()
    {
        assumeFalse(SwarmStoreAllocationTest.class.desiredAssertionStatus(), "assertions are on");
        store = fixture.inMemory(StoreFixture.limits(20_000, 128 << 20));
    }

    @AfterEach
    void close()
    {
        if (null != store)
        {
            store.close();
        }
    }

    @Test
    void shouldAllocateNothingForNewAndKnownAndStoppedPeers()
    {
        assertThat(allocatedBy(i ->
        {
            final int namespace = i & 1;
            fixture.add(store, i % 5000, namespace, i % 17_011);
            fixture.add(store, i % 5000, namespace, i % 17_011);
            fixture.add(store, 5001, namespace, i % 4000);
            fixture.stop(store, i % 5000, namespace, (i * 31) % 17_011);
            fixture.stop(store, 5001, namespace, (i * 7) % 4000);
        })).isZero();
    }

    @Test
    void shouldAllocateNothingForScrapes()
    {
        for (int i = 0; i < 1000; i++)
        {
            fixture.add(store, i, 0, i);
        }
        assertThat(allocatedBy(i -> fixture.scrape(store, i % 1500, 0))).isZero();
        assertThat(fixture.scrape(store, 999, 0).leechers).isEqualTo(1);
    }

    @Test
    void shouldAllocateNothingForSweepsAndExpiry()
    {
        assertThat(allocatedBy(i ->
        {
            fixture.add(store, i % 3000, i & 1, i % 20_000);
            fixture.stop(store, i % 1000, i & 1, (i - 1000) % 20_000);
            fixture.nowSec += 0 == i % 50 ? 5 : 0;
            store.sweep((int)fixture.nowSec);
        })).isZero();
        assertThat(store.totals().expired()).isPositive();
    }

    @Test
    void shouldAllocateNothingForMergesAndListeners()
    {
        final SwarmListener listener = announce -> announce.isYoung = true;
        store.listener(listener);
        assertThat(allocatedBy(i ->
        {
            final int namespace = i & 1;
            fixture.batch(i % 3000, namespace);
            fixture.addRemote(i % 17_011, 1 + i % 7, 1000);
            store.merge(fixture.batch);
            fixture.batch(5001, namespace);
            fixture.addRemote(i % 4000, 10, 1000);
            store.merge(fixture.batch);
            fixture.add(store, 5001, namespace, i % 4000);
            fixture.withdraw(store, i % 3000, namespace, (i * 31) % 17_011);
            fixture.nowSec += 0 == i % 50 ? 5 : 0;
            store.sweep((int)fixture.nowSec);
        })).isZero();
        assertThat(store.totals().remotePeers()).isPositive();
    }

    @Test
    void shouldAllocateNothingForSamplesAndWalks()
    {
        for (int i = 0; i < 6000; i++)
        {
            fixture.add(store, i % 500, 0, i);
            fixture.add(store, 1000, 0, i);
        }
        final long[] seen = new long[2];
        final PeerSink peers = (peer, isSeeder, origin, endSec) -> seen[0] += peer.port();
        final SwarmSink swarms = (infoHash, namespace) -> seen[1] += infoHash.getByte(0);
        assertThat(allocatedBy(i ->
        {
            StoreFixture.infoHash(fixture.infoHash, 0 == i % 8 ? 1000 : i % 500);
            store.peers(fixture.infoHash, 0, 0, (int)fixture.nowSec, 1, true, 20, i * 0x9E37_79B9_7F4A_7C15L, peers);
            store.hasOwnPeers(fixture.infoHash, 0, 0);
            if (0 == i % 64)
            {
                store.walk(0, 2, swarms);
            }
        })).isZero();
        assertThat(seen[0]).isNotZero();
        assertThat(seen[1]).isNotZero();
    }

    /** The negative control: the same map with array keys does allocate, and it is seen. */
    @Test
    void shouldSeeTheAllocationOfAnArrayKey()
    {
        try (ChronicleMap<byte[], byte[]> map = ChronicleMapBuilder.of(byte[].class, byte[].class)
            .constantKeySizeBySample(new byte[24]).constantValueSizeBySample(new byte[40]).entries(100).create())
        {
            final byte[] key = new byte[24];
            assertThat(allocatedBy(i ->
            {
                try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(key))
                {
                    context.updateLock().lock();
                }
            })).isGreaterThan(16L * MEASURED);
        }
    }

    private interface Operation
    {
        void run(int i);
    }

    /** Of a few passes the least: the compiler may allocate on this thread while it still warms up. */
    private long allocatedBy(final Operation operation)
    {
        for (int i = 0; i < WARM_UP; i++)
        {
            operation.run(i);
        }
        long least = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES && least > 0; pass++)
        {
            final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < MEASURED; i++)
            {
                operation.run(WARM_UP + i);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }
}
