package io.tributary.tracker.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.tracker.status.OverlayReporter;
import io.tributary.tracker.status.StatusReporter;
import io.tributary.tracker.status.StatusView;
import io.tributary.tracker.status.SwarmDescription;
import io.tributary.tracker.status.SwarmInquiry;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/**
 * {@code tributary status}: shows the counters of a running tracker from its status file, without talking to it.
 */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show what a running tracker counts, read from its status file.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:the tracker runs", "1:it does not", "2:no status file, or wrong options"})
public final class StatusCommand implements Callable<Integer>
{
    private static final int RUNNING = 0;
    private static final int NOT_RUNNING = 1;
    private static final int UNUSABLE = 2;
    private static final double WATCH_SECONDS_MIN = 0.1;
    private static final double WATCH_SECONDS_MAX = 86_400;
    private static final long ANSWER_TIMEOUT_MS = 5_000;
    private static final long POLL_MS = 20;
    private static final Pattern INFO_HASH = Pattern.compile("[0-9A-Fa-f]{40}");
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    /** Waits between two readings. */
    interface Pause
    {
        void sleep(long durationMs) throws InterruptedException;
    }

    private static final class Place
    {
        @Option(names = "--file", paramLabel = "FILE", description = "The status file.")
        private Path file;

        @Option(names = "--data", paramLabel = "DIR",
            description = "The tracker's data directory, which holds " + TrackerCounters.FILE_NAME +
                ". Default: data")
        private Path data;
    }

    private final EpochClock epochClock;
    private final LongPredicate isProcessSeen;
    private final Pause pause;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Place place;

    @Option(names = "--watch", arity = "0..1", fallbackValue = "1", paramLabel = "SECONDS",
        description = "Repeat, with rates per second. Default: every second")
    private Double watchSeconds;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: stop after N readings.")
    private Integer count;

    @Option(names = "--json", description = "Print everything as JSON; with --watch, one line a reading.")
    private boolean isJson;

    @Option(names = "--info-hash", paramLabel = "HEX", description = {
        "Show one swarm instead: its peers by origin, its trackers and its leaders. The running tracker is asked " +
        "through the status file, which this user must be allowed to write."})
    private String infoHash;

    public StatusCommand()
    {
        this(SystemEpochClock.INSTANCE, id -> ProcessHandle.of(id).isPresent(), TimeUnit.MILLISECONDS::sleep);
    }

    StatusCommand(final EpochClock epochClock, final LongPredicate isProcessSeen, final Pause pause)
    {
        this.epochClock = epochClock;
        this.isProcessSeen = isProcessSeen;
        this.pause = pause;
    }

    @Override
    public Integer call() throws InterruptedException
    {
        validate();
        final Path file = file();
        if (infoHash != null)
        {
            return showSwarm(file);
        }
        final long readings = watchSeconds == null ? 1 : count == null ? Long.MAX_VALUE : count;
        StatusView earlier = null;
        for (long i = 0; i < readings; i++)
        {
            if (i > 0)
            {
                pause.sleep(Math.round(watchSeconds * 1_000));
            }
            final StatusView view;
            try
            {
                view = StatusView.read(file, epochClock.time());
            }
            catch (final IOException e)
            {
                return fail(UNUSABLE, e.getMessage());
            }
            final StatusView.State state = view.state(isProcessSeen.test(view.processId()));
            print(view, earlier, state);
            if (state != StatusView.State.RUNNING)
            {
                return fail(NOT_RUNNING, reason(view, state));
            }
            earlier = view;
        }
        return RUNNING;
    }

