package io.tributary.bench.trace.info;

import java.util.Locale;

/**
 * A number of distinct things.
 *
 * @param value   how many were counted.
 * @param isExact false when there was no room for more: there are at least so many.
 */
record Count(long value, boolean isExact)
{
    String text()
    {
        return (isExact ? "" : "at least ") + String.format(Locale.ROOT, "%,d", value);
    }
}
