package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tags of packets: HMAC-SHA-256 (RFC 2104, FIPS 180-4) over everything before the tag, cut to 16 bytes. Written with
 * the digest itself, because {@code javax.crypto.Mac} allocates for each packet. Hot path: allocates nothing; compares
 * in constant time. Single-threaded.
 */
final class PacketAuthenticator
{
    private static final String ALGORITHM = "SHA-256";
    private static final int DIGEST_LENGTH = 32;
    private static final int CHUNK_LENGTH = 2048;

    private final MessageDigest inner = sha256();
    private final MessageDigest outer = sha256();
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private final byte[] digest = new byte[DIGEST_LENGTH];
    private final MutableDirectBuffer digestBuffer = new UnsafeBuffer(digest);

    static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance(ALGORITHM);
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Append the tag.
     *
     * @param key    to use.
     * @param buffer holds the packet and has room behind it.
     * @param offset of the packet.
     * @param length of the packet, without the tag.
     */
    void sign(final PacketKey key, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        digest(key, buffer, offset, length);
        buffer.putBytes(offset + length, digest, 0, OverlayProtocol.TAG_LENGTH);
    }

    /**
     * Check the tag.
     *
     * @param key    to use.
     * @param buffer holds the packet.
     * @param offset of the packet.
     * @param length of the packet with the tag at its end; at least that of a tag.
     * @return whether the packet was made by somebody who knows the key.
     */
    boolean isAuthentic(final PacketKey key, final DirectBuffer buffer, final int offset, final int length)
    {
        final int tagOffset = offset + length - OverlayProtocol.TAG_LENGTH;
        digest(key, buffer, offset, length - OverlayProtocol.TAG_LENGTH);
        final long difference =
            buffer.getLong(tagOffset, ByteOrder.BIG_ENDIAN) ^ digestBuffer.getLong(0, ByteOrder.BIG_ENDIAN) |
            buffer.getLong(tagOffset + 8, ByteOrder.BIG_ENDIAN) ^ digestBuffer.getLong(8, ByteOrder.BIG_ENDIAN);
        return 0 == difference;
    }

    private void digest(final PacketKey key, final DirectBuffer buffer, final int offset, final int length)
    {
        inner.update(key.innerPad(), 0, PacketKey.BLOCK_LENGTH);
        for (int done = 0; done < length; done += CHUNK_LENGTH)
        {
            final int count = Math.min(CHUNK_LENGTH, length - done);
            buffer.getBytes(offset + done, chunk, 0, count);
            inner.update(chunk, 0, count);
        }
        try
        {
            inner.digest(digest, 0, DIGEST_LENGTH);
            outer.update(key.outerPad(), 0, PacketKey.BLOCK_LENGTH);
            outer.update(digest, 0, DIGEST_LENGTH);
            outer.digest(digest, 0, DIGEST_LENGTH);
        }
        catch (final DigestException e)
        {
            throw new AssertionError("the digest has room", e);
        }
    }
}
