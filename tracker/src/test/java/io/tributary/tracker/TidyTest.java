package io.tributary.tracker;

import io.tributary.tracker.status.TrackerCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of the whole repository that no compiler checks. */
class TidyTest
{
    private static final Path ROOT = root();
    private static final String BASE = "io.tributary.";
    private static final int LINES_MAX = 500;
    private static final Pattern IMPORT = Pattern.compile(
        "^import (?:static )?([a-z0-9_.]+)\\.[A-Z]", Pattern.MULTILINE);
    private static final Set<String> TEXT_SUFFIXES =
        Set.of("java", "md", "xml", "toml", "flags", "sh", "txt", "csv", "yml", "gitignore", "editorconfig");

    /** What each package of ours may see of ours; "*" for everything. */
    private static final Map<String, Set<String>> DIRECTIONS = Map.ofEntries(
        Map.entry("codec", Set.of()),
        Map.entry("codec.overlay", Set.of("codec")),
        Map.entry("codec.capture", Set.of("codec")),
        Map.entry("tracker.overlay", Set.of(
            "codec", "codec.overlay", "tracker.access", "tracker.hash", "tracker.net", "tracker.status",
            "tracker.swarm")),
        Map.entry("tracker.net", Set.of("codec", "tracker.status")),
        Map.entry("tracker.capture", Set.of("codec", "codec.capture", "tracker.net", "tracker.status")),
        Map.entry("tracker.request", Set.of(
            "codec", "tracker.net", "tracker.access", "tracker.hash", "tracker.status", "tracker.swarm")),
        Map.entry("tracker.swarm", Set.of("codec", "tracker.hash")),
        Map.entry("tracker.access", Set.of("codec", "tracker.hash")),
        Map.entry("tracker.status", Set.of()),
        Map.entry("tracker.hash", Set.of()),
        Map.entry("tracker.node", Set.of()),
        Map.entry("tracker.configuration", Set.of()),
        Map.entry("tracker.command", Set.of("tracker.configuration", "tracker.status")),
        Map.entry("tracker", Set.of("*")),
        Map.entry("bench.trace", Set.of("codec", "codec.capture")),
        Map.entry("bench.trace.info", Set.of(
            "codec", "codec.capture", "codec.overlay", "bench.load", "bench.report", "bench.trace", "tracker.hash")),
        Map.entry("bench.trace.generate", Set.of("codec", "codec.capture", "bench.load", "bench.trace")),
        Map.entry("bench.trace.anonymise", Set.of(
            "codec", "codec.overlay", "codec.capture", "bench.load", "bench.trace", "bench.trace.info")),
        Map.entry("bench.replay", Set.of(
            "codec", "bench.load", "bench.trace", "tracker", "tracker.access", "tracker.command",
            "tracker.configuration", "tracker.hash", "tracker.net", "tracker.request", "tracker.status",
            "tracker.swarm")),
        Map.entry("bench", Set.of("*")));

    /** Beside Agrona, on or near the packet path. */
    private static final List<String> CODEC_LIBRARIES = List.of("java.nio", "java.lang", "org.agrona");

    /** Where time, randomness and waiting come in. */
    private static final Set<String> WIRING = Set.of(
        "tracker/command/StatusCommand.java",
        "tracker/Tracker.java");
    private static final Pattern BANNED_CALL = Pattern.compile(
        "System\\.(nanoTime|currentTimeMillis)|Math\\.random|new Random\\(|ThreadLocalRandom|UUID\\.randomUUID|" +
        "Thread\\.sleep|TimeUnit\\.\\w+(::|\\.)sleep|Instant\\.now|Clock\\.system");

