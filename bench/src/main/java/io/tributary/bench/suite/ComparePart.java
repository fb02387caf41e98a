package io.tributary.bench.suite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code compare}: first everybody who is installed, then this tracker with links beside itself without.
 */
final class ComparePart implements Part
{
    private static final List<String> QUICK = List.of("--runs", "3", "--warmup", "3s", "--duration", "2s");
    private static final int QUICK_SEC = 270;
    private static final int QUICK_LINKED_SEC = 90;
    private static final List<String> FULL = List.of("--runs", "7", "--warmup", "10s", "--duration", "10s");
    private static final int FULL_SEC = 1500;
    private static final int FULL_LINKED_SEC = 450;
    private static final Map<String, String> RIVALS = Map.of(
        "opentracker", "opentracker", "aquatic-mio", "aquatic_udp", "aquatic-io_uring", "aquatic_udp");

    private final List<String> options;
    private final int seconds;
    private final int linkedSeconds;
    private final boolean isCrossChecked;

    /**
     * For a scale.
     *
     * @param scale of the suite.
     * @param asked options of compare in place of the usual ones; may be empty.
     */
    ComparePart(final Scale scale, final List<String> asked)
    {
        options = asked.isEmpty() ? scale.choose(QUICK, FULL) : asked;
        seconds = scale.choose(QUICK_SEC, FULL_SEC);
        linkedSeconds = scale.choose(QUICK_LINKED_SEC, FULL_LINKED_SEC);
        isCrossChecked = Scale.FULL == scale;
    }

    @Override
    public int estimateSec()
    {
        return seconds + linkedSeconds;
    }

    @Override
    public void run(final SuiteRun run, final PartPage page) throws IOException
    {
        final List<String> further = new ArrayList<>(options);
        if (!isCrossChecked)
        {
            further.add("--no-cross-check");
        }
        final CompareResults all = compare(run, page, "compare", seconds, further);
        if (null == all)
        {
            return;
        }
        CompareSection.write(all, page);
        nameMissing(all, page);
        if (all.ours().isEmpty())
        {
            return;
        }

        final List<String> linkedOptions = new ArrayList<>(options);
        linkedOptions.addAll(List.of("--no-cross-check", "--only", all.ours() + "," + all.ours() + "-linked"));
        final CompareResults linked = compare(run, page, "linked", linkedSeconds, linkedOptions);
        if (null != linked)
        {
            CompareSection.writeLinked(linked, page);
        }
    }

    /** The results, or null. When a server failed the others have results, and the exit code is not 0. */
    private static CompareResults compare(
        final SuiteRun run, final PartPage page, final String name, final int seconds, final List<String> options)
        throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            run.program(), "compare", "--reports", run.folder.toString(), "--subject", name));
        command.addAll(options);
        run.run(new Step(name, seconds, command), page);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(run.folder, "*-" + name))
        {
            for (final Path dated : found)
            {
                final Path folder = Files.move(dated, run.folder.resolve(name));
                return new CompareResults(SuiteRun.json(folder.resolve("results.json")));
            }
        }
        return null;
    }

    private static void nameMissing(final CompareResults results, final PartPage page)
    {
        RIVALS.keySet().stream().sorted().filter((rival) -> !results.contenders().contains(rival)).forEach(
            (rival) -> page.leaveOut(rival + ": was not measured; `bench/rivals.sh` installs " + RIVALS.get(rival)));
    }
}
