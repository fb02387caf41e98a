package io.tributary.tracker.overlay;

/**
 * Facts that a neighbour has to be told again, as the low halves of their positions in the {@link ChangeLog}. Bounded;
 * single-threaded.
 */
final class ResendQueue
{
    private static final int CAPACITY = 4096;

    private final int[] items = new int[CAPACITY];
    private int head;
    private int tail;

    boolean isPending()
    {
        return head != tail;
    }

    int size()
    {
        return tail - head;
    }

    /** Add one; false when it is full. */
    boolean offer(final int item)
    {
        if (CAPACITY == tail - head)
        {
            return false;
        }
        items[tail++ & (CAPACITY - 1)] = item;
        return true;
    }

    int poll()
    {
        return items[head++ & (CAPACITY - 1)];
    }

    void clear()
    {
        head = tail;
    }
}
