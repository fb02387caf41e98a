package io.tributary.tracker.status;

import org.HdrHistogram.Histogram;

import java.util.Arrays;

/**
 * Records latencies on the loop's thread and turns them into counters on the housekeeping thread.
 *
 * <p>There are two sets of histograms. The loop writes to one of them as to any plain object. Once a second
 * housekeeping asks for it; at the end of a turn the loop swaps the two sets and goes on, and housekeeping evaluates
 * and clears the set it was given. The loop never waits, and pays one volatile read a turn:
 * <pre>
 *   handover   OWNED  --housekeeping--&gt;  ASKED  --loop, swaps--&gt;  GIVEN  --housekeeping, clears--&gt;  OWNED
 * </pre>
 * A loop that does not turn gives nothing: the counters then keep their last values.
 *
 * <p>Values are kept to two significant digits and capped at {@link #VALUE_MAX_NS}. "Recent" is the sum of the last
 * {@link #RECENT_INTERVALS} hand-overs, so the last five seconds; "total" is everything since the start.
 */
public final class LatencyRecorder
{
    public static final long VALUE_MAX_NS = 60_000_000_000L;
    public static final int RECENT_INTERVALS = 5;
    public static final long INTERVAL_NS = 1_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 2;
    private static final LatencyKind[] KINDS = LatencyKind.values();

    private static final int OWNED = 0;
    private static final int ASKED = 1;
    private static final int GIVEN = 2;

    private final TrackerCounters counters;
    private final Histogram[][] intervals = new Histogram[RECENT_INTERVALS][];
    private final Histogram[] totals = histograms();
    private final Histogram recent = histogram();
    private int intervalIndex;
    private long askDeadlineNs;

    private Histogram[] recording = histograms();
    private Histogram[] given = histograms();
    private volatile int handover = OWNED;

    /**
     * Start recording.
     *
     * @param counters to publish to.
     * @param nowNs    the first evaluation follows an interval later.
     */
    public LatencyRecorder(final TrackerCounters counters, final long nowNs)
    {
        this.counters = counters;
        this.askDeadlineNs = nowNs + INTERVAL_NS;
        Arrays.setAll(intervals, i -> histograms());
    }

    /** Loop thread, hot path. */
    public void record(final LatencyKind kind, final long valueNs)
    {
        recording[kind.ordinal()].recordValue(Math.max(0, Math.min(valueNs, VALUE_MAX_NS)));
    }

    /** Loop thread, once a turn. */
    public void handOver()
    {
        if (handover == ASKED)
        {
            final Histogram[] full = recording;
            recording = given;
            given = full;
            handover = GIVEN;
        }
    }

    /**
     * Housekeeping thread, at least once an interval: ask for values when it is time, publish those that were given.
     *
     * @param nowNs monotonic time.
     * @return 1 when counters changed, otherwise 0.
     */
    public int doWork(final long nowNs)
    {
        int work = 0;
        if (handover == GIVEN)
        {
            publish();
            handover = OWNED;
            work = 1;
        }
        if (handover == OWNED && nowNs - askDeadlineNs >= 0)
        {
            askDeadlineNs = nowNs + INTERVAL_NS;
            handover = ASKED;
        }
        return work;
    }

    private void publish()
    {
        final Histogram[] interval = intervals[intervalIndex];
        intervalIndex = (intervalIndex + 1) % RECENT_INTERVALS;
        for (final LatencyKind kind : KINDS)
        {
            final int i = kind.ordinal();
            interval[i].reset();
            interval[i].add(given[i]);
            given[i].reset();

            totals[i].add(interval[i]);
            kind.total().publish(totals[i], counters);
            publishRecent(kind);
        }
    }

    private void publishRecent(final LatencyKind kind)
    {
        recent.reset();
        for (final Histogram[] interval : intervals)
        {
            recent.add(interval[kind.ordinal()]);
        }
        kind.recent().publish(recent, counters);
    }

    private static Histogram[] histograms()
    {
        final Histogram[] histograms = new Histogram[KINDS.length];
        Arrays.setAll(histograms, i -> histogram());
        return histograms;
    }

    private static Histogram histogram()
    {
        return new Histogram(1, VALUE_MAX_NS, SIGNIFICANT_DIGITS);
    }
}
