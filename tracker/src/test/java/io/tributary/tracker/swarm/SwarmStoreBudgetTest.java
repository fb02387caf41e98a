package io.tributary.tracker.swarm;

import io.tributary.tracker.hash.SipHash;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Budgets, and the facts about Chronicle Map that they rest on.
 */
class SwarmStoreBudgetTest
{
    private final StoreFixture fixture = new StoreFixture();

    @TempDir
    private Path directory;

    private static SwarmLimits limits(final int swarmsMax, final int peersMax, final int perSwarmMax)
    {
        return new SwarmLimits(swarmsMax, peersMax, 16 << 20, perSwarmMax, 4, 10, 200, 3600, 1, 50);
    }

    @Test
    void shouldRefuseNewSwarmsAtTheirBudgetAndServeTheOthers()
    {
        try (ChronicleSwarmStore store = fixture.inMemory(limits(1000, 1_000_000, 1000)))
        {
            for (int i = 0; i < 1000; i++)
            {
                assertThat(fixture.add(store, i, 0, i)).isEqualTo(AnnounceOutcome.INSERTED);
            }
            assertThat(fixture.add(store, 1000, 0, 1)).isEqualTo(AnnounceOutcome.SWARM_BUDGET);
            assertThat(fixture.announce.intervalSec).isEqualTo(StoreFixture.INTERVAL_SEC);
            assertThat(fixture.stop(store, 1000, 0, 1)).isEqualTo(AnnounceOutcome.UNKNOWN);
            assertThat(fixture.add(store, 7, 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
            assertThat(fixture.add(store, 7, 0, 7)).isEqualTo(AnnounceOutcome.REFRESHED);
            assertThat(fixture.stop(store, 7, 0, 7)).isEqualTo(AnnounceOutcome.REMOVED);
        }
    }

    @Test
    void shouldKeepTheLastPeersForSmallSwarmsAndThenRefuseAll()
    {
        try (ChronicleSwarmStore store = fixture.inMemory(limits(1000, 1000, 1000)))
        {
            int peer = 0;
            while (store.totals().peers() < 900)
            {
                assertThat(fixture.add(store, 0, 0, peer++)).isEqualTo(AnnounceOutcome.INSERTED);
            }
            assertThat(fixture.add(store, 0, 0, peer)).isEqualTo(AnnounceOutcome.PEER_BUDGET);
            assertThat(fixture.announce.endpointCount).as("refused, but answered").isEqualTo(50);
            for (int i = 0; i < 100; i++)
            {
                assertThat(fixture.add(store, 1 + i / 4, 0, i)).isEqualTo(AnnounceOutcome.INSERTED);
            }
            assertThat(fixture.add(store, 500, 0, 1)).isEqualTo(AnnounceOutcome.PEER_BUDGET);
            assertThat(fixture.add(store, 1, 0, 999)).isEqualTo(AnnounceOutcome.PEER_BUDGET);
            assertThat(fixture.add(store, 0, 0, 0)).isEqualTo(AnnounceOutcome.REFRESHED);
            assertThat(fixture.stop(store, 0, 0, 0)).isEqualTo(AnnounceOutcome.REMOVED);
            assertThat(store.totals().peers()).isEqualTo(999);
        }
    }

    @Test
    void shouldKeepASwarmWithinItsOwnLimit()
    {
        try (ChronicleSwarmStore store = fixture.inMemory(limits(1000, 1_000_000, 30)))
        {
            for (int i = 0; i < 30; i++)
            {
                assertThat(fixture.add(store, 0, 1, i)).isEqualTo(AnnounceOutcome.INSERTED);
            }
            assertThat(fixture.add(store, 0, 1, 30)).isEqualTo(AnnounceOutcome.SWARM_FULL);
            assertThat(fixture.add(store, 0, 1, 3)).isEqualTo(AnnounceOutcome.REFRESHED);
            assertThat(fixture.add(store, 0, 0, 30)).as("another family").isEqualTo(AnnounceOutcome.INSERTED);
        }
    }

    @Test
    void shouldRefuseByBytesAndGetOverIt()
    {
        try (ChronicleSwarmStore probe = fixture.inMemory(limits(1000, 1, 1)))
        {
            final long heads = probe.totals().bytesUsed();
            final SwarmLimits limits =
                new SwarmLimits(1000, 1_000_000, heads + (2 << 20), 1_000_000, 4, 10, 200, 3600, 1, 50);
            try (ChronicleSwarmStore store = fixture.inMemory(limits))
            {
                int peers = 0;
                while (AnnounceOutcome.INSERTED == fixture.add(store, 0, 0, peers))
                {
                    peers++;
                }
                assertThat(fixture.announce.outcome).isEqualTo(AnnounceOutcome.BYTE_BUDGET);
                assertThat(peers).isGreaterThan(50_000);
                for (int i = 0; i < 4; i++)
                {
                    assertThat(fixture.add(store, 1, 0, i)).as("the reserve").isEqualTo(AnnounceOutcome.INSERTED);
                }
                assertThat(store.totals().bytesUsed()).isLessThanOrEqualTo(limits.bytesMax());
                assertThat(fixture.add(store, 0, 0, 0)).isEqualTo(AnnounceOutcome.REFRESHED);
                for (int i = 0; i < peers; i++)
                {
                    assertThat(fixture.stop(store, 0, 0, i)).isEqualTo(AnnounceOutcome.REMOVED);
                }
                fixture.sweepRound(store);
                fixture.sweepRound(store);
                assertThat(store.totals().bytesUsed()).isEqualTo(heads);
            }
        }
    }

    @Test
    void shouldCountACompletionOnceHoweverOftenItIsAnnounced()
    {
        try (ChronicleSwarmStore store = fixture.inMemory(limits(1000, 1000, 1000)))
        {
            fixture.add(store, 0, 0, 1);
            for (int i = 0; i < 5; i++)
            {
                fixture.leecher(0, 0, 1).isCompleted = true;
                fixture.announce.isSeeder = true;
                store.announce(fixture.announce);
                fixture.leecher(0, 0, 1).isSeeder = true;
                store.announce(fixture.announce);
            }
            assertThat(fixture.scrape(store, 0, 0).completed).isEqualTo(1);
            assertThat(fixture.counts.seeders).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepTotalsOfAnEmptySwarmForAsLongAsConfigured()
    {
        try (ChronicleSwarmStore store = fixture.inMemory(limits(1000, 1000, 1000)))
        {
            fixture.leecher(0, 0, 1).isCompleted = true;
            store.announce(fixture.announce);
            fixture.add(store, 1, 0, 1);
            fixture.stop(store, 0, 0, 1);
            fixture.stop(store, 1, 0, 1);
            fixture.sweepRound(store);
            assertThat(store.totals().swarms()).as("the one without totals is forgotten").isEqualTo(1);
            fixture.nowSec += 3500;
            fixture.sweepRound(store);
            assertThat(fixture.scrape(store, 0, 0).completed).isEqualTo(1);
            fixture.nowSec += 100;
            fixture.sweepRound(store);
            assertThat(fixture.scrape(store, 0, 0).completed).isZero();
            assertThat(store.totals().swarms()).isZero();
        }
    }

    @Test
    void shouldGoOnSweepingWhenTheClockIsSetBack()
    {
        final SwarmLimits slow = new SwarmLimits(100_000, 1000, 64 << 20, 1000, 4, 10, 200, 0, 120, 50);
        try (ChronicleSwarmStore store = fixture.inMemory(slow))
        {
            for (int i = 0; i < 100; i++)
            {
                fixture.add(store, i, 0, 1);
                fixture.stop(store, i, 0, 1);
            }
            for (int i = 0; i < 5; i++)
            {
                store.sweep((int)fixture.nowSec);
            }
            fixture.nowSec -= 86_400;
            for (int i = 0; i < 500; i++)
            {
                fixture.nowSec++;
                for (int k = 0; k < 100; k++)
                {
                    store.sweep((int)fixture.nowSec);
                }
            }
            assertThat(store.totals().swarms()).isZero();
        }
    }

    @Test
    void shouldRefuseAFloodOfOneSegmentAndServeTheOthers()
    {
        final int swarmsMax = 16_000;
        try (ChronicleSwarmStore store = fixture.inMemory(limits(swarmsMax, 1_000_000, 1000)))
        {
            final ChronicleMap<byte[], byte[]> heads = heads(store);
            final List<Long> victims = new ArrayList<>();
            for (long i = 1_000_000; victims.size() < 6000; i++)
            {
                if (0 == segment(heads, i))
                {
                    victims.add(i);
                }
            }
            int refused = 0;
            for (final long victim : victims)
            {
                final AnnounceOutcome outcome = fixture.add(store, victim, 0, 1);
                assertThat(outcome).isIn(AnnounceOutcome.INSERTED, AnnounceOutcome.SEGMENT_FULL);
                refused += AnnounceOutcome.SEGMENT_FULL == outcome ? 1 : 0;
            }
            final long stored = victims.size() - refused;
            assertThat(store.totals().swarms()).isEqualTo(stored);
            int others = 0;
            for (long i = 0; i < 4000; i++)
            {
                if (0 != segment(heads, i))
                {
                    assertThat(fixture.add(store, i, 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
                    others++;
                }
            }
            for (int i = 0; i < stored / 2; i++)
            {
                assertThat(fixture.add(store, victims.get(i), 0, 1)).isEqualTo(AnnounceOutcome.REFRESHED);
                assertThat(fixture.stop(store, victims.get(i), 0, 1)).isEqualTo(AnnounceOutcome.REMOVED);
            }
            fixture.sweepRound(store);
            assertThat(store.totals().swarms()).isEqualTo(others + stored - stored / 2);
            assertThat(fixture.add(store, victims.get(0), 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
        }
    }

    private int segment(final ChronicleMap<byte[], byte[]> heads, final long swarm)
    {
        final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[20]);
        StoreFixture.infoHash(infoHash, swarm);
        final SwarmKey key = new SwarmKey(
            new SipHash(StoreFixture.SECRET, 0)).scramble(infoHash, 0, 0);
        final byte[] bytes = new byte[SwarmKey.LENGTH];
        new UnsafeBuffer(key.address(), SwarmKey.LENGTH).getBytes(0, bytes);
        try (var context = heads.queryContext(bytes))
        {
            context.readLock().lock();
            return context.segmentIndex();
        }
    }

    @SuppressWarnings("unchecked")
    private static ChronicleMap<byte[], byte[]> heads(final ChronicleSwarmStore store)
    {
        try
        {
            final Field field = ChronicleSwarmStore.class.getDeclaredField("heads");
            field.setAccessible(true);
            return (ChronicleMap<byte[], byte[]>)field.get(store);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void shouldChurnAtTheCapWithoutUsingUpTiers()
    {
        final int swarmsMax = 8000;
        final SplittableRandom random = new SplittableRandom(4);
        try (ChronicleSwarmStore store = fixture.inMemory(limits(swarmsMax, 1_000_000, 1000)))
        {
            final ChronicleMap<byte[], byte[]> heads = heads(store);
            final int resizes = heads.remainingAutoResizes();
            final List<Long> live = new ArrayList<>();
            long next = 0;
            for (int round = 0; round < 40; round++)
            {
                while (live.size() < swarmsMax)
                {
                    assertThat(fixture.add(store, next, 0, 1)).isEqualTo(AnnounceOutcome.INSERTED);
                    live.add(next++);
                }
                assertThat(fixture.add(store, next, 0, 1)).isEqualTo(AnnounceOutcome.SWARM_BUDGET);
                for (int i = 0; i < swarmsMax / 4; i++)
                {
                    final int index = random.nextInt(live.size());
                    assertThat(fixture.stop(store, live.get(index), 0, 1)).isEqualTo(AnnounceOutcome.REMOVED);
                    live.set(index, live.get(live.size() - 1));
                    live.remove(live.size() - 1);
                }
                fixture.sweepRound(store);
                assertThat(store.totals().swarms()).isEqualTo(live.size());
                assertThat(heads.remainingAutoResizes()).isEqualTo(resizes);
            }
        }
    }

    @Test
    void shouldAlignEveryEntryToACacheLineAndNeverMoveIt()
    {
        try (ChronicleMap<byte[], byte[]> map = SwarmStoreOpener.builder(2000)
            .createPersistedTo(directory.resolve("aligned").toFile()))
        {
            final byte[] key = new byte[SwarmKey.LENGTH];
            final SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 1500; i++)
            {
                random.nextBytes(key);
                map.put(key, new byte[PeerTable.HEAD_BYTES]);
            }
            final int[] entries = new int[1];
            for (int i = 0; i < map.segments(); i++)
            {
                try (var context = map.segmentContext(i))
                {
                    context.forEachSegmentEntryWhile(entry -> isAligned(entry, entries));
                }
            }
            assertThat(entries[0]).isEqualTo(1500);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static boolean isAligned(final MapEntry<byte[], byte[]> entry, final int[] entries)
    {
        final long value = entry.value().bytes().addressForRead(entry.value().offset());
        final long start = entry.key().bytes().addressForRead(entry.key().offset());
        assertThat(value & 7).isZero();
        assertThat(start & 63).isZero();
        assertThat(value - start).isEqualTo(SwarmKey.LENGTH);
        entries[0]++;
        return true;
    }
}
