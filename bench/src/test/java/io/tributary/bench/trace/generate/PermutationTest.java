package io.tributary.bench.trace.generate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.BitSet;

import static org.assertj.core.api.Assertions.assertThat;

class PermutationTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 63, 64, 65, 1000, 65_536, 100_003})
    void shouldHitEveryNumberOnce(final int limit)
    {
        for (long seed = 0; seed < 5; seed++)
        {
            final Permutation permutation = new Permutation(limit, seed);
            final BitSet seen = new BitSet(limit);
            for (int i = 0; i < limit; i++)
            {
                seen.set((int)permutation.at(i));
            }
            assertThat(seen.cardinality()).as("seed " + seed).isEqualTo(limit);
            assertThat(seen.length()).isEqualTo(limit);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000_000_000L, 1L << 40})
    void shouldStayBelowALargeLimit(final long limit)
    {
        final Permutation permutation = new Permutation(limit, 1);
        for (long i = limit - 10_000; i < limit; i++)
        {
            assertThat(permutation.at(i)).isBetween(0L, limit - 1);
        }
    }
}
