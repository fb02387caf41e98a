package io.tributary.bench.jmh;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The rule that no benchmarked operation allocates. Every benchmark of this package is of the packet path.
 *
 * <p>The median of the iterations counts: an operation that allocates does so in all of them, whereas JMH's own garbage
 * falls on a few, and weighs most where a busy machine let few operations through.
 */
final class AllocationLimit
{
    /** Below this, it is JMH's own garbage spread over many operations: no object is so small. */
    static final double BYTES_PER_OPERATION_MAX = 0.5;

    private static final String METRIC = "gc.alloc.rate.norm";
    private static final double MEDIAN = 50;

    private AllocationLimit()
    {
    }

    /** One line for each result that allocates, or of which it is not known. */
    static List<String> violations(final Collection<RunResult> results)
    {
        final List<String> violations = new ArrayList<>();
        for (final RunResult result : results)
        {
            final double bytes = bytesPerOperation(result);
            if (!isWithin(bytes))
            {
                violations.add(String.format(Locale.ROOT, "%s: %.3f B/op allocated, allowed is less than %.1f",
                    result.getParams().id(), bytes, BYTES_PER_OPERATION_MAX));
            }
        }
        return violations;
    }

    static boolean isWithin(final double bytesPerOperation)
    {
        return bytesPerOperation < BYTES_PER_OPERATION_MAX;
    }

    private static double bytesPerOperation(final RunResult result)
    {
        for (final Result<?> secondary : result.getSecondaryResults().values())
        {
            if (secondary.getLabel().endsWith(METRIC))
            {
                return secondary.getStatistics().getPercentile(MEDIAN);
            }
        }
        return Double.NaN;
    }
}
