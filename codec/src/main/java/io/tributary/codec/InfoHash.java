package io.tributary.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The 20 bytes that name a torrent (BEP 3; for BEP 52 a SHA-256 cut to 20 bytes), where they lie in a buffer. They are
 * never an object. Comparing and copying moves whole words, whose byte order does not matter there.
 */
public final class InfoHash
{
    public static final int LENGTH = 20;
    public static final int HEX_LENGTH = 2 * LENGTH;

    private static final int SECOND_WORD_OFFSET = 8;
    private static final int THIRD_WORD_OFFSET = 16;

    private InfoHash()
    {
    }

    public static boolean equals(
        final DirectBuffer left, final int leftOffset, final DirectBuffer right, final int rightOffset)
    {
        return left.getLong(leftOffset) == right.getLong(rightOffset) &&
            left.getLong(leftOffset + SECOND_WORD_OFFSET) == right.getLong(rightOffset + SECOND_WORD_OFFSET) &&
            left.getInt(leftOffset + THIRD_WORD_OFFSET) == right.getInt(rightOffset + THIRD_WORD_OFFSET);
    }

    /**
     * Copy 20 bytes; source and destination may overlap.
     *
     * @param source            of the hash.
     * @param sourceOffset      where in it.
     * @param destination       of the hash.
     * @param destinationOffset where in it.
     */
    public static void copy(
        final DirectBuffer source,
        final int sourceOffset,
        final MutableDirectBuffer destination,
        final int destinationOffset)
    {
        final long first = source.getLong(sourceOffset);
        final long second = source.getLong(sourceOffset + SECOND_WORD_OFFSET);
        final int third = source.getInt(sourceOffset + THIRD_WORD_OFFSET);
        destination.putLong(destinationOffset, first);
        destination.putLong(destinationOffset + SECOND_WORD_OFFSET, second);
        destination.putInt(destinationOffset + THIRD_WORD_OFFSET, third);
    }

    /**
     * Read a hash written by a person: exactly 40 hexadecimal digits of either case.
     *
     * @param text        to parse.
     * @param destination of the hash; untouched when the text is not one.
     * @param offset      where in it.
     * @return whether the text was a hash.
     */
    public static boolean tryParseHex(
        final CharSequence text, final MutableDirectBuffer destination, final int offset)
    {
        if (!isHex(text))
        {
            return false;
        }

        for (int i = 0; i < LENGTH; i++)
        {
            final int value = hexDigit(text.charAt(2 * i)) << 4 | hexDigit(text.charAt(2 * i + 1));
            destination.putByte(offset + i, (byte)value);
        }

        return true;
    }

    /**
     * Forty lower-case hexadecimal digits, for people. Allocates.
     *
     * @param buffer that holds the hash.
     * @param offset where in it.
     * @return the digits.
     */
    public static String toHex(final DirectBuffer buffer, final int offset)
    {
        final StringBuilder text = new StringBuilder(HEX_LENGTH);
        for (int i = 0; i < LENGTH; i++)
        {
            final byte value = buffer.getByte(offset + i);
            text.append(Character.forDigit((value >> 4) & 0xF, 16)).append(Character.forDigit(value & 0xF, 16));
        }

        return text.toString();
    }

    private static boolean isHex(final CharSequence text)
    {
        if (HEX_LENGTH != text.length())
        {
            return false;
        }

        for (int i = 0; i < HEX_LENGTH; i++)
        {
            if (hexDigit(text.charAt(i)) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /**
     * Character.digit also takes the digits of other scripts.
     */
    private static int hexDigit(final char c)
    {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
