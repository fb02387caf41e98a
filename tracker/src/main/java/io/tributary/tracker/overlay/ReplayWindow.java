package io.tributary.tracker.overlay;

import java.util.Arrays;

/**
 * Which transaction numbers of a session were seen: the highest, and a bit for each of the 1,024 up to it. Numbers are
 * compared by serial arithmetic, so they may wrap around.
 */
final class ReplayWindow
{
    static final int SIZE = 1024;

    static final int FRESH = 0;
    static final int REPEATED = 1;
    static final int OLD = 2;

    private static final int MASK = SIZE - 1;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private int highest;

    /** Nothing seen; the first number of a session is 1. */
    void reset()
    {
        Arrays.fill(seen, 0);
        highest = 0;
    }

    /** The highest number seen, 0 before the first. */
    int highest()
    {
        return highest;
    }

    /** Note a number: {@link #FRESH}, {@link #REPEATED}, or {@link #OLD} when it is too far back to tell. */
    int accept(final int number)
    {
        final int ahead = number - highest;
        if (ahead > 0)
        {
            advance(ahead);
            highest = number;
        }
        else if (ahead <= -SIZE)
        {
            return OLD;
        }

        final int word = (number & MASK) >>> 6;
        final long bit = 1L << number;
        if (0 != (seen[word] & bit))
        {
            return REPEATED;
        }
        seen[word] |= bit;
        return FRESH;
    }

    private void advance(final int ahead)
    {
        if (ahead >= SIZE)
        {
            Arrays.fill(seen, 0);
            return;
        }
        for (int i = 1; i <= ahead; i++)
        {
            final int number = highest + i;
            seen[(number & MASK) >>> 6] &= ~(1L << number);
        }
    }
}
