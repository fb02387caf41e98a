package io.tributary.tracker.overlay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.BitSet;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class SlotBitsTest
{
    private static final int OPERATIONS = 50_000;

    private final SlotBits bits = new SlotBits();
    private final BitSet model = new BitSet();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldBehaveAsABitSet(final long seed)
    {
        final Random random = new Random(seed);
        for (int i = 0; i < OPERATIONS; i++)
        {
            final int slot = slot(random);
            switch (random.nextInt(8))
            {
                case 0, 1, 2 ->
                {
                    assertThat(bits.set(slot)).as("seed %d", seed).isEqualTo(!model.get(slot));
                    model.set(slot);
                }
                case 3, 4 ->
                {
                    assertThat(bits.clear(slot)).as("seed %d", seed).isEqualTo(model.get(slot));
                    model.clear(slot);
                }
                case 5 -> assertThat(bits.get(slot)).as("seed %d", seed).isEqualTo(model.get(slot));
                case 6 -> assertThat(bits.nextSetBit(slot)).as("seed %d", seed).isEqualTo(model.nextSetBit(slot));
                default -> rarely(random);
            }
            assertThat(bits.cardinality()).as("seed %d", seed).isEqualTo(model.cardinality());
        }
        assertSame(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldAddAnotherSet(final long seed)
    {
        final Random random = new Random(seed);
        for (int i = 0; i < 50; i++)
        {
            final SlotBits other = new SlotBits();
            for (int j = random.nextInt(100); j > 0; j--)
            {
                final int slot = slot(random);
                other.set(slot);
                model.set(slot);
            }
            bits.or(other);
            assertSame(seed);
        }
    }

    @Test
    void shouldGoAroundFromAnySlot()
    {
        assertThat(bits.nextSetBitAround(0)).isEqualTo(SlotBits.NOT_FOUND);
        assertThat(bits.nextSetBitAround(70_000)).isEqualTo(SlotBits.NOT_FOUND);
        bits.set(5);
        bits.set(9_000);
        assertThat(bits.nextSetBitAround(0)).isEqualTo(5);
        assertThat(bits.nextSetBitAround(6)).isEqualTo(9_000);
        assertThat(bits.nextSetBitAround(9_001)).isEqualTo(5);
        assertThat(bits.nextSetBitAround(1_000_000)).isEqualTo(5);
    }

    /** Mostly near each other, now and then far out, so that words and summary grow and have gaps. */
    private static int slot(final Random random)
    {
        return random.nextInt(10) > 0 ? random.nextInt(500) : random.nextInt(1 << random.nextInt(21));
    }

    private void rarely(final Random random)
    {
        if (0 == random.nextInt(100))
        {
            bits.clearAll();
            model.clear();
        }
    }

    private void assertSame(final long seed)
    {
        assertThat(bits.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(bits.cardinality()).as("seed %d", seed).isEqualTo(model.cardinality());
        int slot = -1;
        do
        {
            final int expected = model.nextSetBit(slot + 1);
            slot = bits.nextSetBit(slot + 1);
            assertThat(slot).as("seed %d", seed).isEqualTo(expected);
        }
        while (slot >= 0);
    }
}
