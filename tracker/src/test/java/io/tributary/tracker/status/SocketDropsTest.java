package io.tributary.tracker.status;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class SocketDropsTest
{
    /** As Linux 6.1 writes it: port 0x1B39 is 6969. */
    private static final String UDP =
        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode " +
        "ref pointer drops             \n" +
        "  201: 00000000:1B39 00000000:0000 07 00000000:0003F400 00:00000000 00000000   998        0 18327 " +
        "2 00000000e9a9c7d8 12345         \n" +
        "  201: 0100007F:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000   998        0 18328 " +
        "2 00000000e9a9c7d9 5             \n" +
        "  780: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 16204 " +
        "2 0000000051f5b0f1 777           \n";

    private static final String UDP6 =
        "  sl  local_address                         remote_address                        st tx_queue rx_queue tr " +
        "tm->when retrnsmt   uid  timeout inode ref pointer drops\n" +
        "  201: 00000000000000000000000001000000:1B3A 00000000000000000000000000000000:0000 07 00000000:00000000 " +
        "00:00000000 00000000   998        0 18329 2 000000006f1f2b6b 9\n";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTables() throws IOException
    {
        Files.writeString(directory.resolve("udp"), UDP);
        Files.writeString(directory.resolve("udp6"), UDP6);
    }

    @Test
    void shouldSumDropsOfOurPortsOnly()
    {
        assertThat(new SocketDrops(directory, 6969).ipv4()).isEqualTo(12_350);
        assertThat(new SocketDrops(directory, 6969).ipv6()).isZero();
        assertThat(new SocketDrops(directory, 6969, 6970).ipv6()).isEqualTo(9);
        assertThat(new SocketDrops(directory, 1).ipv4()).isZero();
    }

    @Test
    void shouldSetBothCounters() throws IOException
    {
        try (TrackerCounters counters = TrackerCounters.inMemory(() -> 1L))
        {
            Files.delete(directory.resolve("udp6"));
            new SocketDrops(directory, 6969, 6970).publish(counters);
            assertThat(counters.value(TrackerCounter.SOCKET_DROPS_IPV4)).isEqualTo(12_350);
            assertThat(counters.value(TrackerCounter.SOCKET_DROPS_IPV6)).isEqualTo(SocketDrops.UNKNOWN);
        }
    }

    @Test
    void shouldSayUnknownWhenTheTableIsOfAnotherForm() throws IOException
    {
        Files.writeString(directory.resolve("udp"), "");
        assertThat(new SocketDrops(directory, 6969).ipv4()).isEqualTo(SocketDrops.UNKNOWN);
        Files.writeString(directory.resolve("udp"), UDP.replace(" drops", " other"));
        assertThat(new SocketDrops(directory, 6969).ipv4()).isEqualTo(SocketDrops.UNKNOWN);
        Files.writeString(directory.resolve("udp"), UDP.replace("12345", "many"));
        assertThat(new SocketDrops(directory, 6969).ipv4()).isEqualTo(SocketDrops.UNKNOWN);
    }
}
