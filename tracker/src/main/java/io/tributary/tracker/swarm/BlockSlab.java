package io.tributary.tracker.swarm;

import org.agrona.UnsafeApi;

import java.util.Arrays;

/**
 * Blocks of 128, 256, 512, 1,024, 2,048 and 4,096 bytes cut from pages of 4,096: a slab allocator in the manner of
 * SLUB. Every page holds blocks of one size; pages with free blocks are linked by size, and a page whose blocks are all
 * free again can serve any size.
 *
 * <p>A block is named by a reference: its offset in units of 128 bytes, 30 bits; 0 names none, because page 0 is never
 * handed out. The slab trusts nothing on disk: what is free is known here, off heap, and after a restart it is told
 * every block that the heads refer to ({@link #beginRebuild}, {@link #claim}, {@link #endRebuild}).
 * <pre>
 *   per page, 16 bytes, off heap:
 *   0   free blocks, one bit each
 *   4   next page of the same list, 0 none
 *   8   previous page of the same list, 0 none
 *   12  size class, or FREE
 * </pre>
 * Single-threaded. Allocates nothing on the heap after construction.
 */
final class BlockSlab implements AutoCloseable
{
    static final int PAGE_BYTES = 4096;
    static final int CLASSES = 6;
    static final int CLASS_PAGE = 5;
    static final int NONE = 0;

    private static final int UNIT_SHIFT = 7;
    private static final int UNITS_PER_PAGE_SHIFT = 5;
    private static final int PAGE_SHIFT = UNIT_SHIFT + UNITS_PER_PAGE_SHIFT;
    private static final int REFERENCE_BITS = 30;
    private static final int FREE = -1;

    private static final int META_SHIFT = 4;
    private static final int META_NEXT = 4;
    private static final int META_PREVIOUS = 8;
    private static final int META_CLASS = 12;

    private final SlabMemory memory;
    private final int pageCountMax;
    private final long bytesMax;
    private final long metaAddress;
    private final int[] partialPages = new int[CLASSES];
    private int freePages;
    private int freePageCount;
    private int pageCount = 1;

    /**
     * Empty slab.
     *
     * @param memory   owned from now on.
     * @param bytesMax budget; memory beyond it may hold blocks from before a restart, but no new ones.
     */
    BlockSlab(final SlabMemory memory, final long bytesMax)
    {
        this.memory = memory;
        this.bytesMax = bytesMax;
        this.pageCountMax = (int)Math.min(
            memory.capacityBytes() >>> PAGE_SHIFT, 1L << (REFERENCE_BITS - UNITS_PER_PAGE_SHIFT));
        this.metaAddress = UnsafeApi.allocateMemory(Math.max(1L, pageCountMax) << META_SHIFT);
    }

    static int blockBytes(final int sizeClass)
    {
        return 1 << (UNIT_SHIFT + sizeClass);
    }

    /** Bytes of pages that hold at least one block. */
    long bytesUsed()
    {
        return (long)(pageCount - 1 - freePageCount) << PAGE_SHIFT;
    }

    long address(final int reference)
    {
        return memory.address((long)reference << UNIT_SHIFT);
    }

    /**
     * Take a block; its content is undefined.
     *
     * @param sizeClass 0 for 128 bytes to 5 for 4,096.
     * @return its reference, or {@link #NONE} when the slab is full.
     */
    int allocate(final int sizeClass)
    {
        int page = partialPages[sizeClass];
        if (NONE == page)
        {
            page = takePage();
            if (NONE == page)
            {
                return NONE;
            }
            meta(page, META_CLASS, sizeClass);
            meta(page, 0, allFree(sizeClass));
            link(page, sizeClass);
        }

        final int free = meta(page, 0);
        final int block = Integer.numberOfTrailingZeros(free);
        takeBlock(page, sizeClass, free, block);
        return (page << UNITS_PER_PAGE_SHIFT) + (block << sizeClass);
    }

    void free(final int reference, final int sizeClass)
    {
        final int page = reference >>> UNITS_PER_PAGE_SHIFT;
        final int before = meta(page, 0);
        final int after = before | bit(reference, sizeClass);
        assert sizeClass == meta(page, META_CLASS) && after != before : "freed twice or with another size";
        meta(page, 0, after);
        if (0 == before)
        {
            link(page, sizeClass);
        }
        if (allFree(sizeClass) == after)
        {
            unlink(page, sizeClass);
            pushFreePage(page);
        }
    }

