package io.tributary.tracker.configuration;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A secret that two neighbours share. Never shown: neither in a log, nor in an error line, nor in a printed file.
 */
public final class LinkKey
{
    /**
     * No key.
     */
    public static final LinkKey NONE = new LinkKey(new byte[0]);

    static final String HIDDEN = "(hidden)";
    static final int LENGTH_MIN = 16;
    static final int LENGTH_MAX = 64;

    private final byte[] bytes;

    private LinkKey(final byte[] bytes)
    {
        this.bytes = bytes;
    }

    /**
     * Read hexadecimal digits.
     *
     * @param text two digits a byte; blank for no key.
     * @return the key.
     * @throws IllegalArgumentException with a reason that does not quote the text.
     */
    static LinkKey parse(final String text)
    {
        final String digits = text.strip();
        if (digits.isEmpty())
        {
            return NONE;
        }
        if (0 != digits.length() % 2 || !digits.chars().allMatch(digit -> HexFormat.isHexDigit(digit)))
        {
            throw new IllegalArgumentException("not hexadecimal digits");
        }
        if (digits.length() < 2 * LENGTH_MIN || digits.length() > 2 * LENGTH_MAX)
        {
            throw new IllegalArgumentException("a key of " + digits.length() / 2 + " bytes");
        }
        return new LinkKey(HexFormat.of().parseHex(digits));
    }

    static String allowed()
    {
        return 2 * LENGTH_MIN + " to " + 2 * LENGTH_MAX + " hexadecimal digits";
    }

    /**
     * The secret itself.
     *
     * @return a copy, empty for no key.
     */
    public byte[] bytes()
    {
        return bytes.clone();
    }

    public boolean isEmpty()
    {
        return 0 == bytes.length;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof LinkKey && Arrays.equals(bytes, ((LinkKey)other).bytes);
    }

    @Override
    public int hashCode()
    {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString()
    {
        return isEmpty() ? "" : HIDDEN;
    }
}
