package io.tributary.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A chart as SVG: lines with the band they vary in, bars in groups with whiskers, bounds. Made for reports that are
 * committed: a few kilobytes, text as text, the same bytes for the same numbers, readable on light and dark pages and
 * by the colour-blind. Numbers show when the mouse rests on a point.
 */
public final class SvgChart
{
    private static final int WIDTH = 760;
    private static final int HEIGHT = 440;
    private static final int LEFT = 78;
    private static final int RIGHT = 30;
    private static final int TOP = 44;
    private static final int BOTTOM = 56;
    private static final int LEGEND_ROW = 20;
    private static final int LEGEND_KEY = 26;
    private static final double LETTER = 6.9;
    private static final double GROUP_SHARE = 0.8;
    /** Told apart by most of the colour-blind (Okabe and Ito). */
    private static final String[] COLOURS =
    {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"
    };
    private static final String[] DASHES = {"none", "8 3", "3 3", "10 3 2 3", "14 4", "5 2 1 2 1 2", "1 3"};
    private static final String STYLE =
        "text{font:12px sans-serif;fill:#222}.title{font-size:15px;font-weight:bold}.grid{stroke:#ddd}" +
        ".axis{stroke:#444}.line{fill:none;stroke-width:2}.band{fill-opacity:.16}" +
        ".bound{stroke:#b00020;stroke-width:1.5;stroke-dasharray:6 4}" +
        ".limit{fill:#b00020;stroke:#fff;stroke-width:3;paint-order:stroke}";

    private final String title;
    private final Axis xAxis;
    private final Axis yAxis;
    private final List<String> categories;
    private final List<Series> series = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();
    private Axis x;
    private Axis y;
    private int top;

    private record Series(String name, double[] xs, double[] lows, double[] middles, double[] highs)
    {
        boolean isBanded()
        {
            return lows != highs;
        }
    }

    private record Bound(String name, double value)
    {
    }

    private SvgChart(final String title, final Axis xAxis, final Axis yAxis, final List<String> categories)
    {
        this.title = title;
        this.xAxis = xAxis;
        this.yAxis = yAxis;
        this.categories = categories;
    }

    /** A chart of lines. */
    public static SvgChart ofLines(final String title, final Axis x, final Axis y)
    {
        return new SvgChart(title, x, y, List.of());
    }

    /**
     * A chart of bars.
     *
     * @param title      above it.
     * @param label      of what the categories are.
     * @param categories in order, written below their groups of bars.
     * @param y          the axis of heights.
     */
    public static SvgChart ofBars(
        final String title, final String label, final List<String> categories, final Axis y)
    {
        return new SvgChart(title, Axis.linear(label), y, List.copyOf(categories));
    }

    /** A line through points. */
    public SvgChart line(final String name, final double[] xs, final double[] ys)
    {
        return add(name, xs, ys, ys, ys);
    }

    /** A line through middles, in a band from lows to highs, all of which are numbers. */
    public SvgChart band(
        final String name, final double[] xs, final double[] lows, final double[] middles, final double[] highs)
    {
        return add(name, xs, lows.clone(), middles, highs);
    }

    /** One bar for each category; a value that is not a number leaves its place empty. */
    public SvgChart bars(final String name, final double... heights)
    {
        return add(name, new double[categories.size()], heights, heights, heights);
    }

    /** The same, each bar as high as the middle, with a whisker from low to high. */
    public SvgChart bars(final String name, final double[] lows, final double[] middles, final double[] highs)
    {
        return add(name, new double[categories.size()], lows.clone(), middles, highs);
    }

    /** A value not to be exceeded, or to be reached. */
    public SvgChart bound(final String name, final double value)
    {
        bounds.add(new Bound(name, value));
        return this;
    }

    private SvgChart add(
        final String name, final double[] xs, final double[] lows, final double[] middles, final double[] highs)
    {
        if (xs.length != lows.length || xs.length != middles.length || xs.length != highs.length)
        {
            throw new IllegalArgumentException(name + ": " + xs.length + " places, " + middles.length + " values");
        }
        series.add(new Series(name, xs, lows, middles, highs));
        return this;
    }

    public void write(final Path file) throws IOException
    {
        Files.writeString(file, svg());
    }

