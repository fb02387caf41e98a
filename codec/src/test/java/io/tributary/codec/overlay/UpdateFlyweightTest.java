package io.tributary.codec.overlay;

import io.tributary.codec.DecodeError;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.tributary.codec.overlay.OverlayBytes.HASH_A;
import static io.tributary.codec.overlay.OverlayBytes.HASH_B;
import static io.tributary.codec.overlay.OverlayBytes.HASH_C;
import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

class UpdateFlyweightTest
{
    static final String ORIGIN_0 = "00112233445566778899aabbccddeeff";
    static final String ORIGIN_1 = "f0e1d2c3b4a5968778695a4b3c2d1e0f";

    static final byte[] UPDATE = OverlayBytes.bytes(
        "02", ORIGIN_0, ORIGIN_1,
        HASH_A, "02", "00", "00", "02",                             // IPv4, COMPLETE, origin 0, no hop, two records
        "02", "89 ab cd ef", "0a 8c", "c0 00 02 01", "1a e1",       // a seeder, 2,700 s
        "01", "00 00 00 00", "00 00", "c6 33 64 ff", "ff ff",       // gone
        HASH_B, "06", "00", "00", "00",                             // COMPLETE, REFLECT, nothing to tell
        HASH_C, "01", "01", "08", "01",                             // IPv6, origin 1, eight hops, one record
        "00", "ff ff ff ff", "ff ff", "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01", "00 50");

    private final UpdateFlyweight update = new UpdateFlyweight();
    private final Endpoint endpoint = new Endpoint();

    @Test
    void shouldDecodeOriginsGroupsAndRecords()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(UPDATE);
        update.wrap(buffer, OFFSET, UPDATE.length);

        assertThat(update.validate()).isZero();
        assertThat(update.limit()).isEqualTo(buffer.capacity());
        assertThat(update.originCount()).isEqualTo(2);
        assertThat(update.originHigh(0)).isEqualTo(0x0011_2233_4455_6677L);
        assertThat(update.originLow(0)).isEqualTo(0x8899_AABB_CCDD_EEFFL);
        assertThat(update.originHigh(1)).isEqualTo(0xF0E1_D2C3_B4A5_9687L);
        assertThat(update.originLow(1)).isEqualTo(0x7869_5A4B_3C2D_1E0FL);

        assertThat(update.nextGroup()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_A);
        assertThat(update.isIpv6()).isFalse();
        assertThat(update.isComplete()).isTrue();
        assertThat(update.isReflect()).isFalse();
        assertThat(update.originIndex()).isZero();
        assertThat(update.hops()).isZero();
        assertThat(update.recordCount()).isEqualTo(2);
        assertThat(update.nextRecord()).isTrue();
        assertThat(update.isGone()).isFalse();
        assertThat(update.isSeeder()).isTrue();
        assertThat(update.stamp()).isEqualTo(0x89AB_CDEF);
        assertThat(update.lifeSec()).isEqualTo(2700);
        assertThat(update.endpoint(endpoint)).hasToString("192.0.2.1:6881");
        assertThat(update.nextRecord()).isTrue();
        assertThat(update.isGone()).isTrue();
        assertThat(update.isSeeder()).isFalse();
        assertThat(update.lifeSec()).isZero();
        assertThat(update.endpoint(endpoint)).hasToString("198.51.100.255:65535");
        assertThat(update.nextRecord()).isFalse();
        assertThat(update.nextRecord()).isFalse();

        assertThat(update.nextGroup()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_B);
        assertThat(update.groupFlags()).isEqualTo(6);
        assertThat(update.isReflect()).isTrue();
        assertThat(update.recordCount()).isZero();
        assertThat(update.nextRecord()).isFalse();

        assertThat(update.nextGroup()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_C);
        assertThat(update.isIpv6()).isTrue();
        assertThat(update.isComplete()).isFalse();
        assertThat(update.originIndex()).isEqualTo(1);
        assertThat(update.hops()).isEqualTo(8);
        assertThat(update.nextRecord()).isTrue();
        assertThat(update.recordFlags()).isZero();
        assertThat(update.stamp()).isEqualTo(-1);
        assertThat(update.lifeSec()).isEqualTo(65535);
        assertThat(update.endpoint(endpoint)).hasToString("[2001:db8:0:0:0:0:0:1]:80");
        assertThat(update.nextRecord()).isFalse();

