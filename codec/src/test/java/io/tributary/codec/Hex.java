package io.tributary.codec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/**
 * Golden bytes written as hexadecimal digits with blanks between the fields.
 */
final class Hex
{
    private Hex()
    {
    }

    static byte[] bytes(final String... fields)
    {
        return HexFormat.of().parseHex(String.join("", fields).replace(" ", ""));
    }

    /**
     * A buffer that ends where the packet ends, so that any access past it throws.
     */
    static UnsafeBuffer exactBuffer(final byte[] packet, final int offset, final int length)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[offset + length]);
        buffer.putBytes(offset, packet, 0, length);
        return buffer;
    }

    static UnsafeBuffer exactBuffer(final byte[] packet, final int offset)
    {
        return exactBuffer(packet, offset, packet.length);
    }

    static UnsafeBuffer exactBuffer(final byte[] packet)
    {
        return exactBuffer(packet, 0, packet.length);
    }

    static byte[] bytesOf(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
