package io.tributary.tracker.access;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.HashSet;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfoHashSetTest
{
    private static final SipHash SIP_HASH = new SipHash(0x1234, 0x5678);

    private final byte[] infoHash = new byte[20];
    private final UnsafeBuffer buffer = new UnsafeBuffer(infoHash);

    @Test
    void shouldAgreeWithAHashSetWhenFull()
    {
        final long seed = Long.getLong("test.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<ByteBuffer> model = new HashSet<>();
        try (InfoHashSet set = new InfoHashSet(5_000, SIP_HASH))
        {
            while (model.size() < 5_000)
            {
                nextClustered(random);
                assertThat(set.add(buffer, 0)).as("-Dtest.seed=%d", seed).isEqualTo(model.add(copy()));
            }

            for (int i = 0; i < 50_000; i++)
            {
                nextClustered(random);
                assertThat(set.contains(buffer, 0)).as("-Dtest.seed=%d", seed).isEqualTo(model.contains(copy()));
            }
            assertThat(set.entryCount()).isEqualTo(5_000);
            assertThat(model.stream().allMatch(entry -> set.contains(new UnsafeBuffer(entry), 0))).isTrue();
        }
    }

    @Test
    void shouldTellApartHashesThatDifferInOneBit()
    {
        try (InfoHashSet set = new InfoHashSet(1, SIP_HASH))
        {
            set.add(buffer(0x5A), 3);
            for (int bit = 0; bit < 160; bit++)
            {
                final UnsafeBuffer other = buffer(0x5A);
                other.putByte(3 + bit / 8, (byte)(0x5A ^ 1 << bit % 8));
                assertThat(set.contains(other, 3)).as("bit %d", bit).isFalse();
            }
            assertThat(set.contains(buffer(0x5A), 3)).isTrue();
        }
    }

    @Test
    void shouldHoldTheInfoHashOfZerosOnlyWhenAdded()
    {
        try (InfoHashSet set = new InfoHashSet(2, SIP_HASH))
        {
            assertThat(set.contains(buffer(0), 3)).isFalse();
            assertThat(set.add(buffer(0), 3)).isTrue();
            assertThat(set.add(buffer(0), 3)).isFalse();
            assertThat(set.contains(buffer(0), 3)).isTrue();
            assertThat(set.contains(buffer(1), 3)).isFalse();
            assertThat(set.entryCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldNothingWhenEmpty()
    {
        try (InfoHashSet set = new InfoHashSet(0, SIP_HASH))
        {
            assertThat(set.contains(buffer(7), 3)).isFalse();
            assertThatThrownBy(() -> set.add(buffer(7), 3)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldTake32BytesAnEntry()
    {
        try (InfoHashSet set = new InfoHashSet(1_000_000, SIP_HASH))
        {
            assertThat(set.memoryBytes()).isBetween(20_000_000L, 32_000_100L);
        }
    }

    @Test
    void shouldRefuseImpossibleSizes()
    {
        assertThatThrownBy(() -> new InfoHashSet(-1, SIP_HASH)).hasMessageContaining("0 to 50000000");
        assertThatThrownBy(() -> new InfoHashSet(50_000_001, SIP_HASH)).hasMessageContaining("0 to 50000000");
    }

    @Test
    void shouldNoticeUseAfterCloseWhenAssertionsAreOn()
    {
        final InfoHashSet set = new InfoHashSet(1, SIP_HASH);
        set.close();
        set.close();

        assertThat(set.isClosed()).isTrue();
        assertThatThrownBy(() -> set.contains(buffer, 0)).isInstanceOf(AssertionError.class);
    }

    /** Few distinct values in each word, so that repeats and near misses are common. */
    private void nextClustered(final SplittableRandom random)
    {
        buffer.putLong(0, random.nextInt(40));
        buffer.putLong(8, random.nextInt(40));
        buffer.putInt(16, random.nextInt(40));
    }

    private ByteBuffer copy()
    {
        return ByteBuffer.wrap(infoHash.clone());
    }

    private static UnsafeBuffer buffer(final int value)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[23]);
        buffer.setMemory(0, 23, (byte)0x77);
        buffer.setMemory(3, 20, (byte)value);
        return buffer;
    }
}
