package io.tributary.bench.compare;

import io.tributary.bench.load.PopulationShape;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which servers take part: those found, or those asked for.
 */
final class Entrants
{
    private static final List<Integer> JDK_MAJORS = List.of(17, 25);
    private static final String AQUATIC = "aquatic_udp";

    @Option(names = "--only", split = ",", paramLabel = "NAME",
        description =
        "measure only these: tributary-17, tributary-25, opentracker, aquatic-mio, aquatic-io_uring, echo; or " +
            "tributary-17-linked, tributary-25-linked, which else are left out")
    private final List<String> only = new ArrayList<>();

    @Option(names = "--jdk", paramLabel = "DIR",
        description = "run this tracker on this JDK, repeatable (default: 17 and 25 of those in /usr/lib/jvm)")
    private final List<Path> jdkHomes = new ArrayList<>();

    @Option(names = "--rivals", paramLabel = "DIR",
        description = "where bench/rivals.sh installed the rivals (default: ${DEFAULT-VALUE})",
        defaultValue = "${sys:user.home}/.local/share/tributary/rivals")
    private Path rivals;

    @Option(names = "--opentracker", paramLabel = "FILE", description = "the program (default: from the path)")
    private Path opentracker;

    @Option(names = "--aquatic", paramLabel = "FILE",
        description = "the program aquatic_udp (default: from --rivals or the path)")
    private Path aquatic;

    @Option(names = "--aquatic-load-test", paramLabel = "FILE",
        description = "the program aquatic_udp_load_test (default: from --rivals or the path)")
    private Path aquaticLoadTest;

    @Option(names = "--persistent",
        description = "let this tracker keep its swarms in a file (default: memory only)")
    private boolean isPersistent;

    @Option(names = "--serve-set", paramLabel = "KEY=VALUE",
        description = "further setting of this tracker, repeatable")
    private final List<String> settings = new ArrayList<>();

    @Mixin
    private LinkOptions linkOptions;

    /**
     * All of them, in a fixed order.
     *
     * @throws IllegalArgumentException if one that was asked for is missing.
     */
    List<Contender> contenders(
        final Path root, final Whitelist whitelist, final PopulationShape population, final int numWant)
    {
        final List<Contender> all = new ArrayList<>();
        final List<Jdk> jdks = jdkHomes.isEmpty() ?
            Jdk.installed(JDK_MAJORS) : jdkHomes.stream().map(Jdk::at).toList();
        for (final Jdk jdk : jdks)
        {
            final TributaryContender alone = new TributaryContender(
                root.resolve("bin").resolve("tributary"), jdk, isPersistent, settings);
            all.add(alone);
            all.add(linkOptions.linked(alone, population.torrents(), population.seed()));
        }
        program(opentracker, OpentrackerContender.NAME).ifPresent(
            (program) -> all.add(new OpentrackerContender(program, whitelist)));
        program(aquatic, AQUATIC).ifPresent((program) ->
        {
            all.add(new AquaticContender(program, false, numWant));
            all.add(new AquaticContender(program, true, numWant));
        });
        final Jdk newest = jdks.isEmpty() ? Jdk.at(Path.of(System.getProperty("java.home"))) :
            jdks.get(jdks.size() - 1);
        all.add(new EchoContender(newest, Math.max(0, numWant)));
        return chosen(all);
    }

    /** opentracker with the info-hashes of another load, the others as they are. */
    static List<Contender> withWhitelist(final List<Contender> contenders, final Whitelist whitelist)
    {
        return contenders.stream().map((contender) -> contender instanceof OpentrackerContender ?
            ((OpentrackerContender)contender).with(whitelist) : contender).toList();
    }

    Optional<Path> loadTest()
    {
        return program(aquaticLoadTest, RivalLoadTest.PROGRAM);
    }

    private List<Contender> chosen(final List<Contender> all)
    {
        for (final String name : only)
        {
            if (all.stream().noneMatch((contender) -> contender.name().equals(name)))
            {
                throw new IllegalArgumentException("only '" + name + "': not known or not installed; there are " +
                    String.join(", ", all.stream().map(Contender::name).toList()));
            }
        }
        return all.stream().filter((contender) -> only.isEmpty() ?
            !(contender instanceof LinkedContender) : only.contains(contender.name())).toList();
    }

    private Optional<Path> program(final Path given, final String name)
    {
        return null == given ?
            Programs.find(name, List.of(rivals.resolve("bin"))) : Optional.of(given.toAbsolutePath());
    }
}
