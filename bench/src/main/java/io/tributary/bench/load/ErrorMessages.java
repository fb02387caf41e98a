package io.tributary.bench.load;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Error answers counted by their message: the first 16 different ones each, the rest together. Allocates only for a
 * message not seen before.
 */
public final class ErrorMessages
{
    static final String OTHERS = "(others)";

    private static final int MESSAGES_MAX = 16;

    private final byte[][] messages = new byte[MESSAGES_MAX][];
    private final long[] counts = new long[MESSAGES_MAX + 1];
    private int size;

    /**
     * Count one.
     *
     * @param buffer holds the message.
     * @param offset of its first byte.
     * @param length of it.
     */
    public void count(final DirectBuffer buffer, final int offset, final int length)
    {
        int index = 0;
        while (index < size && !isEqual(messages[index], buffer, offset, length))
        {
            index++;
        }
        if (index == size && size < MESSAGES_MAX)
        {
            messages[size] = new byte[length];
            buffer.getBytes(offset, messages[size]);
            size++;
        }
        counts[index]++;
    }

    void reset()
    {
        Arrays.fill(counts, 0);
    }

    public long total()
    {
        return Arrays.stream(counts).sum();
    }

    /** In the order of their first coming. */
    public Map<String, Long> byMessage()
    {
        final Map<String, Long> byMessage = new LinkedHashMap<>();
        for (int i = 0; i < counts.length; i++)
        {
            if (counts[i] > 0)
            {
                final String message = i < MESSAGES_MAX ?
                    new String(messages[i], StandardCharsets.ISO_8859_1) : OTHERS;
                byMessage.merge(message, counts[i], Long::sum);
            }
        }
        return byMessage;
    }

    private static boolean isEqual(
        final byte[] message, final DirectBuffer buffer, final int offset, final int length)
    {
        if (message.length != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (message[i] != buffer.getByte(offset + i))
            {
                return false;
            }
        }
        return true;
    }
}
