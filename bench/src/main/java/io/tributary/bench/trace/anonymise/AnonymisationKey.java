package io.tributary.bench.trace.anonymise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Reads the user's key: 32 bytes, or 64 hexadecimal digits. */
final class AnonymisationKey
{
    static final int LENGTH = 32;

    private static final int FILE_LENGTH_MAX = 2 * LENGTH + 2;

    private AnonymisationKey()
    {
    }

    /**
     * Digits.
     *
     * @param name where they stand, for messages, which do not repeat the key.
     * @param text the digits, with blanks or line ends around.
     * @return 32 bytes.
     */
    static byte[] ofHex(final String name, final String text)
    {
        try
        {
            final byte[] key = HexFormat.of().parseHex(text.strip());
            if (LENGTH == key.length)
            {
                return key;
            }
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(notAKey(name), ex);
        }
        throw new IllegalArgumentException(notAKey(name));
    }

    static byte[] ofFile(final Path file)
    {
        try
        {
            if (Files.size(file) > FILE_LENGTH_MAX)
            {
                throw new IllegalArgumentException(notAKey("--key-file " + file));
            }
            final byte[] bytes = Files.readAllBytes(file);
            return LENGTH == bytes.length ? bytes :
                ofHex("--key-file " + file, new String(bytes, StandardCharsets.ISO_8859_1));
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("--key-file " + file + ": cannot be read", ex);
        }
    }

    private static String notAKey(final String name)
    {
        return name + ": allowed are 64 hexadecimal digits" + (name.startsWith("--key-file") ? " or 32 bytes" : "") +
            "; `openssl rand -hex 32` makes them";
    }
}
