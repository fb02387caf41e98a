package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.load.ResultFiles;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code summary.json}: a suite as later ones see it.
 *
 * @param name    of its folder.
 * @param started ISO 8601, UTC; suites are in this order.
 * @param scale   quick or full.
 * @param command line that ran it.
 * @param commit  of the program; what follows a comma says that it was changed.
 * @param dirty   whether there were changes that no commit holds.
 * @param machine facts about machine and software, in order.
 * @param parts   what became of each.
 * @param figures of all parts.
 */
record SuiteSummary(
    String name,
    String started,
    String scale,
    String command,
    String commit,
    boolean dirty,
    Map<String, String> machine,
    Map<String, String> parts,
    List<Figure> figures)
{
    static final String FILE = "summary.json";

    private static final ObjectMapper JSON =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    void write(final Path folder) throws IOException
    {
        ResultFiles.writeJson(this, folder.resolve(FILE));
    }

    static SuiteSummary read(final Path folder) throws IOException
    {
        return JSON.readValue(folder.resolve(FILE).toFile(), SuiteSummary.class);
    }

    /** Of all folders below a directory that hold one, the oldest first. */
    static List<SuiteSummary> readAll(final Path reports) throws IOException
    {
        final List<SuiteSummary> summaries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(reports))
        {
            for (final Path folder : folders)
            {
                if (Files.exists(folder.resolve(FILE)))
                {
                    summaries.add(read(folder));
                }
            }
        }
        summaries.sort(Comparator.comparing(SuiteSummary::started));
        return summaries;
    }

    Optional<Figure> figure(final String key)
    {
        return figures.stream().filter((figure) -> figure.key().equals(key)).findFirst();
    }

    /** Whether figures of the two may be set beside each other: the same scale, the same kind of machine. */
    boolean isLike(final SuiteSummary other)
    {
        return scale.equals(other.scale) && isSame(other, "Model name") && isSame(other, "CPU(s)");
    }

    private boolean isSame(final SuiteSummary other, final String fact)
    {
        return Objects.equals(machine.get(fact), other.machine.get(fact));
    }
}
