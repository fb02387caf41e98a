package io.tributary.tracker;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code serve --capture}, read by tshark: what was asked and answered, byte by byte, in order. */
@Timeout(120)
class CaptureIT
{
    private static final HexFormat HEX = HexFormat.of();
    private static final String GOOD = "1";

    @TempDir
    private Path directory;

    @Test
    void shouldRecordWhatTsharkReads() throws Exception
    {
        Assumptions.assumeTrue(isTsharkThere(), "tshark is not installed");
        final Path file = directory.resolve("c.pcapng");
        final List<String> expected = new ArrayList<>();
        try (TrackerProcess tracker = TrackerProcess.serving("--listen", "127.0.0.1:0,[::1]:0", "--data", "",
            "--set", "status.file=" + directory.resolve("s.dat"), "--capture", file.toString()))
        {
            for (final InetSocketAddress address : tracker.addresses())
            {
                try (TestClient client = new TestClient(address))
                {
                    final byte[] connect = ClientPackets.connect();
                    final TrackerReply connected = client.ask(connect);
                    expect(expected, address, connect, connected);
                    final byte[] announce = ClientPackets.announce().bytes(connected.connectionId());
                    expect(expected, address, announce, client.ask(announce));
                    assertThat(client.retransmissions()).isZero();
                }
            }
            tracker.signal("TERM");
            assertThat(tracker.exitCode()).isZero();
        }
        assertThat(tshark(file)).isEqualTo(expected);
    }

    private static void expect(
        final List<String> expected, final InetSocketAddress tracker, final byte[] request, final TrackerReply reply)
    {
        assertThat(reply.isSilence()).isFalse();
        final String port = Integer.toString(tracker.getPort());
        expected.add("to " + port + " " + HEX.formatHex(request) + " inbound " + GOOD);
        expected.add("from " + port + " " + HEX.formatHex(reply.bytes()) + " outbound " + GOOD);
    }

    private List<String> tshark(final Path file) throws IOException, InterruptedException
    {
        final Path output = directory.resolve("tshark.txt");
        final Process process = new ProcessBuilder("tshark", "-r", file.toString(), "-o", "udp.check_checksum:TRUE",
            "-T", "fields", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "udp.payload", "-e",
            "frame.packet_flags_direction", "-e", "udp.checksum.status")
            .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).isZero();
        final List<String> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(output))
        {
            final String[] fields = line.split("\t");
            final boolean isInbound = fields[3].endsWith("1");
            lines.add((isInbound ? "to " + fields[1] : "from " + fields[0]) + " " + fields[2] + " " +
                (isInbound ? "inbound" : "outbound") + " " + fields[4]);
        }
        return lines;
    }

    private static boolean isTsharkThere()
    {
        try
        {
            return 0 == new ProcessBuilder("tshark", "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        }
        catch (final IOException | InterruptedException ex)
        {
            return false;
        }
    }
}
