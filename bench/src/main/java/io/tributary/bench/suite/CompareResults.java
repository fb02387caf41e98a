package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.bench.report.Distribution;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * {@code results.json} of a comparison. Ratios are formed within a round.
 */
final class CompareResults
{
    private static final String OURS = "tributary-";
    private static final String LINKED = "-linked";

    private final JsonNode root;

    CompareResults(final JsonNode root)
    {
        this.root = root;
    }

    List<String> contenders()
    {
        return measurements().map((each) -> each.path("contender").asText()).distinct().sorted().toList();
    }

    /** This tracker on the newest JDK, without links; empty if it was not measured. */
    String ours()
    {
        return contenders().stream().filter((name) -> name.startsWith(OURS) && !name.endsWith(LINKED))
            .reduce("", (first, last) -> last);
    }

    /** The same with links; empty if it was not measured. */
    String linked()
    {
        return contenders().stream().filter((name) -> name.endsWith(LINKED)).reduce("", (first, last) -> last);
    }

    String workload()
    {
        return root.path("facts").path("workload").asText();
    }

    String version(final String contender)
    {
        return root.path("facts").path("versions").path(contender).asText();
    }

    /** Of each round; the path is that of the value in a measurement. */
    Distribution values(final String contender, final String path)
    {
        return Distribution.of(of(contender).mapToDouble((each) -> each.at(path).asDouble(Double.NaN)).toArray());
    }

    /** Dividend over divisor in each round in which both were measured. */
    Distribution ratios(final String dividend, final String divisor, final String path)
    {
        return Distribution.of(of(dividend).flatMapToDouble((above) -> of(divisor)
            .filter((below) -> below.path("round").asInt() == above.path("round").asInt())
            .flatMapToDouble((below) -> DoubleStream.of(above.at(path).asDouble() / below.at(path).asDouble())))
            .toArray());
    }

    private Stream<JsonNode> of(final String contender)
    {
        return measurements().filter((each) -> each.path("contender").asText().equals(contender));
    }

    private Stream<JsonNode> measurements()
    {
        return StreamSupport.stream(root.path("measurements").spliterator(), false);
    }
}
