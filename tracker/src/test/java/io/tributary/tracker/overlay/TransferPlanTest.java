package io.tributary.tracker.overlay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** D15, D16, EL6. */
class TransferPlanTest
{
    private static final int TRACKERS_MAX = 30;

    private final TransferPlan plan = new TransferPlan(TRACKERS_MAX);

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldEvenOutWithAsFewMovesAsPossible(final long seed)
    {
        final Random random = new Random(seed);
        for (int round = 0; round < 500; round++)
        {
            final int[] mandates = random.ints(1 + random.nextInt(TRACKERS_MAX), 0, 1 + random.nextInt(100)).toArray();
            final int total = Arrays.stream(mandates).sum();
            final int[] after = mandates.clone();
            final int moves = apply(mandates, order(mandates.length), after).stream().mapToInt(t -> t[2]).sum();

            assertThat(Arrays.stream(after).sum()).as("seed %d", seed).isEqualTo(total);
            assertThat(Arrays.stream(after).max().getAsInt() - Arrays.stream(after).min().getAsInt())
                .as("seed %d", seed).isLessThanOrEqualTo(1);
            assertThat(moves).as("seed %d", seed).isEqualTo(movesMin(mandates));
        }
    }

    /** Whoever hears the candidatures in another order comes to the same plan. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldNotDependOnTheOrderOfCandidatures(final long seed)
    {
        final Random random = new Random(seed);
        final int[] mandates = random.ints(TRACKERS_MAX, 0, 10).toArray();
        final List<Integer> order = order(mandates.length);
        final TreeSet<String> expected = texts(apply(mandates, order, mandates.clone()));
        for (int round = 0; round < 20; round++)
        {
            Collections.shuffle(order, random);
            assertThat(texts(apply(mandates, order, mandates.clone()))).as("seed %d", seed).isEqualTo(expected);
        }
        assertThat(expected).isNotEmpty();
    }

    @Test
    void shouldLeaveWhatDiffersByOne()
    {
        final int[] mandates = {4, 3, 4, 3, 3};
        assertThat(apply(mandates, order(5), mandates.clone())).isEmpty();
    }

    @Test
    void shouldLetTheFullestGiveToTheEmptiest()
    {
        final int[] mandates = {10, 4, 3, 0};
        final List<int[]> transfers = apply(mandates, order(4), mandates.clone());
        assertThat(transfers).containsExactly(new int[]{0, 3, 4}, new int[]{0, 2, 1});
    }

    private List<int[]> apply(final int[] mandates, final List<Integer> order, final int[] after)
    {
        final List<int[]> transfers = new ArrayList<>();
        plan.clear();
        order.forEach(i -> plan.add(i, new TrackerId(i, 0), mandates[i]));
        plan.make((from, to, count) ->
        {
            after[from] -= count;
            after[to] += count;
            transfers.add(new int[]{from, to, count});
        });
        return transfers;
    }

    private static List<Integer> order(final int size)
    {
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++)
        {
            order.add(i);
        }
        return order;
    }

    private static TreeSet<String> texts(final List<int[]> transfers)
    {
        final TreeSet<String> texts = new TreeSet<>();
        transfers.forEach(transfer -> texts.add(Arrays.toString(transfer)));
        return texts;
    }

    /** Whoever has more than the upper share must give what is above it; who has less than the lower must take. */
    private static int movesMin(final int[] mandates)
    {
        final int total = Arrays.stream(mandates).sum();
        final int lower = total / mandates.length;
        final int upper = lower + (total % mandates.length > 0 ? 1 : 0);
        final int given = Arrays.stream(mandates).map(m -> Math.max(0, m - upper)).sum();
        final int taken = Arrays.stream(mandates).map(m -> Math.max(0, lower - m)).sum();
        return Math.max(given, taken);
    }
}
