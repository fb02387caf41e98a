package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.bench.report.Distribution;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * One benchmark with one set of parameters.
 *
 * @param benchmark  class and method, without the package.
 * @param parameters sorted by name.
 * @param times      nanoseconds of an operation, of each iteration.
 * @param bytes      allocated by an operation, the median iteration.
 */
record JmhResult(String benchmark, Map<String, String> parameters, Distribution times, double bytes)
{
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static JmhResult of(final JsonNode node)
    {
        final String[] names = node.path("benchmark").asText().split("\\.");
        final Map<String, String> parameters = new TreeMap<>();
        node.path("params").properties().forEach(
            (entry) -> parameters.put(entry.getKey(), entry.getValue().asText()));
        double bytes = Double.NaN;
        for (final Map.Entry<String, JsonNode> metric : node.path("secondaryMetrics").properties())
        {
            bytes = metric.getKey().endsWith(ALLOCATED) ? values(metric.getValue()).median() : bytes;
        }
        return new JmhResult(names[names.length - 2] + "." + names[names.length - 1], parameters,
            values(node.path("primaryMetric")), bytes);
    }

    String parameter(final String name)
    {
        return parameters.getOrDefault(name, "");
    }

    /** Whether it has these values, each {@code name=value}. */
    boolean has(final String... values)
    {
        for (final String value : values)
        {
            final int equals = value.indexOf('=');
            if (!value.substring(equals + 1).equals(parameter(value.substring(0, equals))))
            {
                return false;
            }
        }
        return true;
    }

    String parameterText()
    {
        return parameters.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", "));
    }

    private static Distribution values(final JsonNode metric)
    {
        return Distribution.of(StreamSupport.stream(metric.path("rawData").spliterator(), false)
            .flatMapToDouble((fork) -> StreamSupport.stream(fork.spliterator(), false)
                .flatMapToDouble((value) -> DoubleStream.of(value.asDouble()))).toArray());
    }
}
