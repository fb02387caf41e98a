package io.tributary.tracker.access;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the first word of each line of a list in constant memory, whatever the lines hold. What follows the word,
 * blank lines and lines that start with {@code #} are for people. Line ends of both kinds and a UTF-8 byte order mark
 * are fine.
 */
final class LineReader implements AutoCloseable
{
    /** Longer than any word that can be right; the rest of a longer one is dropped. */
    static final int TOKEN_LENGTH_MAX = 128;

    private static final int END = -1;
    private static final byte[] BYTE_ORDER_MARK = {(byte)0xEF, (byte)0xBB, (byte)0xBF};

    private final InputStream input;
    private final byte[] chunk = new byte[64 * 1024];
    private final byte[] token = new byte[TOKEN_LENGTH_MAX];
    private int chunkPosition;
    private int chunkLength;
    private int tokenLength;
    private long lineNumber;

    LineReader(final InputStream input) throws IOException
    {
        this.input = input;
        this.chunkLength = input.readNBytes(chunk, 0, chunk.length);
        if (chunkLength >= 3 && Arrays.equals(chunk, 0, 3, BYTE_ORDER_MARK, 0, 3))
        {
            chunkPosition = 3;
        }
    }

    /** Go to the next line that has a word. False at the end. */
    boolean next() throws IOException
    {
        int b = read();
        while (END != b)
        {
            lineNumber++;
            while (isBlank(b))
            {
                b = read();
            }

            tokenLength = 0;
            if ('#' != b)
            {
                b = readToken(b);
            }

            while ('\n' != b && END != b)
            {
                b = read();
            }

            if (tokenLength > 0)
            {
                return true;
            }
            b = END == b ? END : read();
        }
        return false;
    }

    byte[] token()
    {
        return token;
    }

    int tokenLength()
    {
        return tokenLength;
    }

    long lineNumber()
    {
        return lineNumber;
    }

    public void close() throws IOException
    {
        input.close();
    }

    private int readToken(final int first) throws IOException
    {
        int b = first;
        while (END != b && '\n' != b && !isBlank(b))
        {
            if (tokenLength < TOKEN_LENGTH_MAX)
            {
                token[tokenLength++] = (byte)b;
            }
            b = read();
        }
        return b;
    }

    private int read() throws IOException
    {
        if (chunkPosition == chunkLength)
        {
            chunkPosition = 0;
            chunkLength = Math.max(0, input.read(chunk));
            if (0 == chunkLength)
            {
                return END;
            }
        }
        return chunk[chunkPosition++] & 0xFF;
    }

    private static boolean isBlank(final int b)
    {
        return ' ' == b || '\t' == b || '\r' == b;
    }
}
