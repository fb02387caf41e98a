package io.tributary.codec.overlay;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.List;

import static io.tributary.codec.overlay.OverlayBytes.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mesh of the original implementation, captured: every packet is read and written again to the same bytes.
 */
class VersionOneCaptureTest
{
    private static final int PORT = 2710;
    private static final int BODY = OFFSET + OverlayHeaderFlyweight.LENGTH;

    private final List<byte[]> packets = Captures.udpPayloads("tsup-v1-original-mesh.pcap", PORT);
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private final OverlayHeaderFlyweight targetHeader = new OverlayHeaderFlyweight();
    private int summaryEntries;
    private int swarms;
    private int swarmsWithoutPeers;
    private int peers;
    private int peersGone;
    private int flagsSeen;

    @Test
    void shouldHoldEveryPacketOfVersionOne()
    {
        final int[] counts = new int[256];
        for (final byte[] packet : packets)
        {
            counts[packet[11] & 0xFF]++;
        }

        assertThat(packets).hasSize(320);
        assertThat(List.of(counts[128], counts[129], counts[130], counts[131], counts[132], counts[133]))
            .containsExactly(21, 57, 29, 195, 16, 2);
    }

    @Test
    void shouldWriteEveryPacketAsItWasRead()
    {
        for (int i = 0; i < packets.size(); i++)
        {
            final byte[] packet = packets.get(i);
            final UnsafeBuffer buffer = OverlayBytes.exactBuffer(packet);
            final UnsafeBuffer target = OverlayBytes.dirtyBuffer(packet.length + 32);
            header.wrap(buffer, OFFSET, packet.length);
            assertThat(header.validate()).as("packet %d", i).isZero();
            assertThat(header.port()).as("packet %d", i).isEqualTo(PORT);
            assertThat(OverlayProtocol.isKnown(header.action(), OverlayProtocol.VERSION_ONE)).isTrue();

            final int limit = copyBody(buffer, packet.length, target);
            targetHeader.wrapEncode(target, OFFSET)
                .connectionId(header.connectionId())
                .action(header.action())
                .transactionId(header.transactionId())
                .port(header.port());

            assertThat(OverlayBytes.hex(target, OFFSET, limit - OFFSET)).as("packet %d", i)
                .isEqualTo(OverlayBytes.hex(packet));
        }

        assertThat(summaryEntries).isEqualTo(24 + 2 + 3 * 3);
        assertThat(swarms).isEqualTo(312);
        assertThat(swarmsWithoutPeers).isEqualTo(70);
        assertThat(peers).isEqualTo(405);
        assertThat(peersGone).isEqualTo(25);
        assertThat(flagsSeen).isEqualTo(3);
    }

    private int copyBody(final UnsafeBuffer buffer, final int length, final UnsafeBuffer target)
    {
        final int bodyLength = length - OverlayHeaderFlyweight.LENGTH;
        switch (header.action())
        {
            case OverlayProtocol.ACTION_SYN:
                return copySyn(buffer, length, target);
            case OverlayProtocol.ACTION_HELLO:
                assertThat(bodyLength).isZero();
                return BODY;
            case OverlayProtocol.ACTION_SUMMARY:
                return copySummary(buffer, bodyLength, target);
            case OverlayProtocol.ACTION_UPDATE:
                return copyUpdate(buffer, bodyLength, target);
            case OverlayProtocol.ACTION_CANDIDATURE:
                return copyCandidature(buffer, bodyLength, target);
            case OverlayProtocol.ACTION_LEADER:
                return copyLeader(buffer, bodyLength, target);
            default:
                throw new AssertionError(header.toString());
        }
    }

    private int copySyn(final UnsafeBuffer buffer, final int length, final UnsafeBuffer target)
    {
        final SynFlyweight syn = new SynFlyweight().wrap(buffer, OFFSET, length);
        assertThat(syn.validate()).isZero();
        assertThat(syn.hasCapabilities()).isFalse();
        return OFFSET + new SynFlyweight().wrapEncodeVersionOne(target, OFFSET).flags(syn.flags()).encodedLength();
    }

    private int copySummary(final UnsafeBuffer buffer, final int bodyLength, final UnsafeBuffer target)
    {
        final VersionOneSummaryFlyweight summary = new VersionOneSummaryFlyweight().wrap(buffer, BODY, bodyLength);
        final VersionOneSummaryFlyweight copy =
            new VersionOneSummaryFlyweight().wrapEncode(target, BODY, target.capacity());
        assertThat(summary.validate()).isZero();
        for (int i = 0; i < summary.count(); i++)
        {
            assertThat(copy.add(buffer, summary.infoHashOffset(i), summary.isRemoved(i))).isTrue();
            summaryEntries++;
        }

        return copy.limit();
    }

    private int copyUpdate(final UnsafeBuffer buffer, final int bodyLength, final UnsafeBuffer target)
    {
        final VersionOneUpdateFlyweight update = new VersionOneUpdateFlyweight().wrap(buffer, BODY, bodyLength);
        assertThat(update.validate()).isZero();
        flagsSeen |= update.flags();
        final VersionOneUpdateEncoder encoder =
            new VersionOneUpdateEncoder().wrap(target, BODY, target.capacity(), update.flags());
        while (update.nextSwarm())
        {
            assertThat(encoder.beginSwarm(buffer, update.infoHashOffset())).isTrue();
            swarms++;
            swarmsWithoutPeers += 0 == update.peerCount() ? 1 : 0;
            while (update.nextPeer())
            {
                assertThat(encoder.addPeer(update.isGone(), update.ipv4Address(), update.port())).isTrue();
                peers++;
                peersGone += update.isGone() ? 1 : 0;
            }
        }

        return encoder.limit();
    }

    private int copyCandidature(final UnsafeBuffer buffer, final int bodyLength, final UnsafeBuffer target)
    {
        final VersionOneCandidatureFlyweight old =
            new VersionOneCandidatureFlyweight().wrap(buffer, BODY, bodyLength);
        final VersionOneCandidatureFlyweight copy = new VersionOneCandidatureFlyweight();
        assertThat(old.validate()).isZero();
        return old.isAck() ?
            copy.wrapEncodeAcknowledgement(target, BODY).limit() :
            copy.wrapEncode(target, BODY, old.mandates()).limit();
    }

    private int copyLeader(final UnsafeBuffer buffer, final int bodyLength, final UnsafeBuffer target)
    {
        final VersionOneLeaderFlyweight leader = new VersionOneLeaderFlyweight().wrap(buffer, BODY, bodyLength);
        final VersionOneLeaderFlyweight copy =
            new VersionOneLeaderFlyweight().wrapEncode(target, BODY, target.capacity(), leader.flags());
        assertThat(leader.validate()).isZero();
        for (int i = 0; i < leader.count(); i++)
        {
            assertThat(copy.add(buffer, leader.infoHashOffset(i))).isTrue();
        }

        return copy.limit();
    }
}
