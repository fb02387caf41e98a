package io.tributary.codec.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static io.tributary.codec.overlay.OverlayBytes.HASH_A;
import static io.tributary.codec.overlay.OverlayBytes.HASH_B;
import static io.tributary.codec.overlay.OverlayBytes.HASH_C;
import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * SUMMARY, UPDATE and LEADER of version 1, whose lists end where the packet ends.
 */
class VersionOneBodiesTest
{
    static final byte[] SUMMARY = OverlayBytes.bytes("00", HASH_A, "01", HASH_B);
    static final byte[] SUMMARY_BORDER = OverlayBytes.bytes("04");
    static final byte[] LEADER = OverlayBytes.bytes("00", HASH_A, HASH_B, HASH_C);
    static final byte[] LEADER_ACK = OverlayBytes.bytes("01");

    static final byte[] UPDATE = OverlayBytes.bytes(
        "06",                               // part of a unification, by a border tracker
        HASH_A, "02",                       // two peers
        "00", "c0 00 02 01", "1a e1",       // 192.0.2.1:6881
        "01", "c6 33 64 ff", "ff ff",       // 198.51.100.255:65535 is gone
        HASH_B, "00",                       // I have this swarm too
        HASH_C, "01",                       // one peer
        "00", "cb 00 71 07", "00 01");      // 203.0.113.7:1

    private final UnsafeBuffer source = new UnsafeBuffer(new byte[20]);
    private final VersionOneSummaryFlyweight summary = new VersionOneSummaryFlyweight();
    private final VersionOneLeaderFlyweight leader = new VersionOneLeaderFlyweight();
    private final VersionOneUpdateFlyweight update = new VersionOneUpdateFlyweight();
    private final VersionOneUpdateEncoder encoder = new VersionOneUpdateEncoder();
    private final Endpoint endpoint = new Endpoint();

    @Test
    void shouldDecodeSummary()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(SUMMARY);
        summary.wrap(buffer, OFFSET, SUMMARY.length);

