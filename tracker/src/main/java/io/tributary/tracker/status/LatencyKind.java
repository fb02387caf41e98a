package io.tributary.tracker.status;

/**
 * What is timed. Each kind has counters {@code <kind>_recent_*} and {@code <kind>_total_*} in {@link TrackerCounter}.
 */
public enum LatencyKind
{
    CONNECT_SERVICE("connect"),
    ANNOUNCE_SERVICE("announce"),
    SCRAPE_SERVICE("scrape"),
    DUTY_CYCLE("duty cycle");

    private final String title;
    private final LatencyCounters recent;
    private final LatencyCounters total;

    LatencyKind(final String title)
    {
        this.title = title;
        this.recent = LatencyCounters.named(name() + "_RECENT_");
        this.total = LatencyCounters.named(name() + "_TOTAL_");
    }

    public String title()
    {
        return title;
    }

    /** Over the last {@link LatencyRecorder#RECENT_INTERVALS} seconds. */
    LatencyCounters recent()
    {
        return recent;
    }

    /** Since the start. */
    LatencyCounters total()
    {
        return total;
    }
}
