package io.tributary.codec.capture;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HexFormat;

/** Golden bytes as hexadecimal digits, and buffers that end where they end, so that any access past them throws. */
final class CaptureBytes
{
    /** Where tests put what they decode, so that a forgotten offset shows. */
    static final int OFFSET = 5;

    static final String PORTS = "1ae1 1b39";
    static final String PAYLOAD = "deadbeef";
    static final String UDP = PORTS + "000c 0000" + PAYLOAD;

    /** RFC 791: from 192.0.2.1:6881 to 198.51.100.2:6969. */
    static final String IPV4_ADDRESSES = "c0000201 c6336402";
    static final String IPV4 = "4500 0020 0000 4000 40 11 0000" + IPV4_ADDRESSES + UDP;

    /** RFC 8200: from 2001:db8::1 to 2001:db8::2, the same ports. */
    static final String IPV6_ADDRESSES = "20010db8000000000000000000000001 20010db8000000000000000000000002";
    static final String IPV6 = "60000000 000c 11 40" + IPV6_ADDRESSES + UDP;

    private CaptureBytes()
    {
    }

    static byte[] bytes(final String... fields)
    {
        return HexFormat.of().parseHex(String.join("", fields).replace(" ", ""));
    }

    static UnsafeBuffer exactBuffer(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + bytes.length]);
        buffer.putBytes(OFFSET, bytes);
        return buffer;
    }

    /** Room for so many bytes at {@link #OFFSET}, full of rubbish that an encoder must overwrite. */
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

    static String hex(final String... fields)
    {
        return HexFormat.of().formatHex(bytes(fields));
    }
}
