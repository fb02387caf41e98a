package io.tributary.tracker.overlay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of two facts about a peer is the newer one. */
class StampClockTest
{
    private record Fact(int stamp, boolean isGone, boolean isSeeder)
    {
        boolean isNewerThan(final Fact other)
        {
            return StampClock.isNewer(stamp, isGone, isSeeder, other.stamp, other.isGone, other.isSeeder);
        }
    }

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    /** UP3, UP4: facts may come in any order, and any number of times. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndWithTheSameFactWhateverTheOrder(final long seed)
    {
        final Random random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            final int base = random.nextInt();
            final List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < 8; i++)
            {
                final boolean isGone = random.nextInt(3) == 0;
                facts.add(new Fact(base + random.nextInt(4), isGone, !isGone && random.nextBoolean()));
            }
            final Fact expected = last(facts);
            facts.addAll(facts.subList(0, 4));
            Collections.shuffle(facts, random);
            assertThat(last(facts)).isEqualTo(expected);
        }
    }

    /** Stamps wrap around. */
    @Test
    void shouldCompareStampsBySerialArithmetic()
    {
        assertThat(new Fact(Integer.MIN_VALUE, false, false).isNewerThan(new Fact(Integer.MAX_VALUE, false, false)))
            .isTrue();
        assertThat(new Fact(Integer.MAX_VALUE, false, false).isNewerThan(new Fact(Integer.MIN_VALUE, false, false)))
            .isFalse();
    }

    /** A reading every 16 ms, and never an earlier one. */
    @Test
    void shouldCountUnitsOfSixteenMilliseconds()
    {
        final StampClock clock = new StampClock(1_700_000_000_000L);
        final int first = clock.stamp(5_000_000_000L);
        assertThat(first).isEqualTo((int)(1_700_000_000_000L / 16));
        assertThat(clock.stamp(5_016_000_000L)).isEqualTo(first + 1);
        assertThat(clock.stamp(6_600_000_000L)).isEqualTo(first + 100);
    }

    private static Fact last(final List<Fact> facts)
    {
        Fact last = facts.get(0);
        for (final Fact fact : facts)
        {
            last = fact.isNewerThan(last) ? fact : last;
        }
        return last;
    }
}
