package io.tributary.tracker.overlay;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every requirement of the paper and every defect of the original implementation is named by a test; both are listed
 * in docs/protocol/tsup.md.
 */
class RequirementsTest
{
    private static final List<String> TESTS = List.of("codec", "tracker", "bench");
    private static List<String> sources;

    static Stream<String> requirements()
    {
        return Stream.of(
            numbered("VC", 8), numbered("UN", 7), numbered("UP", 8), numbered("NW", 7), numbered("PR", 6),
            numbered("EL", 7), numbered("IM", 3), numbered("F", 2), numbered("A.9-", 19)).flatMap(names -> names);
    }

    @ParameterizedTest
    @MethodSource("requirements")
    void shouldBeNamedByATest(final String requirement)
    {
        final Pattern name = Pattern.compile("(?<![A-Za-z0-9.])" + Pattern.quote(requirement) + "(?![0-9])");
        assertThat(sources().stream().anyMatch(source -> name.matcher(source).find()))
            .as("a test that names " + requirement).isTrue();
    }

    private static Stream<String> numbered(final String prefix, final int count)
    {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i);
    }

    private static synchronized List<String> sources()
    {
        if (null == sources)
        {
            sources = TESTS.stream().flatMap(RequirementsTest::sources).toList();
        }
        return sources;
    }

    private static Stream<String> sources(final String module)
    {
        final Path root = Path.of("").toAbsolutePath().resolve("..").resolve(module).resolve("src/test/java");
        try (Stream<Path> files = Files.walk(root))
        {
            return files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                .filter(file -> !file.endsWith("RequirementsTest.java")).map(RequirementsTest::text).toList().stream();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
