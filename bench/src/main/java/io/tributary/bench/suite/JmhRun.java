package io.tributary.bench.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * One start of JMH: some benchmarks and the values of their parameters. Several small ones, so that one that fails
 * takes little with it.
 *
 * @param name       of the run, its step and its file.
 * @param benchmarks regular expression over {@code package.Class.method}.
 * @param parameters each {@code name=value,value}.
 * @param seconds    that it may take, roughly.
 */
record JmhRun(String name, String benchmarks, List<String> parameters, int seconds)
{
    /** Options for JMH, the common ones included. */
    List<String> arguments(final List<String> common)
    {
        final List<String> arguments = new ArrayList<>(List.of(benchmarks));
        arguments.addAll(common);
        for (final String parameter : parameters)
        {
            arguments.addAll(List.of("-p", parameter));
        }
        return arguments;
    }
}
