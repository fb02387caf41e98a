package io.tributary.tracker.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers with a unit: seconds as {@code "30m"}, milliseconds as {@code "150ms"}, bytes as {@code "64KiB"}. Units
 * are case-sensitive and required, so that no number is ever taken for the wrong one.
 */
enum UnitScale
{
    DURATION("not a duration", new String[]{"s", "m", "h", "d"}, new long[]{1, 60, 3_600, 86_400}),
    INTERVAL("not a duration", new String[]{"ms", "s", "m", "h", "d"},
        new long[]{1, 1_000, 60_000, 3_600_000, 86_400_000}),
    SIZE("not a size",
        new String[]{"B", "KiB", "MiB", "GiB", "TiB"}, new long[]{1, 1L << 10, 1L << 20, 1L << 30, 1L << 40});

    private static final Pattern QUANTITY = Pattern.compile("([0-9][0-9_]{0,17})\\s*([A-Za-z]+)");

    private final String problem;
    private final String[] units;
    private final long[] factors;

    UnitScale(final String problem, final String[] units, final long[] factors)
    {
        this.problem = problem;
        this.units = units;
        this.factors = factors;
    }

    /**
     * Number of base units.
     *
     * @throws IllegalArgumentException if this is not a quantity, or does not fit a long.
     */
    long parse(final String text)
    {
        final Matcher matcher = QUANTITY.matcher(text.strip());
        if (matcher.matches())
        {
            for (int i = 0; i < units.length; i++)
            {
                if (units[i].equals(matcher.group(2)))
                {
                    return multiply(Long.parseLong(matcher.group(1).replace("_", "")), factors[i]);
                }
            }
        }
        throw new IllegalArgumentException(problem);
    }

    /**
     * The shortest exact form, in the largest unit that divides the value.
     */
    String format(final long value)
    {
        int i = units.length - 1;
        while (i > 0 && (0 == value || 0 != value % factors[i]))
        {
            i--;
        }
        return value / factors[i] + units[i];
    }

    String unitNames()
    {
        return String.join(", ", units);
    }

    private static long multiply(final long number, final long factor)
    {
        if (number > Long.MAX_VALUE / factor)
        {
            throw new IllegalArgumentException("out of range");
        }
        return number * factor;
    }
}
