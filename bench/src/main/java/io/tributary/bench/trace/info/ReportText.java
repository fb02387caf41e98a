package io.tributary.bench.trace.info;

import java.util.Arrays;
import java.util.Locale;

/** Numbers, bars and lines of the text report, all ASCII. */
final class ReportText
{
    static final char RAMP_TOP = '@';

    private static final String RAMP = " .:-=+*#%" + RAMP_TOP;
    private static final double GROUPED_MIN = 1_000;
    private static final int BYTES_PER_UNIT = 1_024;
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ReportText()
    {
    }

    static String count(final long count)
    {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Three digits that matter, all digits from a thousand on; a dash for what is no number. */
    static String number(final double value)
    {
        final double size = Math.abs(value);
        if (Double.isNaN(value))
        {
            return "-";
        }

        if (size >= GROUPED_MIN || 0 == size)
        {
            return String.format(Locale.ROOT, "%,.0f", value);
        }

        final int decimals = Math.min(4, Math.max(0, 2 - (int)Math.floor(Math.log10(size))));
        final String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** A share in percent; a dash of nothing. */
    static String share(final long part, final long whole)
    {
        return 0 == whole ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    static String bytes(final long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= BYTES_PER_UNIT && unit < BYTE_UNITS.length - 1)
        {
            value /= BYTES_PER_UNIT;
            unit++;
        }

        return number(value) + " " + BYTE_UNITS[unit];
    }

    static String bar(final long part, final long most, final int width)
    {
        return 0 == part ? "" : "#".repeat((int)Math.max(1, Math.round((double)part / most * width)));
    }

    /** As many neighbouring values as are needed to fit into a width make one column: their mean. */
    static double[] columns(final double[] values, final int width)
    {
        final double[] means = new double[Math.min(width, values.length)];
        for (int i = 0; i < means.length; i++)
        {
            final int from = (int)((long)i * values.length / means.length);
            final int to = (int)((long)(i + 1) * values.length / means.length);
            for (int j = from; j < to; j++)
            {
                means[i] += values[j] / (to - from);
            }
        }

        return means;
    }

    /** A character for each column: its share of the largest, a blank only for nothing at all. */
    static String sparkline(final double[] values, final int width)
    {
        final double[] columns = columns(values, width);
        final double most = Arrays.stream(columns).max().orElse(0);
        final StringBuilder line = new StringBuilder();
        for (final double column : columns)
        {
            final int level = 0 == column ? 0 : (int)Math.ceil(column / most * (RAMP.length() - 1));
            line.append(RAMP.charAt(Math.min(RAMP.length() - 1, level)));
        }

        return line.toString();
    }
}
