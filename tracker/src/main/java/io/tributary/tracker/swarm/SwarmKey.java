package io.tributary.tracker.swarm;

import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * The 24-byte key of a head, scrambled.
 * <pre>
 *   0   first 8 bytes of the info-hash, XOR keyed hash of the rest of the key
 *   8   last 12 bytes of the info-hash
 *   20  {@link SwarmNamespace} (4, little-endian)
 * </pre>
 * Clients choose info-hashes, and Chronicle's hash has no seed: unscrambled, anybody could aim at one segment. One
 * Feistel round under a secret is a bijection, so the true info-hash can be read back. The secret must live as long as
 * the map. Lies at a fixed address; single-threaded.
 */
final class SwarmKey
{
    static final int LENGTH = 24;

    private static final int NAMESPACE_OFFSET = 20;

    private final SipHash sipHash;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(memory);

    SwarmKey(final SipHash sipHash)
    {
        this.sipHash = sipHash;
    }

    long address()
    {
        return buffer.addressOffset();
    }

    SwarmKey scramble(final DirectBuffer infoHashBuffer, final int infoHashOffset, final int namespace)
    {
        final long word1 = infoHashBuffer.getLong(infoHashOffset + 8);
        final long word2 = (infoHashBuffer.getInt(infoHashOffset + 16) & 0xFFFF_FFFFL) | ((long)namespace << 32);
        buffer.putLong(0, infoHashBuffer.getLong(infoHashOffset) ^ sipHash.hash(word1, word2));
        buffer.putLong(8, word1);
        buffer.putLong(16, word2);
        return this;
    }

    /** Take a key as it is stored. */
    SwarmKey stored(final long word0, final long word1, final long word2)
    {
        buffer.putLong(0, word0);
        buffer.putLong(8, word1);
        buffer.putLong(16, word2);
        return this;
    }

    /** Write the info-hash back as it was. */
    void infoHash(final UnsafeBuffer infoHash, final int offset)
    {
        final long word1 = buffer.getLong(8);
        final long word2 = buffer.getLong(16);
        infoHash.putLong(offset, buffer.getLong(0) ^ sipHash.hash(word1, word2));
        infoHash.putLong(offset + 8, word1);
        infoHash.putInt(offset + 16, (int)word2);
    }

    int namespace()
    {
        return buffer.getInt(NAMESPACE_OFFSET);
    }

    /** Sixteen bits that mark the blocks of this swarm as its own. */
    int owner()
    {
        return buffer.getShort(0);
    }
}
