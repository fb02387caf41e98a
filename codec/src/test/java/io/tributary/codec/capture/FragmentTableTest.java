package io.tributary.codec.capture;

import org.junit.jupiter.api.Test;

import static io.tributary.codec.capture.CaptureBytes.IPV4_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.IPV6_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.OFFSET;
import static io.tributary.codec.capture.CaptureBytes.PORTS;
import static io.tributary.codec.capture.CaptureBytes.bytes;
import static io.tributary.codec.capture.CaptureBytes.exactBuffer;
import static io.tributary.codec.capture.PacketVerdict.DATAGRAM;
import static io.tributary.codec.capture.PacketVerdict.FRAGMENT_DUPLICATE;
import static io.tributary.codec.capture.PacketVerdict.FRAGMENT_INVALID;
import static io.tributary.codec.capture.PacketVerdict.FRAGMENT_OVERLAPPING;
import static io.tributary.codec.capture.PacketVerdict.FRAGMENT_PENDING;
import static io.tributary.codec.capture.PacketVerdict.FRAGMENT_TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;

/** A datagram of 28 bytes, header included, in three fragments: 16, 8 and 4. */
class FragmentTableTest
{
    private static final long LIMIT_NS = 1000;
    private static final String FIRST = PORTS + "001c 0000" + "0102030405060708";
    private static final String MIDDLE = "1112131415161718";
    private static final String LAST = "21222324";
    private static final String PAYLOAD = "0102030405060708" + MIDDLE + LAST;

    private final FragmentTable table = new FragmentTable(2, LIMIT_NS);
    private final DatagramDecoder decoder = new DatagramDecoder(table);
    private PacketDirection direction = PacketDirection.UNKNOWN;

    private PacketVerdict decode(final long timeNs, final String hex)
    {
        final byte[] packet = bytes(hex);
        return decoder.decode(
            timeNs, LinkType.RAW, exactBuffer(packet), OFFSET, packet.length, packet.length, direction);
    }

    private PacketVerdict ipv4(
        final long timeNs, final int identification, final int place, final boolean isLast, final String part)
    {
        final int fragment = (isLast ? 0 : 0x2000) | place / 8;
        return decode(timeNs, String.format(
            "4500 %04x %04x %04x 40 11 0000", 20 + part.replace(" ", "").length() / 2, identification, fragment) +
            IPV4_ADDRESSES + part);
    }

    private PacketVerdict ipv6(final int identification, final int place, final boolean isLast, final String part)
    {
        return ipv6(identification, place, isLast, part, "11");
    }

    private PacketVerdict ipv6(
        final int identification, final int place, final boolean isLast, final String part, final String nextHeader)
    {
        return decode(0, String.format("60000000 %04x 2c 40", 8 + part.replace(" ", "").length() / 2) +
            IPV6_ADDRESSES + nextHeader + "00" +
            String.format("%04x %08x", place | (isLast ? 0 : 1), identification) + part);
    }

    private void assertComplete(final PacketVerdict verdict)
    {
        assertThat(verdict).isEqualTo(DATAGRAM);
        assertThat(decoder.isReassembled()).isTrue();
        assertThat(decoder.source().port()).isEqualTo(6881);
        assertThat(decoder.destination().port()).isEqualTo(6969);
        assertThat(decoder.originalLength()).isEqualTo(20);
        assertThat(CaptureBytes.hex(decoder.buffer(), decoder.offset(), decoder.length())).isEqualTo(PAYLOAD);
    }

