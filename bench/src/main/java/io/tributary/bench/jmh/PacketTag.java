package io.tributary.bench.jmh;

import io.tributary.codec.overlay.OverlayProtocol;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Tags of a played neighbour's packets: HMAC-SHA-256 (RFC 2104) cut to 16 bytes. Written apart from the tracker's, so
 * that a mistake in that one shows; allocates nothing, so that it may run between measured invocations.
 */
final class PacketTag
{
    static final int KEY_ID = 1;
    static final int KEY_LENGTH = 32;

    private static final int BLOCK_LENGTH = 64;
    private static final int DIGEST_LENGTH = 32;
    private static final int PACKET_LENGTH_MAX = 2048;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5C;

    private final MessageDigest sha256;
    private final byte[] innerBlock = new byte[BLOCK_LENGTH];
    private final byte[] outerBlock = new byte[BLOCK_LENGTH];
    private final byte[] packet = new byte[PACKET_LENGTH_MAX];
    private final byte[] digest = new byte[DIGEST_LENGTH];

    PacketTag(final byte[] key)
    {
        try
        {
            sha256 = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
        for (int i = 0; i < BLOCK_LENGTH; i++)
        {
            final int keyByte = i < key.length ? key[i] : 0;
            innerBlock[i] = (byte)(keyByte ^ INNER);
            outerBlock[i] = (byte)(keyByte ^ OUTER);
        }
    }

    /** Append the tag to a packet. */
    void append(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        buffer.getBytes(offset, packet, 0, length);
        digest(innerBlock, packet, length);
        digest(outerBlock, digest, DIGEST_LENGTH);
        buffer.putBytes(offset + length, digest, 0, OverlayProtocol.TAG_LENGTH);
    }

    /** Whether a packet ends with its tag. */
    boolean isValid(final DirectBuffer buffer, final int offset, final int length)
    {
        final int tagOffset = length - OverlayProtocol.TAG_LENGTH;
        buffer.getBytes(offset, packet, 0, length);
        digest(innerBlock, packet, tagOffset);
        digest(outerBlock, digest, DIGEST_LENGTH);
        return Arrays.equals(digest, 0, OverlayProtocol.TAG_LENGTH, packet, tagOffset, length);
    }

    private void digest(final byte[] block, final byte[] bytes, final int length)
    {
        try
        {
            sha256.update(block, 0, BLOCK_LENGTH);
            sha256.update(bytes, 0, length);
            sha256.digest(digest, 0, DIGEST_LENGTH);
        }
        catch (final DigestException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
