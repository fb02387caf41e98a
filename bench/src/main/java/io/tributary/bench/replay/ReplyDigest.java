package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over all replies in order, so that two replays can be compared by one line of text. Per reply:
 * <pre>
 *   length of the reply (4, big-endian) | whom it goes to (6 or 18, compact) | the reply
 * </pre>
 * Collected in blocks, since a call of the JDK's digest costs more than the bytes of one reply. Allocates nothing but
 * in {@link #hex}.
 */
final class ReplyDigest
{
    private static final int BLOCK_LENGTH = 1 << 15;

    private final MessageDigest digest;
    private final byte[] block = new byte[BLOCK_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(block);
    private int used;

    ReplyDigest()
    {
        try
        {
            digest = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }

    void add(final Endpoint destination, final DirectBuffer reply, final int length)
    {
        if (BLOCK_LENGTH - used < Integer.BYTES + Endpoint.IPV6_LENGTH + length)
        {
            flush();
        }
        buffer.putInt(used, length, ByteOrder.BIG_ENDIAN);
        used += Integer.BYTES;
        used += destination.putCompact(buffer, used);
        buffer.putBytes(used, reply, 0, length);
        used += length;
    }

    /** Ends the digest: the next reply begins another. */
    String hex()
    {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void flush()
    {
        digest.update(block, 0, used);
        used = 0;
    }
}
