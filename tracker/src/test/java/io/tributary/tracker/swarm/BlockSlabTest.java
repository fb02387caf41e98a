package io.tributary.tracker.swarm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class BlockSlabTest
{
    private static final int BYTES = 1 << 20;
    private static final int UNITS = BYTES / 128;

    private record Block(int reference, int sizeClass)
    {
    }

    static LongStream seeds()
    {
        return Seeds.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNeverOverlapAndAlwaysGiveEverythingBack(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        try (BlockSlab slab = new BlockSlab(SlabMemory.anonymous(BYTES), BYTES))
        {
            final List<Block> live = new ArrayList<>();
            final BitSet units = new BitSet(UNITS);
            int refusals = 0;
            for (int i = 0; i < 100_000; i++)
            {
                final boolean isGrowing = 0 == (i >>> 13 & 1);
                if (random.nextInt(100) < (isGrowing ? 60 : 40))
                {
                    final int sizeClass = random.nextInt(BlockSlab.CLASSES);
                    final int reference = slab.allocate(sizeClass);
                    refusals += BlockSlab.NONE == reference ? 1 : 0;
                    if (BlockSlab.NONE != reference)
                    {
                        take(units, reference, sizeClass);
                        live.add(new Block(reference, sizeClass));
                    }
                }
                else if (!live.isEmpty())
                {
                    release(slab, live, units, random.nextInt(live.size()));
                }
                if (0 == i % 10_007)
                {
                    rebuild(slab, live, random);
                }
                assertThat(slab.bytesUsed()).isBetween((long)units.cardinality() * 128, (long)BYTES);
            }
            assertThat(refusals).as("the slab has been full").isPositive();
            while (!live.isEmpty())
            {
                release(slab, live, units, live.size() - 1);
            }
            assertThat(slab.bytesUsed()).isZero();
            int pages = 0;
            while (BlockSlab.NONE != slab.allocate(BlockSlab.CLASS_PAGE))
            {
                pages++;
            }
            assertThat(pages).as("every page but the first serves any size again").isEqualTo(BYTES / 4096 - 1);
        }
    }

    @Test
    void shouldRefuseToClaimWhatIsNoBlock()
    {
        try (BlockSlab slab = new BlockSlab(SlabMemory.anonymous(BYTES), BYTES))
        {
            slab.beginRebuild();
            assertThat(slab.claim(32, 4)).isTrue();
            assertThat(slab.claim(32, 4)).as("twice").isFalse();
            assertThat(slab.claim(32 + 16, 3)).as("another size in the page").isFalse();
            assertThat(slab.claim(32 + 8, 4)).as("not aligned").isFalse();
            assertThat(slab.claim(0, 0)).as("page 0").isFalse();
            assertThat(slab.claim(31, 0)).as("page 0").isFalse();
            assertThat(slab.claim(UNITS, 0)).as("behind the end").isFalse();
            assertThat(slab.claim(-32, 0)).as("negative").isFalse();
            assertThat(slab.claim(Integer.MIN_VALUE | 64, 0)).as("negative").isFalse();
            assertThat(slab.claim(64, 6)).as("no such size").isFalse();
            assertThat(slab.claim(64, -1)).as("no such size").isFalse();
            slab.endRebuild();
            assertThat(slab.bytesUsed()).isEqualTo(4096);
            slab.free(32, 4);
            assertThat(slab.bytesUsed()).isZero();
        }
    }

    @Test
    void shouldForgetAClaimThatIsTakenBack()
    {
        try (BlockSlab slab = new BlockSlab(SlabMemory.anonymous(BYTES), BYTES))
        {
            slab.beginRebuild();
            assertThat(slab.claim(64, 4)).isTrue();
            slab.unclaim(64, 4);
            assertThat(slab.claim(64, 5)).as("the page may be claimed in another size").isTrue();
            slab.unclaim(64, 5);
            slab.endRebuild();
            assertThat(slab.bytesUsed()).isZero();
        }
    }

    @Test
    void shouldKeepToABudgetBelowItsMemory()
    {
        try (BlockSlab slab = new BlockSlab(SlabMemory.anonymous(BYTES), 5 * 4096))
        {
            slab.beginRebuild();
            for (int page = 1; page <= 10; page++)
            {
                assertThat(slab.claim(page << 5, BlockSlab.CLASS_PAGE)).as("what was there stays").isTrue();
            }
            slab.endRebuild();
            for (int page = 10; page >= 1; page--)
            {
                final int block = slab.allocate(0);
                assertThat(BlockSlab.NONE == block).as("%d pages in use", page).isEqualTo(page >= 5);
                if (BlockSlab.NONE != block)
                {
                    slab.free(block, 0);
                }
                slab.free(page << 5, BlockSlab.CLASS_PAGE);
            }
        }
    }

    private static void take(final BitSet units, final int reference, final int sizeClass)
    {
        final int end = reference + (1 << sizeClass);
        assertThat(reference).isGreaterThanOrEqualTo(32);
        assertThat(end).isLessThanOrEqualTo(UNITS);
        assertThat(reference & ((1 << sizeClass) - 1)).as("aligned").isZero();
        assertThat(units.get(reference, end).isEmpty()).as("overlaps").isTrue();
        units.set(reference, end);
    }

    private static void release(final BlockSlab slab, final List<Block> live, final BitSet units, final int index)
    {
        final Block block = live.get(index);
        live.set(index, live.get(live.size() - 1));
        live.remove(live.size() - 1);
        units.clear(block.reference, block.reference + (1 << block.sizeClass));
        slab.free(block.reference, block.sizeClass);
    }

    private static void rebuild(final BlockSlab slab, final List<Block> live, final SplittableRandom random)
    {
        final long before = slab.bytesUsed();
        Collections.shuffle(live, new Random(random.nextLong()));
        slab.beginRebuild();
        for (final Block block : live)
        {
            assertThat(slab.claim(block.reference, block.sizeClass)).isTrue();
        }
        slab.endRebuild();
        assertThat(slab.bytesUsed()).isEqualTo(before);
    }
}
