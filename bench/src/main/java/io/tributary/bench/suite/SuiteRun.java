package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the parts of one suite share: where it runs, where its results go, and the figures of the parts before.
 */
final class SuiteRun
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST_LINES = 3;

    final Path root;
    final Path folder;
    private final StepRunner runner;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * A suite that has not begun.
     *
     * @param root   the project's directory.
     * @param folder of this suite; all steps write below it.
     * @param runner of the steps.
     */
    SuiteRun(final Path root, final Path folder, final StepRunner runner)
    {
        this.root = root;
        this.folder = folder;
        this.runner = runner;
    }

    /** The program as users start it. */
    String program()
    {
        return root.resolve("bin").resolve("tributary").toString();
    }

    /** A directory below the suite's. */
    Path directory(final String name) throws IOException
    {
        return Files.createDirectories(folder.resolve(name));
    }

    /**
     * Run a step. A log is kept only of one that failed.
     *
     * @param step     to run.
     * @param page     told when the exit code is another than those that are fine.
     * @param exitFine such as 1 where that says that a bound is missed.
     * @return whether its results can be read.
     */
    boolean run(final Step step, final PartPage page, final int... exitFine) throws IOException
    {
        final int exit = runner.run(step);
        boolean isFine = 0 == exit;
        for (final int fine : exitFine)
        {
            isFine |= exit == fine;
        }
        if (isFine)
        {
            Files.deleteIfExists(step.log(folder));
            return true;
        }
        page.problem(step.name() + ": " +
            (StepRunner.TIMED_OUT == exit ? "ended after " + step.limitSec() + " s" : "exit code " + exit) +
            lastLines(step.log(folder)));
        return false;
    }

    void add(final List<Figure> more)
    {
        figures.addAll(more);
    }

    Optional<Figure> figure(final String key)
    {
        return figures.stream().filter((figure) -> figure.key().equals(key)).findFirst();
    }

    static JsonNode json(final Path file) throws IOException
    {
        final JsonNode node = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
        if (null == node || node.isMissingNode())
        {
            throw new IOException(file.getFileName() + ": there is no result in it");
        }
        return node;
    }

    private static String lastLines(final Path log) throws IOException
    {
        if (!Files.exists(log))
        {
            return "";
        }
        try
        {
            final List<String> lines = Files.readAllLines(log).stream().filter((line) -> !line.isBlank()).toList();
            return "; its last lines (all: " + log.getFileName() + "): " +
                String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        }
        catch (final MalformedInputException ex)
        {
            return "; see " + log.getFileName();
        }
    }
}
