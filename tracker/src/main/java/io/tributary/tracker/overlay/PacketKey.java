package io.tributary.tracker.overlay;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A shared key as HMAC-SHA-256 (RFC 2104) uses it: padded to a block, once for the inner and once for the outer hash.
 * Immutable.
 */
final class PacketKey
{
    static final int BLOCK_LENGTH = 64;

    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final int id;
    private final byte[] innerPad;
    private final byte[] outerPad;

    /**
     * Prepare a key.
     *
     * @param id     1 to 255.
     * @param secret any length but 0.
     * @param sha256 for secrets longer than a block; left reset.
     */
    PacketKey(final int id, final byte[] secret, final MessageDigest sha256)
    {
        this.id = id;
        final byte[] block = secret.length > BLOCK_LENGTH ? sha256.digest(secret) : secret;
        this.innerPad = pad(block, INNER);
        this.outerPad = pad(block, OUTER);
    }

    int id()
    {
        return id;
    }

    /** Not to be written to. */
    byte[] innerPad()
    {
        return innerPad;
    }

    /** Not to be written to. */
    byte[] outerPad()
    {
        return outerPad;
    }

    private static byte[] pad(final byte[] block, final byte value)
    {
        final byte[] pad = Arrays.copyOf(block, BLOCK_LENGTH);
        for (int i = 0; i < BLOCK_LENGTH; i++)
        {
            pad[i] ^= value;
        }
        return pad;
    }
}
