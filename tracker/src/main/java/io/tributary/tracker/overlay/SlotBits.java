package io.tributary.tracker.overlay;

import java.util.Arrays;

/**
 * A set of swarm slots, small when few slots exist: words of 64 slots, and above them a summary with one bit for each
 * word that is not empty, so that a single slot among a million is found within a few hundred steps. Allocates only to
 * grow. Single-threaded.
 */
final class SlotBits
{
    static final int NOT_FOUND = -1;

    private static final int WORDS_MIN = 64;

    private long[] words = new long[WORDS_MIN];
    private long[] summary = new long[1];
    private int cardinality;

    boolean get(final int slot)
    {
        final int word = slot >>> 6;
        return word < words.length && 0 != (words[word] & (1L << slot));
    }

    /** Add a slot; whether it was not there. */
    boolean set(final int slot)
    {
        final int word = slot >>> 6;
        if (word >= words.length)
        {
            grow(word + 1);
        }
        final long before = words[word];
        final long after = before | (1L << slot);
        if (before == after)
        {
            return false;
        }
        words[word] = after;
        summary[word >>> 6] |= 1L << word;
        cardinality++;
        return true;
    }

    /** Remove a slot; whether it was there. */
    boolean clear(final int slot)
    {
        if (!get(slot))
        {
            return false;
        }
        final int word = slot >>> 6;
        words[word] &= ~(1L << slot);
        if (0 == words[word])
        {
            summary[word >>> 6] &= ~(1L << word);
        }
        cardinality--;
        return true;
    }

    void clearAll()
    {
        if (cardinality > 0)
        {
            Arrays.fill(words, 0);
            Arrays.fill(summary, 0);
            cardinality = 0;
        }
    }

    /** Add every slot of another set. */
    void or(final SlotBits other)
    {
        for (int slot = other.nextSetBit(0); slot >= 0; slot = other.nextSetBit((slot | 63) + 1))
        {
            orWord(slot >>> 6, other.words[slot >>> 6]);
        }
    }

    int cardinality()
    {
        return cardinality;
    }

    boolean isEmpty()
    {
        return 0 == cardinality;
    }

    /** Lowest slot of the set that is not below a given one, or {@link #NOT_FOUND}. */
    int nextSetBit(final int fromSlot)
    {
        final int word = fromSlot >>> 6;
        if (0 == cardinality || word >= words.length)
        {
            return NOT_FOUND;
        }
        final long rest = words[word] & (-1L << fromSlot);
        if (0 != rest)
        {
            return (word << 6) + Long.numberOfTrailingZeros(rest);
        }
        final int next = nextWord(word + 1);
        return next < 0 ? NOT_FOUND : (next << 6) + Long.numberOfTrailingZeros(words[next]);
    }

    /** As {@link #nextSetBit}, but from the start again when there is none: for taking turns. */
    int nextSetBitAround(final int fromSlot)
    {
        final int next = nextSetBit(fromSlot);
        return next >= 0 || 0 == fromSlot ? next : nextSetBit(0);
    }

    private int nextWord(final int fromWord)
    {
        int index = fromWord >>> 6;
        if (index >= summary.length)
        {
            return NOT_FOUND;
        }
        long rest = summary[index] & (-1L << fromWord);
        while (0 == rest && ++index < summary.length)
        {
            rest = summary[index];
        }
        return 0 == rest ? NOT_FOUND : (index << 6) + Long.numberOfTrailingZeros(rest);
    }

    private void orWord(final int word, final long bits)
    {
        if (word >= words.length)
        {
            grow(word + 1);
        }
        cardinality += Long.bitCount(bits & ~words[word]);
        words[word] |= bits;
        summary[word >>> 6] |= 1L << word;
    }

    private void grow(final int wordsMin)
    {
        final int length = Math.max(words.length << 1, (wordsMin + 63) & ~63);
        words = Arrays.copyOf(words, length);
        summary = Arrays.copyOf(summary, length >>> 6);
    }
}
