package io.tributary.codec.overlay;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/**
 * Golden bytes written as hexadecimal digits with blanks between the fields, and buffers that end where they end, so
 * that any access past them throws.
 */
final class OverlayBytes
{
    /** Where tests put a packet or a body, so that a forgotten offset shows. */
    static final int OFFSET = 7;

    static final String HASH_A = "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3";
    static final String HASH_B = "0102030405060708090a0b0c0d0e0f1011121314";
    static final String HASH_C = "ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00";

    private OverlayBytes()
    {
    }

    static byte[] bytes(final String... fields)
    {
        return HexFormat.of().parseHex(String.join("", fields).replace(" ", ""));
    }

    static UnsafeBuffer buffer(final String hex)
    {
        return new UnsafeBuffer(bytes(hex));
    }

    /** The packet at {@link #OFFSET}, nothing after it. */
    static UnsafeBuffer exactBuffer(final byte[] packet, final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + length]);
        buffer.putBytes(OFFSET, packet, 0, length);
        return buffer;
    }

    static UnsafeBuffer exactBuffer(final byte[] packet)
    {
        return exactBuffer(packet, packet.length);
    }

    /** Room for a packet of that length at {@link #OFFSET}, full of rubbish that an encoder must overwrite. */
    static UnsafeBuffer dirtyBuffer(final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + length]);
        buffer.setMemory(0, buffer.capacity(), (byte)0xEE);
        return buffer;
    }

    static String hex(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String hash(final DirectBuffer buffer, final int offset)
    {
        return hex(buffer, offset, OverlayProtocol.INFO_HASH_LENGTH);
    }

    static String hex(final byte[] bytes)
    {
        return HexFormat.of().formatHex(bytes);
    }
}
