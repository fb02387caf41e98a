package io.tributary.codec.overlay;

import io.tributary.codec.DecodeError;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

class SynFlyweightTest
{
    static final byte[] VERSION_ONE_SYN_ACK = OverlayBytes.bytes(
        "b1 96 4a 62 a8 b1 1a 2f",  // connection id
        "00 00 00 80",              // action: SYN
        "3b b1 61 87",              // transaction id
        "0a 96",                    // listening port 2710
        "01");                      // flags: ACK

    static final byte[] VERSION_TWO_SYN = OverlayBytes.bytes(
        "ff ff ff ff ff ff ff ff",  // connection id: none yet
        "00 00 00 80",              // action: SYN
        "3b b1 61 87",              // transaction id
        "0a 96",                    // listening port 2710
        "00",                       // flags
        "54 32",                    // T2
        "02",                       // version
        "00",                       // key id: no key
        "00 01",                    // capabilities: border tracker
        "01",                       // link kind: external
        "00 64",                    // hello interval 10 s
        "01 90",                    // disconnect interval 40 s
        "05 5c",                    // longest datagram 1372
        "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff",
        "00 00 01 99 12 34 56 78",  // boot epoch
        "8a bc de f0 12 34 56 78"); // own connection id

    static final byte[] VERSION_TWO_CONFIRM_KEYED = OverlayBytes.bytes(
        "8a bc de f0 12 34 56 78",  // connection id
        "00 00 00 80",              // action: SYN
        "3b b1 61 87",              // transaction id
        "0a 96",                    // listening port 2710
        "03",                       // flags: ACK, CONFIRM
        "54 32",                    // T2
        "02",                       // version
        "c8",                       // key id 200
        "00 00",                    // capabilities
        "00",                       // link kind: internal
        "ff ff",                    // hello interval 6,553.5 s
        "00 01",                    // disconnect interval 0.1 s
        "ff ff",                    // longest datagram 65535
        "f0 e1 d2 c3 b4 a5 96 87 78 69 5a 4b 3c 2d 1e 0f",
        "7f ff ff ff ff ff ff ff",  // boot epoch
        "00 00 00 00 00 00 00 01",  // own connection id
        "d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df");

    private final SynFlyweight syn = new SynFlyweight();

    @Test
    void shouldDecodeVersionOne()
    {
        syn.wrap(OverlayBytes.exactBuffer(VERSION_ONE_SYN_ACK), OFFSET, 19);

        assertThat(syn.validate()).isZero();
        assertThat(syn.hasCapabilities()).isFalse();
        assertThat(syn.hasTag()).isFalse();
        assertThat(syn.connectionId()).isEqualTo(0xB196_4A62_A8B1_1A2FL);
        assertThat(syn.action()).isEqualTo(128);
        assertThat(syn.transactionId()).isEqualTo(0x3BB1_6187);
        assertThat(syn.port()).isEqualTo(2710);
        assertThat(syn.flags()).isEqualTo(1);
        assertThat(syn.isAck()).isTrue();
        assertThat(syn.isConfirm()).isFalse();
        assertThat(syn).hasToString(
            "Syn{connectionId=0xb1964a62a8b11a2f, transactionId=1001480583, port=2710, flags=1}");
    }

    @Test
    void shouldEncodeVersionOne()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(19);

        syn.wrapEncodeVersionOne(buffer, OFFSET)
            .connectionId(0xB196_4A62_A8B1_1A2FL).transactionId(0x3BB1_6187).port(2710).flags(1);

