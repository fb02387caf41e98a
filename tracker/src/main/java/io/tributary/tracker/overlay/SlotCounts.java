package io.tributary.tracker.overlay;

/**
 * A small number for each swarm slot, in pages that exist only where a number was not 0 once. Allocates only to grow.
 * Single-threaded.
 */
final class SlotCounts
{
    static final int COUNT_MAX = Character.MAX_VALUE;

    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private final char[][] pages;
    private int total;

    SlotCounts(final int slotsMax)
    {
        pages = new char[(slotsMax + PAGE_MASK) >>> PAGE_SHIFT][];
    }

    int get(final int slot)
    {
        final char[] page = pages[slot >>> PAGE_SHIFT];
        return null == page ? 0 : page[slot & PAGE_MASK];
    }

    /** Sum over all slots. */
    int total()
    {
        return total;
    }

    void increment(final int slot)
    {
        final int index = slot >>> PAGE_SHIFT;
        if (null == pages[index])
        {
            pages[index] = new char[PAGE_MASK + 1];
        }
        assert pages[index][slot & PAGE_MASK] < COUNT_MAX : slot;
        pages[index][slot & PAGE_MASK]++;
        total++;
    }

    void decrement(final int slot)
    {
        assert get(slot) > 0 : slot;
        pages[slot >>> PAGE_SHIFT][slot & PAGE_MASK]--;
        total--;
    }
}
