package io.tributary.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.bench.report.Distribution;
import io.tributary.bench.suite.Figure.Better;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code trace generate}, then {@code replay} of that trace through the request path, several times.
 */
final class ReplayPart implements Part
{
    private static final int QUICK_REQUESTS = 1_000_000;
    private static final int FULL_REQUESTS = 10_000_000;
    private static final int GENERATE_SEC = 10;
    private static final int QUICK_SEC = 8;
    private static final int FULL_SEC = 60;

    private final Scale scale;
    private final boolean isThere;
    private final List<String> options;

    /**
     * For a scale.
     *
     * @param scale   of the suite.
     * @param isThere whether this program has the commands needed.
     * @param options further ones of the replay.
     */
    ReplayPart(final Scale scale, final boolean isThere, final List<String> options)
    {
        this.scale = scale;
        this.isThere = isThere;
        this.options = options;
    }

    @Override
    public int estimateSec()
    {
        return isThere ? GENERATE_SEC + passes() * passSec() : 0;
    }

    @Override
    public void run(final SuiteRun run, final PartPage page) throws IOException
    {
        if (!isThere)
        {
            page.leaveOut("replay of a trace: this program has no `trace generate` and `replay` yet");
            return;
        }
        final Path trace = run.directory("replay").resolve("generated.pcapng");
        try
        {
            final int requests = scale.choose(QUICK_REQUESTS, FULL_REQUESTS);
            if (run.run(new Step("trace-generate", GENERATE_SEC, List.of(run.program(), "trace", "generate",
                trace.toString(), "--requests", Integer.toString(requests), "--seed", "1")), page))
            {
                write(replay(run, page, trace), run.figure(CompareSection.LIVE_RATE), page);
            }
        }
        finally
        {
            Files.deleteIfExists(trace);
        }
    }

    private List<JsonNode> replay(final SuiteRun run, final PartPage page, final Path trace) throws IOException
    {
        final List<JsonNode> results = new ArrayList<>();
        for (int pass = 1; pass <= passes(); pass++)
        {
            final Path json = run.directory("replay").resolve("replay-" + pass + ".json");
            final List<String> command = new ArrayList<>(List.of(run.program(), "replay", trace.toString(), "--json",
                json.toString(), "--hgrm", json.resolveSibling("replay-" + pass + ".hgrm").toString()));
            command.addAll(options);
            if (run.run(new Step("replay-" + pass, passSec(), command), page))
            {
                results.add(SuiteRun.json(json));
            }
        }
        return results;
    }

    static void write(final List<JsonNode> results, final Optional<Figure> live, final PartPage page)
    {
        if (results.isEmpty())
        {
            return;
        }
        final Distribution rate = values(results, "/requestsPerSecond");
        final Distribution allocated = values(results, "/allocatedBytesPerRequest");
        page.text(String.format(Locale.ROOT, "A generated trace of %,d requests through the request path, without " +
            "sockets, on one core, %d times. Times are of the request path alone.",
            results.get(0).path("requests").asLong(), results.size()));
        page.head("requests/s", "CPU ns/request", "bytes allocated/request", "p50 µs", "p99 µs");
        page.row(Figure.text(rate), Figure.text(values(results, "/processorNsPerRequest")), Figure.text(allocated),
            Figure.text(values(results, "/serviceTimes/all/p50Us")),
            Figure.text(values(results, "/serviceTimes/all/p99Us")));
        page.endTable();
        digests(results, page);

        page.figure(Figure.of("replay/requests-per-second", "requests/s of a replay, no sockets, one core", "",
            Better.MORE, rate).asHeadline());
        page.figure(Figure.of("replay/allocated", "bytes allocated for each replayed request", "", Better.LESS,
            allocated).asHeadline());
        live.ifPresent((figure) -> page.figure(Figure.of("replay/beside-live",
            "requests/s of a replay ÷ responses/s over sockets", "×", Better.MORE,
            Distribution.of(results.stream().mapToDouble(
                (result) -> result.path("requestsPerSecond").asDouble() / figure.median()).toArray())).asHeadline()));
    }

    private static void digests(final List<JsonNode> results, final PartPage page)
    {
        final List<String> digests =
            results.stream().map((result) -> result.path("digest").asText()).distinct().toList();
        if (1 == digests.size())
        {
            page.text("Digest of all replies, the same each time: `" + digests.get(0) + "`.");
        }
        else
        {
            page.problem("replays of one trace have different digests: " + String.join(", ", digests));
        }
    }

    private static Distribution values(final List<JsonNode> results, final String path)
    {
        return Distribution.of(
            results.stream().mapToDouble((result) -> result.at(path).asDouble(Double.NaN)).toArray());
    }

    private int passes()
    {
        return scale.choose(3, 5);
    }

    private int passSec()
    {
        return scale.choose(QUICK_SEC, FULL_SEC);
    }
}
