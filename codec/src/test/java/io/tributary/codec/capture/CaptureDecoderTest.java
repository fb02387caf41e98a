package io.tributary.codec.capture;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tributary.codec.capture.CaptureBytes.OFFSET;
import static io.tributary.codec.capture.CaptureBytes.bytes;
import static io.tributary.codec.capture.CaptureBytes.exactBuffer;
import static org.assertj.core.api.Assertions.assertThat;

/** Files written by hand after draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng. */
class CaptureDecoderTest
{
    private static final String PCAP_MICROSECONDS = "d4c3b2a1 0200 0400 0000000000000000 00000400 01000000";
    private static final String PCAP_NANOSECONDS_BIG = "a1b23c4d 0002 0004 0000000000000000 0000ffff 00000065";
    private static final String PCAPNG = "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";
    private static final String PCAPNG_BIG = "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c";
    private static final String ETHERNET = "01000000 14000000 0100 0000 00000400 14000000";
    private static final String RAW_NANOSECONDS =
        "01000000 20000000 6500 0000 00000000 0900 0100 09 000000 0000 0000 20000000";
    private static final long SECOND_NS = 1_000_000_000L;

    private final CaptureDecoder decoder = new CaptureDecoder();
    private UnsafeBuffer buffer;
    private int position;

    private void wrap(final String... hex)
    {
        buffer = exactBuffer(bytes(hex));
        position = OFFSET;
        decoder.reset();
    }

    private CaptureResult next()
    {
        final CaptureResult result = decoder.decode(buffer, position, buffer.capacity() - position);
        if (CaptureResult.PACKET == result || CaptureResult.OTHER == result)
        {
            position += (int)decoder.recordLength();
        }

        return result;
    }

    private void assertPacket(final long timeNs, final int linkType, final int originalLength, final String packet)
    {
        assertThat(next()).isEqualTo(CaptureResult.PACKET);
        assertThat(decoder.timeNs()).isEqualTo(timeNs);
        assertThat(decoder.linkType()).isEqualTo(linkType);
        assertThat(decoder.originalLength()).isEqualTo(originalLength);
        assertThat(CaptureBytes.hex(buffer, decoder.packetOffset(), decoder.capturedLength())).isEqualTo(packet);
    }

    private void assertOther()
    {
        assertThat(next()).isEqualTo(CaptureResult.OTHER);
    }

    private void assertEnd()
    {
        assertThat(position).isEqualTo(buffer.capacity());
        assertThat(next()).isEqualTo(CaptureResult.INCOMPLETE);
    }

    private void assertError(final CaptureResult error, final int offset, final long value)
    {
        assertThat(next()).isEqualTo(error);
        assertThat(error.isError()).isTrue();
        assertThat(decoder.errorOffset()).isEqualTo(offset);
        assertThat(decoder.errorValue()).isEqualTo(value);
    }

    @Test
    void shouldReadPcapOfMicroseconds()
    {
        wrap(PCAP_MICROSECONDS,
            "01000000 02000000 02000000 03000000 aabb",
            "ffffffff 3f420f00 01000000 01000000 cc",
            "00000000 00000000 00000000 00000000");
        assertThat(decoder.isStarted()).isFalse();
        assertOther();
        assertThat(decoder.isStarted()).isTrue();
        assertPacket(SECOND_NS + 2000, LinkType.ETHERNET, 3, "aabb");
        assertPacket(4_294_967_295L * SECOND_NS + 999_999_000, LinkType.ETHERNET, 1, "cc");
        assertPacket(0, LinkType.ETHERNET, 0, "");
        assertEnd();
    }

