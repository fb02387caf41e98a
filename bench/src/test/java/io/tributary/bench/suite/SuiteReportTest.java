package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Canned results become a report that was read and found right: {@code suite/README-golden.md}. */
class SuiteReportTest
{
    private final PartPage compare = new PartPage(SuitePart.COMPARE);
    private final PartPage jmh = new PartPage(SuitePart.JMH);
    private final PartPage replay = new PartPage(SuitePart.REPLAY);
    private final PartPage simulation = new PartPage(SuitePart.SIMULATION);

    private void write() throws IOException
    {
        CompareSection.write(new CompareResults(Canned.json("compare.json")), compare);
        CompareSection.writeLinked(new CompareResults(Canned.json("linked.json")), compare);
        compare.leaveOut("aquatic-mio: was not measured; `bench/rivals.sh` installs aquatic_udp");
        final JmhResults results = new JmhResults();
        results.add(Canned.json("jmh.json"));
        JmhSection.write(results, jmh);
        jmh.problem("jmh-store: exit code 1");
        final Optional<Figure> live =
            compare.figures().stream().filter((figure) -> figure.key().equals(CompareSection.LIVE_RATE)).findFirst();
        ReplayPart.write(List.of(Canned.json("replay.json"), Canned.json("replay.json")), live, replay);
        SimulationPart.write(Canned.json("claims.json"), Canned.text("measurements.csv").lines().toList(), simulation);
    }

    private String markdown()
    {
        final List<PartPage> pages = List.of(compare, jmh, replay, simulation);
        final List<Figure> figures = new ArrayList<>();
        pages.forEach((page) -> figures.addAll(page.figures()));
        final Map<String, String> machine = new LinkedHashMap<>();
        machine.put("Model name", "a processor");
        machine.put("kernel", "a kernel");
        return new SuiteReport(new SuiteSummary("2026-01-02-suite", "2026-01-02T03:04:05Z", "quick",
            "bin/tributary bench --quick", "c0ffee", true, machine, Map.of(), figures), pages).markdown();
    }

    @Test
    void shouldRenderTheGoldenReport() throws IOException
    {
        write();

        assertThat(markdown()).isEqualTo(Canned.text("README-golden.md"));
    }

    @Test
    void shouldSayPlainlyWhereAnotherTrackerIsAhead() throws IOException
    {
        write();

        assertThat(compare.behind()).containsExactly(
            "opentracker is ahead in resident bytes for each peer: less by a factor of 1.50, in every round",
            "opentracker is ahead in latency of the 99th percentile: less by a factor of 1.10 (0.80 to 1.20), " +
                "but not in every round");
    }

    @Test
    void shouldShowMedianAndSpreadInTheCharts() throws IOException
    {
        write();

        assertThat(compare.charts().get("compare-rate.svg").svg()).contains("<title>responses/s, opentracker: 200,000",
            "<path class=\"axis\" d=\"M");
        assertThat(jmh.charts()).containsOnlyKeys(
            "request-path.svg", "unification.svg", "update-cost.svg", "update-bytes.svg");
        assertThat(jmh.charts().get("unification.svg").svg()).contains("class=\"band\"");
    }

    @Test
    void shouldNotHideThatNothingWasComparedWithOthers()
    {
        assertThat(markdown()).contains("Nowhere in what was measured. But nothing was measured beside other trackers.",
            "| not measured |");
    }

    @Test
    void shouldNoticeThatReplaysDiffer() throws IOException
    {
        final PartPage page = new PartPage(SuitePart.REPLAY);
        ReplayPart.write(List.of(Canned.json("replay.json"),
            ((ObjectNode)Canned.json("replay.json")).put("digest", "x")),
            Optional.empty(), page);

        assertThat(page.problems()).singleElement().asString()
            .startsWith("replays of one trace have different digests");
    }

    @Test
    void shouldAnswerInOneSentenceWhatUnificationCosts() throws IOException
    {
        final JmhResults results = new JmhResults();
        results.add(Canned.json("jmh.json"));

        assertThat(UnificationSection.sentence(results)).isEqualTo(
            "With 4 links an announce that no neighbour needs to hear of takes 205 (202 to 208) ns instead of 200 " +
            "(198 to 203) ns, which is within the spread, and one that all are told of 1,000 (990 to 1,010) ns " +
            "instead of 200 (198 to 203) ns: 200 ns for each link.");
    }
}
