package io.tributary.bench.compare;

import io.tributary.bench.load.Durations;
import io.tributary.bench.load.LoadOptions;
import io.tributary.bench.load.Pace;
import io.tributary.bench.load.PopulationShape;
import io.tributary.bench.load.ProgressLine;
import io.tributary.bench.load.TorrentHashes;
import io.tributary.tracker.command.SubCommand;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code compare}: this tracker, its rivals and a bare echo under the same load, one after the other.
 */
@Command(
    name = "compare",
    description = {
        "Measure this tracker, the rivals found and a bare NIO echo under the same load, in alternating rounds,",
        "each server on one core and the load on another. Writes a dated folder of results."},
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:measured", "1:a server failed and was left out, or the report could not be written", "2:wrong usage"})
public final class CompareCommand implements SubCommand
{
    private static final int EXIT_FAILURE = 1;
    private static final long QUICK_WARM_UP_NS = 3_000_000_000L;
    private static final long QUICK_DURATION_NS = 2_000_000_000L;
    private static final Path RECEIVE_BUFFER_DEFAULT = Path.of("/proc/sys/net/core/rmem_default");
    private static final Path RECEIVE_BUFFER_MAX = Path.of("/proc/sys/net/core/rmem_max");

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5",
        description = "rounds; medians are taken over them (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--server-core", paramLabel = "N", defaultValue = "1",
        description = "core of the servers (default: ${DEFAULT-VALUE})")
    private int serverCore;

    @Option(names = "--load-core", paramLabel = "N", defaultValue = "0",
        description = "core of the load generator (default: ${DEFAULT-VALUE})")
    private int loadCore;

    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "10s",
        description = "full load before each measurement (default: ${DEFAULT-VALUE})")
    private String warmUp;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s",
        description = "of each measurement (default: ${DEFAULT-VALUE})")
    private String duration;

    @Option(names = "--window", paramLabel = "N", defaultValue = "16",
        description = "unanswered requests on each socket (default: ${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--quick", description = "one round with short windows and no cross-check: does it work at all?")
    private boolean isQuick;

    @Option(names = "--no-cross-check", description = "leave out the runs under aquatic_udp_load_test")
    private boolean isCrossCheckSkipped;

    @Option(names = "--directory", paramLabel = "DIR",
        description = "parent of the servers' temporary files (default: the system's)")
    private Path directory;

    @Option(names = "--reports", paramLabel = "DIR", description = "where the report goes (default: perf-reports)")
    private Path reports;

    @Option(names = "--subject", paramLabel = "WORD", defaultValue = "comparison",
        description = "last part of the report's name (default: ${DEFAULT-VALUE})")
    private String subject;

    @Mixin
    private Entrants entrants;

    @Mixin
    private LoadOptions load;

    private final ProgressLine progress = ProgressLine.ofStandardError();

    @Override
    @SuppressWarnings("try") // The kernel settings are held, not used.
    public Integer call() throws IOException
    {
        final Path root = Programs.root();
        final Workload workload;
        final List<Contender> contenders;
        try
        {
            workload = workload();
            contenders = entrants.contenders(
                root, whitelist(workload.population()), workload.population(), workload.mix().numWant());
            checkCores();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }

        pinThisProcess();
        try (Arena arena = new Arena(directory, serverCore);
            KernelSetting ignored = raised(RECEIVE_BUFFER_MAX);
            KernelSetting alsoIgnored = raised(RECEIVE_BUFFER_DEFAULT))
        {
            final Rounds rounds =
                new Rounds(arena, contenders, workload, SystemNanoClock.INSTANCE, progress, System.err);
            final Comparison comparison = rounds.run(isQuick ? 1 : runs);
            final Optional<Path> loadTest =
                isQuick || isCrossCheckSkipped ? Optional.empty() : entrants.loadTest();
            final CompareReport report = new CompareReport(
                facts(root, contenders, workload),
                comparison,
                loadTest.isPresent() ? rounds.crossCheck(loadTest.get(), loadCore) : List.of());
            progress.clear();
            System.out.println(report.markdown());
            System.out.println(report.write(
                null == reports ? root.resolve("perf-reports") : reports, rounds.latencies()));
            return rounds.hasFailures() ? EXIT_FAILURE : 0;
        }
    }

    private Workload workload()
    {
        if (runs < 1 || runs > 1_000)
        {
            throw new IllegalArgumentException("runs is " + runs + ", allowed is 1 to 1000");
        }
        if (!subject.matches("[A-Za-z0-9._-]+"))
        {
            throw new IllegalArgumentException("subject is '" + subject + "', allowed are letters, digits, . _ -");
        }
        return new Workload(
            load.population(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
            load.mix(),
            new Pace(0, window, Pace.TIMEOUT_NS),
            isQuick ? QUICK_WARM_UP_NS : Durations.parseNs("warmup", warmUp),
            isQuick ? QUICK_DURATION_NS : Durations.parseNs("duration", duration));
    }

    private static Whitelist whitelist(final PopulationShape population)
    {
        return (writer) -> new TorrentHashes(population.seed()).writeHex(population.torrents(), writer);
    }

    private void checkCores()
    {
        final int cores = Runtime.getRuntime().availableProcessors();
        if (serverCore == loadCore)
        {
            throw new IllegalArgumentException("server-core and load-core are both " + loadCore);
        }
        if (Programs.find("taskset", List.of()).isEmpty())
        {
            throw new IllegalArgumentException("taskset (util-linux) is not on the path; it pins the servers");
        }
        for (final int core : new int[]{serverCore, loadCore})
        {
            if (!Programs.output("taskset", "-c", Integer.toString(core), "true").isEmpty())
            {
                throw new IllegalArgumentException(
                    "core " + core + " cannot be used; this process sees " + cores + ", counted from 0");
            }
        }
    }

    private void pinThisProcess()
    {
        Programs.output(
            "taskset", "-a", "-c", "-p", Integer.toString(loadCore), Long.toString(ProcessHandle.current().pid()));
    }

    private static KernelSetting raised(final Path file)
    {
        try
        {
            return KernelSetting.raise(file, KernelSetting.SOCKET_BUFFER_BYTES);
        }
        catch (final IOException ex)
        {
            System.err.println("compare: " + file + " cannot be raised to " + KernelSetting.SOCKET_BUFFER_BYTES +
                " (" + ex.getMessage() + "); servers that ask for no buffer may lose requests");
            return null;
        }
    }

    private ReportFacts facts(final Path root, final List<Contender> contenders, final Workload workload)
    {
        final Map<String, String> versions = new LinkedHashMap<>();
        contenders.forEach((contender) -> versions.put(contender.name(), contender.version()));
        final PopulationShape population = workload.population();
        return new ReportFacts(
            LocalDate.now().toString(),
            subject,
            "bin/tributary " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
            String.format(Locale.ROOT,
                "%,d torrents, %,d peers (Zipf), %d sources, window %d, %.1f s warm-up, %.1f s measured; %s.",
                population.torrents(), population.peers(), population.sockets(), window,
                workload.warmUpNs() / 1e9, workload.durationNs() / 1e9, workload.mix().text()),
            MachineFacts.gather(root),
            versions);
    }
}