    @Test
    void shouldReadPcapOfNanosecondsInTheOtherByteOrder()
    {
        wrap(PCAP_NANOSECONDS_BIG, "00000001 00000002 00000002 00000003 aabb");
        assertOther();
        assertPacket(SECOND_NS + 2, LinkType.RAW, 3, "aabb");
        assertEnd();
    }

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d4 0002 0004 0000000000000000 0000ffff 00000114, 00000001 00000002 00000001 00000001 aa, 1000002000",
        "4d3cb2a1 0200 0400 0000000000000000 00000400 14010000, 01000000 02000000 01000000 01000000 aa, 1000000002"})
    void shouldReadTheOtherTwoKindsOfPcap(final String head, final String record, final long timeNs)
    {
        wrap(head, record);
        assertOther();
        assertPacket(timeNs, LinkType.LINUX_SLL2, 1, "aa");
        assertEnd();
    }

    /** The upper half of the field is about checksums of frames. */
    @Test
    void shouldReadTheLinkTypeAlone()
    {
        wrap("d4c3b2a1 0200 0400 0000000000000000 00000400 01000024", "00000000 00000000 00000000 00000000");
        assertOther();
        assertPacket(0, LinkType.ETHERNET, 0, "");
    }

    @Test
    void shouldReadPcapng()
    {
        wrap(PCAPNG, ETHERNET, RAW_NANOSECONDS,
            // Enhanced packet, interface 0: microseconds.
            "06000000 24000000 00000000 01000000 02000000 02000000 03000000 aabb0000 24000000",
            // Interface 1: nanoseconds; a comment, then flags: outbound.
            "06000000 38000000 01000000 00000000 05000000 04000000 04000000 aabbccdd",
            "0100 0300 61626300 0200 0400 02000000 0000 0000 38000000",
            // Obsolete packet: interface 1, drops 7; flags: inbound.
            "02000000 2c000000 0100 0700 00000000 06000000 00000000 00000000 0200 0400 01000000 0000 0000 2c000000",
            // Simple packet: interface 0, no time of its own.
            "03000000 14000000 03000000 aabbcc00 14000000");
        assertOther();
        assertOther();
        assertOther();
        assertPacket(((1L << 32) + 2) * 1000, LinkType.ETHERNET, 3, "aabb");
        assertThat(decoder.direction()).isEqualTo(PacketDirection.UNKNOWN);
        assertThat(decoder.interfaceIndex()).isZero();
        assertPacket(5, LinkType.RAW, 4, "aabbccdd");
        assertThat(decoder.direction()).isEqualTo(PacketDirection.OUT);
        assertThat(decoder.interfaceIndex()).isEqualTo(1);
        assertPacket(6, LinkType.RAW, 0, "");
        assertThat(decoder.direction()).isEqualTo(PacketDirection.IN);
        assertPacket(6, LinkType.ETHERNET, 3, "aabbcc");
        assertThat(decoder.direction()).isEqualTo(PacketDirection.UNKNOWN);
        assertThat(decoder.interfaceIndex()).isZero();
        assertEnd();
    }

    /** Each section has a byte order and interfaces of its own. */
    @Test
    void shouldReadSectionsOfBothByteOrders()
    {
        wrap(PCAPNG, ETHERNET,
            "06000000 20000000 00000000 00000000 01000000 00000000 00000000 20000000",
            PCAPNG_BIG, "00000001 00000014 0065 0000 00000000 00000014",
            "00000006 00000024 00000000 00000000 00000002 00000001 00000009 aa000000 00000024",
            PCAPNG, RAW_NANOSECONDS,
            "06000000 20000000 00000000 00000000 03000000 00000000 00000000 20000000");
        assertOther();
        assertOther();
        assertPacket(1000, LinkType.ETHERNET, 0, "");
        assertOther();
        assertOther();
        assertPacket(2000, LinkType.RAW, 9, "aa");
        assertOther();
        assertOther();
        assertPacket(3, LinkType.RAW, 0, "");
        assertEnd();
    }

    @Test
    void shouldSkipBlocksItDoesNotKnow()
    {
        wrap(PCAPNG, "04000000 10000000 00000000 10000000", "0d0d0d8d 0c000000 0c000000", ETHERNET);
        assertOther();
        assertOther();
        assertOther();
        assertOther();
        assertEnd();
    }

    @Test
    void shouldSkipAHugeBlockWithoutSeeingIt()
    {
        wrap(PCAPNG, "0a000000 f0ffffff 00000000");
        assertOther();
        assertThat(next()).isEqualTo(CaptureResult.OTHER);
        assertThat(decoder.recordLength()).isEqualTo(0xFFFF_FFF0L);
    }

    @ParameterizedTest
    @CsvSource({
        // if_tsoffset: 2 s, with if_tsresol of milliseconds.
        "0900 0100 03 000000 0e00 0800 0200000000000000 0000 0000, 2007000000",
        "0e00 0800 ffffffffffffffff 0900 0100 09 000000, -999999993",
        // 2^-10 seconds.
        "0900 0100 8a 000000, 6835937",
        // No option of ours, and the first end of the list counts.
        "0200 0300 657468 00 0000 0000 0900 0100 09 000000, 7000",
        // Too short to be read.
        "0900 0000 0e00 0400 01000000, 7000"})
    void shouldTellTimeByTheInterface(final String options, final long timeNs)
    {
        final int length = 20 + bytes(options).length;
        wrap(PCAPNG,
            String.format("01000000 %02x000000 6500 0000 00000000", length), options,
            String.format("%02x000000", length),
            "06000000 20000000 00000000 00000000 07000000 00000000 00000000 20000000");
        assertOther();
        assertOther();
        assertPacket(timeNs, LinkType.RAW, 0, "");
    }

    @Test
    void shouldCutASimplePacketWhereTheInterfaceDoes()
    {
        wrap(PCAPNG, "01000000 14000000 6500 0000 02000000 14000000", "03000000 14000000 ff000000 aabb0000 14000000");
        assertOther();
        assertOther();
        assertPacket(0, LinkType.RAW, 255, "aabb");
    }

    /** A length beyond 31 bits cannot be true, and does no harm. */
    @Test
    void shouldBoundTheOriginalLength()
    {
        wrap(PCAP_MICROSECONDS,
            "00000000 00000000 01000000 ffffffff aa", "00000000 00000000 02000000 01000000 aabb");
        assertOther();
        assertPacket(0, LinkType.ETHERNET, Integer.MAX_VALUE, "aa");
        assertPacket(0, LinkType.ETHERNET, 2, "aabb");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        PCAP_MICROSECONDS + "01000000 02000000 02000000 03000000 aabb",
        PCAPNG + ETHERNET + "06000000 24000000 00000000 01000000 02000000 02000000 03000000 aabb0000 24000000"})
    void shouldAskForTheRestOfARecord(final String hex)
    {
        final byte[] whole = bytes(hex);
        for (int length = 0; length < whole.length; length++)
        {
            final byte[] cut = new byte[length];
            System.arraycopy(whole, 0, cut, 0, length);
            wrap(CaptureBytes.hex(new UnsafeBuffer(cut), 0, length));
            CaptureResult result = next();
            while (CaptureResult.OTHER == result)
            {
                result = next();
            }

            assertThat(result).isEqualTo(CaptureResult.INCOMPLETE);
            assertThat(decoder.recordLength()).isGreaterThan(buffer.capacity() - position);
            assertThat(position + decoder.recordLength()).isLessThanOrEqualTo(OFFSET + whole.length);
        }
    }

    @Test
    void shouldRefuseAnotherFormat()
    {
        wrap("504b0304");
        assertError(CaptureResult.FORMAT_UNKNOWN, 0, 0x504B_0304L);
        wrap("a1b2cd34 0002 0004 0000000000000000 0000ffff 00000001");
        assertError(CaptureResult.FORMAT_UNKNOWN, 0, 0xA1B2_CD34L);
    }

    @Test
    void shouldRefuseAnotherVersion()
    {
        wrap("d4c3b2a1 0200 0300 0000000000000000 00000400 01000000");
        assertError(CaptureResult.VERSION_UNKNOWN, 4, 0x2_0003);
        wrap("d4c3b2a1 0300 0400 0000000000000000 00000400 01000000");
        assertError(CaptureResult.VERSION_UNKNOWN, 4, 0x3_0004);
        wrap("0a0d0d0a 1c000000 4d3c2b1a 0200 0100 ffffffffffffffff 1c000000");
        assertError(CaptureResult.VERSION_UNKNOWN, 12, 0x2_0001);
    }

    @Test
    void shouldRefuseAnotherByteOrder()
    {
        wrap("0a0d0d0a 1c000000 4d3c2b1b 0100 0000 ffffffffffffffff 1c000000");
        assertError(CaptureResult.BYTE_ORDER_UNKNOWN, 8, 0x4D3C_2B1BL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01000400", "ffffffff", "00000080"})
    void shouldRefuseAPacketThatIsTooLong(final String length)
    {
        wrap(PCAP_MICROSECONDS, "00000000 00000000", length, "00000000");
        assertOther();
        assertThat(next()).isEqualTo(CaptureResult.RECORD_TOO_LONG);
        assertThat(decoder.errorOffset()).isEqualTo(8);
    }

    @Test
    void shouldRefuseABlockThatIsTooLong()
    {
        wrap(PCAPNG, "06000000 04001000 00000000");
        assertOther();
        assertError(CaptureResult.RECORD_TOO_LONG, 4, (1 << 20) + 4);
    }

    /** A block of length 0 would be read for ever. */
    @ParameterizedTest
    @CsvSource({
        "0a000000, 00", "0a000000, 04", "0a000000, 08", "0a000000, 0e", "06000000, 1c", "02000000, 1c", "03000000, 0c",
        "01000000, 10", "0a0d0d0a, 18"})
    void shouldRefuseABlockShorterThanItsFixedPart(final String type, final String length)
    {
        wrap(PCAPNG, type, length + "000000", "4d3c2b1a", "00".repeat(64));
        assertOther();
        assertError(CaptureResult.BLOCK_LENGTH_INVALID, 4, Integer.parseInt(length, 16));
    }

    @Test
    void shouldRefuseAnotherLengthAtTheEndOfABlock()
    {
        wrap(PCAPNG, "0a000000 10000000 00000000 14000000");
        assertOther();
        assertError(CaptureResult.BLOCK_TRAILER_DIFFERENT, 12, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05000000", "01000000", "ffffffff", "ffffff7f", "fdffff7f"})
    void shouldRefuseAPacketBeyondItsBlock(final String length)
    {
        wrap(PCAPNG, ETHERNET, "06000000 20000000 00000000 00000000 00000000", length, "00000000 20000000");
        assertOther();
        assertOther();
        assertThat(next()).isEqualTo(CaptureResult.BLOCK_TOO_SHORT);
        assertThat(decoder.errorOffset()).isEqualTo(20);
    }

    @Test
    void shouldRefuseASimplePacketBeyondItsBlock()
    {
        wrap(PCAPNG, ETHERNET, "03000000 14000000 05000000 aabb0000 14000000");
        assertOther();
        assertOther();
        assertError(CaptureResult.BLOCK_TOO_SHORT, 8, 5);
    }

    @Test
    void shouldRefuseAnInterfaceThatWasNotDescribed()
    {
        wrap(PCAPNG, ETHERNET, "06000000 20000000 01000000 00000000 00000000 00000000 00000000 20000000");
        assertOther();
        assertOther();
        assertError(CaptureResult.INTERFACE_UNKNOWN, 8, 1);
        wrap(PCAPNG, "03000000 10000000 00000000 10000000");
        assertOther();
        assertError(CaptureResult.INTERFACE_UNKNOWN, 0, 0);
        wrap(PCAPNG, ETHERNET, PCAPNG, "02000000 20000000 0000 0000 00000000 00000000 00000000 00000000 20000000");
        assertOther();
        assertOther();
        assertOther();
        assertError(CaptureResult.INTERFACE_UNKNOWN, 8, 0);
    }

    @Test
    void shouldRefuseAnOptionBeyondItsBlock()
    {
        wrap(PCAPNG, "01000000 1c000000 6500 0000 00000000 0900 0500 09 000000 1c000000");
        assertOther();
        assertError(CaptureResult.OPTION_TOO_LONG, 18, 5);
    }

    /** The packet is there all the same. */
    @Test
    void shouldReadAPacketWithABrokenOption()
    {
        wrap(PCAPNG, ETHERNET, "06000000 28000000 00000000 00000000 07000000 00000000 00000000",
            "0200 ff00 01000000 28000000");
        assertOther();
        assertOther();
        assertPacket(7000, LinkType.ETHERNET, 0, "");
        assertThat(decoder.direction()).isEqualTo(PacketDirection.UNKNOWN);
    }

    @Test
    void shouldHoldAsManyInterfacesAsItSays()
    {
        wrap(PCAPNG, ETHERNET);
        assertOther();
        final int first = position;
        for (int i = 0; i < CaptureInterfaces.COUNT_MAX; i++)
        {
            position = first;
            assertOther();
        }

        position = first;
        assertError(CaptureResult.INTERFACES_TOO_MANY, 0, CaptureInterfaces.COUNT_MAX + 1);
    }
}
