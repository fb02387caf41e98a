package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class RecordTableTest
{
    private static final int SWARMS = 3;
    private static final int RECORDS_MAX = 200;
    private static final int ENDPOINTS = 40;
    private static final int OPERATIONS = 40_000;

    private final TablesFixture tables = new TablesFixture(SWARMS, RECORDS_MAX);
    private final RecordTable records = tables.records;
    private final Endpoint endpoint = new Endpoint();
    private final Map<Key, State> model = new HashMap<>();

    @AfterEach
    void close()
    {
        tables.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldBehaveAsAMap(final long seed)
    {
        final Random random = new Random(seed);
        int refusals = 0;
        for (int i = 0; i < OPERATIONS; i++)
        {
            final Key key = new Key(
                random.nextInt(SWARMS), random.nextInt(ENDPOINTS), 1 + random.nextInt(TablesFixture.ORIGINS));
            final int record = find(key);
            records.expect(key.slot, endpoint);
            assertThat(RecordTable.NOT_FOUND != record).as("seed %d", seed).isEqualTo(model.containsKey(key));
            if (RecordTable.NOT_FOUND == record)
            {
                refusals += add(random, key) ? 0 : 1;
            }
            else if (random.nextBoolean())
            {
                update(random, key, record);
            }
            else if (random.nextInt(4) > 0)
            {
                records.remove(record);
                model.remove(key);
            }
            if (0 == i % 1_000)
            {
                records.warm();
                expireBefore(random.nextInt(100));
                assertSameAsModel(seed);
            }
        }
        assertThat(refusals).as("seed %d: the table was full at times", seed).isPositive();
        assertSameAsModel(seed);
    }

    @Test
    void shouldRefuseWhenFullAndLeaveNoTrace()
    {
        for (int i = 0; i < RECORDS_MAX; i++)
        {
            assertThat(add(0, endpoint.ipv4(i, 1), 1, 0)).isNotEqualTo(RecordTable.NOT_FOUND);
        }
        assertThat(add(1, endpoint.ipv4(1, 1), 2, 1)).isEqualTo(RecordTable.NOT_FOUND);
        assertThat(records.find(1, endpoint, 2)).isEqualTo(RecordTable.NOT_FOUND);
        assertThat(records.size()).isEqualTo(RECORDS_MAX);
        assertThat(records.count(1)).isZero();
        assertThat(tables.origins.references(2)).isEqualTo(1);
        assertThat(tables.swarms.recordCount(1)).isZero();

        records.remove(records.find(0, endpoint.ipv4(5, 1), 1));
        assertThat(add(1, endpoint.ipv4(1, 1), 2, 1)).isNotEqualTo(RecordTable.NOT_FOUND);
    }

    @Test
    void shouldComeUpExpiredWithinTheBudget()
    {
        for (int i = 0; i < 100; i++)
        {
            final int record = add(0, endpoint.ipv4(i, 1), 1, 0);
            records.update(record, 0, 0, 1_000 + (i & 1), 0, 1);
        }
        final List<Integer> seen = new ArrayList<>();
        final RecordSweep sweep = new RecordSweep(records, seen::add);
        assertThat(sweep.expire(999, 1_000)).isZero();
        assertThat(sweep.expire(1_000, 60)).isEqualTo(30);
        assertThat(sweep.expire(1_000, 60)).isEqualTo(20);
        assertThat(seen).doesNotHaveDuplicates().hasSize(50);
        assertThat(records.size()).isEqualTo(50);
        assertThat(sweep.expire(1_001, 1_000)).isEqualTo(50);
        assertThat(tables.swarms.firstRecord(0)).isEqualTo(SwarmTable.NONE);
    }

    /** Seconds since 1970 leave 31 bits in 2038. */
    @Test
    void shouldExpireAcrossTheEndOfTheClock()
    {
        final int record = add(0, endpoint.ipv4(1, 1), 1, 0);
        records.update(record, 0, 0, Integer.MIN_VALUE + 5, 0, 0);
        final RecordSweep sweep = new RecordSweep(records, r -> {});
        assertThat(sweep.expire(Integer.MAX_VALUE, 10)).isZero();
        assertThat(sweep.expire(Integer.MIN_VALUE + 5, 10)).isEqualTo(1);
    }

    private int add(final int slot, final Endpoint endpoint, final int origin, final int via)
    {
        assertThat(records.find(slot, endpoint, origin)).isEqualTo(RecordTable.NOT_FOUND);
        return records.add(slot, endpoint, origin, via);
    }

    private int find(final Key key)
    {
        return records.find(key.slot, TablesFixture.endpoint(endpoint, key.endpoint), key.origin);
    }

    private boolean add(final Random random, final Key key)
    {
        final int record = records.add(
            key.slot, endpoint, key.origin, random.nextInt(TablesFixture.LINKS + 1) + RecordTable.VIA_SELF);
        assertThat(RecordTable.NOT_FOUND == record).isEqualTo(RECORDS_MAX == model.size());
        if (RecordTable.NOT_FOUND != record)
        {
            update(random, key, record);
        }
        return RecordTable.NOT_FOUND != record;
    }

    private void update(final Random random, final Key key, final int record)
    {
        final State state = new State(
            random.nextInt(TablesFixture.LINKS + 1) + RecordTable.VIA_SELF, random.nextInt(),
            1_000_000 + random.nextInt(100), random.nextInt(4), random.nextInt(9));
        records.update(record, state.via, state.stamp, state.endSec, state.flags, state.hops);
        model.put(key, state);
    }

    private void expireBefore(final int second)
    {
        final int nowSec = 1_000_000 + second;
        final Set<Key> expired = new HashSet<>();
        new RecordSweep(records, record -> expired.add(key(record))).expire(nowSec, RECORDS_MAX);
        final Set<Key> expected = new HashSet<>(model.keySet());
        expected.removeIf(key -> model.get(key).endSec > nowSec);
        assertThat(expired).isEqualTo(expected);
        model.keySet().removeAll(expired);
    }

    private Key key(final int record)
    {
        records.endpoint(record, endpoint);
        final Endpoint other = new Endpoint();
        for (int i = 0; i < ENDPOINTS; i++)
        {
            if (TablesFixture.endpoint(other, i).isSameAs(endpoint))
            {
                return new Key(records.slot(record), i, records.origin(record));
            }
        }
        throw new AssertionError(endpoint);
    }

    private void assertSameAsModel(final long seed)
    {
        final int[] countsByVia = new int[TablesFixture.LINKS + 1];
        final int[] references = new int[TablesFixture.ORIGINS + 1];
        model.forEach((key, state) ->
        {
            final int record = find(key);
            final State found = new State(
                records.via(record), records.stamp(record), records.endSec(record), records.state(record),
                records.hops(record));
            assertThat(found).as("seed %d", seed).isEqualTo(state);
            assertThat(records.isGone(record)).isEqualTo(0 != (state.flags & RecordTable.GONE));
            assertThat(records.isSeeder(record)).isEqualTo(0 != (state.flags & RecordTable.SEEDER));
            countsByVia[state.via + 1]++;
            references[key.origin]++;
        });
        assertThat(records.size()).isEqualTo(model.size());
        for (int via = RecordTable.VIA_SELF; via < TablesFixture.LINKS; via++)
        {
            assertThat(records.count(via)).as("seed %d", seed).isEqualTo(countsByVia[via + 1]);
        }
        for (int origin = 1; origin <= TablesFixture.ORIGINS; origin++)
        {
            assertThat(tables.origins.references(origin)).as("seed %d", seed).isEqualTo(1 + references[origin]);
        }
        for (int slot = 0; slot < SWARMS; slot++)
        {
            assertSwarmIsSame(seed, slot);
        }
    }

    private void assertSwarmIsSame(final long seed, final int slot)
    {
        final List<Key> listed = new ArrayList<>();
        for (int r = tables.swarms.firstRecord(slot); RecordTable.NOT_FOUND != r; r = records.nextOfSwarm(r))
        {
            listed.add(key(r));
        }
        final List<Key> expected = model.keySet().stream().filter(key -> key.slot == slot).toList();
        assertThat(listed).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(tables.swarms.recordCount(slot)).as("seed %d", seed).isEqualTo(expected.size());
        for (int number = 0; number < ENDPOINTS; number++)
        {
            final List<Key> asserted = new ArrayList<>();
            TablesFixture.endpoint(endpoint, number);
            for (int r = records.first(slot, endpoint); RecordTable.NOT_FOUND != r; r = records.next(r))
            {
                asserted.add(new Key(records.slot(r), number, records.origin(r)));
            }
            final int which = number;
            assertThat(asserted).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(
                expected.stream().filter(key -> key.endpoint == which).toList());
        }
    }

    private record Key(int slot, int endpoint, int origin)
    {
    }

    private record State(int via, int stamp, int endSec, int flags, int hops)
    {
    }
}
