package io.tributary.bench.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The newest value of a figure and the ones before it, of suites that may be compared.
 *
 * @param newest   value.
 * @param suite    that it is of.
 * @param previous values, the newest first.
 */
record Trend(Figure newest, SuiteSummary suite, List<Figure> previous)
{
    private static final int PREVIOUS_MAX = 3;
    private static final double PERCENT = 100;

    /**
     * Of every figure that any suite holds, in the order of the newest suites.
     *
     * @param suites the oldest first.
     */
    static List<Trend> of(final List<SuiteSummary> suites)
    {
        final Map<String, Trend> trends = new LinkedHashMap<>();
        for (int i = suites.size() - 1; i >= 0; i--)
        {
            final SuiteSummary suite = suites.get(i);
            for (final Figure figure : suite.figures())
            {
                final Trend newer = trends.get(figure.key());
                if (null == newer)
                {
                    trends.put(figure.key(), new Trend(figure, suite, new ArrayList<>()));
                }
                else if (newer.suite.isLike(suite) && newer.previous.size() < PREVIOUS_MAX)
                {
                    newer.previous.add(figure);
                }
            }
        }
        return List.copyOf(trends.values());
    }

    /** What has become of it since the value before. */
    String text()
    {
        if (previous.isEmpty())
        {
            return "first";
        }
        final Figure before = previous.get(0);
        if (newest.median() == before.median())
        {
            return "the same";
        }
        if (newest.overlaps(before))
        {
            return "within the spread";
        }
        final boolean isBetter = newest.median() < before.median() == (Figure.Better.LESS == newest.better());
        return (isBetter ? "better" : "**worse**") + (0 == before.median() ? "" : String.format(
            Locale.ROOT, " by %.1f %%", PERCENT * Math.abs(newest.median() / before.median() - 1)));
    }

    /** The values before, the newest first. */
    String previousText()
    {
        return previous.isEmpty() ? "-" :
            String.join(", ", previous.stream().map((figure) -> Figure.number(figure.median())).toList());
    }
}
