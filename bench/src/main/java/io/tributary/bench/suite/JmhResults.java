package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.bench.report.Distribution;

import java.util.ArrayList;
import java.util.List;

/** What all starts of JMH have measured. */
final class JmhResults
{
    private final List<JmhResult> results = new ArrayList<>();

    /** The content of one result file. */
    void add(final JsonNode file)
    {
        file.forEach((node) -> results.add(JmhResult.of(node)));
    }

    List<JmhResult> all()
    {
        return results;
    }

    /** Of one benchmark, class and method, in the order measured. */
    List<JmhResult> of(final String benchmark, final String... parameters)
    {
        return results.stream()
            .filter((result) -> result.benchmark().equals(benchmark) && result.has(parameters)).toList();
    }

    /** Times of the first of these; empty if there is none. */
    Distribution times(final String benchmark, final String... parameters)
    {
        final List<JmhResult> found = of(benchmark, parameters);
        return found.isEmpty() ? Distribution.of() : found.get(0).times();
    }

    /** Values of a parameter that a benchmark was run with, in that order. */
    List<String> values(final String benchmark, final String parameter)
    {
        return of(benchmark).stream().map((result) -> result.parameter(parameter)).distinct().toList();
    }
}
