package io.tributary.codec.capture;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteOrder;
import java.util.SplittableRandom;

import static io.tributary.codec.capture.CaptureBytes.OFFSET;
import static io.tributary.codec.capture.CaptureBytes.bytes;
import static io.tributary.codec.capture.CaptureBytes.dirtyBuffer;
import static io.tributary.codec.capture.CaptureBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

/** What is written, against bytes written by hand after the drafts of pcap and pcapng, RFC 791, 8200, 768 and 1071. */
class CaptureEncodersTest
{
    private static final long TIME_NS = 0x18EA_5C55_0B0A_0908L;
    private static final Endpoint IPV4_SOURCE = new Endpoint().ipv4(0xC0A8_0001, 6881);
    private static final Endpoint IPV4_DESTINATION = new Endpoint().ipv4(0xC0A8_00C7, 6969);
    private static final Endpoint IPV6_SOURCE = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 1, 6881);
    private static final Endpoint IPV6_DESTINATION = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 2, 6969);

    @Test
    void shouldWriteTheHeadOfAPcapFile()
    {
        final UnsafeBuffer buffer = dirtyBuffer(24);
        final PcapHeaderFlyweight header = new PcapHeaderFlyweight().wrap(buffer, OFFSET, ByteOrder.LITTLE_ENDIAN);
        assertThat(header.encode(LinkType.RAW, 65_535).encodedLength()).isEqualTo(24);
        assertThat(hex(buffer, OFFSET, 24))
            .isEqualTo(hex("4d3cb2a1 0200 0400 0000000000000000 ffff0000 65000000"));
        assertThat(header.snapLength()).isEqualTo(65_535);
        header.wrap(buffer, OFFSET, ByteOrder.BIG_ENDIAN).encode(LinkType.RAW, 65_535);
        assertThat(hex(buffer, OFFSET, 24))
            .isEqualTo(hex("a1b23c4d 0002 0004 0000000000000000 0000ffff 00000065"));
    }

    @Test
    void shouldWriteTheHeadOfAPcapPacket()
    {
        final UnsafeBuffer buffer = dirtyBuffer(16);
        new PcapRecordFlyweight().wrap(buffer, OFFSET, ByteOrder.LITTLE_ENDIAN)
            .encode(4_294_967_295_000_000_001L, 2, 3);
        assertThat(hex(buffer, OFFSET, 16)).isEqualTo(hex("ffffffff 01000000 02000000 03000000"));
    }

    @Test
    void shouldWriteASectionHeader()
    {
        final UnsafeBuffer buffer = dirtyBuffer(28);
        final SectionHeaderFlyweight header =
            new SectionHeaderFlyweight().wrap(buffer, OFFSET, ByteOrder.LITTLE_ENDIAN).encode();
        assertThat(header.encodedLength()).isEqualTo(28);
        assertThat(header.sectionLength()).isEqualTo(SectionHeaderFlyweight.SECTION_LENGTH_UNKNOWN);
        assertThat(hex(buffer, OFFSET, 28))
            .isEqualTo(hex("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, 01000000 20000000 6500 0000 ffff0000 0900 0100 09 000000 0000 0000 20000000",
        "false, 00000001 00000020 0065 0000 0000ffff 0009 0001 09 000000 0000 0000 00000020"})
    void shouldWriteAnInterface(final boolean isLittleEndian, final String expected)
    {
        final UnsafeBuffer buffer = dirtyBuffer(32);
        final InterfaceDescriptionFlyweight description = new InterfaceDescriptionFlyweight()
            .wrap(buffer, OFFSET, isLittleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        assertThat(description.encode(LinkType.RAW, 65_535).encodedLength())
            .isEqualTo(InterfaceDescriptionFlyweight.ENCODED_LENGTH);
        assertThat(hex(buffer, OFFSET, 32)).isEqualTo(hex(expected));
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, aabbcccc, 00", "IN, aabbcc, 01", "OUT, aabb, 02", "OTHER, aa, 00"})
    void shouldWriteAPacket(final PacketDirection direction, final String packet, final String flags)
    {
        final byte[] bytes = bytes(packet);
        final UnsafeBuffer buffer = dirtyBuffer(48);
        final EnhancedPacketFlyweight block =
            new EnhancedPacketFlyweight().wrap(buffer, OFFSET, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(block.packetOffset(), bytes);
        assertThat(block.encode(1, TIME_NS, bytes.length, 9, direction)).isEqualTo(48);
        assertThat(EnhancedPacketFlyweight.length(bytes.length)).isEqualTo(48);
        assertThat(hex(buffer, OFFSET, 48)).isEqualTo(hex(
            "06000000 30000000 01000000 555cea18 08090a0b", "0" + bytes.length + "000000", "09000000",
            packet, "00".repeat(4 - bytes.length), "0200 0400", flags, "000000", "0000 0000 30000000"));
    }

    /** The header that the articles on its checksum show: it comes to b861. */
    @Test
    void shouldWriteAnIpv4Header()
    {
        final UnsafeBuffer buffer = dirtyBuffer(115);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[90]);
        assertThat(UdpPacketEncoder.encode(buffer, OFFSET, IPV4_SOURCE, IPV4_DESTINATION, payload, 3, 87))
            .isEqualTo(115);
        assertThat(hex(buffer, OFFSET, 26)).isEqualTo(
            hex("4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7", "1ae1 1b39 005f"));
        // c0a8 + 0001 + c0a8 + 00c7 + 0011 + 005f + 1ae1 + 1b39 + 005f = 1b901, folded b902, inverted.
        assertThat(hex(buffer, OFFSET + 26, 2)).isEqualTo("46fd");
        assertThat(hex(buffer, OFFSET + 28, 87)).isEqualTo("00".repeat(87));
    }

    @Test
    void shouldWriteAnIpv6Header()
    {
        final UnsafeBuffer buffer = dirtyBuffer(52);
        final UnsafeBuffer payload = new UnsafeBuffer(bytes("deadbeef"));
        assertThat(UdpPacketEncoder.encode(buffer, OFFSET, IPV6_SOURCE, IPV6_DESTINATION, payload, 0, 4))
            .isEqualTo(52);
        assertThat(hex(buffer, OFFSET, 46)).isEqualTo(
            hex("60000000 000c 11 40", CaptureBytes.IPV6_ADDRESSES, "1ae1 1b39 000c"));
        assertThat(hex(buffer, OFFSET + 48, 4)).isEqualTo("deadbeef");
        assertThat(sumToBeAllOnes(buffer, OFFSET + 8, 32 + 12, 12)).isEqualTo(0xFFFF);
    }

    /** A sum over what is written, checksum included, is all ones (RFC 1071); 0 would say that there is none. */
    @ParameterizedTest
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldWriteChecksums(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++)
        {
            final byte[] payload = new byte[random.nextInt(70)];
            random.nextBytes(payload);
            final boolean isIpv6 = random.nextBoolean();
            final int headersLength = UdpPacketEncoder.headersLength(isIpv6);
            final UnsafeBuffer buffer = dirtyBuffer(headersLength + payload.length);
            UdpPacketEncoder.encode(
                buffer, OFFSET, isIpv6 ? IPV6_SOURCE : IPV4_SOURCE, isIpv6 ? IPV6_DESTINATION : IPV4_DESTINATION,
                new UnsafeBuffer(payload), 0, payload.length);
            final int addresses = OFFSET + headersLength - 8 - (isIpv6 ? 32 : 8);
            final int length = buffer.capacity() - addresses;
            assertThat(sumToBeAllOnes(buffer, addresses, length, 8 + payload.length))
                .as("seed %d, datagram %d", seed, i).isEqualTo(0xFFFF);
            assertThat(buffer.getShort(OFFSET + headersLength - 2)).isNotZero();
            if (!isIpv6)
            {
                assertThat(sumOfShorts(buffer, OFFSET, 20)).isEqualTo(0xFFFF);
            }
        }
    }

    @Test
    void shouldWriteTheChecksumOfZeroAsAllOnes()
    {
        final UnsafeBuffer buffer = dirtyBuffer(30);
        // What is left of the sum without payload, inverted.
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[2]);
        UdpPacketEncoder.encode(buffer, OFFSET, IPV4_SOURCE, IPV4_DESTINATION, payload, 0, 2);
        payload.putShort(0, buffer.getShort(OFFSET + 26));
        UdpPacketEncoder.encode(buffer, OFFSET, IPV4_SOURCE, IPV4_DESTINATION, payload, 0, 2);
        assertThat(hex(buffer, OFFSET + 26, 2)).isEqualTo("ffff");
    }

    @Test
    void shouldWriteTheLongestDatagram()
    {
        final int length = UdpPacketEncoder.payloadLengthMax(false);
        assertThat(length).isEqualTo(65_507);
        assertThat(UdpPacketEncoder.payloadLengthMax(true)).isEqualTo(65_527);
        final UnsafeBuffer buffer = dirtyBuffer(28 + length);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
        payload.setMemory(0, length, (byte)0xFF);
        assertThat(UdpPacketEncoder.encode(buffer, OFFSET, IPV4_SOURCE, IPV4_DESTINATION, payload, 0, length))
            .isEqualTo(65_535);
        assertThat(sumToBeAllOnes(buffer, OFFSET + 12, 8 + 8 + length, 8 + length)).isEqualTo(0xFFFF);
    }

    private static int sumToBeAllOnes(
        final DirectBuffer buffer, final int offset, final int length, final int udpLength)
    {
        final int sum = sumOfShorts(buffer, offset, length) + 17 + udpLength;
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    private static int sumOfShorts(final DirectBuffer buffer, final int offset, final int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += (buffer.getByte(offset + i) & 0xFF) << (0 == (i & 1) ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }

        return sum;
    }
}
