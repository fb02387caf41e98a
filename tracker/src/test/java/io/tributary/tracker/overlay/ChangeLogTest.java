package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChangeLogTest
{
    private final TablesFixture tables = new TablesFixture(1, 1);
    private final ChangeLog changes = tables.changes;
    private final Endpoint endpoint = new Endpoint();

    @AfterEach
    void close()
    {
        tables.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldKeepTheNewestFactsAndTheirOrigins(final long seed)
    {
        final Random random = new Random(seed);
        final List<Fact> model = new ArrayList<>();
        long urgent = 0;
        for (int i = 0; i < 10 * TablesFixture.CHANGES; i++)
        {
            final Fact fact = new Fact(
                random.nextInt(), random.nextInt(0x10000), random.nextInt(), random.nextInt(4), random.nextInt(4),
                1 + random.nextInt(TablesFixture.ORIGINS), random.nextInt(), random.nextInt(), random.nextInt(9));
            final boolean isUrgent = 0 == random.nextInt(50);
            assertThat(append(fact, isUrgent)).as("seed %d", seed).isEqualTo(i);
            model.add(fact);
            urgent = isUrgent ? i + 1 : urgent;
            assertThat(changes.urgentPosition()).as("seed %d", seed).isEqualTo(urgent);
            assertThat(changes.head()).isEqualTo(i + 1);
            assertThat(changes.oldestPosition()).isEqualTo(Math.max(0, i + 1 - TablesFixture.CHANGES));
        }
        final int[] references = new int[TablesFixture.ORIGINS + 1];
        for (long position = changes.oldestPosition(); position < changes.head(); position++)
        {
            final Fact fact = model.get((int)position);
            assertThat(fact(position, fact.endpoint)).as("seed %d", seed).isEqualTo(fact);
            references[fact.origin]++;
        }
        for (int origin = 1; origin <= TablesFixture.ORIGINS; origin++)
        {
            assertThat(tables.origins.references(origin)).as("seed %d", seed).isEqualTo(1 + references[origin]);
        }
    }

    @Test
    void shouldBeEmptyAtFirst()
    {
        assertThat(changes.head()).isZero();
        assertThat(changes.oldestPosition()).isZero();
        assertThat(changes.urgentPosition()).isZero();
    }

    @Test
    void shouldRefuseASizeThatIsNoPowerOfTwo()
    {
        assertThatThrownBy(() -> new ChangeLog(100, tables.origins))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("100");
    }

    private long append(final Fact fact, final boolean isUrgent)
    {
        return changes.append(
            fact.slot, fact.generation, TablesFixture.endpoint(endpoint, fact.endpoint), fact.state, fact.via,
            fact.origin, fact.stamp, fact.endSec, fact.hops, isUrgent);
    }

    private Fact fact(final long position, final int expectedEndpoint)
    {
        final Endpoint expected = TablesFixture.endpoint(new Endpoint(), expectedEndpoint);
        final boolean isExpected = changes.endpoint(position, endpoint).isSameAs(expected) &&
            changes.isIpv6(position) == expected.isIpv6();
        return new Fact(
            changes.slot(position), changes.generation(position), isExpected ? expectedEndpoint : ~expectedEndpoint,
            changes.state(position), changes.via(position), changes.origin(position), changes.stamp(position),
            changes.endSec(position), changes.hops(position));
    }

    private record Fact(
        int slot, int generation, int endpoint, int state, int via, int origin, int stamp, int endSec, int hops)
    {
    }
}
