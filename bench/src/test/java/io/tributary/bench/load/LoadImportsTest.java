package io.tributary.bench.load;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The generator must not share code with the server it judges. */
class LoadImportsTest
{
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "tributary", "bench", "load");

    @Test
    void shouldSeeTheCodecAndNothingElseOfOurs() throws IOException
    {
        final List<Path> files;
        try (Stream<Path> paths = Files.list(SOURCES))
        {
            files = paths.filter((path) -> path.toString().endsWith(".java")).toList();
        }
        assertThat(files).isNotEmpty();
        for (final Path file : files)
        {
            assertThat(Files.readAllLines(file)).as(file.toString())
                .filteredOn((line) -> line.startsWith("import io.tributary") || line.startsWith("import static io.tri"))
                .allMatch((line) -> line.contains(" io.tributary.codec."));
        }
    }
}
