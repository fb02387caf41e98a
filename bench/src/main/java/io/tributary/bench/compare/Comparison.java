package io.tributary.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of all rounds, and what follows from them. Ratios are formed within a round, between servers
 * measured within minutes of each other, and only then is the median taken.
 */
final class Comparison
{
    private final List<Measurement> measurements = new ArrayList<>();

    void add(final Measurement measurement)
    {
        measurements.add(measurement);
    }

    List<Measurement> measurements()
    {
        return List.copyOf(measurements);
    }

    List<String> contenders()
    {
        final LinkedHashSet<String> names = new LinkedHashSet<>();
        measurements.forEach((measurement) -> names.add(measurement.contender()));
        return names.stream().sorted().toList();
    }

    boolean has(final String contender)
    {
        return contenders().contains(contender);
    }

    Spread spread(final String contender, final ToDoubleFunction<Measurement> value)
    {
        return Spread.of(of(contender).stream().mapToDouble(value).toArray());
    }

    /** Dividend over divisor, in each round in which both were measured. */
    Spread ratio(final String dividend, final String divisor, final ToDoubleFunction<Measurement> value)
    {
        final List<Double> ratios = new ArrayList<>();
        for (final Measurement above : of(dividend))
        {
            for (final Measurement below : of(divisor))
            {
                if (above.round() == below.round())
                {
                    ratios.add(value.applyAsDouble(above) / value.applyAsDouble(below));
                }
            }
        }
        return Spread.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    }

    int rounds()
    {
        return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
    }

    /** This tracker on the newest JDK measured, without links; empty if it was not. */
    String ours()
    {
        return contenders().stream()
            .filter((name) -> name.startsWith(TributaryContender.PREFIX) && !name.endsWith(LinkedContender.SUFFIX))
            .reduce("", (first, last) -> last);
    }

    /** Those that were linked. */
    List<String> linked()
    {
        return contenders().stream().filter((name) -> name.endsWith(LinkedContender.SUFFIX)).toList();
    }

    private List<Measurement> of(final String contender)
    {
        return measurements.stream().filter((measurement) -> measurement.contender().equals(contender)).toList();
    }
}
