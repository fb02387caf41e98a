package io.tributary.tracker.swarm;

import org.agrona.BitUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SwarmStorePersistenceTest
{
    private static final SwarmLimits LIMITS = StoreFixture.limits(5000, 32 << 20);
    private static final int SWARMS = 400;

    @TempDir
    private Path directory;

    private final StoreFixture fixture = new StoreFixture();

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    private void populate(final SwarmStore store)
    {
        for (int swarm = 0; swarm < SWARMS; swarm++)
        {
            for (int peer = 0; peer < peersOf(swarm); peer++)
            {
                fixture.leecher(swarm, swarm & 1, peer).isCompleted = 0 == peer;
                store.announce(fixture.announce);
            }
        }
    }

    private static int peersOf(final int swarm)
    {
        return swarm < 3 ? 2000 : 1 + swarm % 40;
    }

    private void verifyEverythingIsThere(final SwarmStore store)
    {
        for (int swarm = 0; swarm < SWARMS; swarm++)
        {
            fixture.scrape(store, swarm, swarm & 1);
            assertThat(fixture.counts.leechers).as("swarm %d", swarm).isEqualTo(peersOf(swarm));
            assertThat(fixture.counts.completed).isEqualTo(1);
            for (int peer = 0; peer < peersOf(swarm); peer += 7)
            {
                assertThat(fixture.add(store, swarm, swarm & 1, peer)).isEqualTo(AnnounceOutcome.REFRESHED);
            }
        }
        assertThat(store.totals().swarms()).isEqualTo(SWARMS);
    }

    @Test
    void shouldKeepEverythingOverACleanStop()
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
        }
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            verifyEverythingIsThere(store);
        }
    }

    @Test
    void shouldRecoverWhatAKilledProcessLeaves(@TempDir final Path killed)
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
            StoreFixture.copy(directory, killed.resolve("store"));
        }
        try (SwarmStore store = fixture.open(LIMITS, killed.resolve("store")))
        {
            verifyEverythingIsThere(store);
            assertThat(store.totals().repaired()).isZero();
        }
    }

    @Test
    void shouldNotForgetPeersOfAKilledProcessThatRanForDays(@TempDir final Path killed)
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            fixture.nowSec += 3 * 86_400;
            store.sweep((int)fixture.nowSec);
            populate(store);
            StoreFixture.copy(directory, killed.resolve("store"));
        }
        try (SwarmStore store = fixture.open(LIMITS, killed.resolve("store")))
        {
            verifyEverythingIsThere(store);
        }
    }

    @Test
    void shouldForgetPeersButNoTotalsAfterALongTime()
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
        }
        fixture.nowSec += PeerMeta.LIFE_MAX_SEC + 1;
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            assertThat(store.totals().peers()).isZero();
            fixture.sweepRound(store);
            assertThat(store.totals().swarms()).isEqualTo(SWARMS);
            assertThat(fixture.scrape(store, 0, 0).completed).isEqualTo(1);
            assertThat(store.totals().bytesUsed()).isLessThan(LIMITS.bytesMax() / 2);
        }
    }

    @Test
    void shouldSetAnotherLayoutAsideAndStartEmpty() throws IOException
    {
        for (int round = 1; round <= 2; round++)
        {
            try (SwarmStore store = fixture.open(LIMITS, directory))
            {
                assertThat(store.totals().swarms()).isZero();
                populate(store);
            }
            try (RandomAccessFile mark = new RandomAccessFile(directory.resolve("swarms.mark").toFile(), "rw"))
            {
                mark.seek(8);
                mark.writeInt(0x7F);
            }
            try (SwarmStore store = fixture.open(LIMITS, directory))
            {
                assertThat(store.totals().swarms()).isZero();
            }
            try (Stream<Path> files = Files.list(directory))
            {
                assertThat(files.filter(f -> f.toString().contains(".aside-")).count()).isEqualTo(3L * round);
            }
        }
    }

    @Test
    void shouldNotTrustHeadsWithoutAMark() throws IOException
    {
        Files.write(directory.resolve("swarms.heads"), new byte[]{1, 2, 3});
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
        }
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            verifyEverythingIsThere(store);
        }
    }

    @Test
    void shouldKeepEverythingWhenTheBudgetOfSwarmsChanges()
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
        }
        for (final int swarmsMax : new int[]{20_000, 1000, 5000})
        {
            try (SwarmStore store = fixture.open(StoreFixture.limits(swarmsMax, 32 << 20), directory))
            {
                verifyEverythingIsThere(store);
            }
        }
    }

    @Test
    void shouldLoseNothingUnderASmallerBudgetOfBytesAndTakeNoMore()
    {
        final long headsBytes;
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            headsBytes = store.totals().bytesUsed();
            populate(store);
        }
        final SwarmLimits tight = new SwarmLimits(
            5000, 1_000_000, headsBytes + (1 << 20), 10_000, 1_000_000, 10, 200, 1000, 1, 50);
        try (SwarmStore store = fixture.open(tight, directory))
        {
            verifyEverythingIsThere(store);
            int peer = 10_000;
            while (AnnounceOutcome.INSERTED == fixture.add(store, 1, 1, peer) && peer < 100_000)
            {
                peer++;
            }
            assertThat(fixture.announce.outcome).isIn(AnnounceOutcome.BYTE_BUDGET, AnnounceOutcome.SWARM_FULL);
            assertThat(store.totals().bytesUsed()).isLessThanOrEqualTo(tight.bytesMax());
        }
    }

    @Test
    void shouldTouchNothingWhenTheBudgetIsTooSmallForTheHeads()
    {
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
        }
        assertThatThrownBy(() -> fixture.open(StoreFixture.limits(5000, 1 << 20), directory))
            .isInstanceOf(StoreBudgetException.class).hasMessageContaining("store.bytes_max");
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            verifyEverythingIsThere(store);
        }
    }

    @Test
    void shouldRefuseATooSmallBudgetInAnEmptyDirectoryAndStartLater()
    {
        assertThatThrownBy(() -> fixture.open(StoreFixture.limits(5000, 1 << 20), directory))
            .isInstanceOf(StoreBudgetException.class);
        try (SwarmStore store = fixture.open(LIMITS, directory))
        {
            populate(store);
            verifyEverythingIsThere(store);
        }
    }

    @Test
    void shouldCloseTwiceWithoutHarm()
    {
        final SwarmStore store = fixture.open(LIMITS, directory);
        store.close();
        store.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldOpenAndServeWhateverIsDamaged(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Path sound = directory.resolve("sound");
        Files.createDirectories(directory.resolve("live"));
        try (SwarmStore store = fixture.open(LIMITS, directory.resolve("live")))
        {
            populate(store);
            StoreFixture.copy(directory.resolve("live"), sound);
        }
        for (int round = 0; round < 8; round++)
        {
            final Path damaged = directory.resolve("damaged" + round);
            StoreFixture.copy(sound, damaged);
            final int flips = 1 << random.nextInt(12);
            damage(damaged.resolve("swarms.blocks"), 4096, 700_000, flips, random);
            if (0 != (round & 1))
            {
                damage(damaged.resolve("swarms.heads"), 4096, Integer.MAX_VALUE, flips, random);
            }
            try (SwarmStore store = fixture.open(LIMITS, damaged))
            {
                populate(store);
                for (int swarm = 0; swarm < SWARMS; swarm++)
                {
                    for (int peer = 0; peer < peersOf(swarm); peer++)
                    {
                        fixture.stop(store, swarm, swarm & 1, peer);
                    }
                }
                fixture.nowSec += PeerMeta.LIFE_MAX_SEC;
                fixture.sweepRound(store);
                assertThat(store.totals().bytesUsed()).isLessThanOrEqualTo(LIMITS.bytesMax());
                fixture.nowSec -= PeerMeta.LIFE_MAX_SEC;
            }
        }
    }

    private static void damage(
        final Path file, final int from, final int to, final int flips, final SplittableRandom random)
        throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            final long end = Math.min(to, access.length());
            for (int i = 0; i < flips; i++)
            {
                final long at = from + random.nextLong(end - from);
                access.seek(at);
                final int before = access.read();
                access.seek(at);
                access.write(before ^ 1 << random.nextInt(BitUtil.SIZE_OF_LONG));
            }
        }
    }
}
