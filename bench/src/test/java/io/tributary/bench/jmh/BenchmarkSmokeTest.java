package io.tributary.bench.jmh;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every benchmark runs once, in this process, with the first value of each parameter or a more telling one.
 */
class BenchmarkSmokeTest
{
    /** In place of values of a real tracker's size, and of those that leave out the most. */
    private static final Map<String, String> OTHER_VALUES =
        Map.of("torrents", "1000", "links", "4", "isKeyed", "true", "shape", "100/10");

    @BeforeAll
    static void runBesideOtherBenchmarks()
    {
        System.setProperty("jmh.ignoreLock", "true");
    }

    static Set<BenchmarkListEntry> benchmarks()
    {
        final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return BenchmarkList.defaultList()
            .getAll(OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT), List.of());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void shouldRunOnce(final BenchmarkListEntry benchmark) throws RunnerException
    {
        final ChainedOptionsBuilder options = new OptionsBuilder()
            .include(Pattern.quote(benchmark.getUsername()) + "$")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementBatchSize(100)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
        benchmark.getParams().orElse(Map.of()).forEach(
            (name, values) -> options.param(name, OTHER_VALUES.getOrDefault(name, values[0])));

        final Collection<RunResult> results = new Runner(options.build()).run();

        assertThat(results).singleElement()
            .satisfies(result -> assertThat(result.getParams().getBenchmark()).isEqualTo(benchmark.getUsername()))
            .satisfies(result -> assertThat(result.getPrimaryResult().getSampleCount()).isOne());
    }

    @Test
    void shouldListABenchmarkOfEachClass() throws IOException, URISyntaxException
    {
        final Set<String> listed = benchmarks().stream()
            .map(BenchmarkListEntry::getUserClassQName)
            .map(name -> name.substring(name.lastIndexOf('.') + 1))
            .collect(Collectors.toSet());
        final String runner = BenchmarkRunner.class.getSimpleName() + ".class";
        final Path classes = Path.of(BenchmarkRunner.class.getResource(runner).toURI()).getParent();
        try (Stream<Path> files = Files.list(classes))
        {
            final Set<String> written = files.map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("Benchmark.class"))
                .map(name -> name.substring(0, name.length() - ".class".length()))
                .collect(Collectors.toSet());
            assertThat(listed).isNotEmpty().isEqualTo(written);
        }
    }
}