    private int showSwarm(final Path file) throws InterruptedException
    {
        try
        {
            final StatusView view = StatusView.read(file, epochClock.time());
            final StatusView.State state = view.state(isProcessSeen.test(view.processId()));
            if (state != StatusView.State.RUNNING)
            {
                return fail(NOT_RUNNING, reason(view, state));
            }
            try (SwarmInquiry inquiry = SwarmInquiry.open(file))
            {
                inquiry.ask(HexFormat.of().parseHex(infoHash));
                for (long waitedMs = 0; waitedMs < ANSWER_TIMEOUT_MS && !inquiry.isAnswered(); waitedMs += POLL_MS)
                {
                    pause.sleep(POLL_MS);
                }
                return inquiry.isAnswered() ? print(inquiry.answer(), view) :
                    fail(NOT_RUNNING, "the tracker gave no answer within " + ANSWER_TIMEOUT_MS / 1_000 + " s");
            }
        }
        catch (final IOException e)
        {
            return fail(UNUSABLE, e.getMessage());
        }
    }

    private int print(final SwarmDescription swarm, final StatusView view)
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson)
        {
            final ObjectNode root = JsonNodeFactory.instance.objectNode();
            OverlayJson.put(root.put("info_hash", infoHash), swarm, view.overlay());
            out.println(root.toPrettyString());
        }
        else
        {
            out.print(OverlayReporter.render(infoHash, swarm, view));
        }
        out.flush();
        return RUNNING;
    }

    private void validate()
    {
        if (infoHash != null && !INFO_HASH.matcher(infoHash).matches())
        {
            throw new ParameterException(spec.commandLine(), "--info-hash " + infoHash +
                ": allowed are 40 hexadecimal digits");
        }
        if (infoHash != null && watchSeconds != null)
        {
            throw new ParameterException(spec.commandLine(), "--info-hash and --watch exclude each other");
        }
        if (watchSeconds != null && !(watchSeconds >= WATCH_SECONDS_MIN && watchSeconds <= WATCH_SECONDS_MAX))
        {
            throw new ParameterException(spec.commandLine(), "--watch " + watchSeconds +
                ": allowed are " + WATCH_SECONDS_MIN + " to " + Math.round(WATCH_SECONDS_MAX) + " seconds");
        }
        if (count != null && (watchSeconds == null || count < 1))
        {
            throw new ParameterException(spec.commandLine(), "--count " + count +
                ": allowed is a number from 1, together with --watch");
        }
    }

    private Path file()
    {
        if (place != null && place.file != null)
        {
            return place.file;
        }
        final Path directory = place == null ? Path.of("data") : place.data;
        return directory.resolve(TrackerCounters.FILE_NAME);
    }

    private void print(final StatusView view, final StatusView earlier, final StatusView.State state)
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson)
        {
            out.println(json(view, state));
        }
        else if (state == StatusView.State.RUNNING)
        {
            if (watchSeconds != null && Ansi.AUTO.enabled())
            {
                out.print(CLEAR_SCREEN);
            }
            else if (earlier != null)
            {
                out.println();
            }
            out.print(earlier == null ? StatusReporter.render(view) : StatusReporter.render(view, earlier));
        }
        out.flush();
    }

    private String json(final StatusView view, final StatusView.State state)
    {
        final ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("state", state.name().toLowerCase(Locale.ROOT));
        root.put("read_time_ms", view.readMs());
        root.put("stop_time_ms", view.stopMs());
        final ObjectNode counters = root.putObject("counters");
        for (final TrackerCounter counter : TrackerCounter.values())
        {
            counters.put(counter.label(), view.value(counter));
        }
        OverlayJson.put(root, view.overlay());
        return watchSeconds == null ? root.toPrettyString() : root.toString();
    }

    private int fail(final int exitCode, final String message)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("tributary status: " + message);
        err.flush();
        return exitCode;
    }

    private static String reason(final StatusView view, final StatusView.State state)
    {
        return state == StatusView.State.STOPPED ?
            "not running (stopped at " + StatusReporter.time(view.stopMs()) + ")" :
            "not running, or stuck (process " + view.processId() + ", last sign of life at " +
                StatusReporter.time(view.value(TrackerCounter.HEARTBEAT_MS)) + ")";
    }
}
