package io.tributary.tracker.overlay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import static io.tributary.tracker.overlay.ReplayWindow.FRESH;
import static io.tributary.tracker.overlay.ReplayWindow.OLD;
import static io.tributary.tracker.overlay.ReplayWindow.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

class ReplayWindowTest
{
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void shouldTellFreshRepeatedAndOldNumbers()
    {
        assertThat(window.accept(1)).isEqualTo(FRESH);
        assertThat(window.accept(1)).isEqualTo(REPEATED);
        assertThat(window.accept(3)).isEqualTo(FRESH);
        assertThat(window.accept(2)).isEqualTo(FRESH);
        assertThat(window.accept(2)).isEqualTo(REPEATED);
        assertThat(window.accept(1_027)).isEqualTo(FRESH);
        assertThat(window.accept(3)).isEqualTo(OLD);
        assertThat(window.accept(4)).isEqualTo(FRESH);
        assertThat(window.highest()).isEqualTo(1_027);
    }

    @Test
    void shouldForgetEverythingWhenReset()
    {
        window.accept(5_000);
        window.reset();
        assertThat(window.accept(1)).isEqualTo(FRESH);
    }

    /** Against a set of all numbers seen, over the place where numbers wrap around. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldAgreeWithASetOfAllNumbers(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<Integer> seen = new HashSet<>();
        int highest = Integer.MAX_VALUE - 5_000;
        window.accept(0x4000_0000);
        window.accept(highest);
        seen.add(highest);
        for (int i = 0; i < 20_000; i++)
        {
            final int jump = 0 == random.nextInt(500) ? random.nextInt(3_000) : random.nextInt(4);
            final int number = random.nextBoolean() ? highest + jump : highest - random.nextInt(1_100);
            final int expected = highest - number >= ReplayWindow.SIZE ? OLD :
                seen.contains(number) ? REPEATED : FRESH;
            assertThat(window.accept(number)).as("number " + number).isEqualTo(expected);
            seen.add(number);
            highest = number - highest > 0 ? number : highest;
        }
        assertThat(highest).isNegative();
    }
}
