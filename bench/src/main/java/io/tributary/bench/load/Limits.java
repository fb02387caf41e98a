package io.tributary.bench.load;

/**
 * Range checks of settings; the message names the setting, the value and what is allowed.
 */
public final class Limits
{
    private Limits()
    {
    }

    /**
     * Check a range.
     *
     * @param name  of the setting.
     * @param value given.
     * @param min   smallest allowed.
     * @param max   largest allowed.
     * @throws IllegalArgumentException when the value is outside, or no number.
     */
    public static void check(final String name, final double value, final double min, final double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new IllegalArgumentException(
                name + " is " + text(value) + ", allowed is " + text(min) + " to " + text(max));
        }
    }

    /**
     * Check a share.
     *
     * @param name  of the setting.
     * @param value given; allowed is 0 to 1.
     */
    public static void checkShare(final String name, final double value)
    {
        check(name, value, 0, 1);
    }

    private static String text(final double value)
    {
        return value == Math.rint(value) ? Long.toString((long)value) : Double.toString(value);
    }
}
