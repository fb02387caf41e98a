package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Limits;

/**
 * Values with weights, as written on the command line: {@code 200=6,80=3,-1=1}. Immutable.
 */
final class WeightedTexts
{
    private static final int COUNT_MAX = 64;
    private static final double WEIGHT_MAX = 1_000_000;

    private final String[] values;
    private final double[] limits;

    private WeightedTexts(final String[] values, final double[] limits)
    {
        this.values = values;
        this.limits = limits;
    }

    /**
     * Parse.
     *
     * @param name of the option, for messages.
     * @param text as typed.
     * @return at least one value.
     */
    static WeightedTexts parse(final String name, final String text)
    {
        final String[] entries = text.split(",", -1);
        Limits.check(name + ": number of values", entries.length, 1, COUNT_MAX);
        final String[] values = new String[entries.length];
        final double[] limits = new double[entries.length];
        double sum = 0;
        for (int i = 0; i < entries.length; i++)
        {
            final int equals = entries[i].lastIndexOf('=');
            values[i] = equals < 0 ? entries[i] : entries[i].substring(0, equals);
            sum += equals < 0 ? 1 : weight(name, entries[i], entries[i].substring(equals + 1));
            limits[i] = sum;
        }

        if (!(sum > 0))
        {
            throw new IllegalArgumentException(name + " '" + text + "': at least one weight must be above 0");
        }
        for (int i = 0; i < limits.length; i++)
        {
            limits[i] /= sum;
        }
        return new WeightedTexts(values, limits);
    }

    int count()
    {
        return values.length;
    }

    String value(final int index)
    {
        return values[index];
    }

    /**
     * Choose by weight.
     *
     * @param bits random.
     * @return index of a value.
     */
    int index(final long bits)
    {
        final double fraction = Draws.fraction(bits);
        int index = 0;
        while (index < limits.length - 1 && fraction >= limits[index])
        {
            index++;
        }
        return index;
    }

    private static double weight(final String name, final String entry, final String text)
    {
        try
        {
            final double weight = Double.parseDouble(text);
            Limits.check(name + " '" + entry + "': weight", weight, 0, WEIGHT_MAX);
            return weight;
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(
                name + " '" + entry + "': allowed is VALUE=WEIGHT with a number as weight", ex);
        }
    }
}
