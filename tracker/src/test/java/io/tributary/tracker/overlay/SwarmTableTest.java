package io.tributary.tracker.overlay;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static io.tributary.tracker.overlay.SwarmTable.EXTERNAL;
import static io.tributary.tracker.overlay.SwarmTable.INTERNAL;
import static org.assertj.core.api.Assertions.assertThat;

class SwarmTableTest
{
    private static final int CAPACITY = 64;
    private static final int OFFSET = 8;

    private final SwarmTable swarms = new SwarmTable(CAPACITY, new SipHash(1, 2));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);

    @AfterEach
    void close()
    {
        swarms.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldBehaveAsAMap(final long seed)
    {
        final Random random = new Random(seed);
        final Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++)
        {
            final int number = random.nextInt(2 * CAPACITY);
            infoHash(number);
            final int slot = swarms.find(buffer, OFFSET);
            assertThat(slot).as("seed %d", seed).isEqualTo(model.getOrDefault(number, SwarmTable.NOT_FOUND));
            if (SwarmTable.NOT_FOUND == slot)
            {
                final int added = swarms.add(buffer, OFFSET);
                assertThat(SwarmTable.NOT_FOUND == added).as("seed %d", seed).isEqualTo(CAPACITY == model.size());
                if (SwarmTable.NOT_FOUND != added)
                {
                    assertThat(model).as("seed %d", seed).doesNotContainValue(added);
                    model.put(number, added);
                }
            }
            else if (random.nextInt(3) > 0)
            {
                swarms.free(slot);
                model.remove(number);
                assertThat(swarms.isUsed(slot)).isFalse();
            }
            assertThat(swarms.size()).isEqualTo(model.size());
        }
        model.forEach((number, slot) ->
        {
            infoHash(number);
            assertThat(swarms.isUsed(slot)).isTrue();
            assertThat(swarms.isSame(slot, buffer, OFFSET)).isTrue();
            swarms.infoHash(slot, buffer, 40);
            assertThat(buffer.getInt(40)).as("seed %d", seed).isEqualTo(number);
        });
    }

    @Test
    void shouldTellInfoHashesApartByTheirLastByte()
    {
        infoHash(1);
        final int slot = swarms.add(buffer, OFFSET);
        buffer.putByte(OFFSET + 19, (byte)1);
        assertThat(swarms.find(buffer, OFFSET)).isEqualTo(SwarmTable.NOT_FOUND);
        assertThat(swarms.isSame(slot, buffer, OFFSET)).isFalse();
    }

    @Test
    void shouldNeverTakeAYoungSwarmForAnOldOne()
    {
        infoHash(1);
        assertThat(swarms.mayBeYoung(buffer, OFFSET, 1)).isFalse();
        swarms.youngUntilSec(swarms.add(buffer, OFFSET), 13);
        assertThat(swarms.mayBeYoung(buffer, OFFSET, 12)).isTrue();
        assertThat(swarms.mayBeYoung(buffer, OFFSET, 13)).isFalse();

        buffer.putByte(OFFSET + 19, (byte)1);
        swarms.youngUntilSec(swarms.add(buffer, OFFSET), 20);
        infoHash(1);
        assertThat(swarms.mayBeYoung(buffer, OFFSET, 19)).as("it shares its place").isTrue();
    }

    @Test
    void shouldKeepWhatWasSet()
    {
        infoHash(1);
        swarms.add(buffer, OFFSET);
        infoHash(2);
        final int slot = swarms.add(buffer, OFFSET);
        infoHash(3);
        final int neighbour = swarms.add(buffer, OFFSET);
        swarms.leader(slot, INTERNAL, SwarmTable.LEADER_SELF);
        swarms.leader(slot, EXTERNAL, 7);
        swarms.term(slot, INTERNAL, 11);
        swarms.term(slot, EXTERNAL, Integer.MIN_VALUE);
        swarms.youngUntilSec(slot, 13);
        swarms.lastChangeSec(slot, 14);
        swarms.questionIndex(slot, 15);
        swarms.firstRecord(slot, 16);
        swarms.recordCount(slot, 17);
        swarms.flag(slot, SwarmTable.OWN | SwarmTable.TRANSIT);
        swarms.unflag(slot, SwarmTable.OWN);

        assertThat(swarms.leader(slot, INTERNAL)).isEqualTo(SwarmTable.LEADER_SELF);
        assertThat(swarms.leader(slot, EXTERNAL)).isEqualTo(7);
        assertThat(swarms.term(slot, INTERNAL)).isEqualTo(11);
        assertThat(swarms.term(slot, EXTERNAL)).isEqualTo(Integer.MIN_VALUE);
        assertThat(swarms.youngUntilSec(slot)).isEqualTo(13);
        assertThat(swarms.lastChangeSec(slot)).isEqualTo(14);
        assertThat(swarms.questionIndex(slot)).isEqualTo(15);
        assertThat(swarms.firstRecord(slot)).isEqualTo(16);
        assertThat(swarms.recordCount(slot)).isEqualTo(17);
        assertThat(swarms.isFlagged(slot, SwarmTable.OWN)).isFalse();
        assertThat(swarms.isFlagged(slot, SwarmTable.TRANSIT)).isTrue();
        assertThat(swarms.isUsed(slot)).isTrue();
        infoHash(2);
        assertThat(swarms.find(buffer, OFFSET)).isEqualTo(slot);
        assertIsFresh(neighbour);
    }

    @Test
    void shouldForgetEverythingButTheGenerationWhenASlotIsUsedAgain()
    {
        infoHash(0);
        int slot = swarms.add(buffer, OFFSET);
        for (int i = 1; i < CAPACITY; i++)
        {
            infoHash(i);
            swarms.add(buffer, OFFSET);
        }
        assertThat(swarms.generation(slot)).isZero();
        swarms.leader(slot, EXTERNAL, 3);
        swarms.term(slot, EXTERNAL, 3);
        swarms.flag(slot, SwarmTable.OWN);
        swarms.questionIndex(slot, 4);
        for (int i = 1; i <= 65_536; i++)
        {
            swarms.free(slot);
            infoHash(CAPACITY + (i & 1));
            final int next = swarms.add(buffer, OFFSET);
            assertThat(next).isEqualTo(slot);
            slot = next;
            assertThat(swarms.generation(slot)).isEqualTo(i & 0xFFFF);
        }
        assertIsFresh(slot);
        assertThat(swarms.highWater()).isEqualTo(CAPACITY);
    }

    /** A slot that is reused at once would run through its generations while old references are still about. */
    @Test
    void shouldReuseTheSlotThatIsFreeLongest()
    {
        final int[] slots = new int[3];
        for (int i = 0; i < slots.length; i++)
        {
            infoHash(i);
            slots[i] = swarms.add(buffer, OFFSET);
        }
        swarms.free(slots[1]);
        swarms.free(slots[0]);
        infoHash(10);
        assertThat(swarms.add(buffer, OFFSET)).isEqualTo(slots[1]);
        infoHash(11);
        assertThat(swarms.add(buffer, OFFSET)).isEqualTo(slots[0]);
        infoHash(12);
        assertThat(swarms.add(buffer, OFFSET)).isEqualTo(3);
    }

    private void assertIsFresh(final int slot)
    {
        assertThat(swarms.leader(slot, INTERNAL)).isEqualTo(SwarmTable.LEADER_NONE);
        assertThat(swarms.leader(slot, EXTERNAL)).isEqualTo(SwarmTable.LEADER_NONE);
        assertThat(swarms.term(slot, INTERNAL)).isZero();
        assertThat(swarms.term(slot, EXTERNAL)).isZero();
        assertThat(swarms.questionIndex(slot)).isEqualTo(SwarmTable.NONE);
        assertThat(swarms.firstRecord(slot)).isEqualTo(SwarmTable.NONE);
        assertThat(swarms.recordCount(slot)).isZero();
        assertThat(swarms.isFlagged(slot, SwarmTable.OWN | SwarmTable.TRANSIT | SwarmTable.WITHDRAWN)).isFalse();
    }

    private void infoHash(final int number)
    {
        buffer.setMemory(OFFSET, 20, (byte)0);
        buffer.putInt(OFFSET, number);
    }
}
