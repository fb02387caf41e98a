package io.tributary.codec.overlay;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bodies of version 2 that have no list: HELLO, CANDIDATURE, BYE, ERROR; and CANDIDATURE of version 1.
 */
class FixedBodiesTest
{
    static final byte[] HELLO = OverlayBytes.bytes(
        "01 02 03 04",              // highest transaction number heard
        "00 01 00 00",              // swarms shared
        "00 00 00 07",              // internal mandates
        "80 00 00 00",              // external mandates
        "fe dc ba 98 76 54 32 10"); // neighbour digest

    static final byte[] CANDIDATURE = OverlayBytes.bytes(
        "fe dc ba 98 76 54 32 10",  // campaign id
        "00 00 01 02",              // mandates
        "00 03 00 04");             // swarms

    static final byte[] BYE = OverlayBytes.bytes("02");
    static final byte[] ERROR = OverlayBytes.bytes("03");
    static final byte[] VERSION_ONE_CANDIDATURE = OverlayBytes.bytes("00", "00 00 01 02");
    static final byte[] VERSION_ONE_CANDIDATURE_ACK = OverlayBytes.bytes("01");

    private final UnsafeBuffer target = OverlayBytes.dirtyBuffer(64);
    private final HelloFlyweight hello = new HelloFlyweight();
    private final CandidatureFlyweight candidature = new CandidatureFlyweight();
    private final ByeFlyweight bye = new ByeFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();
    private final VersionOneCandidatureFlyweight old = new VersionOneCandidatureFlyweight();

    @Test
    void shouldDecodeHello()
    {
        hello.wrap(OverlayBytes.exactBuffer(HELLO), OFFSET, HELLO.length);

        assertThat(hello.validate()).isZero();
        assertThat(hello.heardTransactionId()).isEqualTo(0x0102_0304);
        assertThat(hello.sharedSwarms()).isEqualTo(65536);
        assertThat(hello.internalMandates()).isEqualTo(7);
        assertThat(hello.externalMandates()).isEqualTo(Integer.MIN_VALUE);
        assertThat(hello.neighbourDigest()).isEqualTo(0xFEDC_BA98_7654_3210L);
        assertThat(hello).hasToString("Hello{heardTransactionId=16909060, sharedSwarms=65536, internalMandates=7, " +
            "externalMandates=-2147483648, neighbourDigest=0xfedcba9876543210}");
    }

    @Test
    void shouldEncodeHello()
    {
        hello.wrapEncode(target, OFFSET)
            .heardTransactionId(0x0102_0304)
            .sharedSwarms(65536)
            .internalMandates(7)
            .externalMandates(Integer.MIN_VALUE)
            .neighbourDigest(0xFEDC_BA98_7654_3210L);

        assertThat(hello.encodedLength()).isEqualTo(24);
        assertThat(hello.limit()).isEqualTo(OFFSET + 24);
        assertThat(OverlayBytes.hex(target, OFFSET, 24)).isEqualTo(OverlayBytes.hex(HELLO));
    }

    @Test
    void shouldDecodeCandidature()
    {
        candidature.wrap(OverlayBytes.exactBuffer(CANDIDATURE), OFFSET, CANDIDATURE.length);

        assertThat(candidature.validate()).isZero();
        assertThat(candidature.campaignId()).isEqualTo(0xFEDC_BA98_7654_3210L);
        assertThat(candidature.mandates()).isEqualTo(258);
        assertThat(candidature.swarms()).isEqualTo(0x0003_0004);
        assertThat(candidature).hasToString("Candidature{campaignId=0xfedcba9876543210, mandates=258, swarms=196612}");
    }

    @Test
    void shouldEncodeCandidature()
    {
        candidature.wrapEncode(target, OFFSET).campaignId(0xFEDC_BA98_7654_3210L).mandates(258).swarms(0x0003_0004);

        assertThat(candidature.limit()).isEqualTo(OFFSET + 16);
        assertThat(OverlayBytes.hex(target, OFFSET, 16)).isEqualTo(OverlayBytes.hex(CANDIDATURE));
    }

