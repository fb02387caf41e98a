package io.tributary.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs parts one after the other and writes the report. A part that fails takes no other with it.
 */
final class Suite
{
    private static final int FOLDERS_MAX = 100;
    private static final String COMMIT = "commit";

    private final Map<SuitePart, Part> parts;
    private final Scale scale;
    private final String started;
    private final String command;
    private final Map<String, String> machine;

    /**
     * A suite that has not run.
     *
     * @param parts   to run, in this order.
     * @param scale   of all of them.
     * @param started when, ISO 8601, UTC.
     * @param command line of it.
     * @param machine facts, the commit among them.
     */
    Suite(
        final Map<SuitePart, Part> parts,
        final Scale scale,
        final String started,
        final String command,
        final Map<String, String> machine)
    {
        this.parts = parts;
        this.scale = scale;
        this.started = started;
        this.command = command;
        this.machine = new LinkedHashMap<>(machine);
    }

    int estimateSec()
    {
        return parts.values().stream().mapToInt(Part::estimateSec).sum();
    }

    /** A new folder for a suite of a day: {@code DATE-suite}, {@code DATE-suite-2} and so on. */
    static Path newFolder(final Path reports, final String date) throws IOException
    {
        Files.createDirectories(reports);
        for (int i = 1; i <= FOLDERS_MAX; i++)
        {
            final Path folder = reports.resolve(date + "-suite" + (1 == i ? "" : "-" + i));
            if (!Files.exists(folder))
            {
                return Files.createDirectory(folder);
            }
        }
        throw new IOException(reports + ": there are " + FOLDERS_MAX + " suites of " + date + " already");
    }

    /**
     * Run all parts and write the report into the folder of the run.
     *
     * @return what failed; empty if nothing did.
     */
    List<String> run(final SuiteRun run) throws IOException
    {
        final List<PartPage> pages = new ArrayList<>();
        final List<Figure> figures = new ArrayList<>();
        final Map<String, String> states = new LinkedHashMap<>();
        for (final Map.Entry<SuitePart, Part> entry : parts.entrySet())
        {
            final PartPage page = new PartPage(entry.getKey());
            run(entry.getValue(), run, page);
            run.add(page.figures());
            pages.add(page);
            figures.addAll(page.figures());
            states.put(entry.getKey().name().toLowerCase(Locale.ROOT), page.status());
        }
        final Map<String, String> facts = new LinkedHashMap<>(machine);
        final String commit = String.valueOf(facts.remove(COMMIT));
        final int comma = commit.indexOf(',');
        new SuiteReport(new SuiteSummary(run.folder.getFileName().toString(), started, scale.label(), command,
            comma < 0 ? commit : commit.substring(0, comma), comma >= 0, facts, states, figures), pages)
            .write(run.folder);
        return pages.stream().flatMap((page) -> page.problems().stream()).toList();
    }

    /** Anything may be wrong with what another program wrote; the results of the other parts are worth hours. */
    private static void run(final Part part, final SuiteRun run, final PartPage page)
    {
        try
        {
            part.run(run, page);
        }
        catch (final IOException | RuntimeException ex)
        {
            page.problem(page.part.title + ": " + (null == ex.getMessage() ? ex.toString() : ex.getMessage()));
        }
    }
}
