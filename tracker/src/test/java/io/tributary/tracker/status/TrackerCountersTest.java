package io.tributary.tracker.status;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_REQUESTS_IPV4;
import static io.tributary.tracker.status.TrackerCounter.ANNOUNCE_REQUESTS_IPV6;
import static io.tributary.tracker.status.TrackerCounter.HEARTBEAT_MS;
import static io.tributary.tracker.status.TrackerCounter.PEERS_IPV4;
import static io.tributary.tracker.status.TrackerCounter.PROCESS_ID;
import static io.tributary.tracker.status.TrackerCounter.START_TIME_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrackerCountersTest
{
    private static final long START_MS = 1_800_000_000_000L;
    private static final long PROCESS = 4242;

    @TempDir
    private Path directory;

    private long nowMs = START_MS;

    @Test
    void shouldShowChangesToAReaderOfTheFile() throws IOException
    {
        final Path file = directory.resolve("data").resolve(TrackerCounters.FILE_NAME);
        try (TrackerCounters counters = TrackerCounters.mapped(file, () -> nowMs, PROCESS))
        {
            counters.increment(ANNOUNCE_REQUESTS_IPV4);
            counters.increment(ANNOUNCE_REQUESTS_IPV4);
            counters.add(ANNOUNCE_REQUESTS_IPV6, 1L << 40);
            counters.set(PEERS_IPV4, 7);

            final StatusView first = StatusView.read(file, START_MS + 1);
            assertThat(first.value(ANNOUNCE_REQUESTS_IPV4)).isEqualTo(2);
            assertThat(first.value(ANNOUNCE_REQUESTS_IPV6)).isEqualTo(1L << 40);
            assertThat(first.value(PEERS_IPV4)).isEqualTo(7);
            assertThat(first.value(PROCESS_ID)).isEqualTo(PROCESS).isEqualTo(first.processId());
            assertThat(first.value(START_TIME_MS)).isEqualTo(START_MS).isEqualTo(first.startMs());
            assertThat(first.readMs()).isEqualTo(START_MS + 1);

            counters.increment(ANNOUNCE_REQUESTS_IPV4);
            assertThat(StatusView.read(file, START_MS).value(ANNOUNCE_REQUESTS_IPV4)).isEqualTo(3);
            assertThat(first.value(ANNOUNCE_REQUESTS_IPV4)).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepEveryCounterApart()
    {
        try (TrackerCounters counters = TrackerCounters.inMemory(() -> nowMs))
        {
            for (final TrackerCounter counter : TrackerCounter.values())
            {
                counters.set(counter, 1_000 + counter.id());
            }
            final StatusView view = StatusView.of(counters, nowMs);
            assertThat(TrackerCounter.values()).allSatisfy(counter ->
            {
                assertThat(counters.value(counter)).isEqualTo(1_000 + counter.id());
                assertThat(view.value(counter)).isEqualTo(1_000 + counter.id());
            });
        }
    }

    @Test
    void shouldBeReadableByAnyReaderOfAgronaCounters() throws IOException
    {
        final Path file = directory.resolve(TrackerCounters.FILE_NAME);
        try (TrackerCounters counters = TrackerCounters.mapped(file, () -> nowMs, PROCESS))
        {
            counters.add(ANNOUNCE_REQUESTS_IPV6, 5);
            final int count = TrackerCounter.count();
            final UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file));
            final CountersReader reader = new CountersReader(
                new UnsafeBuffer(bytes, 4096 + count * 128, count * 512), new UnsafeBuffer(bytes, 4096, count * 128));
            assertThat(bytes.getStringWithoutLengthAscii(0, 8)).isEqualTo("TRIBSTAT");
            assertThat(reader.getCounterLabel(ANNOUNCE_REQUESTS_IPV6.id())).isEqualTo("announce_requests_ipv6");
            assertThat(reader.getCounterTypeId(ANNOUNCE_REQUESTS_IPV6.id())).isEqualTo(ANNOUNCE_REQUESTS_IPV6.id());
            assertThat(reader.getCounterValue(ANNOUNCE_REQUESTS_IPV6.id())).isEqualTo(5);
        }
    }

    @Test
    void shouldReplaceTheFileOfAnEarlierRunWithoutTouchingItsMapping() throws IOException
    {
        final Path file = directory.resolve(TrackerCounters.FILE_NAME);
        try (TrackerCounters earlier = TrackerCounters.mapped(file, () -> nowMs, PROCESS))
        {
            earlier.increment(ANNOUNCE_REQUESTS_IPV4);
            Files.writeString(directory.resolve("status.dat.new"), "left behind by a crash");
            try (TrackerCounters later = TrackerCounters.mapped(file, () -> nowMs, PROCESS + 1))
            {
                earlier.increment(ANNOUNCE_REQUESTS_IPV4);
                later.add(ANNOUNCE_REQUESTS_IPV4, 100);
                assertThat(earlier.value(ANNOUNCE_REQUESTS_IPV4)).isEqualTo(2);
                final StatusView view = StatusView.read(file, nowMs);
                assertThat(view.value(ANNOUNCE_REQUESTS_IPV4)).isEqualTo(100);
                assertThat(view.processId()).isEqualTo(PROCESS + 1);
            }
        }
        assertThat(directory).isDirectoryContaining("glob:**status.dat").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void shouldTellRunningFromStoppedFromStale() throws IOException
    {
        final Path file = directory.resolve(TrackerCounters.FILE_NAME);
        final TrackerCounters counters = TrackerCounters.mapped(file, () -> nowMs, PROCESS);
        counters.set(HEARTBEAT_MS, START_MS + 60_000);

        assertThat(StatusView.read(file, START_MS + 63_000).state(false)).isEqualTo(StatusView.State.RUNNING);
        assertThat(StatusView.read(file, START_MS + 63_001).state(false)).isEqualTo(StatusView.State.STALE);
        assertThat(StatusView.read(file, START_MS + 70_000).state(true)).isEqualTo(StatusView.State.RUNNING);
        assertThat(StatusView.read(file, START_MS + 70_001).state(true)).isEqualTo(StatusView.State.STALE);

        nowMs = START_MS + 61_000;
        counters.close();
        nowMs = START_MS + 99_000;
        counters.close();
        final StatusView stopped = StatusView.read(file, START_MS + 62_000);
        assertThat(stopped.state(true)).isEqualTo(StatusView.State.STOPPED);
        assertThat(stopped.stopMs()).isEqualTo(START_MS + 61_000);
    }

    @Test
    void shouldRefuseWhatIsNoStatusFile() throws IOException
    {
        final Path file = directory.resolve("other");
        assertThatThrownBy(() -> StatusView.read(file, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("no status file " + file);
        assertThatThrownBy(() -> StatusView.read(directory, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("no status file " + directory);

        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> StatusView.read(file, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("is not a status file: its length is 100 bytes");

        Files.write(file, new byte[10_000]);
        assertThatThrownBy(() -> StatusView.read(file, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("is not a status file of a tracker");
    }

    @Test
    void shouldRefuseAnotherVersionAndACutFile() throws IOException
    {
        final Path file = directory.resolve(TrackerCounters.FILE_NAME);
        TrackerCounters.mapped(file, () -> nowMs, PROCESS).close();
        final byte[] bytes = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> StatusView.read(file, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("is damaged");

        new UnsafeBuffer(bytes).putInt(8, 99);
        Files.write(file, bytes);
        assertThatThrownBy(() -> StatusView.read(file, nowMs)).isInstanceOf(IOException.class)
            .hasMessageContaining("layout version 99");
    }
}
