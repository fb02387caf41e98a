package io.tributary.bench.trace;

/**
 * Connection ids in traces that nobody answered: a generated trace has no tracker that could have given any. Who sends
 * such a trace to a tracker puts real ids in their place, but leaves the stale ones alone, which stand for ids that had
 * expired. The upper half of an id says what it stands for.
 * <pre>
 *   0x54524756 "TRGV" | which one (4)     a valid id
 *   0x54524753 "TRGS" | which one (4)     a stale id
 * </pre>
 */
public final class PlaceholderIds
{
    private static final long VALID = 0x5452_4756L << 32;
    private static final long STALE = 0x5452_4753L << 32;
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private PlaceholderIds()
    {
    }

    public static long valid(final long random)
    {
        return VALID | random & LOW_MASK;
    }

    public static long stale(final long random)
    {
        return STALE | random & LOW_MASK;
    }

    public static boolean isValid(final long connectionId)
    {
        return VALID == (connectionId & ~LOW_MASK);
    }

    public static boolean isStale(final long connectionId)
    {
        return STALE == (connectionId & ~LOW_MASK);
    }
}
