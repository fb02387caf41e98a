package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;

/**
 * What looks random in a trace: a sequence of draws, and shares of 64 random bits. The same on every machine and JDK,
 * since nothing but integers and correctly rounded arithmetic takes part.
 */
final class Draws
{
    private static final int FRACTION_BITS = 53;
    private static final double FRACTION_UNIT = 1.0 / (1L << FRACTION_BITS);

    private final long seed;
    private long count;

    Draws(final long seed)
    {
        this.seed = seed;
    }

    /** The next 64 bits. */
    long next()
    {
        return Mix64.mix(seed, count++);
    }

    /** Whether the next draw falls into a share, 0 to 1. */
    boolean nextIn(final double share)
    {
        return fraction(next()) < share;
    }

    /** The next number from 0 to bound - 1. */
    int next(final int bound)
    {
        return below(next(), bound);
    }

    /** Bits as a number from 0 up to, but without, 1. */
    static double fraction(final long bits)
    {
        return (bits >>> (Long.SIZE - FRACTION_BITS)) * FRACTION_UNIT;
    }

    /** Bits as a number from 0 to bound - 1. */
    static int below(final long bits, final int bound)
    {
        return (int)(((bits >>> 32) * bound) >>> 32);
    }

    /** A whole number with a mean: the floor, or one more as often as needed. */
    static int rounded(final double mean, final long bits)
    {
        final int floor = (int)mean;
        return fraction(bits) < mean - floor ? floor + 1 : floor;
    }
}
