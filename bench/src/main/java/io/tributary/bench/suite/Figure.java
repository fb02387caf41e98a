package io.tributary.bench.suite;

import io.tributary.bench.report.Distribution;

import java.util.Locale;

/**
 * One number of a suite with its spread: what {@code summary.json} keeps and later suites are compared with.
 *
 * @param key      says the same thing in every suite.
 * @param subject  for people.
 * @param unit     {@code ×} for a ratio.
 * @param better   which way is good.
 * @param headline whether it is shown in the overview of all reports.
 * @param min      of the repetitions.
 * @param median   of the repetitions.
 * @param max      of the repetitions.
 * @param count    of repetitions.
 */
record Figure(
    String key,
    String subject,
    String unit,
    Better better,
    boolean headline,
    double min,
    double median,
    double max,
    int count)
{
    private static final double HUNDRED = 100;
    private static final double TEN = 10;
    private static final double TENTH = 0.1;

    /** Which way is good. */
    enum Better
    {
        LESS, MORE
    }

    static Figure of(
        final String key, final String subject, final String unit, final Better better, final Distribution values)
    {
        return new Figure(
            key, subject, unit, better, false, values.min(), values.median(), values.max(), values.count());
    }

    Figure asHeadline()
    {
        return new Figure(key, subject, unit, better, true, min, median, max, count);
    }

    /** Whether the repetitions of two figures have values in common. */
    boolean overlaps(final Figure other)
    {
        return min <= other.max && other.min <= max;
    }

    /** Median and extremes, with the unit. */
    String text()
    {
        return spread(min, median, max) + (unit.isEmpty() ? "" : " " + unit);
    }

    static String text(final Distribution values)
    {
        return 0 == values.count() ? "-" : spread(values.min(), values.median(), values.max());
    }

    /** As many digits as anybody can use. */
    static String number(final double value)
    {
        final double size = Math.abs(value);
        final boolean isWhole = size >= HUNDRED || size == Math.rint(size);
        return String.format(
            Locale.ROOT, isWhole ? "%,.0f" : size >= TEN ? "%.1f" : size >= TENTH ? "%.2f" : "%.3f", value);
    }

    private static String spread(final double min, final double median, final double max)
    {
        return min == max ? number(median) : number(median) + " (" + number(min) + " to " + number(max) + ")";
    }
}
