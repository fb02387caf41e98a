package io.tributary.codec.overlay;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.HASH_A;
import static io.tributary.codec.overlay.OverlayBytes.HASH_B;
import static io.tributary.codec.overlay.OverlayBytes.HASH_C;
import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bodies of version 2 that are a count and so many entries: SUMMARY and its acknowledgement, LEADER, DIGEST, and
 * the list of info-hashes that RESYNC and two acknowledgements share.
 */
class ListBodiesTest
{
    static final byte[] SUMMARY = OverlayBytes.bytes("01", "02", HASH_A, HASH_B);
    static final byte[] SUMMARY_ACK = OverlayBytes.bytes("0b", "80 a0"); // 11 info-hashes, of them 0, 8 and 10
    static final byte[] HASHES = OverlayBytes.bytes("03", HASH_A, HASH_B, HASH_C);
    static final byte[] LEADER = OverlayBytes.bytes(
        "03",
        HASH_A, "00", "00 00 00 01",    // CLAIM
        HASH_B, "01", "80 00 00 00",    // APPOINT
        HASH_C, "02", "ff ff ff ff");   // RESIGN
    static final byte[] DIGEST = OverlayBytes.bytes(
        "02",
        HASH_A, "00 03", "fe dc ba 98 76 54 32 10",
        HASH_B, "ff ff", "00 00 00 00 00 00 00 01");

    private final UnsafeBuffer source = new UnsafeBuffer(new byte[20]);
    private final SummaryFlyweight summary = new SummaryFlyweight();
    private final SummaryAcknowledgementFlyweight acknowledgement = new SummaryAcknowledgementFlyweight();
    private final InfoHashListFlyweight hashes = new InfoHashListFlyweight();
    private final LeaderFlyweight leader = new LeaderFlyweight();
    private final DigestFlyweight digest = new DigestFlyweight();

    @Test
    void shouldDecodeSummary()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(SUMMARY);
        summary.wrap(buffer, OFFSET, SUMMARY.length);

