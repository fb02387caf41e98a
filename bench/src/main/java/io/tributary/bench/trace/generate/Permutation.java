package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;

/**
 * A one-to-one shuffle of the numbers below a limit, computed and not stored: multiplications by odd numbers and shifts
 * are one-to-one on numbers of so many bits, and what lands above the limit is shuffled again. Immutable.
 */
final class Permutation
{
    private final long limit;
    private final long mask;
    private final int shift;
    private final long firstFactor;
    private final long secondFactor;
    private final long addend;

    /**
     * Shuffle.
     *
     * @param limit 1 to 2^62.
     * @param seed  chooses the shuffle.
     */
    Permutation(final long limit, final long seed)
    {
        final int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(limit - 1));
        this.limit = limit;
        this.mask = (1L << bits) - 1;
        this.shift = (bits + 1) / 2;
        this.firstFactor = Mix64.mix(seed, 0) | 1;
        this.secondFactor = Mix64.mix(seed, 1) | 1;
        this.addend = Mix64.mix(seed, 2);
    }

    /**
     * Image of a number.
     *
     * @param index from 0 to the limit - 1.
     * @return in the same range.
     */
    long at(final long index)
    {
        long image = index;
        do
        {
            image = (image * firstFactor + addend) & mask;
            image ^= image >>> shift;
            image = image * secondFactor & mask;
            image ^= image >>> shift;
        }
        while (image >= limit);
        return image;
    }
}