        assertThat(update.nextGroup()).isFalse();
        assertThat(update.nextGroup()).isFalse();
        assertThat(update.nextRecord()).isFalse();
        assertThat(update).hasToString("Update{originCount=2, encodedLength=" + UPDATE.length + "}");
    }

    @Test
    void shouldGoOverTheGroupsNobodyReads()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(UPDATE);
        update.wrap(buffer, OFFSET, UPDATE.length);
        final List<String> swarms = new ArrayList<>();
        while (update.nextGroup())
        {
            swarms.add(OverlayBytes.hash(buffer, update.infoHashOffset()));
        }

        assertThat(swarms).containsExactly(HASH_A, HASH_B, HASH_C);

        update.rewind();
        assertThat(update.nextRecord()).as("before the first group").isFalse();
        assertThat(update.nextGroup()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_A);
    }

    @Test
    void shouldGoOnAfterARecordInTheMiddleOfAGroup()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(UPDATE);
        update.wrap(buffer, OFFSET, UPDATE.length);
        update.nextGroup();
        update.nextRecord();

        assertThat(update.nextGroup()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_B);
    }

    @Test
    void shouldTakeAnUpdateWithoutGroups()
    {
        update.wrap(OverlayBytes.exactBuffer(OverlayBytes.bytes("00")), OFFSET, 1);

        assertThat(update.validate()).isZero();
        assertThat(update.nextGroup()).isFalse();
    }

    @Test
    void shouldNotLookAtTheOriginOfAGroupWithoutRecords()
    {
        assertThat(validate("00", HASH_A, "02 ff 00 00")).isEqualTo(DecodeError.NONE);
    }

    @Test
    void shouldRefuseRecordsOfAnOriginOutsideTheTable()
    {
        final String record = "00 00000001 0001 01020304 0005";

        assertThat(validate("01", ORIGIN_0, HASH_A, "00 00 00 01", record)).isEqualTo(DecodeError.NONE);
        assertThat(validate("01", ORIGIN_0, HASH_A, "00 01 00 01", record)).isNotEqualTo(DecodeError.NONE);
        assertThat(validate("01", ORIGIN_0, HASH_A, "00 ff 00 01", record)).isNotEqualTo(DecodeError.NONE);
        assertThat(validate("00", HASH_A, "00 00 00 01", record)).isNotEqualTo(DecodeError.NONE);
    }

    @Test
    void shouldRefuseMoreThanThirtyTwoOrigins()
    {
        assertThat(validate("20", ORIGIN_0.repeat(32))).isEqualTo(DecodeError.NONE);
        assertThat(validate("21", ORIGIN_0.repeat(33))).isNotEqualTo(DecodeError.NONE);
    }

    @Test
    void shouldRefuseRecordsOfTheOtherFamilysLength()
    {
        final String ipv6 = "00 00000001 0001 20010db8000000000000000000000001 0050";
        final String ipv4 = "00 00000001 0001 01020304 0005";

        assertThat(validate("01", ORIGIN_0, HASH_A, "01 00 00 01", ipv6)).isEqualTo(DecodeError.NONE);
        assertThat(validate("01", ORIGIN_0, HASH_A, "00 00 00 01", ipv6)).isNotEqualTo(DecodeError.NONE);
        assertThat(validate("01", ORIGIN_0, HASH_A, "01 00 00 01", ipv4)).isNotEqualTo(DecodeError.NONE);
    }

    @Test
    void shouldRefuseBytesAfterTheLastGroup()
    {
        for (int rest = 1; rest < UpdateFlyweight.GROUP_LENGTH; rest++)
        {
            assertThat(validate("00", HASH_A, "00 00 00 00", "00".repeat(rest)))
                .as("%d bytes", rest).isNotEqualTo(DecodeError.NONE);
        }
    }

    private DecodeError validate(final String... fields)
    {
        final byte[] body = OverlayBytes.bytes(fields);
        return DecodeError.of(update.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length).validate());
    }
}