        assertThat(summary.validate()).isZero();
        assertThat(summary.type()).isEqualTo(OverlayProtocol.SUMMARY_REMOVE);
        assertThat(summary.count()).isEqualTo(2);
        assertThat(OverlayBytes.hash(buffer, summary.infoHashOffset(0))).isEqualTo(HASH_A);
        assertThat(OverlayBytes.hash(buffer, summary.infoHashOffset(1))).isEqualTo(HASH_B);
        assertThat(summary).hasToString("Summary{type=1, count=2}");
    }

    @Test
    void shouldEncodeSummary()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(SUMMARY.length);
        summary.wrapEncode(buffer, OFFSET, buffer.capacity(), OverlayProtocol.SUMMARY_REMOVE);

        assertThat(summary.add(OverlayBytes.buffer(HASH_A), 0)).isTrue();
        assertThat(summary.add(OverlayBytes.buffer("00" + HASH_B), 1)).isTrue();
        assertThat(summary.limit()).isEqualTo(buffer.capacity());
        assertThat(OverlayBytes.hex(buffer, OFFSET, SUMMARY.length)).isEqualTo(OverlayBytes.hex(SUMMARY));
    }

    @Test
    void shouldRefuseASummaryOfAnotherType()
    {
        final byte[] body = SUMMARY.clone();
        body[0] = 2;
        summary.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length);

        assertThat(summary.validate()).isNotZero();
    }

    @Test
    void shouldDecodeTheAcknowledgementOfASummary()
    {
        acknowledgement.wrap(OverlayBytes.exactBuffer(SUMMARY_ACK), OFFSET, SUMMARY_ACK.length);

        assertThat(acknowledgement.validate()).isZero();
        assertThat(acknowledgement.count()).isEqualTo(11);
        assertThat(acknowledgement).hasToString("SummaryAcknowledgement{10000000101}");
        assertThat(acknowledgement.isShared(11)).as("beyond the count").isFalse();
        assertThat(acknowledgement.isShared(63)).as("beyond the body").isFalse();
    }

    @Test
    void shouldEncodeTheAcknowledgementOfASummary()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(4);

        acknowledgement.wrapEncode(buffer, OFFSET, 11).share(10).share(0).share(8);

        assertThat(acknowledgement.limit()).isEqualTo(OFFSET + 3);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 4)).isEqualTo(OverlayBytes.hex(SUMMARY_ACK) + "ee");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "8, 2", "9, 3", "63, 9", "64, 9"})
    void shouldRoundTheBitsUpToBytes(final int count, final int length)
    {
        assertThat(SummaryAcknowledgementFlyweight.length(count)).isEqualTo(length);
    }

    @Test
    void shouldRefuseMoreBitsThanASummaryHasHashes()
    {
        final byte[] body = new byte[SummaryAcknowledgementFlyweight.length(65)];
        body[0] = 65;
        acknowledgement.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length);

        assertThat(acknowledgement.validate()).isNotZero();
    }

    @Test
    void shouldDecodeHashes()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(HASHES);
        hashes.wrap(buffer, OFFSET, HASHES.length);

        assertThat(hashes.validate()).isZero();
        assertThat(hashes.count()).isEqualTo(3);
        assertThat(OverlayBytes.hash(buffer, hashes.infoHashOffset(0))).isEqualTo(HASH_A);
        assertThat(OverlayBytes.hash(buffer, hashes.infoHashOffset(2))).isEqualTo(HASH_C);
        assertThat(hashes).hasToString("InfoHashList{count=3}");
    }

    @Test
    void shouldEncodeHashes()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(HASHES.length);
        hashes.wrapEncode(buffer, OFFSET, buffer.capacity());

        assertThat(hashes.add(OverlayBytes.buffer(HASH_A), 0)).isTrue();
        assertThat(hashes.add(OverlayBytes.buffer(HASH_B), 0)).isTrue();
        assertThat(hashes.add(OverlayBytes.buffer(HASH_C), 0)).isTrue();
        assertThat(hashes.limit()).isEqualTo(buffer.capacity());
        assertThat(OverlayBytes.hex(buffer, OFFSET, HASHES.length)).isEqualTo(OverlayBytes.hex(HASHES));
    }

    @Test
    void shouldDecodeLeader()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(LEADER);
        leader.wrap(buffer, OFFSET, LEADER.length);

        assertThat(leader.validate()).isZero();
        assertThat(leader.count()).isEqualTo(3);
        assertThat(leader.kind(0)).isEqualTo(OverlayProtocol.LEADER_CLAIM);
        assertThat(leader.kind(1)).isEqualTo(OverlayProtocol.LEADER_APPOINT);
        assertThat(leader.kind(2)).isEqualTo(OverlayProtocol.LEADER_RESIGN);
        assertThat(leader.term(0)).isEqualTo(1);
        assertThat(leader.term(1)).isEqualTo(Integer.MIN_VALUE);
        assertThat(leader.term(2)).isEqualTo(-1);
        assertThat(OverlayBytes.hash(buffer, leader.infoHashOffset(1))).isEqualTo(HASH_B);
        assertThat(leader).hasToString("Leader{count=3}");
    }

    @Test
    void shouldEncodeLeader()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(LEADER.length);
        leader.wrapEncode(buffer, OFFSET, buffer.capacity());

        assertThat(leader.add(OverlayBytes.buffer(HASH_A), 0, OverlayProtocol.LEADER_CLAIM, 1)).isTrue();
        assertThat(leader.add(OverlayBytes.buffer(HASH_B), 0, OverlayProtocol.LEADER_APPOINT, 1 << 31)).isTrue();
        assertThat(leader.add(OverlayBytes.buffer(HASH_C), 0, OverlayProtocol.LEADER_RESIGN, -1)).isTrue();
        assertThat(OverlayBytes.hex(buffer, OFFSET, LEADER.length)).isEqualTo(OverlayBytes.hex(LEADER));
    }

    @Test
    void shouldDecodeDigest()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(DIGEST);
        digest.wrap(buffer, OFFSET, DIGEST.length);

        assertThat(digest.validate()).isZero();
        assertThat(digest.count()).isEqualTo(2);
        assertThat(digest.records(0)).isEqualTo(3);
        assertThat(digest.records(1)).isEqualTo(65535);
        assertThat(digest.digest(0)).isEqualTo(0xFEDC_BA98_7654_3210L);
        assertThat(digest.digest(1)).isEqualTo(1);
        assertThat(OverlayBytes.hash(buffer, digest.infoHashOffset(1))).isEqualTo(HASH_B);
        assertThat(digest).hasToString("Digest{count=2}");
    }

    @Test
    void shouldEncodeDigestAndSaturateItsRecords()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(DIGEST.length);
        digest.wrapEncode(buffer, OFFSET, buffer.capacity());

        assertThat(digest.add(OverlayBytes.buffer(HASH_A), 0, 3, 0xFEDC_BA98_7654_3210L)).isTrue();
        assertThat(digest.add(OverlayBytes.buffer(HASH_B), 0, 1_000_000, 1)).isTrue();
        assertThat(OverlayBytes.hex(buffer, OFFSET, DIGEST.length)).isEqualTo(OverlayBytes.hex(DIGEST));
    }

    @Test
    void shouldStopAtTheLongestLists()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(4096);
        final int limit = buffer.capacity();
        summary.wrapEncode(buffer, OFFSET, limit, OverlayProtocol.SUMMARY_ADD);
        assertThat(fill(100, () -> summary.add(source, 0))).isEqualTo(64);
        assertThat(summary.wrap(buffer, OFFSET, summary.encodedLength()).validate()).isZero();

        hashes.wrapEncode(buffer, OFFSET, limit);
        assertThat(fill(100, () -> hashes.add(source, 0))).isEqualTo(64);
        assertThat(hashes.wrap(buffer, OFFSET, hashes.encodedLength()).validate()).isZero();

        leader.wrapEncode(buffer, OFFSET, limit);
        assertThat(fill(100, () -> leader.add(source, 0, 0, 1))).isEqualTo(48);
        assertThat(leader.wrap(buffer, OFFSET, leader.encodedLength()).validate()).isZero();

        digest.wrapEncode(buffer, OFFSET, limit);
        assertThat(fill(100, () -> digest.add(source, 0, 1, 1))).isEqualTo(40);
        assertThat(digest.wrap(buffer, OFFSET, digest.encodedLength()).validate()).isZero();
    }

    @Test
    void shouldRefuseOneMoreThanTheLongestLists()
    {
        final byte[] body = new byte[4096];
        body[1] = 65;
        assertThat(summary.wrap(OverlayBytes.exactBuffer(body), OFFSET, SummaryFlyweight.length(65)).validate())
            .isNotZero();
        body[0] = 65;
        assertThat(hashes.wrap(OverlayBytes.exactBuffer(body), OFFSET, InfoHashListFlyweight.length(65)).validate())
            .isNotZero();
        body[0] = 49;
        assertThat(leader.wrap(OverlayBytes.exactBuffer(body), OFFSET, LeaderFlyweight.length(49)).validate())
            .isNotZero();
        body[0] = 41;
        assertThat(digest.wrap(OverlayBytes.exactBuffer(body), OFFSET, DigestFlyweight.length(41)).validate())
            .isNotZero();
    }

    @Test
    void shouldNeverWritePastTheLimit()
    {
        for (int length = 2; length <= 300; length++)
        {
            final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(length);
            final int limit = buffer.capacity();

            summary.wrapEncode(buffer, OFFSET, limit, OverlayProtocol.SUMMARY_ADD);
            assertThat(fill(100, () -> summary.add(source, 0))).isEqualTo((length - 2) / 20);
            assertThat(summary.count()).isEqualTo((length - 2) / 20);

            hashes.wrapEncode(buffer, OFFSET, limit);
            assertThat(fill(100, () -> hashes.add(source, 0))).isEqualTo((length - 1) / 20);

            leader.wrapEncode(buffer, OFFSET, limit);
            assertThat(fill(100, () -> leader.add(source, 0, 0, 1))).isEqualTo((length - 1) / 25);

            digest.wrapEncode(buffer, OFFSET, limit);
            assertThat(fill(100, () -> digest.add(source, 0, 1, 1))).isEqualTo((length - 1) / 30);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWrote(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int count = 0; count <= 64; count++)
        {
            final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(2048);
            final byte[] all = new byte[64 * 20];
            random.nextBytes(all);
            final UnsafeBuffer sources = new UnsafeBuffer(all);
            final long bits = random.nextLong();

            summary.wrapEncode(buffer, OFFSET, buffer.capacity(), count & 1);
            for (int i = 0; i < count; i++)
            {
                summary.add(sources, 20 * i);
            }

            summary.wrap(buffer, OFFSET, summary.encodedLength());
            assertThat(summary.validate()).isZero();
            assertThat(summary.type()).isEqualTo(count & 1);
            assertThat(OverlayBytes.hex(buffer, OFFSET + 2, summary.encodedLength() - 2))
                .isEqualTo(OverlayBytes.hex(Arrays.copyOf(all, 20 * count)));

            acknowledgement.wrapEncode(buffer, OFFSET, count);
            for (int i = 0; i < count; i++)
            {
                if (0 != (bits >>> i & 1))
                {
                    acknowledgement.share(i);
                }
            }

            acknowledgement.wrap(buffer, OFFSET, acknowledgement.encodedLength());
            assertThat(acknowledgement.validate()).isZero();
            for (int i = 0; i < count; i++)
            {
                assertThat(acknowledgement.isShared(i)).isEqualTo(0 != (bits >>> i & 1));
            }
        }

        shouldReadTheEntriesItWrote(random);
    }

    private void shouldReadTheEntriesItWrote(final SplittableRandom random)
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(2048);
        for (int count = 0; count <= 40; count++)
        {
            final int[] ints = random.ints(count).toArray();
            final long[] longs = random.longs(count).toArray();
            leader.wrapEncode(buffer, OFFSET, buffer.capacity());
            for (int i = 0; i < count; i++)
            {
                source.putLong(0, longs[i]);
                leader.add(source, 0, i & 3, ints[i]);
            }

            leader.wrap(buffer, OFFSET, leader.encodedLength());
            assertThat(leader.validate()).isZero();
            for (int i = 0; i < count; i++)
            {
                assertThat(leader.kind(i)).isEqualTo(i & 3);
                assertThat(leader.term(i)).isEqualTo(ints[i]);
                assertThat(buffer.getLong(leader.infoHashOffset(i))).isEqualTo(longs[i]);
            }

            digest.wrapEncode(buffer, OFFSET, buffer.capacity());
            for (int i = 0; i < count; i++)
            {
                source.putLong(0, ints[i]);
                digest.add(source, 0, ints[i] & 0xFFFF, longs[i]);
            }

            digest.wrap(buffer, OFFSET, digest.encodedLength());
            assertThat(digest.validate()).isZero();
            for (int i = 0; i < count; i++)
            {
                assertThat(digest.records(i)).isEqualTo(ints[i] & 0xFFFF);
                assertThat(digest.digest(i)).isEqualTo(longs[i]);
                assertThat(buffer.getLong(digest.infoHashOffset(i))).isEqualTo(ints[i]);
            }
        }
    }

    private interface Adding
    {
        boolean add();
    }

    private static int fill(final int attempts, final Adding adding)
    {
        int added = 0;
        for (int i = 0; i < attempts; i++)
        {
            added += adding.add() ? 1 : 0;
        }

        return added;
    }
}
