package io.tributary.tracker.capture;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class CaptureWriterTest
{
    private static final long LIMIT_BYTES = 16 * 1024 * 1024;
    private static final long TIME_NS = 0x0102_0304_0506_0708L;
    private static final int SECTION_AND_INTERFACES_LENGTH = 28 + 2 * 32;

    @TempDir
    private Path directory;

    private final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
    private final CaptureQueue queue = new CaptureQueue(() -> TIME_NS, counters);
    private final Endpoint ipv4 = new Endpoint().ipv4(0xC000_0201, 6881);
    private final Endpoint ipv6 = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 1, 6882);
    private final UnsafeBuffer datagram = new UnsafeBuffer(new byte[65_536]);

    /** By hand from the drafts and RFCs; checksums as tshark calculates them, see CaptureIT. */
    @Test
    void shouldWriteTheBytesOfTheDraft() throws Exception
    {
        final Path file = directory.resolve("c.pcapng");
        datagram.putStringWithoutLengthAscii(0, "abc");
        queue.onReceived(1, ipv4, datagram, 0, 3);
        write(file);
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo(
            "0a0d0d0a" + "1c000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "1c000000" +
            ("01000000" + "20000000" + "65000000" + "00000000" + "09000100" + "09000000" + "00000000" + "20000000")
                .repeat(2) +
            "06000000" + "4c000000" + "01000000" + "04030201" + "08070605" + "1f000000" + "1f000000" +
            "4500001f" + "00004000" + "4011" + "78cd" + "c0000201" + "00000000" +
            "1ae1" + "1b39" + "000b" + "435a" + "616263" + "00" +
            "02000400" + "01000000" + "00000000" + "4c000000");
        assertThat(counters.value(TrackerCounter.CAPTURE_DATAGRAMS)).isEqualTo(1);
    }

    /** Half the limit a file, the one before is kept, one that was there is not lost. */
    @Test
    void shouldBeginAnewAtHalfTheLimit() throws Exception
    {
        final Path file = directory.resolve("c.pcapng");
        final Path previous = directory.resolve("c.pcapng.1");
        Files.writeString(file, "an older one");
        final CaptureWriter writer = writer(file);
        assertThat(previous).hasContent("an older one");
        final Thread thread = new Thread(writer);
        thread.start();
        int sent = 0;
        while (counters.value(TrackerCounter.CAPTURE_DATAGRAMS) < 600)
        {
            if (sent - counters.value(TrackerCounter.CAPTURE_DATAGRAMS) < 40)
            {
                queue.onSent(0, ipv6, datagram, 0, 60_000);
                sent++;
            }
            Thread.onSpinWait();
        }
        writer.stop(thread);
        assertThat(counters.value(TrackerCounter.CAPTURE_DROPS)).isZero();
        assertThat(counters.value(TrackerCounter.CAPTURE_UNWRITTEN)).isZero();
        assertThat(counters.value(TrackerCounter.CAPTURE_DATAGRAMS)).isEqualTo(sent);
        assertThat(Files.size(previous)).isBetween(LIMIT_BYTES / 2, LIMIT_BYTES / 2 + 100_000);
        assertThat(Files.size(file)).isLessThan(LIMIT_BYTES / 2);
        final long block = 32 + 40 + 8 + 60_000 + 12;
        assertThat((Files.size(previous) - SECTION_AND_INTERFACES_LENGTH) % block).isZero();
        assertThat((Files.size(file) - SECTION_AND_INTERFACES_LENGTH) % block).isZero();
    }

    @Test
    void shouldCountWhatTheQueueHasNoRoomFor() throws Exception
    {
        int sent = 0;
        while (0 == counters.value(TrackerCounter.CAPTURE_DROPS))
        {
            queue.onSent(0, ipv4, datagram, 0, 1_000);
            sent++;
        }
        assertThat((long)sent).isGreaterThan(CaptureQueue.CAPACITY / 1_100);
        write(directory.resolve("c.pcapng"));
        assertThat(counters.value(TrackerCounter.CAPTURE_DATAGRAMS)).isEqualTo(sent - 1);
    }

    /** A directory stands where the full file is to go. */
    @Test
    void shouldGoOnWhenTheDiskDoesNot() throws Exception
    {
        final CaptureQueue full = new CaptureQueue(() -> TIME_NS, counters);
        final Path previous = directory.resolve("c.pcapng.1");
        final CaptureWriter writer = writer(directory.resolve("c.pcapng"), full);
        Files.createDirectory(previous);
        Files.createFile(previous.resolve("in the way"));
        final Thread thread = new Thread(writer);
        thread.start();
        while (counters.value(TrackerCounter.CAPTURE_UNWRITTEN) < 10)
        {
            full.onSent(0, ipv4, datagram, 0, 60_000);
            Thread.onSpinWait();
        }
        writer.stop(thread);
        assertThat(counters.value(TrackerCounter.CAPTURE_DATAGRAMS)).isPositive();
    }

    @Test
    void shouldNameTheFileThatCannotBeWritten()
    {
        assertThatThrownBy(() -> writer(directory.resolve("missing/c.pcapng")))
            .isInstanceOf(IOException.class).hasMessageContaining("capture.file").hasMessageContaining("missing");
    }

    /** What stands there would be moved away: a regular file may be, /dev/null may not. */
    @Test
    void shouldNotMoveWhatIsNoFile() throws IOException
    {
        final Path occupied = Files.createDirectory(directory.resolve("c.pcapng"));
        assertThatThrownBy(() -> writer(occupied))
            .isInstanceOf(IOException.class).hasMessageContaining("not a regular file");
        assertThat(occupied).isDirectory();
    }

    private void write(final Path file) throws Exception
    {
        final CaptureWriter writer = writer(file);
        final Thread thread = new Thread(writer);
        thread.start();
        writer.stop(thread);
    }

    private CaptureWriter writer(final Path file) throws IOException
    {
        return writer(file, queue);
    }

    private CaptureWriter writer(final Path file, final CaptureQueue source) throws IOException
    {
        return new CaptureWriter(source, file, LIMIT_BYTES,
            List.of(new Endpoint().ipv6(0, 0, 6969), new Endpoint().ipv4(0, 6969)), counters);
    }
}
