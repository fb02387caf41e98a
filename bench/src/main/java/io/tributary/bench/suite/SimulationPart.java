package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.suite.Figure.Better;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code simulate --report}: the overlay against formulas and bounds.
 */
final class SimulationPart implements Part
{
    private static final int QUICK_SEC = 60;
    private static final int FULL_SEC = 1800;
    private static final int EXIT_BOUND_MISSED = 1;
    private static final String CONVERGENCE = "convergence,";
    private static final int VARIANT = 1;
    private static final int VALUE = 5;

    private final Scale scale;

    SimulationPart(final Scale scale)
    {
        this.scale = scale;
    }

    @Override
    public int estimateSec()
    {
        return scale.choose(QUICK_SEC, FULL_SEC);
    }

    @Override
    public void run(final SuiteRun run, final PartPage page) throws IOException
    {
        final Path folder = run.folder.resolve("simulation");
        final List<String> command = new ArrayList<>(List.of(
            run.program(), "simulate", "--seed", "1", "--report", folder.toString()));
        if (Scale.QUICK == scale)
        {
            command.add("--quick");
        }
        if (run.run(new Step("simulation", estimateSec(), command), page, EXIT_BOUND_MISSED))
        {
            write(SuiteRun.json(folder.resolve("claims.json")), Files.readAllLines(folder.resolve("measurements.csv")),
                page);
        }
    }

    static void write(final JsonNode claims, final List<String> measurements, final PartPage page)
    {
        int judged = 0;
        final List<JsonNode> missed = new ArrayList<>();
        for (final JsonNode claim : claims)
        {
            judged += claim.path("isMet").isBoolean() ? 1 : 0;
            if (claim.path("isMet").isBoolean() && !claim.path("isMet").asBoolean())
            {
                missed.add(claim);
            }
        }
        page.text("Real trackers and stores in virtual time; the same commit finds the same numbers on any machine. " +
            (judged - missed.size()) + " of " + judged + " bounds are kept. All of them, with charts: " +
            "[simulation/README.md](simulation/README.md).");
        page.figure(Figure.of("simulation/missed", "bounds of the overlay that are not kept", "", Better.LESS,
            Distribution.of(missed.size())).asHeadline());
        if (!missed.isEmpty())
        {
            page.head("not kept", "wanted", "measured");
            missed.forEach((claim) -> page.row(
                claim.path("subject").asText(), claim.path("bound").asText(), claim.path("measured").asText()));
            page.endTable();
        }
        convergence(measurements, page);
    }

    private static void convergence(final List<String> measurements, final PartPage page)
    {
        final Map<String, List<Double>> seconds = new TreeMap<>();
        measurements.stream().filter((line) -> line.startsWith(CONVERGENCE)).map((line) -> line.split(",")).forEach(
            (cells) -> seconds.computeIfAbsent(cells[VARIANT], (key) -> new ArrayList<>())
                .add(Double.parseDouble(cells[VALUE])));
        if (seconds.isEmpty())
        {
            return;
        }
        page.head("until all trackers know, in virtual time", "seconds");
        seconds.forEach((variant, values) ->
        {
            final Distribution times = Distribution.of(values.stream().mapToDouble(Double::doubleValue).toArray());
            page.row(variant, Figure.text(times));
            final Figure figure = Figure.of("simulation/convergence/" + variant,
                "simulated time until all know, " + variant, "s", Better.LESS, times);
            page.figure("announce-mesh".equals(variant) ? figure.asHeadline() : figure);
        });
        page.endTable();
    }
}
