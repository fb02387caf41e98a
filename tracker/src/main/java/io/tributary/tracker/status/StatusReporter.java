package io.tributary.tracker.status;

import io.tributary.tracker.status.TrackerCounter.Group;
import io.tributary.tracker.status.TrackerCounter.Type;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;

/**
 * Writes a reading of the counters as text for a terminal 80 columns wide. For readers: allocates freely.
 *
 * <p>A row shows both families and their sum. Given an earlier reading of the same run, it also shows the change of
 * the sum per second. Reasons to refuse or drop that never occurred are left out.
 */
public final class StatusReporter
{
    private static final String FAMILY_ROW = "%-29s%13s%13s%13s%12s";
    private static final String LATENCY_ROW = "%-22s%13s%9s%9s%9s%9s%9s";
    private static final String IPV4 = "_IPV4";
    private static final String IPV6 = "_IPV6";
    private static final String BYTES = "_BYTES";
    private static final EnumSet<Group> REASONS = EnumSet.of(Group.ERRORS, Group.DROPS, Group.NOT_STORED);
    private static final EnumSet<TrackerCounter> HEADING = EnumSet.of(
        TrackerCounter.PROCESS_ID, TrackerCounter.START_TIME_MS, TrackerCounter.HEARTBEAT_MS);

    private static final double MS_PER_SECOND = 1_000;
    private static final double NS_PER_US = 1_000;
    private static final double WHOLE_US = 1_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long GIGA = 1_000_000_000;
    private static final int BYTES_PER_UNIT = 1_024;
    private static final String[] BYTE_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private final StringBuilder text = new StringBuilder();
    private final StatusView view;
    private final StatusView earlier;

    private StatusReporter(final StatusView view, final StatusView earlier)
    {
        this.view = view;
        this.earlier = earlier;
    }

    public static String render(final StatusView view)
    {
        return new StatusReporter(view, null).render();
    }

    /**
     * Render a reading with rates.
     *
     * @param view    the reading.
     * @param earlier a reading before it; ignored when it is of another run of the tracker.
     * @return several lines.
     */
    public static String render(final StatusView view, final StatusView earlier)
    {
        final boolean isComparable = earlier.startMs() == view.startMs() &&
            earlier.processId() == view.processId() && earlier.readMs() < view.readMs();
        return new StatusReporter(view, isComparable ? earlier : null).render();
    }

    /**
     * A moment as reports write it.
     *
     * @param epochMs the moment.
     * @return UTC, to the second.
     */
    public static String time(final long epochMs)
    {
        return Instant.ofEpochSecond(Math.floorDiv(epochMs, 1_000L)).toString();
    }

    private String render()
    {
        line("Tributary tracker, process " + view.processId());
        line("started " + time(view.startMs()) + ", up " + duration(view.readMs() - view.startMs()));
        line("");
        line(FAMILY_ROW, "", "IPv4", "IPv6", "both", earlier == null ? "" : "per second");
        for (final Group group : Group.values())
        {
            line(group.title() + (group == Group.LATENCY ? ", microseconds" : ""));
            if (group == Group.LATENCY)
            {
                latencies();
            }
            else
            {
                group(group);
            }
        }
        return text.append(OverlayReporter.render(view)).toString();
    }

    private void group(final Group group)
    {
        boolean isEmpty = true;
        for (final TrackerCounter counter : TrackerCounter.values())
        {
            if (counter.group() == group && isShown(counter))
            {
                row(counter);
                isEmpty = false;
            }
        }
        if (isEmpty)
        {
            line("  none");
        }
    }

    private boolean isShown(final TrackerCounter counter)
    {
        return !counter.name().endsWith(IPV6) && !HEADING.contains(counter) &&
            !(REASONS.contains(counter.group()) && view.value(counter) == 0);
    }

    private void row(final TrackerCounter counter)
    {
        final String name = withoutFamily(counter);
        final boolean isBytes = name.endsWith(BYTES) || counter == TrackerCounter.STORE_BYTES_MAX;
        final String last = counter.type() == Type.TOTAL ? rate(counter, isBytes) : fill(counter);
        if (isOfFamily(counter))
        {
            line(FAMILY_ROW, title(counter, name), quantity(view.value(counter), isBytes),
                quantity(view.value(twin(counter)), isBytes), quantity(sum(view, counter), isBytes), last);
        }
        else
        {
            line(FAMILY_ROW, title(counter, name), "", "", quantity(view.value(counter), isBytes), last);
        }
    }

