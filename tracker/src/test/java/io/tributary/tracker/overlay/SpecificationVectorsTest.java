package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test vectors of docs/protocol/tsup.md, which were computed without this code.
 */
class SpecificationVectorsTest
{
    private static final Path SPECIFICATION = Path.of("..", "docs", "protocol", "tsup.md");
    private static final TrackerId A = new TrackerId(0x0001020304050607L, 0x08090A0B0C0D0E0FL);
    private static final TrackerId B = new TrackerId(0xF0F1F2F3F4F5F6F7L, 0xF8F9FAFBFCFDFEFFL);
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final int KEY_ID = 7;

    @Test
    void shouldTagAPacket() throws IOException
    {
        final byte[] expected = HexFormat.of().parseHex(vector("HELLO with a tag"));
        final PacketKey key =
            new PacketKey(KEY_ID, HexFormat.of().parseHex(KEY), PacketAuthenticator.sha256());
        final UnsafeBuffer packet = new UnsafeBuffer(expected.clone());
        final int length = expected.length - OverlayProtocol.TAG_LENGTH;
        packet.setMemory(length, OverlayProtocol.TAG_LENGTH, (byte)0);

        new PacketAuthenticator().sign(key, packet, 0, length);

        assertThat(packet.byteArray()).isEqualTo(expected);
    }

    @Test
    void shouldHashTrackerIds() throws IOException
    {
        assertThat(hex(TrackerIdHash.hash(A) ^ TrackerIdHash.hash(B))).isEqualTo(vector("neighbour digest"));
        assertThat(TrackerIdHash.versionOne(new Endpoint().ipv4(0xC000_0201, 6969)))
            .hasToString(vector("id of version 1"));
        assertThat(TrackerIdHash.heard(
            TrackerIdHash.versionOne(new Endpoint().ipv4(0xC000_0201, 6969)), TrackerIdHash.hash(A)))
            .hasToString(vector("origin, as A hears it"));
    }

    @Test
    void shouldTakeFingerprintsOfClients() throws IOException
    {
        assertThat(hex(DigestExchange.fingerprint(new Endpoint().ipv4(0xC000_0201, 6881), false)))
            .isEqualTo(vector("fingerprint, leecher"));
        assertThat(hex(DigestExchange.fingerprint(new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 1, 6881), true)))
            .isEqualTo(vector("fingerprint, seeder"));
    }

    @Test
    void shouldWeighTrackers() throws IOException
    {
        final UnsafeBuffer infoHash = new UnsafeBuffer(HexFormat.of().parseHex(KEY.substring(0, 40)));
        final long prefix = infoHash.getLong(0, ByteOrder.LITTLE_ENDIAN);

        assertThat(hex(Rendezvous.weight(A, prefix))).isEqualTo(vector("weight of A"));
        assertThat(hex(Rendezvous.weight(B, prefix))).isEqualTo(vector("weight of B"));
    }

    private static String hex(final long value)
    {
        return HexFormat.of().toHexDigits(value);
    }

    /** The value in the row of a table that begins with a name. */
    private static String vector(final String name) throws IOException
    {
        final String row = Files.readAllLines(SPECIFICATION).stream()
            .filter(line -> line.startsWith("| " + name + " |")).findFirst().orElseThrow();
        final String value = row.substring(row.indexOf('`'), row.lastIndexOf('`'));
        return value.replace("`", "").replace(" ", "");
    }
}
