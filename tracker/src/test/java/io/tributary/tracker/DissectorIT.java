package io.tributary.tracker;

import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.LinkType;
import io.tributary.codec.capture.PcapHeaderFlyweight;
import io.tributary.codec.capture.PcapRecordFlyweight;
import io.tributary.codec.capture.UdpPacketEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The Wireshark dissector that comes with the specification of TSUP, run by tshark over captures: of three trackers of
 * the original implementation, of three of this one over IPv4 without keys (and a fourth that is linked as the wrong
 * kind), of three over IPv6 with keys, all with their clients; and of clients alone. Skipped where tshark is missing.
 */
@Timeout(300)
class DissectorIT
{
    private static final Path CAPTURES =
        Path.of("..", "codec", "src", "test", "resources").toAbsolutePath().normalize();
    private static final String ORIGINAL = "tsup-v1-original-mesh.pcap";
    private static final String MESH = "tsup-v2-mesh.pcap";
    private static final String KEYED = "tsup-v2-mesh-keyed.pcap";
    private static final String CLIENTS = "libtorrent-swarms-via-opentracker.pcap";
    private static final String WRONG =
        "tsup.malformed or tsup.unknown_action or tsup.cut or _ws.malformed or _ws.lua.error";
    private static final int PCAP_HEADER_LENGTH = 24;
    private static final int PCAP_RECORD_LENGTH = 16;
    private static final int ETHERNET_HEADER_LENGTH = 14;

    private static final String PORT_6969 = "1b39";
    private static final String SYN_FROM_A = "ffffffffffffffff 00000080 0a0b0c0d " + PORT_6969 +
        "00 5432 02 00 0000 00 0064 0190 055c 000102030405060708090a0b0c0d0e0f 0000019a00000000 1122334455667788";
    private static final String SYN_ACK_FROM_B = "1122334455667788 00000080 0a0b0c0d " + PORT_6969 +
        "01 5432 02 00 0000 00 0064 0190 055c f00102030405060708090a0b0c0d0e0f 0000019a00000000 8877665544332211";
    private static final String INFO_HASH = "000102030405060708090a0b0c0d0e0f10111213";

    @TempDir
    private Path temporary;
    private Tshark tshark;

    @BeforeEach
    void needTshark()
    {
        assumeTrue(Tshark.isInstalled(), "skipped: the package tshark is not installed");
        tshark = new Tshark(temporary);
    }

    @ParameterizedTest
    @CsvSource({
        ORIGINAL + ", 1, 88, 128=21 129=57 130=29 131=195 132=16 133=2",
        MESH + ", 2, 61, 128=25 129=65 130=48 131=122 132=24 133=12 134=6 135=12 137=10",
        KEYED + ", 2, 58, 128=12 129=63 130=50 131=140 132=24 133=16 134=6 135=12"})
    void shouldNameEveryPacket(final String capture, final String version, final int others, final String actions)
        throws IOException
    {
        assertThat(countsByAction(CAPTURES.resolve(capture), version)).isEqualTo(actions);
        assertThat(tshark.fields(CAPTURES.resolve(capture), "not tsup", "frame.number")).hasSize(others);
        assertThat(tshark.fields(CAPTURES.resolve(capture), WRONG, "frame.number")).isEmpty();
    }

