package io.tributary.codec.capture;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.tributary.codec.capture.CaptureBytes.IPV4;
import static io.tributary.codec.capture.CaptureBytes.IPV4_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.IPV6;
import static io.tributary.codec.capture.CaptureBytes.IPV6_ADDRESSES;
import static io.tributary.codec.capture.CaptureBytes.OFFSET;
import static io.tributary.codec.capture.CaptureBytes.PAYLOAD;
import static io.tributary.codec.capture.CaptureBytes.PORTS;
import static io.tributary.codec.capture.CaptureBytes.UDP;
import static io.tributary.codec.capture.CaptureBytes.bytes;
import static io.tributary.codec.capture.CaptureBytes.exactBuffer;
import static org.assertj.core.api.Assertions.assertThat;

/** Packets written by hand after IEEE 802.3, 802.1Q, the LINKTYPE registry, RFC 791, RFC 8200 and RFC 768. */
class DatagramDecoderTest
{
    private static final String MACS = "020000000001 020000000002";
    private static final String IPV4_HEAD = "0020 0000 4000 40 11 0000" + IPV4_ADDRESSES;

    private final DatagramDecoder decoder = new DatagramDecoder(new FragmentTable(2, 1000));

    private PacketVerdict decode(final int linkType, final String hex)
    {
        final byte[] packet = bytes(hex);
        return decode(linkType, packet, packet.length);
    }

    private PacketVerdict decode(final int linkType, final byte[] packet, final int originalLength)
    {
        return decoder.decode(
            0, linkType, exactBuffer(packet), OFFSET, packet.length, originalLength, PacketDirection.UNKNOWN);
    }

    private void assertDatagram(final int linkType, final String hex)
    {
        assertThat(decode(linkType, hex)).isEqualTo(PacketVerdict.DATAGRAM);
        assertThat(decoder.length()).isEqualTo(4);
        assertThat(decoder.originalLength()).isEqualTo(4);
        assertThat(decoder.isReassembled()).isFalse();
        assertThat(CaptureBytes.hex(decoder.buffer(), decoder.offset(), 4)).isEqualTo(PAYLOAD);
        if (decoder.source().isIpv6())
        {
            assertThat(decoder.source()).hasToString("[2001:db8:0:0:0:0:0:1]:6881");
            assertThat(decoder.destination()).hasToString("[2001:db8:0:0:0:0:0:2]:6969");
        }
        else
        {
            assertThat(decoder.source()).hasToString("192.0.2.1:6881");
            assertThat(decoder.destination()).hasToString("198.51.100.2:6969");
        }
    }

