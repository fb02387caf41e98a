package io.tributary.bench.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JMH benchmarks, on this JDK, with the flags of {@code serve}.
 */
final class JmhPart implements Part
{
    private static final int EXIT_ALLOCATES = 1;

    private final List<JmhRun> runs;
    private final List<String> options;

    /**
     * Some runs.
     *
     * @param runs    to do.
     * @param options of JMH for all of them: forks, iterations, times.
     */
    JmhPart(final List<JmhRun> runs, final List<String> options)
    {
        this.runs = runs;
        this.options = options;
    }

    @Override
    public int estimateSec()
    {
        return runs.stream().mapToInt(JmhRun::seconds).sum();
    }

    @Override
    public void run(final SuiteRun run, final PartPage page) throws IOException
    {
        final JmhResults results = new JmhResults();
        for (final JmhRun each : runs)
        {
            final Path file = run.directory("jmh").resolve(each.name() + ".json");
            final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtributary.home=" + run.root,
                "-cp", run.root.resolve("bench").resolve("target").resolve("tributary.jar").toString(),
                "io.tributary.bench.jmh.BenchmarkRunner"));
            command.addAll(each.arguments(options));
            command.addAll(List.of("-rf", "json", "-rff", file.toString()));
            if (run.run(new Step("jmh-" + each.name(), each.seconds(), command), page, EXIT_ALLOCATES))
            {
                add(results, file, page);
            }
        }
        page.text("On this JDK, with the flags of `serve`; `" + String.join(" ", options) + "`. Medians of all " +
            "iterations, with the extremes. Raw: `jmh/*.json`.");
        JmhSection.write(results, page);
    }

    private static void add(final JmhResults results, final Path file, final PartPage page)
    {
        try
        {
            results.add(SuiteRun.json(file));
        }
        catch (final IOException ex)
        {
            page.problem("jmh: " + ex.getMessage());
        }
    }
}
