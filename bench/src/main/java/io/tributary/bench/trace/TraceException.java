package io.tributary.bench.trace;

/**
 * A capture file that cannot be read, or not to its end. The message is for the user: file, place, what was expected
 * and what was found. What came before the place was handed out.
 */
public final class TraceException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final String expected;
    private final String found;

    TraceException(final String file, final long offset, final String expected, final String found)
    {
        this(file, offset, expected, found, null);
    }

    TraceException(
        final String file, final long offset, final String expected, final String found, final Throwable cause)
    {
        super(file + ": at byte " + offset + " expected " + expected + ", found " + found, cause);
        this.file = file;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** As the user named it; {@code standard input} for {@code -}. */
    public String file()
    {
        return file;
    }

    /** Counted from 0; in a compressed file, of what it expands to. */
    public long offset()
    {
        return offset;
    }

    public String expected()
    {
        return expected;
    }

    public String found()
    {
        return found;
    }
}