    private static Path root()
    {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("config/jvm")))
        {
            directory = directory.getParent();
        }
        return directory;
    }

    private static List<Path> files(final Path directory)
    {
        try (Stream<Path> walk = Files.walk(directory))
        {
            return walk.filter(Files::isRegularFile).filter(TidyTest::isOurs).sorted().toList();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(final Path file)
    {
        final String path = ROOT.relativize(file).toString();
        return !path.startsWith(".git/") && !path.equals(".git") && !path.startsWith("data/") &&
            !path.contains("target/") && !path.contains(".idea/") && !path.contains(".jqwik-database");
    }

    private static List<Path> mainSources()
    {
        return Stream.of("codec", "tracker", "bench")
            .map(module -> ROOT.resolve(module).resolve("src/main/java"))
            .flatMap(directory -> files(directory).stream())
            .filter(file -> file.toString().endsWith(".java")).toList();
    }

    private static List<Path> textFiles()
    {
        return files(ROOT).stream().filter(TidyTest::isText).toList();
    }

    private static boolean isText(final Path file)
    {
        final String name = file.getFileName().toString();
        return TEXT_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1)) ||
            "tributary".equals(name) || "run".equals(name);
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(final Path source)
    {
        final String path = source.getParent().toString().replace('\\', '/').replace('/', '.');
        return path.substring(path.indexOf(".src.main.java.") + ".src.main.java.".length());
    }

    private static Set<String> importedPackages(final Path source)
    {
        final Set<String> packages = new TreeSet<>();
        for (final Matcher matcher = IMPORT.matcher(read(source)); matcher.find();)
        {
            packages.add(matcher.group(1));
        }
        return packages;
    }

    /** The rule for a package, or for the nearest one above it. */
    private static String ruleFor(final String packageName)
    {
        String rule = packageName.substring(BASE.length());
        while (!DIRECTIONS.containsKey(rule))
        {
            assertThat(rule).as("package " + packageName + " has a place in the directions").contains(".");
            rule = rule.substring(0, rule.lastIndexOf('.'));
        }
        return rule;
    }

    @Test
    void shouldImportOnlyInTheDirectionsAgreed()
    {
        final List<String> violations = new ArrayList<>();
        for (final Path source : mainSources())
        {
            final String own = packageOf(source);
            final Set<String> allowed = DIRECTIONS.get(ruleFor(own));
            for (final String imported : importedPackages(source))
            {
                if (imported.startsWith(BASE) && !imported.equals(own) && !allowed.contains("*") &&
                    !allowed.contains(imported.substring(BASE.length())))
                {
                    violations.add(ROOT.relativize(source) + " imports " + imported);
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void shouldLetOnlyItsOwnPackageSeeALibrary()
    {
        final List<String> violations = new ArrayList<>();
        for (final Path source : mainSources())
        {
            final String own = packageOf(source).substring(BASE.length());
            final String text = read(source);
            for (final String imported : importedPackages(source))
            {
                final boolean isWrong =
                    imported.startsWith("net.openhft") && own.startsWith("tracker") && !"tracker.swarm".equals(own) ||
                    own.startsWith("codec") && CODEC_LIBRARIES.stream().noneMatch(imported::startsWith) &&
                    !imported.startsWith(BASE) ||
                    imported.startsWith(BASE + "bench") && !own.startsWith("bench") ||
                    own.startsWith("bench.load") && imported.startsWith(BASE) &&
                    !imported.startsWith(BASE + "codec") && !imported.startsWith(BASE + "bench.load");
                if (isWrong)
                {
                    violations.add(ROOT.relativize(source) + " imports " + imported);
                }
            }
            if (own.startsWith("tracker") && !"tracker.net".equals(own) && text.contains("DatagramChannel;"))
            {
                violations.add(ROOT.relativize(source) + " imports DatagramChannel");
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void shouldSeeOfTheSocketsOnlyTheHandlerOnTheRequestPath()
    {
        final Path requests = ROOT.resolve("tracker/src/main/java/io/tributary/tracker/request");
        for (final Path source : files(requests))
        {
            assertThat(read(source).replace("tracker.net.DatagramHandler", "")).doesNotContain("tracker.net.");
        }
    }

    @Test
    void shouldTakeTimeRandomnessAndWaitingFromOutside()
    {
        final List<String> violations = mainSources().stream()
            .filter(source -> !packageOf(source).startsWith(BASE + "bench"))
            .filter(source -> WIRING.stream().noneMatch(source.toString()::endsWith))
            .filter(source -> BANNED_CALL.matcher(read(source)).find())
            .map(source -> ROOT.relativize(source).toString()).toList();
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "final long now = System.nanoTime();", "return Math.random();", "new Random(1)", "Thread.sleep(1)",
        "TimeUnit.SECONDS.sleep(1)", "ThreadLocalRandom.current()"})
    void shouldSeeABannedCall(final String line)
    {
        assertThat(BANNED_CALL.matcher(line).find()).isTrue();
    }

    @Test
    void shouldKeepFilesShort()
    {
        assertThat(mainSources().stream().filter(source -> read(source).lines().count() > LINES_MAX)).isEmpty();
    }

    @Test
    void shouldDescribeEveryPackage()
    {
        final Set<Path> packages = mainSources().stream().map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).isNotEmpty()
            .allSatisfy(directory -> assertThat(directory.resolve("package-info.java")).exists());
    }

    @Test
    void shouldLeaveNoTabsOrTrailingBlanks()
    {
        final Pattern untidy = Pattern.compile("[ \\t]+\\r?$|\\t|\\r", Pattern.MULTILINE);
        assertThat(textFiles()).hasSizeGreaterThan(100)
            .allSatisfy(file -> assertThat(untidy.matcher(read(file)).find()).as(file.toString()).isFalse());
    }

    /** Neither where one machine keeps things nor where it fetches them from. */
    @Test
    void shouldNameNoMachineAndNoRegistry()
    {
        final Pattern place = Pattern.compile(
            "(?<![\\w./])/(work|root|home)/\\w|repo1?\\.maven\\.|registry\\.npmjs|pypi\\.org|" +
            "static\\.crates\\.io|index\\.crates\\.io|deb\\.debian\\.org|archive\\.ubuntu");
        final Path self = ROOT.resolve("tracker/src/test/java/io/tributary/tracker/TidyTest.java");
        assertThat(textFiles().stream().filter(file -> !file.equals(self)))
            .allSatisfy(file ->
            {
                final Matcher matcher = place.matcher(read(file));
                assertThat(matcher.find() ? matcher.group() : "").as(file.toString()).isEmpty();
            });
    }

    @ParameterizedTest
    @EnumSource(TrackerCounter.class)
    void shouldDocumentEveryCounter(final TrackerCounter counter)
    {
        assertThat(read(ROOT.resolve("docs/operations.md")))
            .contains("| `" + counter.label() + "` | " + counter.help() + " |");
    }

    /** A counter that nothing counts tells the operator that something never happens. */
    @Test
    void shouldCountEveryCounter()
    {
        final Pattern family = Pattern.compile("(CONNECT|ANNOUNCE|SCRAPE)_SERVICE_|DUTY_CYCLE_");
        final String sources = mainSources().stream()
            .filter(source -> packageOf(source).startsWith(BASE + "tracker"))
            .filter(source -> !source.endsWith("TrackerCounter.java") && !source.endsWith("StatusReporter.java"))
            .map(TidyTest::read).collect(Collectors.joining());
        assertThat(Arrays.stream(TrackerCounter.values())
            .filter(counter -> !family.matcher(counter.name()).lookingAt())
            .filter(counter -> !sources.contains("TrackerCounter." + counter.name()))).isEmpty();
    }
}
