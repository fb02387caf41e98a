package io.tributary.tracker.overlay;

import java.util.Arrays;

/**
 * Swarms that are new here and that neighbours have been asked about: a question is open until each of them has said
 * that it does not have the swarm, or has told what it knows, or the time is over. Whoever holds back the first answer
 * of a new swarm asks {@link #isOpen}.
 *
 * <p>At most {@value #OPEN_MAX} at a time; when all are taken, nobody waits. A question's number is its index and a
 * generation, so an old number never means a newer question.
 */
final class Questions
{
    static final int NONE = -1;

    private static final int OPEN_MAX = 256;
    private static final int INDEX_MASK = OPEN_MAX - 1;
    private static final int GENERATION_MASK = 0x7FFF_FF00;
    private static final int GENERATION_STEP = OPEN_MAX;

    private final int[] numbers = new int[OPEN_MAX];
    private final int[] slots = new int[OPEN_MAX];
    private final long[] deadlines = new long[OPEN_MAX];
    private final long[] awaited;
    private final int words;
    private int openCount;
    private int cursor;

    Questions(final int linksMax)
    {
        words = (linksMax + Long.SIZE - 1) / Long.SIZE;
        awaited = new long[OPEN_MAX * words];
        Arrays.fill(slots, NONE);
        for (int i = 0; i < OPEN_MAX; i++)
        {
            numbers[i] = i;
        }
    }

    int openCount()
    {
        return openCount;
    }

    /**
     * Begin a question that awaits nobody yet.
     *
     * @return its number, or {@link #NONE} when all are taken.
     */
    int open(final int slot, final long deadlineNs)
    {
        if (OPEN_MAX == openCount)
        {
            return NONE;
        }
        while (NONE != slots[cursor])
        {
            cursor = (cursor + 1) & INDEX_MASK;
        }
        slots[cursor] = slot;
        deadlines[cursor] = deadlineNs;
        Arrays.fill(awaited, cursor * words, (cursor + 1) * words, 0);
        openCount++;
        return numbers[cursor];
    }

    /** The question about a swarm, or {@link #NONE}. */
    int find(final int slot)
    {
        for (int i = 0, left = openCount; left > 0 && i < OPEN_MAX; i++)
        {
            if (slot == slots[i])
            {
                return numbers[i];
            }
            left -= NONE == slots[i] ? 0 : 1;
        }
        return NONE;
    }

    void await(final int question, final int link)
    {
        awaited[(question & INDEX_MASK) * words + (link >>> 6)] |= 1L << link;
    }

    boolean isOpen(final int question)
    {
        final int index = question & INDEX_MASK;
        return question >= 0 && question == numbers[index] && NONE != slots[index];
    }

    /** A neighbour has said all it has to say about a swarm. */
    void onAnswer(final int slot, final int link)
    {
        final int question = openCount > 0 ? find(slot) : NONE;
        if (NONE != question)
        {
            answered(question & INDEX_MASK, link);
        }
    }

    /** A neighbour will not answer any more. */
    void onLinkLost(final int link)
    {
        for (int i = 0; openCount > 0 && i < OPEN_MAX; i++)
        {
            if (NONE != slots[i])
            {
                answered(i, link);
            }
        }
    }

    /** Close what has waited long enough. */
    int expire(final long nowNs)
    {
        int closed = 0;
        for (int i = 0; openCount > 0 && i < OPEN_MAX; i++)
        {
            if (NONE != slots[i] && nowNs - deadlines[i] >= 0)
            {
                close(i);
                closed++;
            }
        }
        return closed;
    }

    /** The earliest deadline, or {@code otherwise}. */
    long nextDeadlineNs(final long otherwise)
    {
        long next = otherwise;
        for (int i = 0, left = openCount; left > 0 && i < OPEN_MAX; i++)
        {
            if (NONE != slots[i])
            {
                next = deadlines[i] - next < 0 ? deadlines[i] : next;
                left--;
            }
        }
        return next;
    }

    private void answered(final int index, final int link)
    {
        awaited[index * words + (link >>> 6)] &= ~(1L << link);
        for (int word = 0; word < words; word++)
        {
            if (0 != awaited[index * words + word])
            {
                return;
            }
        }
        close(index);
    }

    private void close(final int index)
    {
        slots[index] = NONE;
        numbers[index] = ((numbers[index] + GENERATION_STEP) & GENERATION_MASK) | index;
        openCount--;
    }
}
