package io.tributary.codec.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.HASH_A;
import static io.tributary.codec.overlay.OverlayBytes.HASH_B;
import static io.tributary.codec.overlay.OverlayBytes.HASH_C;
import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

class UpdateEncoderTest
{
    private static final long HIGH_0 = 0x0011_2233_4455_6677L;
    private static final long LOW_0 = 0x8899_AABB_CCDD_EEFFL;
    private static final long HIGH_1 = 0xF0E1_D2C3_B4A5_9687L;
    private static final long LOW_1 = 0x7869_5A4B_3C2D_1E0FL;

    private final UpdateEncoder encoder = new UpdateEncoder();
    private final UpdateFlyweight update = new UpdateFlyweight();
    private final Endpoint endpoint = new Endpoint();
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[20]);

    @Test
    void shouldEncodeOriginsGroupsAndRecords()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(UpdateFlyweightTest.UPDATE.length);
        encoder.wrap(buffer, OFFSET, buffer.capacity());

        assertThat(encoder.beginGroup(OverlayBytes.buffer(HASH_A), 0, false, HIGH_0, LOW_0, 0)).isTrue();
        assertThat(encoder.addRecord(
            UpdateFlyweight.RECORD_FLAG_SEEDER, 0x89AB_CDEF, 2700, endpoint.ipv4(0xC000_0201, 6881))).isTrue();
        assertThat(encoder.addRecord(
            UpdateFlyweight.RECORD_FLAG_GONE, 0, 0, endpoint.ipv4(0xC633_64FF, 65535))).isTrue();
        assertThat(encoder.endGroup(UpdateFlyweight.GROUP_FLAG_COMPLETE)).isEqualTo(2);
        assertThat(encoder.addEmptyGroup(
            OverlayBytes.buffer("00" + HASH_B),
            1,
            UpdateFlyweight.GROUP_FLAG_COMPLETE | UpdateFlyweight.GROUP_FLAG_REFLECT)).isTrue();
        assertThat(encoder.beginGroup(OverlayBytes.buffer(HASH_C), 0, true, HIGH_1, LOW_1, 8)).isTrue();
        assertThat(encoder.addRecord(0, -1, 1_000_000, 0x2001_0DB8_0000_0000L, 1, 80)).isTrue();
        assertThat(encoder.addRecord(0, -1, 1, 0x2001_0DB8_0000_0000L, 2, 80)).as("no room").isFalse();
        assertThat(encoder.endGroup(0)).isEqualTo(1);

        assertThat(encoder.groupCount()).isEqualTo(3);
        assertThat(encoder.limit()).isEqualTo(buffer.capacity());
        assertThat(OverlayBytes.hex(buffer, OFFSET, encoder.encodedLength()))
            .isEqualTo(OverlayBytes.hex(UpdateFlyweightTest.UPDATE));
    }

    @Test
    void shouldBeginWithABodyWithoutGroups()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(1);
        encoder.wrap(buffer, OFFSET, buffer.capacity());

        assertThat(encoder.groupCount()).isZero();
        assertThat(encoder.addEmptyGroup(source, 0, 0)).isFalse();
        assertThat(encoder.beginGroup(source, 0, false, 1, 1, 0)).isFalse();
        assertThat(OverlayBytes.hex(buffer, OFFSET, encoder.encodedLength())).isEqualTo("00");
    }

    @Test
    void shouldOpenAGroupOnlyWithRoomForOneRecord()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(2048);
        final int ipv4Length = 1 + 16 + 24 + 13;
        final int ipv6Length = 1 + 16 + 24 + 25;

        assertThat(encoder.wrap(buffer, OFFSET, OFFSET + ipv4Length - 1).beginGroup(source, 0, false, 1, 1, 0))
            .isFalse();
        assertThat(encoder.encodedLength()).isEqualTo(1);
        assertThat(encoder.wrap(buffer, OFFSET, OFFSET + ipv4Length).beginGroup(source, 0, false, 1, 1, 0)).isTrue();
        assertThat(encoder.wrap(buffer, OFFSET, OFFSET + ipv6Length - 1).beginGroup(source, 0, true, 1, 1, 0))
            .isFalse();
        assertThat(encoder.wrap(buffer, OFFSET, OFFSET + ipv6Length).beginGroup(source, 0, true, 1, 1, 0)).isTrue();
    }

    @Test
    void shouldNameAnOriginOnce()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(2048);
        encoder.wrap(buffer, OFFSET, buffer.capacity());
        final long[] lows = {1, 2, 1, 3, 2};
        for (final long low : lows)
        {
            encoder.beginGroup(source, 0, false, 7, low, 0);
            encoder.addRecord(0, 0, 0, 0, low, 0);
            encoder.endGroup(0);
        }

        update.wrap(buffer, OFFSET, encoder.encodedLength());

        assertThat(update.validate()).isZero();
        assertThat(update.originCount()).isEqualTo(3);
        for (final long low : lows)
        {
            assertThat(update.nextGroup()).isTrue();
            assertThat(update.originHigh(update.originIndex())).isEqualTo(7);
            assertThat(update.originLow(update.originIndex())).isEqualTo(low);
            assertThat(update.nextRecord()).isTrue();
            assertThat(update.endpoint(endpoint).addressLow()).isEqualTo(low);
        }
    }

    @Test
    void shouldStopAtThirtyTwoOrigins()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(4096);
        encoder.wrap(buffer, OFFSET, buffer.capacity());
        for (int i = 0; i < 32; i++)
        {
            assertThat(encoder.beginGroup(source, 0, false, i, i, 0)).isTrue();
            encoder.addRecord(0, 0, 0, 0, i, 0);
            encoder.endGroup(0);
        }

        assertThat(encoder.beginGroup(source, 0, false, 32, 32, 0)).as("a new origin").isFalse();
        assertThat(encoder.beginGroup(source, 0, false, 5, 5, 0)).as("a known origin").isTrue();
        encoder.cancelGroup();
        assertThat(encoder.groupCount()).isEqualTo(32);
        assertThat(update.wrap(buffer, OFFSET, encoder.encodedLength()).validate()).isZero();
    }

    @Test
    void shouldStopAtTwoHundredAndFiftyFiveRecordsOfAGroup()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(8192);
        encoder.wrap(buffer, OFFSET, buffer.capacity());
        encoder.beginGroup(source, 0, false, 1, 1, 0);
        for (int i = 0; i < 255; i++)
        {
            assertThat(encoder.addRecord(0, i, i, 0, i, i)).isTrue();
        }

        assertThat(encoder.addRecord(0, 255, 255, 0, 255, 255)).isFalse();
        assertThat(encoder.endGroup(0)).isEqualTo(255);
        assertThat(encoder.beginGroup(source, 0, false, 1, 1, 0)).isTrue();
        encoder.cancelGroup();
        update.wrap(buffer, OFFSET, encoder.encodedLength());

        assertThat(update.validate()).isZero();
        assertThat(update.nextGroup()).isTrue();
        assertThat(update.recordCount()).isEqualTo(255);
        assertThat(update.nextGroup()).isFalse();
    }

    @Test
    void shouldLeaveTheFamilyOfAGroupAlone()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(128);
        encoder.wrap(buffer, OFFSET, buffer.capacity());
        encoder.beginGroup(source, 0, false, 1, 1, 0);
        encoder.addRecord(0, 0, 0, 0, 1, 1);
        encoder.endGroup(0xFF);
        update.wrap(buffer, OFFSET, encoder.encodedLength());

        assertThat(update.validate()).isZero();
        assertThat(update.nextGroup()).isTrue();
        assertThat(update.groupFlags()).isEqualTo(0xFE);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWroteWhateverIsSkippedAndHoweverLittleFits(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 400; round++)
        {
            final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(1 + random.nextInt(1372));
            final List<List<String>> written = write(buffer, random);
            update.wrap(buffer, OFFSET, encoder.encodedLength());

            assertThat(update.validate()).isZero();
            for (final List<String> group : written)
            {
                assertThat(update.nextGroup()).isTrue();
                assertThat(describeGroup(buffer)).isEqualTo(group.get(0));
                final int read = random.nextInt(group.size());
                for (int i = 1; i <= read; i++)
                {
                    assertThat(update.nextRecord()).isTrue();
                    assertThat(describeRecord()).isEqualTo(group.get(i));
                }
            }

            assertThat(update.nextGroup()).isFalse();
        }
    }

    private String describeGroup(final UnsafeBuffer buffer)
    {
        final boolean isEmpty = 0 == update.recordCount();
        return buffer.getLong(update.infoHashOffset()) + "/" + update.groupFlags() + "/" + update.recordCount() +
            (isEmpty ? "" : "/" + update.originHigh(update.originIndex()) + "/" +
            update.originLow(update.originIndex()) + "/" + update.hops());
    }

    private String describeRecord()
    {
        return update.recordFlags() + "/" + update.stamp() + "/" + update.lifeSec() + "/" + update.endpoint(endpoint);
    }

    private List<List<String>> write(final UnsafeBuffer buffer, final SplittableRandom random)
    {
        final List<List<String>> written = new ArrayList<>();
        encoder.wrap(buffer, OFFSET, buffer.capacity());
        for (int group = 0; group < 40; group++)
        {
            final long hash = random.nextLong();
            source.putLong(0, hash);
            if (0 == random.nextInt(4))
            {
                if (encoder.addEmptyGroup(source, 0, UpdateFlyweight.GROUP_FLAG_COMPLETE))
                {
                    written.add(List.of(hash + "/2/0"));
                }

                continue;
            }

            final long origin = random.nextInt(40);
            final boolean isIpv6 = random.nextBoolean();
            final int hops = random.nextInt(9);
            if (!encoder.beginGroup(source, 0, isIpv6, origin, ~origin, hops))
            {
                continue;
            }

            final List<String> records = writeRecords(random, isIpv6);
            if (0 == random.nextInt(5))
            {
                encoder.cancelGroup();
                continue;
            }

            final int flags = random.nextInt(4) << 1;
            assertThat(encoder.endGroup(flags)).isEqualTo(records.size());
            records.add(
                0, hash + "/" + (flags | (isIpv6 ? 1 : 0)) + "/" + records.size() + "/" + origin + "/" + ~origin +
                "/" + hops);
            written.add(records);
        }

        assertThat(encoder.groupCount()).isEqualTo(written.size());
        return written;
    }

    private List<String> writeRecords(final SplittableRandom random, final boolean isIpv6)
    {
        final List<String> records = new ArrayList<>();
        final int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++)
        {
            final int flags = random.nextInt(4);
            final int stamp = random.nextInt();
            final int lifeSec = random.nextInt(65536);
            final int port = random.nextInt(65536);
            if (isIpv6)
            {
                endpoint.ipv6(random.nextLong() | 1L << 61, random.nextLong(), port);
            }
            else
            {
                endpoint.ipv4(random.nextInt(), port);
            }

            final boolean isWritten = random.nextBoolean() ?
                encoder.addRecord(flags, stamp, lifeSec, endpoint) :
                encoder.addRecord(flags, stamp, lifeSec, endpoint.addressHigh(), endpoint.addressLow(), port);
            if (isWritten)
            {
                records.add(flags + "/" + stamp + "/" + lifeSec + "/" + endpoint);
            }
        }

        assertThat(records).as("a group opens only with room for a record").isNotEmpty();
        return records;
    }
}