    @Test
    void shouldWarnOfPacketsOfNoConnection() throws IOException
    {
        assertThat(tshark.fields(CAPTURES.resolve(ORIGINAL), "tsup.odd", "frame.number", "_ws.col.Info"))
            .startsWith("4\tv1 SUMMARY: add 1, remove 0", "5\tv1 SUMMARY: add 1, remove 0")
            .allMatch(line -> line.contains("SUMMARY"));
        assertThat(tshark.fields(CAPTURES.resolve(MESH), "tsup.odd", "frame.number")).isEmpty();
        assertThat(tshark.fields(CAPTURES.resolve(KEYED), "tsup.odd", "frame.number")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ORIGINAL, MESH, KEYED})
    void shouldLinkEveryAnswer(final String capture) throws IOException
    {
        final Map<String, String> responses = pairs(tshark.fields(
            CAPTURES.resolve(capture), "tsup.response_in", "frame.number", "tsup.response_in"));
        final List<String> answers = tshark.fields(CAPTURES.resolve(capture), "tsup.flags.ack == 1",
            "frame.number", "tsup.request_in", "tsup.response_time");

        assertThat(answers).isNotEmpty().allSatisfy(line ->
        {
            final String[] values = line.split("\t");
            assertThat(Integer.parseInt(values[1])).as(line).isLessThan(Integer.parseInt(values[0]));
            assertThat(Integer.parseInt(responses.get(values[1]))).as(line)
                .isLessThanOrEqualTo(Integer.parseInt(values[0]));
            assertThat(Double.parseDouble(values[2])).as(line).isNotNegative();
        });
        assertThat(responses.values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {MESH, KEYED})
    void shouldMissNoAnswerOfVersionTwo(final String capture) throws IOException
    {
        assertThat(tshark.fields(CAPTURES.resolve(capture),
            "tsup.action in {130, 131, 132, 133, 135} and tsup.flags.ack == 0 and not tsup.response_in",
            "frame.number")).isEmpty();
    }

    @Test
    void shouldShowWhatIsAuthenticated() throws IOException
    {
        assertThat(tshark.fields(CAPTURES.resolve(KEYED), "tsup", "tsup.key_id", "tsup.tag_present", "tsup.tag"))
            .allMatch(line -> line.matches("7\t1\t[0-9a-f]{32}"));
        assertThat(tshark.fields(CAPTURES.resolve(MESH), "tsup", "tsup.key_id", "tsup.tag_present", "tsup.tag"))
            .containsOnly("0\t0\t");
    }

    @Test
    void shouldShowRecords() throws IOException
    {
        assertThat(tshark.fields(CAPTURES.resolve(KEYED), "tsup.update.port == 4001",
            "tsup.update.ipv6", "tsup.update.record_flags.seeder")).first().isEqualTo("::1\t1");
        assertThat(tshark.fields(CAPTURES.resolve(MESH),
            "tsup.update.ipv4 == 127.0.0.11 and tsup.update.port == 4001 and tsup.update.record_flags.gone == 1",
            "tsup.info_hash")).isNotEmpty().allMatch(line -> line.startsWith("01".repeat(20)));
    }

    @Test
    void shouldLeaveOtherTrafficAlone() throws IOException
    {
        assertThat(tshark.fields(CAPTURES.resolve(CLIENTS), "tsup or _ws.lua.error", "frame.number")).isEmpty();
        assertThat(tshark.fields(CAPTURES.resolve(CLIENTS), "udp", "frame.number")).hasSize(734);
    }

    @ParameterizedTest
    @CsvSource({ORIGINAL + ", 204, 156", MESH + ", 192, 176", KEYED + ", 190, 175"})
    void shouldKnowPacketsWhoseHandshakeIsMissing(final String name, final int skipped, final int expected)
        throws IOException
    {
        final Path capture = withoutFirst(CAPTURES.resolve(name), skipped);

        assertThat(tshark.fields(capture, "tsup", "frame.number")).hasSize(expected);
        assertThat(tshark.fields(capture, WRONG, "frame.number")).isEmpty();
    }

    @Test
    void shouldMarkWhatIsWrong() throws IOException
    {
        final Path capture = made(
            SYN_FROM_A,
            SYN_ACK_FROM_B,
            toB("88", 1, "00 00 01 " + INFO_HASH),
            fromB("88", 1, "01 00"),
            toB("81", 2, "00 00" + "00".repeat(24)),
            toB("81", 2, "00 00" + "00".repeat(24)),
            toB("82", 3, "00 00 00 02 " + INFO_HASH),
            toB("82", 4, "00 05 00 01 " + INFO_HASH.substring(0, 20)),
            toB("83", 5, "00 00 00 " + INFO_HASH + "00 00 00 01" + "00".repeat(13)),
            toB("8a", 6, "00 00"),
            fromB("89", 7, "00 00 01"),
            toB("86", 8, "00 00 02"));

        assertThat(tshark.fields(capture, "udp", "_ws.col.Protocol", "_ws.col.Info", "tsup.request_in",
            "tsup.response_in", "tsup.repeats")).containsExactly(
                "TSUP\tv2 SYN\t\t2\t",
                "TSUP\tv2 SYN ACK\t1\t\t",
                "TSUP\tv2 RESYNC: 1 swarm\t\t4\t",
                "TSUP\tv2 RESYNC ACK\t3\t\t",
                "TSUP\tv2 HELLO: 0 shared\t\t\t",
                "TSUP\tv2 HELLO: 0 shared\t\t\t5",
                "TSUP\tv2 SUMMARY: malformed\t\t\t",
                "TSUP\tv2 SUMMARY: malformed\t\t\t",
                "TSUP\tv2 UPDATE: malformed\t\t\t",
                "TSUP\tv2 unknown action 138: nothing known of it\t\t\t",
                "TSUP\tv2 ERROR: the kinds of the link's ends differ\t\t\t",
                "TSUP\tv2 BYE: restarting with other settings\t\t\t");
        assertThat(tshark.fields(capture, "tsup.malformed", "frame.number")).containsExactly("7", "8", "9");
        assertThat(tshark.fields(capture, "tsup.unknown_action", "frame.number")).containsExactly("10");
        assertThat(tshark.fields(capture, "tsup.repeated", "frame.number")).containsExactly("6");
    }

    @Test
    void shouldNotTakeOthersForTsup() throws IOException
    {
        final Path capture = made(
            // BEP 15: announce answers whose interval is 130 s, and an announce.
            "00000001 0a0b0c0d 00000082 00000001 00000002 7f000001 1b39",
            "0000041727101980 00000001 0a0b0c0d" + "42".repeat(82),
            // BEP 29: the difference of two clocks, at the same offset, is 130, 132 and 137 microseconds.
            "2100abcd 0badcafe 00000082 00040000 0001 0001",
            "2100abcd 0badcafe 00000084 00040000 0100 0001",
            "0100abcd 0badcafe 00000089 00040000 0001 0001 00",
            // Anything with the action of HELLO or UPDATE, and the wrong length for both versions.
            "11".repeat(8) + "00000081 00000000 1b39 00",
            "11".repeat(8) + "00000083 0a0b0c0d 1b39 00 00 01 02 03");

        assertThat(tshark.fields(capture, "udp", "frame.number")).hasSize(7);
        assertThat(tshark.fields(capture, "tsup or _ws.lua.error", "frame.number")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ORIGINAL, MESH, KEYED})
    void shouldSurviveDamagedPackets(final String name) throws IOException
    {
        final long seed = Long.getLong("test.seed", new SecureRandom().nextLong());
        final Path capture = damaged(CAPTURES.resolve(name), new SplittableRandom(seed));

        assertThat(tshark.fields(capture, "_ws.lua.error", "frame.number")).as("-Dtest.seed=" + seed).isEmpty();
        assertThat(tshark.fields(capture, "tsup.malformed", "frame.number")).as("-Dtest.seed=" + seed).isNotEmpty();
    }

    private String countsByAction(final Path capture, final String version) throws IOException
    {
        return tshark.fields(capture, "tsup and tsup.protocol_version == " + version, "tsup.action", "_ws.col.Protocol")
            .stream().peek(line -> assertThat(line).endsWith("\tTSUP"))
            .collect(Collectors.groupingBy(
                line -> line.substring(0, line.indexOf('\t')), TreeMap::new, Collectors.counting()))
            .entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static Map<String, String> pairs(final List<String> lines)
    {
        return lines.stream().map(line -> line.split("\t"))
            .collect(Collectors.toMap(values -> values[0], values -> values[1]));
    }

    private static String toB(final String action, final int number, final String rest)
    {
        return "8877665544332211 000000" + action + "0000000" + Integer.toHexString(number) + PORT_6969 + rest;
    }

    private static String fromB(final String action, final int number, final String rest)
    {
        return "1122334455667788 000000" + action + "0000000" + Integer.toHexString(number) + PORT_6969 + rest;
    }

    /** Packets from A to B, or from B to A if they bear A's connection id. */
    private Path made(final String... packets) throws IOException
    {
        final Endpoint a = new Endpoint().ipv4(0x7F000001, 6969);
        final Endpoint b = new Endpoint().ipv4(0x7F000002, 6969);
        final ExpandableArrayBuffer file = new ExpandableArrayBuffer();
        new PcapHeaderFlyweight().wrap(file, 0, ByteOrder.LITTLE_ENDIAN).encode(LinkType.RAW, 65_535);
        int end = PCAP_HEADER_LENGTH;
        long timeNs = 1_700_000_000_000_000_000L;
        for (final String packet : packets)
        {
            final byte[] payload = HexFormat.of().parseHex(packet.replace(" ", ""));
            final boolean isFromB = packet.startsWith("1122334455667788");
            final int length = UdpPacketEncoder.encode(
                file, end + PCAP_RECORD_LENGTH, isFromB ? b : a, isFromB ? a : b, new UnsafeBuffer(payload), 0,
                payload.length);
            new PcapRecordFlyweight().wrap(file, end, ByteOrder.LITTLE_ENDIAN).encode(timeNs, length, length);
            end += PCAP_RECORD_LENGTH + length;
            timeNs += 1_000_000;
        }
        return Files.write(temporary.resolve("made.pcap"), Arrays.copyOf(file.byteArray(), end));
    }

    /** With up to three wrong bytes in each payload, most of them where lengths and counts are. */
    private Path damaged(final Path capture, final SplittableRandom random) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(capture);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int at = PCAP_HEADER_LENGTH;
        while (at < bytes.length)
        {
            final int end = at + PCAP_RECORD_LENGTH + buffer.getInt(at + 8, ByteOrder.LITTLE_ENDIAN);
            final int ip = at + PCAP_RECORD_LENGTH + ETHERNET_HEADER_LENGTH;
            final boolean isIpv6 = 6 == bytes[ip] >> 4;
            final int payload = ip + UdpPacketEncoder.headersLength(isIpv6);
            for (int i = random.nextInt(4); i > 0 && payload < end; i--)
            {
                final int where = payload + random.nextInt(random.nextInt(end - payload) + 1);
                bytes[where] = (byte)(random.nextBoolean() ? random.nextInt(3) - 1 : random.nextInt());
            }
            at = end;
        }
        return Files.write(temporary.resolve("damaged.pcap"), bytes);
    }

    private Path withoutFirst(final Path capture, final int packets) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(capture);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int from = PCAP_HEADER_LENGTH;
        for (int i = 0; i < packets; i++)
        {
            from += PCAP_RECORD_LENGTH + buffer.getInt(from + 8, ByteOrder.LITTLE_ENDIAN);
        }
        final byte[] rest = Arrays.copyOf(bytes, PCAP_HEADER_LENGTH + bytes.length - from);
        System.arraycopy(bytes, from, rest, PCAP_HEADER_LENGTH, bytes.length - from);
        return Files.write(temporary.resolve("rest.pcap"), rest);
    }
}
