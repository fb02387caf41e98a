package io.tributary.tracker.overlay;

import io.tributary.tracker.hash.SipHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class OriginTableTest
{
    private static final TrackerId SELF = new TrackerId(7, 8);

    private final OriginTable origins = new OriginTable(SELF, new SipHash(1, 2));

    @Test
    void shouldHoldItselfForEver()
    {
        assertThat(origins.find(7, 8)).isEqualTo(OriginTable.SELF);
        assertThat(origins.acquire(7, 8)).isEqualTo(OriginTable.SELF);
        origins.release(OriginTable.SELF);
        assertThat(origins.find(7, 8)).isEqualTo(OriginTable.SELF);
        assertThat(origins.size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseStrangersWhenFullAndTakeThemAgainAfterARelease()
    {
        for (int i = 1; i < OriginTable.CAPACITY; i++)
        {
            assertThat(origins.acquire(0, i)).isNotEqualTo(OriginTable.NOT_FOUND);
        }
        assertThat(origins.size()).isEqualTo(OriginTable.CAPACITY);
        assertThat(origins.acquire(1, 0)).isEqualTo(OriginTable.NOT_FOUND);
        final int known = origins.acquire(0, 17);
        assertThat(known).isEqualTo(origins.find(0, 17));

        origins.release(known);
        assertThat(origins.acquire(1, 0)).as("one reference is left").isEqualTo(OriginTable.NOT_FOUND);
        origins.release(known);
        assertThat(origins.find(0, 17)).isEqualTo(OriginTable.NOT_FOUND);
        assertThat(origins.acquire(1, 0)).isEqualTo(known);
        assertThat(origins.acquire(1, 1)).isEqualTo(OriginTable.NOT_FOUND);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldBehaveAsACountedMap(final long seed)
    {
        final Random random = new Random(seed);
        final Map<Long, Integer> references = new HashMap<>();
        final Map<Long, Integer> indexes = new HashMap<>();
        for (int i = 0; i < 200_000; i++)
        {
            final long id = random.nextInt(5_000);
            if (random.nextInt(100) < 55)
            {
                final int index = origins.acquire(id, ~id);
                final boolean isFull = !references.containsKey(id) && OriginTable.CAPACITY == references.size() + 1;
                assertThat(OriginTable.NOT_FOUND == index).as("seed %d", seed).isEqualTo(isFull);
                if (!isFull)
                {
                    references.merge(id, 1, Integer::sum);
                    final Integer before = indexes.put(id, index);
                    assertThat(null == before || before == index).as("seed %d", seed).isTrue();
                    assertThat(origins.high(index)).isEqualTo(id);
                    assertThat(origins.low(index)).isEqualTo(~id);
                }
            }
            else if (references.containsKey(id))
            {
                origins.release(indexes.get(id));
                references.merge(id, -1, (a, b) -> a + b > 0 ? a + b : null);
                if (!references.containsKey(id))
                {
                    indexes.remove(id);
                }
            }
            assertThat(origins.size()).as("seed %d", seed).isEqualTo(references.size() + 1);
        }
        assertThat(indexes.values()).as("seed %d", seed).doesNotHaveDuplicates();
        references.forEach((id, count) ->
            assertThat(origins.references(origins.find(id, ~id))).as("seed %d", seed).isEqualTo(count));
    }
}
