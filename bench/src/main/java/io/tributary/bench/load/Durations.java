package io.tributary.bench.load;

/**
 * Reads durations such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}.
 */
public final class Durations
{
    private static final String[] UNITS = {"ms", "s", "m", "h"};
    private static final long[] UNITS_NS = {1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private Durations()
    {
    }

    /**
     * Parse.
     *
     * @param name of the option, for the message.
     * @param text as typed.
     * @return nanoseconds.
     * @throws IllegalArgumentException saying what is allowed.
     */
    public static long parseNs(final String name, final String text)
    {
        for (int i = 0; i < UNITS.length; i++)
        {
            final String digits = text.substring(0, Math.max(0, text.length() - UNITS[i].length()));
            if (text.endsWith(UNITS[i]) && digits.matches("[0-9]{1,6}(\\.[0-9]{1,3})?"))
            {
                return (long)(Double.parseDouble(digits) * UNITS_NS[i]);
            }
        }
        throw new IllegalArgumentException(name + " is '" + text + "', allowed are for example 500ms, 10s, 2m, 1h");
    }
}
