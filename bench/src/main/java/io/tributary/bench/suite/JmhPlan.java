package io.tributary.bench.suite;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which benchmarks are run with which parameters. A new benchmark belongs in both lists, or is left to the full one
 * when its stores take long to fill.
 */
final class JmhPlan
{
    static final List<String> QUICK_OPTIONS =
        List.of("-f", "1", "-wi", "3", "-w", "300ms", "-i", "5", "-r", "300ms");
    static final List<String> FULL_OPTIONS = List.of("-f", "3", "-wi", "4", "-w", "1s", "-i", "5", "-r", "1s");

    private static final String CODEC =
        "(AnnounceRequest|AnnounceResponse|Connect|ErrorResponse|Scrape)FlyweightBenchmark|UrlDataOptionsBenchmark";
    private static final String TABLES = "ConnectionIdsBenchmark|InfoHashSetBenchmark";
    private static final String UPDATE_CODEC = "\\.(VersionOne)?UpdateFlyweightBenchmark";

    private JmhPlan()
    {
    }

    static List<JmhRun> of(final Scale scale)
    {
        return scale.choose(quick(), full());
    }

    static List<String> names()
    {
        return Stream.concat(quick().stream(), full().stream()).map(JmhRun::name).distinct().toList();
    }

    private static List<JmhRun> quick()
    {
        return List.of(
            new JmhRun("request-path", "RequestPathBenchmark", List.of(), 25),
            new JmhRun("codec", CODEC, List.of("endpoints=30", "isIpv6=false", "infoHashes=74", "pieces=1"), 35),
            new JmhRun("tables", TABLES, List.of("isIpv6=false", "entries=10000"), 25),
            new JmhRun("swarm-size", "SwarmSizeBenchmark", List.of("swarmSize=100,100000", "numWant=30"), 15),
            new JmhRun("store", "SwarmStoreBenchmark", List.of("swarms=10000", "access=ZIPF"), 15),
            new JmhRun("merge", "SwarmMergeBenchmark", List.of("swarms=10000", "access=ZIPF"), 10),
            new JmhRun("unification", "UnificationCostBenchmark", List.of("isKeyed=false"), 60),
            new JmhRun("update-codec", UPDATE_CODEC, List.of("shape=1/1,100/10,1000/100"), 90),
            new JmhRun("update-apply", "UpdateApplyBenchmark",
                List.of("swarms=10000", "access=ZIPF", "recordsPerSwarm=1,10"), 45),
            new JmhRun("update-exchange", "UpdateExchangeBenchmark",
                List.of("swarms=10000", "shape=1/1,100/10", "isKeyed=false"), 20));
    }

    private static List<JmhRun> full()
    {
        return List.of(
            new JmhRun("request-path", "RequestPathBenchmark", List.of(), 150),
            new JmhRun("codec", CODEC, List.of(), 500),
            new JmhRun("tables", TABLES, List.of(), 350),
            new JmhRun("swarm-size", "SwarmSizeBenchmark", List.of(), 500),
            new JmhRun("store", "SwarmStoreBenchmark", List.of("swarms=10000,1000000"), 700),
            new JmhRun("merge", "SwarmMergeBenchmark", List.of(), 500),
            new JmhRun("lookup", "ChronicleLookupBenchmark", List.of(), 600),
            new JmhRun("unification", "UnificationCostBenchmark", List.of(), 650),
            new JmhRun("update-codec", UPDATE_CODEC, List.of(), 1800),
            new JmhRun("update-apply", "UpdateApplyBenchmark", List.of(), 2500),
            new JmhRun("update-exchange", "UpdateExchangeBenchmark", List.of(), 4000));
    }
}