    /** Forget everything, before every live block is {@link #claim claimed}. */
    void beginRebuild()
    {
        pageCount = 1;
        freePages = NONE;
        freePageCount = 0;
        Arrays.fill(partialPages, NONE);
    }

    /**
     * Mark a block as in use.
     *
     * @return false when it lies outside the slab, is not aligned, overlaps another one or is claimed already.
     */
    boolean claim(final int reference, final int sizeClass)
    {
        final int page = reference >>> UNITS_PER_PAGE_SHIFT;
        final int unit = reference & ((1 << UNITS_PER_PAGE_SHIFT) - 1);
        if (!isInside(reference) || sizeClass < 0 || sizeClass >= CLASSES || 0 != (unit & ((1 << sizeClass) - 1)))
        {
            return false;
        }
        while (pageCount <= page)
        {
            meta(pageCount++, META_CLASS, FREE);
        }
        if (FREE == meta(page, META_CLASS))
        {
            meta(page, META_CLASS, sizeClass);
            meta(page, 0, allFree(sizeClass));
        }

        final int free = meta(page, 0);
        final int bit = bit(reference, sizeClass);
        if (sizeClass != meta(page, META_CLASS) || 0 == (free & bit))
        {
            return false;
        }
        meta(page, 0, free & ~bit);
        return true;
    }

    /** Take back a claim, during the rebuild. */
    void unclaim(final int reference, final int sizeClass)
    {
        final int page = reference >>> UNITS_PER_PAGE_SHIFT;
        final int free = meta(page, 0) | bit(reference, sizeClass);
        meta(page, 0, free);
        if (allFree(sizeClass) == free)
        {
            meta(page, META_CLASS, FREE);
        }
    }

    /** Whether a reference, true or damaged, names memory of this slab at all. */
    boolean isInside(final int reference)
    {
        final int page = reference >>> UNITS_PER_PAGE_SHIFT;
        return page >= 1 && page < pageCountMax;
    }

    /** Link what was not claimed. */
    void endRebuild()
    {
        for (int page = pageCount - 1; page >= 1; page--)
        {
            final int sizeClass = meta(page, META_CLASS);
            if (FREE == sizeClass)
            {
                pushFreePage(page);
            }
            else if (0 != meta(page, 0))
            {
                link(page, sizeClass);
            }
        }
    }

    @Override
    public void close()
    {
        UnsafeApi.freeMemory(metaAddress);
        memory.close();
    }

    private int takePage()
    {
        if (bytesUsed() + PAGE_BYTES > bytesMax)
        {
            return NONE;
        }
        if (NONE != freePages)
        {
            final int page = freePages;
            freePages = meta(page, META_NEXT);
            freePageCount--;
            return page;
        }
        return pageCount < pageCountMax ? pageCount++ : NONE;
    }

    private void pushFreePage(final int page)
    {
        meta(page, META_CLASS, FREE);
        meta(page, META_NEXT, freePages);
        freePages = page;
        freePageCount++;
    }

    private void takeBlock(final int page, final int sizeClass, final int free, final int block)
    {
        final int left = free & ~(1 << block);
        meta(page, 0, left);
        if (0 == left)
        {
            unlink(page, sizeClass);
        }
    }

    private void link(final int page, final int sizeClass)
    {
        final int next = partialPages[sizeClass];
        meta(page, META_NEXT, next);
        meta(page, META_PREVIOUS, NONE);
        if (NONE != next)
        {
            meta(next, META_PREVIOUS, page);
        }
        partialPages[sizeClass] = page;
    }

    private void unlink(final int page, final int sizeClass)
    {
        final int next = meta(page, META_NEXT);
        final int previous = meta(page, META_PREVIOUS);
        if (NONE == previous)
        {
            partialPages[sizeClass] = next;
        }
        else
        {
            meta(previous, META_NEXT, next);
        }
        if (NONE != next)
        {
            meta(next, META_PREVIOUS, previous);
        }
    }

    private static int bit(final int reference, final int sizeClass)
    {
        return 1 << ((reference & ((1 << UNITS_PER_PAGE_SHIFT) - 1)) >>> sizeClass);
    }

    private static int allFree(final int sizeClass)
    {
        return -1 >>> (Integer.SIZE - (1 << (UNITS_PER_PAGE_SHIFT - sizeClass)));
    }

    private int meta(final int page, final int field)
    {
        return UnsafeApi.getInt(metaAddress + ((long)page << META_SHIFT) + field);
    }

    private void meta(final int page, final int field, final int value)
    {
        UnsafeApi.putInt(metaAddress + ((long)page << META_SHIFT) + field, value);
    }
}
