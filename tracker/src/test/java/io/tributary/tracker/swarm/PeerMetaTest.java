package io.tributary.tracker.swarm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class PeerMetaTest
{
    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    @Test
    void shouldKeepEveryFieldApart()
    {
        for (int bits = 0; bits < 12; bits++)
        {
            final boolean isSeeder = 0 != (bits & 1);
            final boolean isCompleted = 0 != (bits & 2);
            final int origin = bits >>> 2;
            final int meta = PeerMeta.of(isSeeder, isCompleted, origin, 0xABCD_EFFF);

            assertThat(meta).isBetween(0, 0xFFFF);
            assertThat(PeerMeta.isSeeder(meta)).isEqualTo(isSeeder);
            assertThat(PeerMeta.isCompleted(meta)).isEqualTo(isCompleted);
            assertThat(PeerMeta.origin(meta)).isEqualTo(origin);
            assertThat(meta & 0xFFF).isEqualTo(0xFFF);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNeverEndALifeEarlyNorAUnitTooLate(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++)
        {
            final int nowSec = 1_600_000_000 + random.nextInt(500_000_000);
            final int lifeSec = 1 + random.nextInt(PeerMeta.LIFE_MAX_SEC);
            final int meta = PeerMeta.of(
                random.nextBoolean(), random.nextBoolean(), random.nextInt(3), PeerMeta.expiryUnit(nowSec, lifeSec));

            assertThat(PeerMeta.isExpired(meta, PeerMeta.unit(nowSec))).isFalse();
            assertThat(PeerMeta.isExpired(meta, PeerMeta.unit(nowSec + lifeSec - 1))).isFalse();
            assertThat(PeerMeta.isExpired(meta, PeerMeta.unit(nowSec + lifeSec + 15))).isTrue();
            assertThat(PeerMeta.isExpired(meta, PeerMeta.unit(nowSec + lifeSec + PeerMeta.LIFE_MAX_SEC))).isTrue();
            assertThat(PeerMeta.remainingSec(meta, PeerMeta.unit(nowSec))).isBetween(lifeSec, lifeSec + 31);
        }
    }

    @Test
    void shouldCompareAcrossTheWrapOfTwelveBits()
    {
        final int nowUnit = 4095;
        assertThat(PeerMeta.remainingUnits(PeerMeta.of(true, true, 2, nowUnit + 10), nowUnit)).isEqualTo(10);
        assertThat(PeerMeta.remainingUnits(PeerMeta.of(false, false, 0, nowUnit - 10), nowUnit)).isEqualTo(-10);
        assertThat(PeerMeta.isExpired(PeerMeta.of(true, true, 1, 4096), 4095)).isFalse();
        assertThat(PeerMeta.isExpired(PeerMeta.of(true, true, 1, 4096), 4096)).isTrue();
    }
}