    static Stream<Object[]> links()
    {
        return Stream.of(
            new Object[]{LinkType.ETHERNET, MACS + "0800", MACS + "86dd"},
            new Object[]{LinkType.ETHERNET, MACS + "8100 0064 0800", MACS + "8100 0064 86dd"},
            new Object[]{LinkType.ETHERNET, MACS + "88a8 0001 8100 0064 0800", MACS + "9100 0001 8100 0064 86dd"},
            new Object[]{LinkType.RAW, "", ""},
            new Object[]{LinkType.RAW_BSD, "", ""},
            new Object[]{LinkType.RAW_OPENBSD, "", ""},
            new Object[]{LinkType.NULL, "02000000", "0a000000"},
            new Object[]{LinkType.NULL, "00000002", "0000001e"},
            new Object[]{LinkType.LOOP, "00000002", "00000018"},
            new Object[]{LinkType.NULL, "02000000", "1c000000"},
            new Object[]{LinkType.NULL, "02000000", "17000000"},
            new Object[]{
                LinkType.LINUX_SLL,
                "0000 0001 0006 0200000000010000 0800",
                "0004 0304 0006 0000000000000000 86dd"},
            new Object[]{
                LinkType.LINUX_SLL,
                "0000 0001 0006 0200000000010000 8100 0064 0800",
                "0000 0001 0006 0200000000010000 8100 0064 86dd"},
            new Object[]{
                LinkType.LINUX_SLL2,
                "0800 0000 00000001 0304 00 06 0000000000000000",
                "86dd 0000 00000001 0304 04 06 0000000000000000"},
            new Object[]{
                LinkType.LINUX_SLL2,
                "8100 0000 00000001 0001 00 06 0000000000000000 0064 0800",
                "8100 0000 00000001 0001 00 06 0000000000000000 0064 86dd"});
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldFindTheDatagramBehindEachLink(final int linkType, final String linkIpv4, final String linkIpv6)
    {
        assertDatagram(linkType, linkIpv4 + IPV4);
        assertDatagram(linkType, linkIpv6 + IPV6);
        // Short frames are padded on the wire.
        assertDatagram(linkType, linkIpv4 + IPV4 + "000000000000");
        assertDatagram(linkType, linkIpv6 + IPV6 + "000000000000");
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldSayWhyACutPacketIsNone(final int linkType, final String linkIpv4, final String linkIpv6)
    {
        for (final String hex : new String[]{linkIpv4 + IPV4, linkIpv6 + IPV6})
        {
            final byte[] whole = bytes(hex);
            for (int length = 0; length < whole.length; length++)
            {
                final byte[] cut = new byte[length];
                System.arraycopy(whole, 0, cut, 0, length);
                final PacketVerdict verdict = decode(linkType, cut, whole.length);
                final boolean isPayloadCut = length >= whole.length - 4;
                assertThat(verdict).isEqualTo(isPayloadCut ? PacketVerdict.DATAGRAM : PacketVerdict.TRUNCATED);
                if (isPayloadCut)
                {
                    assertThat(decoder.length()).isEqualTo(length - whole.length + 4);
                    assertThat(decoder.originalLength()).isEqualTo(4);
                }

                assertThat(decode(linkType, cut, length))
                    .isIn(PacketVerdict.TOO_SHORT, PacketVerdict.IP_LENGTH_INVALID);
            }
        }
    }

    @Test
    void shouldTakeTheFamilyThatTheLinkTypeNames()
    {
        assertDatagram(LinkType.IPV4, IPV4);
        assertDatagram(LinkType.IPV6, IPV6);
        assertThat(decode(LinkType.IPV4, IPV6)).isEqualTo(PacketVerdict.IP_VERSION_INVALID);
        assertThat(decode(LinkType.IPV6, IPV4)).isEqualTo(PacketVerdict.IP_VERSION_INVALID);
    }

    @ParameterizedTest
    @CsvSource({"0, IN", "1, IN", "2, IN", "3, OTHER", "4, OUT", "5, UNKNOWN"})
    void shouldTellTheDirection(final int packetType, final PacketDirection direction)
    {
        assertDatagram(LinkType.LINUX_SLL, "000" + packetType + "0001 0006 0200000000010000 0800" + IPV4);
        assertThat(decoder.direction()).isEqualTo(direction);
        assertDatagram(LinkType.LINUX_SLL2, "0800 0000 00000001 0304 0" + packetType + "06 0000000000000000" + IPV4);
        assertThat(decoder.direction()).isEqualTo(direction);
        assertDatagram(LinkType.ETHERNET, MACS + "0800" + IPV4);
        assertThat(decoder.direction()).isEqualTo(PacketDirection.UNKNOWN);
    }

    @Test
    void shouldTakeTheRecordedDirectionFirst()
    {
        final byte[] packet = bytes("0000 0001 0006 0200000000010000 0800", IPV4);
        decoder.decode(0, LinkType.LINUX_SLL, exactBuffer(packet), OFFSET, packet.length, packet.length,
            PacketDirection.OUT);
        assertThat(decoder.direction()).isEqualTo(PacketDirection.OUT);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000001 020000000002 0806 0001080006040001",
        "1, 020000000001 020000000002 0010 4242030000",
        "113, 0000 0001 0006 0200000000010000 0806 0001",
        "276, 0806 0000 00000001 0001 00 06 0200000000010000 0001",
        "0, 07000000 4500", "108, 00000007 4500"})
    void shouldKnowWhatIsNotIp(final int linkType, final String hex)
    {
        assertThat(decode(linkType, hex)).isEqualTo(PacketVerdict.NOT_IP);
    }

    @Test
    void shouldKnowALinkTypeItDoesNotKnow()
    {
        assertThat(decode(147, IPV4)).isEqualTo(PacketVerdict.LINK_TYPE_UNKNOWN);
    }

    @Test
    void shouldReadIpv4WithOptions()
    {
        assertDatagram(LinkType.RAW, "4700 0028 0000 4000 40 11 0000" + IPV4_ADDRESSES + "0101010101010100" + UDP);
        assertDatagram(
            LinkType.RAW, "4f00 0048 0000 4000 40 11 0000" + IPV4_ADDRESSES + "01".repeat(40) + UDP);
    }

    /** As a card that cuts packets itself is given them. */
    @Test
    void shouldReadIpv4WithoutALength()
    {
        assertDatagram(LinkType.RAW, "4500 0000 0000 4000 40 11 0000" + IPV4_ADDRESSES + UDP);
    }

    @ParameterizedTest
    @CsvSource({
        "IP_VERSION_INVALID, 5500 0020 0000 4000 40 11 0000",
        "IP_HEADER_LENGTH_INVALID, 4400 0020 0000 4000 40 11 0000",
        "IP_HEADER_LENGTH_INVALID, 4900 0020 0000 4000 40 11 0000",
        "IP_HEADER_LENGTH_INVALID, 4500 0013 0000 4000 40 11 0000",
        "IP_LENGTH_INVALID, 4500 0021 0000 4000 40 11 0000",
        "UDP_LENGTH_INVALID, 4500 001f 0000 4000 40 11 0000",
        "TOO_SHORT, 4500 001b 0000 4000 40 11 0000",
        "NOT_UDP, 4500 0020 0000 4000 40 06 0000",
        "NOT_UDP, 4500 0020 0000 4000 40 01 0000"})
    void shouldSayWhatIsWrongWithIpv4(final PacketVerdict verdict, final String head)
    {
        assertThat(decode(LinkType.RAW, head + IPV4_ADDRESSES + UDP)).isEqualTo(verdict);
    }

    static IntStream tooShortUdp()
    {
        return IntStream.range(0, 8);
    }

    @ParameterizedTest
    @MethodSource("tooShortUdp")
    void shouldRefuseAUdpLengthBelowItsHeader(final int length)
    {
        assertThat(decode(LinkType.RAW, "4500" + IPV4_HEAD + PORTS + "000" + length + "0000" + PAYLOAD))
            .isEqualTo(PacketVerdict.UDP_LENGTH_INVALID);
    }

    @Test
    void shouldReadAnEmptyDatagramAndOneWithSomethingBehind()
    {
        assertThat(decode(LinkType.RAW, "4500" + IPV4_HEAD + PORTS + "0008 0000" + PAYLOAD))
            .isEqualTo(PacketVerdict.DATAGRAM);
        assertThat(decoder.length()).isZero();
        assertThat(decode(LinkType.RAW, "4500" + IPV4_HEAD + PORTS + "000b 0000" + PAYLOAD))
            .isEqualTo(PacketVerdict.DATAGRAM);
        assertThat(decoder.length()).isEqualTo(3);
        assertThat(decoder.originalLength()).isEqualTo(3);
        assertThat(decode(LinkType.RAW, "4500" + IPV4_HEAD + PORTS + "000d 0000" + PAYLOAD))
            .isEqualTo(PacketVerdict.UDP_LENGTH_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "0014 00, 11 00 010400000000",
        "0014 3c, 11 00 010400000000",
        "001c 3c, 11 01 0000000000000000000000000000",
        "0014 2b, 11 00 000000000000",
        "0024 00, 2b 00 010400000000 3c 00 000000000000 11 00 010400000000",
        "0024 33, 11 04 0000 00000001 00000001 aaaaaaaaaaaaaaaaaaaaaaaa",
        "0014 87, 11 00 000000000000",
        "0014 8b, 11 00 000000000000",
        "0014 8c, 11 00 000000000000",
        "0014 2c, 11 00 0000 00000001"})
    void shouldWalkIpv6ExtensionHeaders(final String lengthAndNext, final String headers)
    {
        assertDatagram(LinkType.RAW, "60000000" + lengthAndNext + "40" + IPV6_ADDRESSES + headers + UDP);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_UDP, 000c 06, ''",
        "NOT_UDP, 000c 3b, ''",
        "NOT_UDP, 000c 32, ''",
        "NOT_UDP, 0014 00, 3a 00 010400000000",
        "NOT_UDP, 0014 2c, 06 00 0001 00000001",
        "IP_LENGTH_INVALID, 000d 11, ''",
        "UDP_LENGTH_INVALID, 000b 11, ''",
        "TOO_SHORT, 0000 11, ''",
        "TOO_SHORT, 0007 11, ''",
        "TOO_SHORT, 0007 00, ''",
        "TOO_SHORT, 0014 00, 11 09 010400000000"})
    void shouldSayWhatIsWrongWithIpv6(final PacketVerdict verdict, final String lengthAndNext, final String headers)
    {
        assertThat(decode(LinkType.RAW, "60000000" + lengthAndNext + "40" + IPV6_ADDRESSES + headers + UDP))
            .isEqualTo(verdict);
    }

    @Test
    void shouldGiveTheBufferOfThePacket()
    {
        final byte[] packet = bytes(IPV4);
        final UnsafeBuffer buffer = exactBuffer(packet);
        decoder.decode(0, LinkType.RAW, buffer, OFFSET, packet.length, packet.length, PacketDirection.UNKNOWN);
        assertThat(decoder.buffer()).isSameAs(buffer);
        assertThat(decoder.offset()).isEqualTo(OFFSET + 28);
    }
}