        assertThat(summary.validate()).isZero();
        assertThat(summary.isBorder()).isFalse();
        assertThat(summary.count()).isEqualTo(2);
        assertThat(summary.isRemoved(0)).isFalse();
        assertThat(summary.isRemoved(1)).isTrue();
        assertThat(OverlayBytes.hash(buffer, summary.infoHashOffset(0))).isEqualTo(HASH_A);
        assertThat(OverlayBytes.hash(buffer, summary.infoHashOffset(1))).isEqualTo(HASH_B);
        assertThat(summary).hasToString("VersionOneSummary{isBorder=false, count=2}");
    }

    @Test
    void shouldEncodeSummary()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(SUMMARY.length);
        summary.wrapEncode(buffer, OFFSET, buffer.capacity());

        assertThat(summary.add(OverlayBytes.buffer(HASH_A), 0, false)).isTrue();
        assertThat(summary.add(OverlayBytes.buffer(HASH_B), 0, true)).isTrue();
        assertThat(summary.add(OverlayBytes.buffer(HASH_C), 0, true)).isFalse();
        assertThat(summary.limit()).isEqualTo(buffer.capacity());
        assertThat(OverlayBytes.hex(buffer, OFFSET, SUMMARY.length)).isEqualTo(OverlayBytes.hex(SUMMARY));
    }

    @Test
    void shouldDecodeAndEncodeTheSummaryOfABorderTracker()
    {
        summary.wrap(OverlayBytes.exactBuffer(SUMMARY_BORDER), OFFSET, 1);

        assertThat(summary.validate()).isZero();
        assertThat(summary.isBorder()).isTrue();
        assertThat(summary.count()).isZero();

        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(1);
        summary.wrapEncode(buffer, OFFSET, buffer.capacity()).border();

        assertThat(summary.encodedLength()).isEqualTo(1);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 1)).isEqualTo("04");
    }

    @Test
    void shouldTakeASummaryWithoutSwarms()
    {
        summary.wrap(OverlayBytes.exactBuffer(new byte[0]), OFFSET, 0);

        assertThat(summary.validate()).isZero();
        assertThat(summary.isBorder()).isFalse();
        assertThat(summary.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "05", "04" + HASH_A, "02" + HASH_A, "00" + HASH_A + "04", "04" + "00" + HASH_A})
    void shouldRefuseASummaryThatIsNeitherEntriesNorTheBorderMark(final String hex)
    {
        final byte[] body = OverlayBytes.bytes(hex);
        summary.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length);

        assertThat(summary.validate()).isNotZero();
    }

    @Test
    void shouldDecodeLeader()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(LEADER);
        leader.wrap(buffer, OFFSET, LEADER.length);

        assertThat(leader.validate()).isZero();
        assertThat(leader.isAck()).isFalse();
        assertThat(leader.count()).isEqualTo(3);
        assertThat(OverlayBytes.hash(buffer, leader.infoHashOffset(0))).isEqualTo(HASH_A);
        assertThat(OverlayBytes.hash(buffer, leader.infoHashOffset(2))).isEqualTo(HASH_C);

        leader.wrap(OverlayBytes.exactBuffer(LEADER_ACK), OFFSET, 1);

        assertThat(leader.validate()).isZero();
        assertThat(leader.isAck()).isTrue();
        assertThat(leader.count()).isZero();
        assertThat(leader).hasToString("VersionOneLeader{flags=1, count=0}");
    }

    @Test
    void shouldEncodeLeader()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(LEADER.length);
        leader.wrapEncode(buffer, OFFSET, buffer.capacity(), 0);

        assertThat(leader.add(OverlayBytes.buffer(HASH_A), 0)).isTrue();
        assertThat(leader.add(OverlayBytes.buffer(HASH_B), 0)).isTrue();
        assertThat(leader.add(OverlayBytes.buffer(HASH_C), 0)).isTrue();
        assertThat(OverlayBytes.hex(buffer, OFFSET, LEADER.length)).isEqualTo(OverlayBytes.hex(LEADER));

        leader.wrapEncode(buffer, OFFSET, buffer.capacity(), OverlayProtocol.FLAG_ACK);

        assertThat(leader.limit()).isEqualTo(OFFSET + 1);
        assertThat(OverlayBytes.hex(buffer, OFFSET, 1)).isEqualTo("01");
    }

    @Test
    void shouldLeadAsManySwarmsAsFitIntoTheOriginalsBuffer()
    {
        final int bodyLength = OverlayProtocol.VERSION_ONE_DATAGRAM_LENGTH_MAX - OverlayHeaderFlyweight.LENGTH;
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(bodyLength);
        leader.wrapEncode(buffer, OFFSET, buffer.capacity(), 0);
        int added = 0;
        source.putInt(16, added);
        while (leader.add(source, 0))
        {
            source.putInt(16, ++added);
        }

        leader.wrap(buffer, OFFSET, leader.encodedLength());

        assertThat(added).isEqualTo(101);
        assertThat(leader.encodedLength()).isEqualTo(1 + 101 * 20);
        assertThat(leader.validate()).isZero();
        assertThat(leader.count()).isEqualTo(101);
        for (int i = 0; i < added; i++)
        {
            assertThat(buffer.getInt(leader.infoHashOffset(i) + 16)).isEqualTo(i);
        }
    }

    @Test
    void shouldDecodeUpdate()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(UPDATE);
        update.wrap(buffer, OFFSET, UPDATE.length);

        assertThat(update.validate()).isZero();
        assertThat(update.isAck()).isFalse();
        assertThat(update.isUnification()).isTrue();
        assertThat(update.isBorder()).isTrue();

        assertThat(update.nextSwarm()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_A);
        assertThat(update.peerCount()).isEqualTo(2);
        assertThat(update.nextPeer()).isTrue();
        assertThat(update.isGone()).isFalse();
        assertThat(update.endpoint(endpoint)).hasToString("192.0.2.1:6881");
        assertThat(update.nextPeer()).isTrue();
        assertThat(update.isGone()).isTrue();
        assertThat(update.ipv4Address()).isEqualTo(0xC633_64FF);
        assertThat(update.port()).isEqualTo(65535);
        assertThat(update.nextPeer()).isFalse();
        assertThat(update.nextPeer()).isFalse();

        assertThat(update.nextSwarm()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_B);
        assertThat(update.peerCount()).isZero();
        assertThat(update.nextPeer()).isFalse();

        assertThat(update.nextSwarm()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_C);
        assertThat(update.nextPeer()).isTrue();
        assertThat(update.endpoint(endpoint)).hasToString("203.0.113.7:1");

        assertThat(update.nextSwarm()).isFalse();
        assertThat(update.nextSwarm()).isFalse();
        assertThat(update.nextPeer()).isFalse();
    }

    @Test
    void shouldEncodeUpdate()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(UPDATE.length);
        encoder.wrap(
            buffer, OFFSET, buffer.capacity(), OverlayProtocol.FLAG_UNIFICATION | OverlayProtocol.FLAG_BORDER);

        assertThat(encoder.beginSwarm(OverlayBytes.buffer(HASH_A), 0)).isTrue();
        assertThat(encoder.addPeer(false, 0xC000_0201, 6881)).isTrue();
        assertThat(encoder.addPeer(true, 0xC633_64FF, 65535)).isTrue();
        assertThat(encoder.peerCount()).isEqualTo(2);
        assertThat(encoder.beginSwarm(OverlayBytes.buffer(HASH_B), 0)).isTrue();
        assertThat(encoder.beginSwarm(OverlayBytes.buffer("0000" + HASH_C), 2)).isTrue();
        assertThat(encoder.addPeer(false, 0xCB00_7107, 1)).isTrue();
        assertThat(encoder.addPeer(false, 0xCB00_7108, 1)).as("no room").isFalse();
        assertThat(encoder.beginSwarm(OverlayBytes.buffer(HASH_C), 0)).as("no room").isFalse();
        assertThat(encoder.swarmCount()).isEqualTo(3);
        assertThat(encoder.limit()).isEqualTo(buffer.capacity());
        assertThat(OverlayBytes.hex(buffer, OFFSET, UPDATE.length)).isEqualTo(OverlayBytes.hex(UPDATE));
    }

    @Test
    void shouldTellLivesInTheFlagsOfPeers()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(100);
        encoder.wrap(buffer, OFFSET, buffer.capacity(), 0).beginSwarm(OverlayBytes.buffer(HASH_A), 0);
        encoder.addPeer(false, 127, 0xC000_0201, 6881);
        encoder.addPeer(true, 3, 0xC000_0202, 6881);

        assertThat(OverlayBytes.hex(buffer, OFFSET, encoder.encodedLength()))
            .isEqualTo("00" + HASH_A + "02" + "fec00002011ae1" + "07c00002021ae1");
        assertThat(update.wrap(buffer, OFFSET, encoder.encodedLength()).validate()).isZero();
        assertThat(update.nextSwarm()).isTrue();
        assertThat(update.nextPeer()).isTrue();
        assertThat(update.lifeSec()).isEqualTo(127 * 16);
        assertThat(update.isGone()).isFalse();
        assertThat(update.nextPeer()).isTrue();
        assertThat(update.lifeSec()).isEqualTo(3 * 16);
        assertThat(update.isGone()).isTrue();
    }

    @Test
    void shouldTakeASwarmBack()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(100);
        encoder.wrap(buffer, OFFSET, buffer.capacity(), 0);
        encoder.beginSwarm(OverlayBytes.buffer(HASH_A), 0);
        encoder.beginSwarm(OverlayBytes.buffer(HASH_B), 0);
        encoder.addPeer(false, 1, 1);
        encoder.cancelSwarm();

        assertThat(encoder.swarmCount()).isEqualTo(1);
        assertThat(OverlayBytes.hex(buffer, OFFSET, encoder.encodedLength())).isEqualTo("00" + HASH_A + "00");
    }

    @Test
    void shouldStopAtFiftyPeersOfASwarm()
    {
        final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(2030);
        encoder.wrap(buffer, OFFSET, buffer.capacity(), 0).beginSwarm(source, 0);
        for (int i = 0; i < 50; i++)
        {
            assertThat(encoder.addPeer(false, i, i)).isTrue();
        }

        assertThat(encoder.addPeer(false, 50, 50)).isFalse();
        assertThat(encoder.encodedLength()).isEqualTo(1 + 371);
        assertThat(encoder.beginSwarm(source, 0)).isTrue();
        assertThat(update.wrap(buffer, OFFSET, encoder.encodedLength()).validate()).isZero();
    }

    @Test
    void shouldUseTheLowSixBitsOfThePeerCount()
    {
        final byte[] body = OverlayBytes.bytes("00", HASH_A, "c1", "00 01020304 0005", HASH_B, "40");
        update.wrap(OverlayBytes.exactBuffer(body), OFFSET, body.length);

        assertThat(update.validate()).isZero();
        assertThat(update.nextSwarm()).isTrue();
        assertThat(update.peerCount()).isEqualTo(1);
        assertThat(update.nextSwarm()).isTrue();
        assertThat(update.peerCount()).isZero();
        assertThat(update.nextSwarm()).isFalse();
    }

    @Test
    void shouldGoOverTheSwarmsNobodyReads()
    {
        final UnsafeBuffer buffer = OverlayBytes.exactBuffer(UPDATE);
        update.wrap(buffer, OFFSET, UPDATE.length);
        final List<String> swarms = new ArrayList<>();
        while (update.nextSwarm())
        {
            swarms.add(OverlayBytes.hash(buffer, update.infoHashOffset()));
        }

        assertThat(swarms).containsExactly(HASH_A, HASH_B, HASH_C);

        update.rewind();
        assertThat(update.nextPeer()).as("before the first swarm").isFalse();
        assertThat(update.nextSwarm()).isTrue();
        assertThat(OverlayBytes.hash(buffer, update.infoHashOffset())).isEqualTo(HASH_A);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.codec.Seeds#seeds")
    void shouldReadWhatItWroteWhateverIsSkipped(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++)
        {
            final UnsafeBuffer buffer = OverlayBytes.dirtyBuffer(1 + random.nextInt(2030));
            final List<List<String>> written = write(buffer, random);
            update.wrap(buffer, OFFSET, encoder.encodedLength());

            assertThat(update.validate()).isZero();
            for (final List<String> peers : written)
            {
                assertThat(update.nextSwarm()).isTrue();
                assertThat(update.peerCount()).isEqualTo(peers.size());
                final int read = random.nextInt(peers.size() + 1);
                for (int i = 0; i < read; i++)
                {
                    assertThat(update.nextPeer()).isTrue();
                    assertThat(update.isGone() + "/" + update.endpoint(endpoint)).isEqualTo(peers.get(i));
                }
            }

            assertThat(update.nextSwarm()).isFalse();
        }
    }

    private List<List<String>> write(final UnsafeBuffer buffer, final SplittableRandom random)
    {
        final List<List<String>> written = new ArrayList<>();
        encoder.wrap(buffer, OFFSET, buffer.capacity(), 0);
        while (encoder.beginSwarm(source, 0))
        {
            final List<String> peers = new ArrayList<>();
            written.add(peers);
            final int count = random.nextInt(60);
            for (int i = 0; i < count; i++)
            {
                endpoint.ipv4(random.nextInt(), random.nextInt(65536));
                final boolean isGone = random.nextBoolean();
                if (encoder.addPeer(isGone, endpoint.ipv4Address(), endpoint.port()))
                {
                    peers.add(isGone + "/" + endpoint);
                }
            }
        }

        return written;
    }
}