    @Test
    void shouldPutIpv4FragmentsTogether()
    {
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 16, false, MIDDLE)).isEqualTo(FRAGMENT_PENDING);
        assertThat(table.pendingCount()).isEqualTo(1);
        assertComplete(ipv4(0, 1, 24, true, LAST));
        assertThat(decoder.source()).hasToString("192.0.2.1:6881");
        assertThat(table.pendingCount()).isZero();
    }

    @Test
    void shouldPutIpv6FragmentsTogether()
    {
        assertThat(ipv6(0x1_0001, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv6(0x1_0001, 16, false, MIDDLE)).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv6(0x1_0001, 24, true, LAST));
        assertThat(decoder.source()).hasToString("[2001:db8:0:0:0:0:0:1]:6881");
    }

    @Test
    void shouldReadTheHeadersBehindAFragmentHeader()
    {
        final String options = "11 00 010400000000";
        assertThat(ipv6(1, 0, false, options + FIRST, "3c")).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv6(1, 24, true, MIDDLE + LAST, "3c"));
    }

    @Test
    void shouldNotFollowFragmentsWithinFragments()
    {
        assertThat(ipv6(1, 0, false, "11 00 0001 00000002 0000000000000000", "2c")).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv6(1, 16, true, "00", "2c")).isEqualTo(FRAGMENT_INVALID);
        assertThat(table.pendingCount()).isZero();
    }

    @Test
    void shouldTakeFragmentsInAnyOrder()
    {
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv4(0, 1, 16, false, MIDDLE));
    }

    @Test
    void shouldKeepDatagramsApart()
    {
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 2, 16, true, MIDDLE + LAST)).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv4(0, 1, 16, true, MIDDLE + LAST));
        assertComplete(ipv4(0, 2, 0, false, FIRST));
    }

    /** A capture on all interfaces sees a packet within the host twice. */
    @Test
    void shouldKeepDirectionsApart()
    {
        direction = PacketDirection.OUT;
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        direction = PacketDirection.IN;
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        direction = PacketDirection.OUT;
        assertComplete(ipv4(0, 1, 16, true, MIDDLE + LAST));
        assertThat(decoder.direction()).isEqualTo(PacketDirection.OUT);
        direction = PacketDirection.IN;
        assertComplete(ipv4(0, 1, 16, true, MIDDLE + LAST));
    }

    @Test
    void shouldIgnoreCopies()
    {
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_DUPLICATE);
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_DUPLICATE);
        assertComplete(ipv4(0, 1, 16, false, MIDDLE));
    }

    @Test
    void shouldGiveUpWhatOverlaps()
    {
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 8, false, MIDDLE + MIDDLE)).isEqualTo(FRAGMENT_OVERLAPPING);
        assertThat(table.pendingCount()).isZero();
        assertThat(ipv4(0, 1, 16, true, MIDDLE + LAST)).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv4(0, 1, 0, false, FIRST));
    }

    @Test
    void shouldGiveUpTheSamePlaceWithOtherBytes()
    {
        assertThat(ipv4(0, 1, 16, false, MIDDLE)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 16, false, "1112131415161719")).isEqualTo(FRAGMENT_OVERLAPPING);
        assertThat(table.pendingCount()).isZero();
    }

    @Test
    void shouldGiveUpWhatLiesBehindTheEnd()
    {
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 32, false, MIDDLE)).isEqualTo(FRAGMENT_OVERLAPPING);
        assertThat(ipv4(0, 1, 32, false, MIDDLE)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_OVERLAPPING);
        assertThat(ipv4(0, 1, 24, true, LAST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 40, true, LAST)).isEqualTo(FRAGMENT_OVERLAPPING);
        assertThat(table.pendingCount()).isZero();
    }

    @Test
    void shouldRefuseImpossibleFragments()
    {
        assertThat(ipv4(0, 1, 16, false, LAST)).isEqualTo(FRAGMENT_INVALID);
        assertThat(ipv4(0, 1, 16, false, "")).isEqualTo(FRAGMENT_INVALID);
        assertThat(ipv4(0, 1, 0x1FFF * 8, true, MIDDLE)).isEqualTo(FRAGMENT_INVALID);
        assertThat(ipv6(1, 0xFFF8, true, MIDDLE)).isEqualTo(FRAGMENT_INVALID);
        assertThat(table.pendingCount()).isZero();
        assertThat(ipv4(0, 1, 0x1FFF * 8, true, "01020304050607")).isEqualTo(FRAGMENT_PENDING);
    }

    @Test
    void shouldNotKeepACutFragment()
    {
        final byte[] packet = bytes("4500 002c 0001 2000 40 11 0000", IPV4_ADDRESSES, FIRST);
        assertThat(decoder.decode(
            0, LinkType.RAW, exactBuffer(packet), OFFSET, packet.length, 44, direction)).isEqualTo(FRAGMENT_TRUNCATED);
        assertThat(table.pendingCount()).isZero();
    }

    @Test
    void shouldPushOutTheOldest()
    {
        assertThat(ipv4(0, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 2, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 3, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(table.evictedCount()).isEqualTo(1);
        assertThat(table.pendingCount()).isEqualTo(2);
        assertComplete(ipv4(0, 2, 16, true, MIDDLE + LAST));
        assertComplete(ipv4(0, 3, 16, true, MIDDLE + LAST));
        assertThat(ipv4(0, 1, 16, true, MIDDLE + LAST)).isEqualTo(FRAGMENT_PENDING);
    }

    @Test
    void shouldGiveUpAfterTheTimeLimit()
    {
        assertThat(ipv4(5, 1, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(5, 2, 0, false, FIRST)).isEqualTo(FRAGMENT_PENDING);
        assertComplete(ipv4(5 + LIMIT_NS, 1, 16, true, MIDDLE + LAST));
        assertThat(ipv4(6 + LIMIT_NS, 2, 16, true, MIDDLE + LAST)).isEqualTo(FRAGMENT_PENDING);
        assertThat(table.expiredCount()).isEqualTo(1);
        assertThat(table.pendingCount()).isEqualTo(1);
    }

    @Test
    void shouldHoldTheLongestDatagram()
    {
        final String eight = "0000000000000000";
        assertThat(ipv4(0, 1, 0, false, PORTS + "ffff 0000" + eight.repeat(4095))).isEqualTo(FRAGMENT_PENDING);
        assertThat(ipv4(0, 1, 32_768, true, eight.repeat(4095) + "01020304050607")).isEqualTo(DATAGRAM);
        assertThat(decoder.length()).isEqualTo(65_535 - 8);
        assertThat(decoder.buffer().getByte(decoder.offset() + decoder.length() - 1)).isEqualTo((byte)7);
    }
}