    @Test
    void shouldDecodeAndEncodeByeAndError()
    {
        bye.wrap(OverlayBytes.exactBuffer(BYE), OFFSET, 1);
        error.wrap(OverlayBytes.exactBuffer(ERROR), OFFSET, 1);

        assertThat(bye.validate()).isZero();
        assertThat(bye.reason()).isEqualTo(OverlayProtocol.BYE_RESTARTING);
        assertThat(bye).hasToString("Bye{reason=2}");
        assertThat(error.validate()).isZero();
        assertThat(error.code()).isEqualTo(OverlayProtocol.ERROR_UNKNOWN_CONNECTION);
        assertThat(error).hasToString("Error{code=3}");

        bye.wrapEncode(target, OFFSET).reason(OverlayProtocol.BYE_RESTARTING);
        error.wrapEncode(target, OFFSET + 1).code(OverlayProtocol.ERROR_UNKNOWN_CONNECTION);

        assertThat(bye.encodedLength()).isEqualTo(1);
        assertThat(error.encodedLength()).isEqualTo(1);
        assertThat(OverlayBytes.hex(target, OFFSET, 3)).isEqualTo("0203ee");
    }

    @Test
    void shouldDecodeTheCandidatureOfVersionOne()
    {
        old.wrap(OverlayBytes.exactBuffer(VERSION_ONE_CANDIDATURE), OFFSET, 5);

        assertThat(old.validate()).isZero();
        assertThat(old.isAck()).isFalse();
        assertThat(old.mandates()).isEqualTo(258);
        assertThat(old).hasToString("VersionOneCandidature{mandates=258}");

        old.wrap(OverlayBytes.exactBuffer(VERSION_ONE_CANDIDATURE_ACK), OFFSET, 1);

        assertThat(old.validate()).isZero();
        assertThat(old.isAck()).isTrue();
        assertThat(old).hasToString("VersionOneCandidature{ack}");
    }

    @Test
    void shouldEncodeTheCandidatureOfVersionOne()
    {
        old.wrapEncode(target, OFFSET, 258);

        assertThat(old.limit()).isEqualTo(OFFSET + 5);
        assertThat(OverlayBytes.hex(target, OFFSET, 5)).isEqualTo(OverlayBytes.hex(VERSION_ONE_CANDIDATURE));

        old.wrapEncodeAcknowledgement(target, OFFSET);

        assertThat(old.limit()).isEqualTo(OFFSET + 1);
        assertThat(OverlayBytes.hex(target, OFFSET, 2)).isEqualTo("0100");
    }

    @Test
    void shouldRefuseAnAcknowledgementOfVersionOneWithMandates()
    {
        final byte[] body = OverlayBytes.bytes("01 00 00 00 02");
        old.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length);

        assertThat(old.validate()).isNotZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++)
        {
            final SplittableRandom values = random.split();
            final int[] ints = values.ints(8).toArray();
            final long[] longs = values.longs(2).toArray();
            hello.wrapEncode(target, OFFSET).heardTransactionId(ints[0]).sharedSwarms(ints[1])
                .internalMandates(ints[2]).externalMandates(ints[3]).neighbourDigest(longs[0]);
            hello.wrap(target, OFFSET, HelloFlyweight.LENGTH);
            candidature.wrapEncode(target, OFFSET + 24).campaignId(longs[1]).mandates(ints[4]).swarms(ints[5]);
            candidature.wrap(target, OFFSET + 24, CandidatureFlyweight.LENGTH);
            old.wrapEncode(target, OFFSET + 40, ints[6]);
            old.wrap(target, OFFSET + 40, VersionOneCandidatureFlyweight.LENGTH_MAX);
            bye.wrapEncode(target, OFFSET + 45).reason(ints[7] & 0xFF);
            error.wrapEncode(target, OFFSET + 46).code((ints[7] >>> 8) & 0xFF);

            assertThat(new int[]{
                hello.heardTransactionId(), hello.sharedSwarms(), hello.internalMandates(), hello.externalMandates(),
                candidature.mandates(), candidature.swarms(), old.mandates(), bye.reason() | error.code() << 8})
                .containsExactly(
                    ints[0], ints[1], ints[2], ints[3], ints[4], ints[5], ints[6], ints[7] & 0xFFFF);
            assertThat(hello.neighbourDigest()).isEqualTo(longs[0]);
            assertThat(candidature.campaignId()).isEqualTo(longs[1]);
        }
    }
}
