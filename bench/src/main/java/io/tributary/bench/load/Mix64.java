package io.tributary.bench.load;

/**
 * Spreads a number over 64 bits without state: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). Everything
 * the model does not store (info-hashes, peer ids, ports) is computed with it from the seed and an index.
 */
public final class Mix64
{
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Mix64()
    {
    }

    /**
     * Mix one number.
     *
     * @param value any.
     * @return a one-to-one image of it.
     */
    public static long mix(final long value)
    {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * Draw from a sequence at a place.
     *
     * @param seed  of the sequence.
     * @param index of the draw.
     * @return 64 bits.
     */
    public static long mix(final long seed, final long index)
    {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }
}
