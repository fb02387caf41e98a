package io.tributary.tracker.hash;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) over inputs of one or a few 64-bit words, which is all a tracker hashes:
 * addresses, info-hashes, time buckets. Words are taken as little-endian; the result equals the reference's for the
 * same bytes. Immutable, safe for any thread, allocates nothing.
 */
public final class SipHash
{
    public static final int KEY_LENGTH = 16;

    private final long key0;
    private final long key1;

    public SipHash(final long key0, final long key1)
    {
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * Key from bytes.
     *
     * @param key    at least {@code offset + 16} secret bytes.
     * @param offset of the first of 16 bytes.
     */
    public SipHash(final byte[] key, final int offset)
    {
        this(littleEndian(key, offset), littleEndian(key, offset + 8));
    }

    /**
     * Hash of 16 bytes given as two words.
     *
     * @param word0 first eight bytes, little-endian.
     * @param word1 last eight bytes, little-endian.
     * @return 64 bits.
     */
    public long hash(final long word0, final long word1)
    {
        return hash(word0, word1, 0, 2);
    }

    /**
     * Hash of 24 bytes given as three words.
     *
     * @param word0 first eight bytes, little-endian.
     * @param word1 next eight bytes, little-endian.
     * @param word2 last eight bytes, little-endian.
     * @return 64 bits.
     */
    public long hash(final long word0, final long word1, final long word2)
    {
        return hash(word0, word1, word2, 3);
    }

    private long hash(final long word0, final long word1, final long word2, final int words)
    {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;

        for (int i = 0; i <= words; i++)
        {
            final long m = i == words ? (long)words << 59 : i == 0 ? word0 : i == 1 ? word1 : word2;
            v3 ^= m;
            for (int round = 0; round < 2; round++)
            {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }

        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++)
        {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }

        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long littleEndian(final byte[] bytes, final int offset)
    {
        long value = 0;
        for (int i = 7; i >= 0; i--)
        {
            value = (value << 8) | (bytes[offset + i] & 0xFF);
        }
        return value;
    }
}