    /** The whole document. */
    public String svg()
    {
        x = spanning(xAxis, series.stream().flatMapToDouble((each) -> DoubleStream.of(each.xs)));
        y = spanning(yAxis, DoubleStream.concat(bounds.stream().mapToDouble(Bound::value), series.stream()
            .flatMapToDouble((each) -> DoubleStream.concat(DoubleStream.of(each.lows), DoubleStream.of(each.highs)))));
        svg.setLength(0);
        append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n<title>%s</title>%n",
            WIDTH, HEIGHT, escaped(title));
        append("<style>%s</style>%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n", STYLE);
        text(LEFT, 24, "start", "title", title);
        top = TOP + LEGEND_ROW * legend();
        axes();
        for (int i = 0; i < series.size(); i++)
        {
            if (categories.isEmpty())
            {
                line(series.get(i), i);
            }
            else
            {
                bars(series.get(i), i);
            }
        }
        bounds.forEach(this::bound);
        return svg.append("</svg>\n").toString();
    }

    private static Axis spanning(final Axis axis, final DoubleStream values)
    {
        final double[] sorted =
            values.filter((value) -> Double.isFinite(value) && (0 == axis.base || value > 0)).sorted().toArray();
        return 0 == sorted.length ? axis : axis.spanning(sorted[0], sorted[sorted.length - 1]);
    }

    /** Rows used. */
    private int legend()
    {
        double left = LEFT;
        int row = 0;
        for (int i = 0; i < series.size(); i++)
        {
            final String name = series.get(i).name;
            final double width = LEGEND_KEY + 16 + LETTER * name.length();
            if (left > LEFT && left + width > WIDTH)
            {
                left = LEFT;
                row++;
            }
            final double middle = TOP + LEGEND_ROW * row;
            if (categories.isEmpty())
            {
                append("<path class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" d=\"M%.1f %.1fh20\"/>%n",
                    COLOURS[i % COLOURS.length], DASHES[i % DASHES.length], left, middle);
            }
            else
            {
                append("<rect x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"10\" fill=\"%s\"/>%n",
                    left, middle - 5, COLOURS[i % COLOURS.length]);
            }
            text(left + LEGEND_KEY, middle + 4, "start", "", name);
            left += width;
        }
        return series.isEmpty() ? 0 : row + 1;
    }

    private void axes()
    {
        for (final double tick : y.ticks())
        {
            append("<path class=\"grid\" d=\"M%d %.1fH%d\"/>%n", LEFT, top(tick), WIDTH - RIGHT);
            text(LEFT - 8, top(tick) + 4, "end", "", Axis.text(tick));
        }
        final double bottom = HEIGHT - BOTTOM;
        for (final double tick : categories.isEmpty() ? x.ticks() : List.<Double>of())
        {
            append("<path class=\"grid\" d=\"M%.1f %dV%.1f\"/>%n", left(tick), top, bottom);
            text(left(tick), bottom + 18, "middle", "", Axis.text(tick));
        }
        for (int i = 0; i < categories.size(); i++)
        {
            text(LEFT + (i + 0.5) * groupWidth(), bottom + 18, "middle", "", categories.get(i));
        }
        append("<path class=\"axis\" fill=\"none\" d=\"M%d %dV%.1fH%d\"/>%n", LEFT, top, bottom, WIDTH - RIGHT);
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", x.label);
        append("<text transform=\"translate(16 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            (top + bottom) / 2, escaped(y.label));
    }

    private void line(final Series line, final int index)
    {
        final String colour = COLOURS[index % COLOURS.length];
        if (line.isBanded())
        {
            final StringBuilder band = new StringBuilder();
            for (int i = 0; i < line.xs.length; i++)
            {
                band.append(point(0 == i ? 'M' : 'L', line.xs[i], line.highs[i]));
            }
            for (int i = line.xs.length - 1; i >= 0; i--)
            {
                band.append(point('L', line.xs[i], line.lows[i]));
            }
            append("<path class=\"band\" fill=\"%s\" d=\"%sZ\"/>%n", colour, band);
        }
        final StringBuilder path = new StringBuilder();
        boolean isDrawing = false;
        for (int i = 0; i < line.xs.length; i++)
        {
            final boolean isNumber = !Double.isNaN(line.middles[i]);
            path.append(isNumber ? point(isDrawing ? 'L' : 'M', line.xs[i], line.middles[i]) : "");
            isDrawing = isNumber;
        }
        append("<path class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" d=\"%s\"/>%n",
            colour, DASHES[index % DASHES.length], path);
        for (int i = 0; i < line.xs.length; i++)
        {
            if (!Double.isNaN(line.middles[i]))
            {
                append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %s, %s</title></circle>%n",
                    left(line.xs[i]), top(line.middles[i]), colour, escaped(line.name), Axis.text(line.xs[i]),
                    Axis.text(line.middles[i]));
            }
        }
    }

    private void bars(final Series bars, final int index)
    {
        final double width = groupWidth() * GROUP_SHARE / series.size();
        for (int i = 0; i < bars.middles.length; i++)
        {
            if (!Double.isNaN(bars.middles[i]))
            {
                final double left =
                    LEFT + (i + (1 - GROUP_SHARE) / 2) * groupWidth() + index * width;
                final double high = top(bars.middles[i]);
                append("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">" +
                    "<title>%s, %s: %s</title></rect>%n", left, high, width, HEIGHT - BOTTOM - high,
                    COLOURS[index % COLOURS.length], escaped(bars.name), escaped(categories.get(i)),
                    Axis.text(bars.middles[i]));
                whisker(bars, i, left + width / 2, Math.min(10, width / 2));
            }
        }
    }

    private void whisker(final Series bars, final int index, final double middle, final double width)
    {
        if (bars.isBanded())
        {
            append("<path class=\"axis\" d=\"M%.1f %.1fh%.1fm%.1f 0V%.1fm%.1f 0h%.1f\" fill=\"none\"/>%n",
                middle - width / 2, top(bars.highs[index]), width, -width / 2, top(bars.lows[index]), -width / 2,
                width);
        }
    }

    private void bound(final Bound bound)
    {
        append("<path class=\"bound\" d=\"M%d %.1fH%d\"/>%n", LEFT, top(bound.value), WIDTH - RIGHT);
        text(WIDTH - RIGHT - 4, top(bound.value) - 5, "end", "limit", bound.name);
    }

    private double groupWidth()
    {
        return (double)(WIDTH - LEFT - RIGHT) / categories.size();
    }

    private double left(final double value)
    {
        return LEFT + (WIDTH - LEFT - RIGHT) * x.share(value);
    }

    private double top(final double value)
    {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - top) * y.share(value);
    }

    private String point(final char command, final double atX, final double atY)
    {
        return String.format(Locale.ROOT, "%s%.1f %.1f", command, left(atX), top(atY));
    }

    private void text(
        final double left, final double base, final String anchor, final String kind, final String content)
    {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n", left, base, anchor,
            kind.isEmpty() ? "" : " class=\"" + kind + "\"", escaped(content));
    }

    private void append(final String format, final Object... values)
    {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    private static String escaped(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
