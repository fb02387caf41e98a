package io.tributary.bench.load;

/**
 * Range checks of settings; the message names the setting, the value and what is allowed.
 */
final class Limits
{
    private Limits()
    {
    }

    static void check(final String name, final double value, final double min, final double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new IllegalArgumentException(
                name + " is " + text(value) + ", allowed is " + text(min) + " to " + text(max));
        }
    }

    static void checkShare(final String name, final double value)
    {
        check(name, value, 0, 1);
    }

    private static String text(final double value)
    {
        return value == Math.rint(value) ? Long.toString((long)value) : Double.toString(value);
    }
}