        assertThat(syn.encodedLength()).isEqualTo(19);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 19)).isEqualTo(OverlayBytes.hex(VERSION_ONE_SYN_ACK));
    }

    @Test
    void shouldDecodeVersionTwo()
    {
        syn.wrap(OverlayBytes.exactBuffer(VERSION_TWO_SYN), OFFSET, 64);

        assertThat(syn.validate()).isZero();
        assertThat(syn.hasCapabilities()).isTrue();
        assertThat(syn.hasTag()).isFalse();
        assertThat(syn.connectionId()).isEqualTo(OverlayProtocol.NO_CONNECTION_ID);
        assertThat(syn.isAck()).isFalse();
        assertThat(syn.version()).isEqualTo(2);
        assertThat(syn.keyId()).isZero();
        assertThat(syn.capabilities()).isEqualTo(1);
        assertThat(syn.isBorder()).isTrue();
        assertThat(syn.linkKind()).isEqualTo(OverlayProtocol.KIND_EXTERNAL);
        assertThat(syn.helloMs()).isEqualTo(10_000);
        assertThat(syn.disconnectMs()).isEqualTo(40_000);
        assertThat(syn.datagramLengthMax()).isEqualTo(1372);
        assertThat(syn.trackerIdHigh()).isEqualTo(0x0011_2233_4455_6677L);
        assertThat(syn.trackerIdLow()).isEqualTo(0x8899_AABB_CCDD_EEFFL);
        assertThat(syn.bootEpochMs()).isEqualTo(0x0000_0199_1234_5678L);
        assertThat(syn.ownConnectionId()).isEqualTo(0x8ABC_DEF0_1234_5678L);
        assertThat(syn.toString()).contains("version=2", "linkKind=1", "helloMs=10000", "disconnectMs=40000");
    }

    @Test
    void shouldEncodeVersionTwo()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(64);

        syn.wrapEncodeVersionTwo(buffer, OFFSET, OverlayProtocol.NO_KEY)
            .connectionId(OverlayProtocol.NO_CONNECTION_ID)
            .transactionId(0x3BB1_6187)
            .port(2710)
            .capabilities(OverlayProtocol.CAPABILITY_BORDER)
            .linkKind(OverlayProtocol.KIND_EXTERNAL)
            .helloMs(10_099)
            .disconnectMs(40_000)
            .datagramLengthMax(1372)
            .trackerId(0x0011_2233_4455_6677L, 0x8899_AABB_CCDD_EEFFL)
            .bootEpochMs(0x0000_0199_1234_5678L)
            .ownConnectionId(0x8ABC_DEF0_1234_5678L);

        assertThat(syn.encodedLength()).isEqualTo(64);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 64)).isEqualTo(OverlayBytes.hex(VERSION_TWO_SYN));
    }

    @Test
    void shouldDecodeAKeyedConfirm()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(VERSION_TWO_CONFIRM_KEYED);
        syn.wrap(buffer, OFFSET, 80);

        assertThat(syn.validate()).isZero();
        assertThat(syn.isAck()).isTrue();
        assertThat(syn.isConfirm()).isTrue();
        assertThat(syn.hasTag()).isTrue();
        assertThat(syn.keyId()).isEqualTo(200);
        assertThat(syn.isBorder()).isFalse();
        assertThat(syn.helloMs()).isEqualTo(6_553_500);
        assertThat(syn.disconnectMs()).isEqualTo(100);
        assertThat(syn.datagramLengthMax()).isEqualTo(65535);
        assertThat(syn.tagOffset()).isEqualTo(OFFSET + 64);
        assertThat(OverlayBytes.hex(buffer, syn.tagOffset(), 16)).isEqualTo("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
    }

    @Test
    void shouldEncodeAKeyedConfirm()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(80);

        syn.wrapEncodeVersionTwo(buffer, OFFSET, 200)
            .connectionId(0x8ABC_DEF0_1234_5678L)
            .transactionId(0x3BB1_6187)
            .port(2710)
            .flags(OverlayProtocol.FLAG_ACK | OverlayProtocol.FLAG_CONFIRM)
            .linkKind(OverlayProtocol.KIND_INTERNAL)
            .helloMs(Long.MAX_VALUE)
            .disconnectMs(100)
            .datagramLengthMax(65535)
            .trackerId(0xF0E1_D2C3_B4A5_9687L, 0x7869_5A4B_3C2D_1E0FL)
            .bootEpochMs(Long.MAX_VALUE)
            .ownConnectionId(1);
        buffer.putBytes(syn.tagOffset(), VERSION_TWO_CONFIRM_KEYED, 64, 16);

        assertThat(syn.encodedLength()).isEqualTo(80);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 80)).isEqualTo(OverlayBytes.hex(VERSION_TWO_CONFIRM_KEYED));
    }

    @Test
    void shouldTakeWhateverElseFollowsForVersionOne()
    {
        final byte[] packet = Arrays.copyOf(VERSION_ONE_SYN_ACK, 80);
        syn.wrap(OverlayBytes.exactBuffer(packet), OFFSET, packet.length);

        assertThat(syn.validate()).isZero();
        assertThat(syn.hasCapabilities()).isFalse();
    }

    @Test
    void shouldRefuseABlockThatIsCutShort()
    {
        for (int length = 0; length < 64; length++)
        {
            syn.wrap(OverlayBytes.exactBuffer(VERSION_TWO_SYN, length), OFFSET, length);

            final boolean isVersionOne = 19 == length || 20 == length;
            assertThat(0 == syn.validate()).as("%d bytes", length).isEqualTo(isVersionOne);
            assertThat(syn.hasCapabilities()).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void shouldRefuseAKeyedBlockWithoutItsWholeTag()
    {
        for (int length = 21; length < 80; length++)
        {
            syn.wrap(OverlayBytes.exactBuffer(VERSION_TWO_CONFIRM_KEYED, length), OFFSET, length);

            assertThat(DecodeError.of(syn.validate())).as("%d bytes", length).isEqualTo(DecodeError.TRUNCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 79, 80, 2048})
    void shouldRefuseBytesAfterTheBlock(final int length)
    {
        syn.wrap(OverlayBytes.exactBuffer(Arrays.copyOf(VERSION_TWO_SYN, length)), OFFSET, length);

        assertThat(syn.validate()).isNotZero();
    }

    @Test
    void shouldFindTheTagOfANewerVersionAtTheEndOfALongerBlock()
    {
        final byte[] packet = Arrays.copyOf(VERSION_TWO_CONFIRM_KEYED, 90);
        packet[SynFlyweight.VERSION_OFFSET] = 3;
        syn.wrap(OverlayBytes.exactBuffer(packet), OFFSET, packet.length);

        assertThat(syn.validate()).isZero();
        assertThat(syn.version()).isEqualTo(3);
        assertThat(syn.tagOffset()).isEqualTo(OFFSET + 74);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseABlockOfAnOlderVersion(final int version)
    {
        final byte[] packet = VERSION_TWO_SYN.clone();
        packet[SynFlyweight.VERSION_OFFSET] = (byte)version;
        syn.wrap(OverlayBytes.exactBuffer(packet), OFFSET, packet.length);

        assertThat(syn.validate()).isNotZero();
    }

    @Test
    void shouldRefuseAnUnknownLinkKind()
    {
        final byte[] packet = VERSION_TWO_SYN.clone();
        packet[SynFlyweight.LINK_KIND_OFFSET] = 2;
        syn.wrap(OverlayBytes.exactBuffer(packet), OFFSET, packet.length);

        assertThat(syn.validate()).isNotZero();
    }

    @Test
    void shouldRefuseAnotherAction()
    {
        final byte[] packet = VERSION_TWO_SYN.clone();
        packet[SynFlyweight.ACTION_OFFSET + 3] = (byte)129;
        syn.wrap(OverlayBytes.exactBuffer(packet), OFFSET, packet.length);

        assertThat(DecodeError.of(syn.validate())).isEqualTo(DecodeError.UNEXPECTED_ACTION);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++)
        {
            final int keyId = random.nextInt(256);
            final long connectionId = random.nextLong();
            final long trackerIdHigh = random.nextLong();
            final long trackerIdLow = random.nextLong();
            final long bootEpochMs = random.nextLong();
            final long ownConnectionId = random.nextLong();
            final int helloMs = 100 * random.nextInt(65536);
            final int disconnectMs = 100 * random.nextInt(65536);
            final int datagramLengthMax = random.nextInt(65536);
            final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(80);
            final int length = syn.wrapEncodeVersionTwo(buffer, OFFSET, keyId)
                .connectionId(connectionId).trackerId(trackerIdHigh, trackerIdLow).bootEpochMs(bootEpochMs)
                .ownConnectionId(ownConnectionId).helloMs(helloMs).disconnectMs(disconnectMs)
                .datagramLengthMax(datagramLengthMax).linkKind(i & 1).encodedLength();

            syn.wrap(buffer, OFFSET, length);

            assertThat(syn.validate()).isZero();
            assertThat(syn.hasTag()).isEqualTo(0 != keyId);
            assertThat(syn.keyId()).isEqualTo(keyId);
            assertThat(syn.connectionId()).isEqualTo(connectionId);
            assertThat(syn.trackerIdHigh()).isEqualTo(trackerIdHigh);
            assertThat(syn.trackerIdLow()).isEqualTo(trackerIdLow);
            assertThat(syn.bootEpochMs()).isEqualTo(bootEpochMs);
            assertThat(syn.ownConnectionId()).isEqualTo(ownConnectionId);
            assertThat(syn.helloMs()).isEqualTo(helloMs);
            assertThat(syn.disconnectMs()).isEqualTo(disconnectMs);
            assertThat(syn.datagramLengthMax()).isEqualTo(datagramLengthMax);
            assertThat(syn.linkKind()).isEqualTo(i & 1);
        }
    }
}
