package io.tributary.tracker.status;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class StatusReporterTest
{
    /** 2027-01-15T08:00:00Z. */
    private static final long START_MS = 1_800_000_000_000L;
    private static final long UPTIME_MS = ((26 * 60 + 3) * 60 + 4) * 1_000L;

    private final TrackerCounters counters = TrackerCounters.inMemory(() -> START_MS);

    @Test
    void shouldRenderFixedValues() throws IOException
    {
        counters.set(TrackerCounter.ANNOUNCE_REQUESTS_IPV4, 1_000_000);
        counters.set(TrackerCounter.RECEIVED_BYTES_IPV4, 3L << 29);
        final StatusView earlier = StatusView.of(counters, START_MS + UPTIME_MS - 2_000);
        busy();
        final String text = StatusReporter.render(StatusView.of(counters, START_MS + UPTIME_MS), earlier);

        assertThat(text.replaceFirst("process \\d+", "process 4242")).isEqualTo(resource("status-busy.txt"));
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void shouldRenderAFreshTrackerWithoutRates()
    {
        final String text = StatusReporter.render(StatusView.of(counters, START_MS + 59_999));
        assertThat(text).contains(
            "started 2027-01-15T08:00:00Z, up 00:00:59\n",
            "                                      IPv4         IPv6         both\n",
            "Errors answered\n  none\n",
            "Dropped in silence\n  none\n",
            "  peers max                                                        0    no limit\n",
            "  duty cycle, total               0        -        -        -        -        -\n");
        assertThat(text).doesNotContain("per second");
    }

    @Test
    void shouldNotCompareTwoRuns()
    {
        counters.set(TrackerCounter.ANNOUNCE_REQUESTS_IPV4, 50);
        final StatusView view = StatusView.of(counters, START_MS + 2_000);
        try (TrackerCounters otherRun = TrackerCounters.inMemory(() -> START_MS - 1))
        {
            final StatusView earlier = StatusView.of(otherRun, START_MS + 1_000);
            assertThat(StatusReporter.render(view, earlier)).isEqualTo(StatusReporter.render(view));
            assertThat(StatusReporter.render(view, view)).isEqualTo(StatusReporter.render(view));
        }
    }

    @Test
    void shouldKeepLargestValuesInTheirColumns()
    {
        for (final TrackerCounter counter : TrackerCounter.values())
        {
            counters.set(counter, 60_000_000_000L);
        }
        assertThat(StatusReporter.render(StatusView.of(counters, START_MS)).lines())
            .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
            .anySatisfy(line -> assertThat(line).endsWith(" 60000000 60000000 60000000 60000000 60000000"));
    }

    private void busy()
    {
        counters.set(TrackerCounter.DATAGRAMS_RECEIVED_IPV4, 12_345_678);
        counters.set(TrackerCounter.DATAGRAMS_RECEIVED_IPV6, 42);
        counters.set(TrackerCounter.RECEIVED_BYTES_IPV4, 5L << 29);
        counters.set(TrackerCounter.SENT_BYTES_IPV6, 1_023);
        counters.set(TrackerCounter.SOCKET_DROPS_IPV4, 17);
        counters.set(TrackerCounter.SOCKET_DROPS_IPV6, SocketDrops.UNKNOWN);
        counters.set(TrackerCounter.SOCKET_RECEIVE_BUFFER_BYTES, 4 << 20);
        counters.set(TrackerCounter.ANNOUNCE_REQUESTS_IPV4, 1_400_000);
        counters.set(TrackerCounter.ANNOUNCE_REQUESTS_IPV6, 1);
        counters.set(TrackerCounter.ANSWERS_IPV4, 1_234_567_890);
        counters.set(TrackerCounter.ERRORS_PORT_ZERO, 3);
        counters.set(TrackerCounter.DROPS_CONNECTION_ID_FORGED, 1_000);
        counters.set(TrackerCounter.NOT_STORED_SEGMENT_FULL, 8);
        counters.set(TrackerCounter.SWARMS_IPV4, 600);
        counters.set(TrackerCounter.SWARMS_IPV6, 17);
        counters.set(TrackerCounter.SWARMS_MAX, 1_000);
        counters.set(TrackerCounter.PEERS_MAX, 100);
        counters.set(TrackerCounter.PEERS_OWN, 70);
        counters.set(TrackerCounter.PEERS_INTERNAL, 8);
        counters.set(TrackerCounter.PEERS_EXTERNAL, 9);
        counters.set(TrackerCounter.STORE_BYTES, 1L << 30);
        counters.set(TrackerCounter.STORE_BYTES_MAX, 2L << 30);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_COUNT, 200_000);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_P50_NS, 1_204);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_P90_NS, 1_960);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_P99_NS, 3_400);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_P999_NS, 21_000);
        counters.set(TrackerCounter.ANNOUNCE_SERVICE_RECENT_MAX_NS, 1_234_567);
        counters.set(TrackerCounter.DUTY_CYCLE_TOTAL_COUNT, 5);
        counters.set(TrackerCounter.DUTY_CYCLE_TOTAL_MAX_NS, 60_000_000_000L);
    }

    private static String resource(final String name) throws IOException
    {
        try (InputStream stream = StatusReporterTest.class.getResourceAsStream(name))
        {
            return new String(stream.readAllBytes(), US_ASCII);
        }
    }
}
