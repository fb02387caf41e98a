package io.tributary.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: a label, a scale, and the round numbers that are written along it. Immutable; knows nothing of
 * pixels: a place on it is a share from 0 to 1.
 */
public final class Axis
{
    private static final int STEPS_MAX = 6;
    private static final int TICKS_MAX = 12;
    private static final double ROUNDING = 1e-9;
    private static final double GROUPED_MIN = 1_000;
    private static final double MILLION = 1e6;

    final String label;
    /** 0 for a linear axis. */
    final double base;
    private final double min;
    private final double max;
    private final double step;

    private Axis(final String label, final double base, final double min, final double max, final double step)
    {
        this.label = label;
        this.base = base;
        this.min = min;
        this.max = max;
        this.step = step;
    }

    /** From 0, or from the least value if that is negative. */
    public static Axis linear(final String label)
    {
        return new Axis(label, 0, 0, 1, 1);
    }

    /**
     * Of values above 0; others are drawn at its lower end.
     *
     * @param label what is shown, with its unit.
     * @param base  2 or 10: its powers are written.
     */
    public static Axis logarithmic(final String label, final int base)
    {
        return new Axis(label, base, 1, base, base);
    }

    /** The same axis, made long enough for values, with round ends. */
    Axis spanning(final double least, final double most)
    {
        return 0 == base ? linearSpanning(Math.min(0, least), most) : logarithmicSpanning(least, most);
    }

    private Axis linearSpanning(final double least, final double most)
    {
        final double span = most > least ? most - least : 1;
        final double magnitude = Math.pow(10, Math.floor(Math.log10(span / STEPS_MAX)));
        double size = magnitude;
        for (final int factor : new int[]{1, 2, 5, 10})
        {
            size = factor * magnitude;
            if (span / size <= STEPS_MAX + ROUNDING)
            {
                break;
            }
        }
        return new Axis(label, 0, Math.floor(least / size + ROUNDING) * size,
            Math.ceil((least + span) / size - ROUNDING) * size, size);
    }

    private Axis logarithmicSpanning(final double least, final double most)
    {
        if (!(least > 0) || !(most >= least))
        {
            return this;
        }
        final double first = Math.floor(exponent(least) + ROUNDING);
        final double last = Math.max(first + 1, Math.ceil(exponent(most) - ROUNDING));
        final double every = Math.ceil((last - first + 1) / TICKS_MAX);
        return new Axis(label, base, Math.pow(base, first), Math.pow(base, last), Math.pow(base, every));
    }

    private double exponent(final double value)
    {
        return Math.log(value) / Math.log(base);
    }

    /** Where a value lies, from 0 at the lower end to 1 at the upper. */
    double share(final double value)
    {
        final double share = 0 == base ? (value - min) / (max - min) :
            value > min ? Math.log(value / min) / Math.log(max / min) : 0;
        return Math.min(1, Math.max(0, share));
    }

    /** Values to write along the axis. */
    List<Double> ticks()
    {
        final List<Double> ticks = new ArrayList<>();
        double tick = min;
        while (tick <= max * (1 + ROUNDING) + ROUNDING * step)
        {
            ticks.add(tick);
            tick = 0 == base ? min + ticks.size() * step : tick * step;
        }
        return ticks;
    }

    /** A number as people write it: no needless digits. */
    static String text(final double value)
    {
        final double size = Math.abs(value);
        if (size >= MILLION && 0 == value % (MILLION / 10))
        {
            return trimmed(value / MILLION, 1) + " M";
        }
        if (size >= GROUPED_MIN || size < ROUNDING)
        {
            return String.format(Locale.ROOT, "%,.0f", size < ROUNDING ? 0 : value);
        }
        return trimmed(value, Math.max(0, 2 - (int)Math.floor(Math.log10(size))));
    }

    private static String trimmed(final double value, final int decimals)
    {
        final String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
