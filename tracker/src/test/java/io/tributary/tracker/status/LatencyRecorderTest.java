package io.tributary.tracker.status;

import org.junit.jupiter.api.Test;

import static io.tributary.tracker.status.LatencyRecorder.INTERVAL_NS;
import static io.tributary.tracker.status.LatencyRecorder.RECENT_INTERVALS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_COUNT;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_MAX_NS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_P50_NS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_P90_NS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_P999_NS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_RECENT_P99_NS;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_TOTAL_COUNT;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_SERVICE_TOTAL_P50_NS;
import static io.tributary.tracker.status.TrackerCounter.CONNECT_SERVICE_TOTAL_COUNT;
import static io.tributary.tracker.status.TrackerCounter.CONNECT_SERVICE_TOTAL_MAX_NS;
import static io.tributary.tracker.status.TrackerCounter.DUTY_CYCLE_RECENT_COUNT;
import static io.tributary.tracker.status.TrackerCounter.DUTY_CYCLE_RECENT_MAX_NS;
import static io.tributary.tracker.status.TrackerCounter.DUTY_CYCLE_TOTAL_COUNT;
import static io.tributary.tracker.status.TrackerCounter.DUTY_CYCLE_TOTAL_MAX_NS;
import static io.tributary.tracker.status.TrackerCounter.SCRAPE_SERVICE_TOTAL_COUNT;
import static io.tributary.tracker.status.TrackerCounter.SCRAPE_SERVICE_TOTAL_MAX_NS;
import static io.tributary.tracker.status.TrackerCounter.SCRAPE_SERVICE_TOTAL_P50_NS;
import static io.tributary.tracker.status.TrackerCounter.SCRAPE_SERVICE_TOTAL_P99_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LatencyRecorderTest
{
    private static final long START_NS = Long.MAX_VALUE - 2 * INTERVAL_NS;

    private final TrackerCounters counters = TrackerCounters.inMemory(() -> 1L);
    private final LatencyRecorder recorder = new LatencyRecorder(counters, START_NS);
    private long nowNs = START_NS;

    @Test
    void shouldPublishPercentilesAnIntervalLater()
    {
        for (int i = 1; i <= 1_000; i++)
        {
            recorder.record(LatencyKind.ANNOUNCE_SERVICE, i * 1_000L);
        }
        recorder.record(LatencyKind.CONNECT_SERVICE, 500);

        assertThat(recorder.doWork(nowNs + INTERVAL_NS - 1)).isZero();
        recorder.handOver();
        assertThat(recorder.doWork(nowNs + INTERVAL_NS)).isZero();
        recorder.handOver();
        assertThat(counters.value(ANNOUNCE_SERVICE_RECENT_COUNT)).isZero();
        assertThat(recorder.doWork(nowNs + INTERVAL_NS + 1)).isEqualTo(1);

        assertThat(counters.value(ANNOUNCE_SERVICE_RECENT_COUNT)).isEqualTo(1_000);
        assertNear(ANNOUNCE_SERVICE_RECENT_P50_NS, 500_000);
        assertNear(ANNOUNCE_SERVICE_RECENT_P90_NS, 900_000);
        assertNear(ANNOUNCE_SERVICE_RECENT_P99_NS, 990_000);
        assertNear(ANNOUNCE_SERVICE_RECENT_P999_NS, 999_000);
        assertNear(ANNOUNCE_SERVICE_RECENT_MAX_NS, 1_000_000);
        assertNear(ANNOUNCE_SERVICE_TOTAL_P50_NS, 500_000);
        assertThat(counters.value(CONNECT_SERVICE_TOTAL_COUNT)).isEqualTo(1);
        assertNear(CONNECT_SERVICE_TOTAL_MAX_NS, 500);
        assertThat(counters.value(SCRAPE_SERVICE_TOTAL_COUNT)).isZero();
        assertThat(counters.value(SCRAPE_SERVICE_TOTAL_P99_NS)).isZero();
    }

    @Test
    void shouldForgetInRecentWhatIsOlderThanItsIntervals()
    {
        recorder.record(LatencyKind.DUTY_CYCLE, 9_000_000);
        interval();
        for (int i = 1; i < RECENT_INTERVALS; i++)
        {
            recorder.record(LatencyKind.DUTY_CYCLE, 1_000);
            interval();
            assertNear(DUTY_CYCLE_RECENT_MAX_NS, 9_000_000);
            assertThat(counters.value(DUTY_CYCLE_RECENT_COUNT)).isEqualTo(i + 1);
        }
        recorder.record(LatencyKind.DUTY_CYCLE, 1_000);
        interval();

        assertNear(DUTY_CYCLE_RECENT_MAX_NS, 1_000);
        assertThat(counters.value(DUTY_CYCLE_RECENT_COUNT)).isEqualTo(RECENT_INTERVALS);
        assertNear(DUTY_CYCLE_TOTAL_MAX_NS, 9_000_000);
        assertThat(counters.value(DUTY_CYCLE_TOTAL_COUNT)).isEqualTo(RECENT_INTERVALS + 1);
    }

    @Test
    void shouldCapWhatIsOutOfRange()
    {
        recorder.record(LatencyKind.SCRAPE_SERVICE, Long.MAX_VALUE);
        recorder.record(LatencyKind.SCRAPE_SERVICE, -1);
        recorder.record(LatencyKind.SCRAPE_SERVICE, Long.MIN_VALUE);
        interval();
        assertThat(counters.value(SCRAPE_SERVICE_TOTAL_COUNT)).isEqualTo(3);
        assertThat(counters.value(SCRAPE_SERVICE_TOTAL_P50_NS)).isZero();
        assertNear(SCRAPE_SERVICE_TOTAL_MAX_NS, LatencyRecorder.VALUE_MAX_NS);
    }

    @Test
    void shouldLoseNothingBetweenTwoThreads() throws InterruptedException
    {
        final int valueCount = 500_000;
        final Thread loop = new Thread(() ->
        {
            for (int i = 0; i < valueCount; i++)
            {
                recorder.record(LatencyKind.ANNOUNCE_SERVICE, i);
                recorder.handOver();
            }
        });
        loop.start();
        while (loop.isAlive())
        {
            nowNs += INTERVAL_NS;
            recorder.doWork(nowNs);
        }
        loop.join();
        interval();
        interval();
        assertThat(counters.value(ANNOUNCE_SERVICE_TOTAL_COUNT)).isEqualTo(valueCount);
        assertNear(ANNOUNCE_SERVICE_TOTAL_P50_NS, valueCount / 2);
    }

    private void interval()
    {
        nowNs += INTERVAL_NS;
        recorder.doWork(nowNs);
        recorder.handOver();
        recorder.doWork(nowNs);
    }

    /** Two significant digits: within one per cent. */
    private void assertNear(final TrackerCounter counter, final long expected)
    {
        assertThat(counters.value(counter)).isCloseTo(expected, within(expected / 100 + 1));
    }
}