    private String rate(final TrackerCounter counter, final boolean isBytes)
    {
        if (earlier == null || sum(view, counter) < 0 || sum(earlier, counter) < 0)
        {
            return "";
        }
        final double seconds = (view.readMs() - earlier.readMs()) / MS_PER_SECOND;
        return quantity(Math.round((sum(view, counter) - sum(earlier, counter)) / seconds), isBytes);
    }

    private String fill(final TrackerCounter counter)
    {
        return switch (counter)
        {
            case SWARMS_MAX -> fill(sum(view, TrackerCounter.SWARMS_IPV4), view.value(counter));
            case PEERS_MAX -> fill(sum(view, TrackerCounter.PEERS_IPV4), view.value(counter));
            case STORE_BYTES_MAX -> fill(view.value(TrackerCounter.STORE_BYTES), view.value(counter));
            default -> "";
        };
    }

    private void latencies()
    {
        line(LATENCY_ROW, "", "count", "p50", "p90", "p99", "p99.9", "max");
        for (final LatencyKind kind : LatencyKind.values())
        {
            latency(kind.title() + ", last " + LatencyRecorder.RECENT_INTERVALS + " s", kind.recent());
            latency(kind.title() + ", total", kind.total());
        }
    }

    private void latency(final String title, final LatencyCounters counters)
    {
        final long count = view.value(counters.count());
        if (count == 0)
        {
            line(LATENCY_ROW, "  " + title, "0", "-", "-", "-", "-", "-");
        }
        else
        {
            line(LATENCY_ROW, "  " + title, quantity(count, false), microseconds(counters.p50Ns()),
                microseconds(counters.p90Ns()), microseconds(counters.p99Ns()), microseconds(counters.p999Ns()),
                microseconds(counters.maxNs()));
        }
    }

    private String microseconds(final TrackerCounter counter)
    {
        final double valueUs = view.value(counter) / NS_PER_US;
        return String.format(Locale.ROOT, valueUs < WHOLE_US ? "%.1f" : "%.0f", valueUs);
    }

    private void line(final String format, final Object... columns)
    {
        final String line = columns.length == 0 ? format : String.format(Locale.ROOT, format, columns);
        text.append(line.stripTrailing()).append('\n');
    }

    private static String title(final TrackerCounter counter, final String name)
    {
        final String groupPrefix = counter.group().name() + "_";
        final String title = name.startsWith(groupPrefix) && REASONS.contains(counter.group()) ?
            name.substring(groupPrefix.length()) : name;
        return "  " + title.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static boolean isOfFamily(final TrackerCounter counter)
    {
        return counter.name().endsWith(IPV4);
    }

    private static String withoutFamily(final TrackerCounter counter)
    {
        final String name = counter.name();
        return isOfFamily(counter) ? name.substring(0, name.length() - IPV4.length()) : name;
    }

    private static TrackerCounter twin(final TrackerCounter counter)
    {
        return TrackerCounter.valueOf(withoutFamily(counter) + IPV6);
    }

    /** Negative when one of the families is unknown. */
    private static long sum(final StatusView view, final TrackerCounter counter)
    {
        final long value = view.value(counter);
        if (!isOfFamily(counter))
        {
            return value;
        }
        final long twinValue = view.value(twin(counter));
        return value < 0 || twinValue < 0 ? SocketDrops.UNKNOWN : value + twinValue;
    }

    static String fill(final long used, final long limit)
    {
        return limit <= 0 ? "no limit" : String.format(Locale.ROOT, "%.1f%% full", 100.0 * used / limit);
    }

    static String quantity(final long value, final boolean isBytes)
    {
        if (value < 0)
        {
            return "unknown";
        }
        if (isBytes)
        {
            return bytes(value);
        }
        return value < GIGA ?
            String.format(Locale.ROOT, "%,d", value) :
            String.format(Locale.ROOT, "%,.3f G", (double)value / GIGA);
    }

    private static String bytes(final long value)
    {
        if (value < BYTES_PER_UNIT)
        {
            return value + " B";
        }
        double scaled = (double)value / BYTES_PER_UNIT;
        int unit = 0;
        while (scaled >= BYTES_PER_UNIT)
        {
            scaled /= BYTES_PER_UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, BYTE_UNITS[unit]);
    }

    static String duration(final long durationMs)
    {
        final long seconds = Math.max(0, durationMs) / 1_000;
        final String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", seconds % SECONDS_PER_DAY / SECONDS_PER_HOUR,
            seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
        return seconds < SECONDS_PER_DAY ? clock : seconds / SECONDS_PER_DAY + " d " + clock;
    }
}
