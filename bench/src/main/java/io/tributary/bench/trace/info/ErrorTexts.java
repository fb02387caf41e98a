package io.tributary.bench.trace.info;

import io.tributary.codec.ErrorResponseFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashMap;
import java.util.Map;

/** Errors by their text, of which the first bytes are looked at and control characters are not shown. */
final class ErrorTexts
{
    private static final int DISTINCT_MAX = 64;
    private static final int LENGTH_MAX = 48;

    private final Tally tally = new Tally(DISTINCT_MAX);
    private final Map<Long, String> texts = new HashMap<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH_MAX]);

    void add(final Message error)
    {
        final int length = Math.min(LENGTH_MAX, error.length() - ErrorResponseFlyweight.MESSAGE_OFFSET);
        bytes.setMemory(0, LENGTH_MAX, (byte)0);
        bytes.putBytes(0, error.buffer(), error.offset() + ErrorResponseFlyweight.MESSAGE_OFFSET, length);
        long fingerprint = length;
        for (int i = 0; i < LENGTH_MAX; i += Long.BYTES)
        {
            fingerprint = Fingerprints.of(fingerprint, bytes.getLong(i));
        }

        if (tally.add(fingerprint))
        {
            texts.put(fingerprint, printable(length));
        }
    }

    private String printable(final int length)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            final int letter = bytes.getByte(i) & 0xFF;
            text.append(letter >= ' ' && letter < 0x7F ? (char)letter : '?');
        }

        return text.toString().strip();
    }

    /** Rows to be read with {@link #text}. */
    Tally tally()
    {
        return tally;
    }

    String text(final Tally.Row row)
    {
        return texts.get(row.value());
    }
}
