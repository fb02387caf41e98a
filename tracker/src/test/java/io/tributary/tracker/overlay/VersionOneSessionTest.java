package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.SessionNetwork.Datagram;
import io.tributary.tracker.status.LinkDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static io.tributary.tracker.overlay.SessionFixture.HELLO_NS;
import static io.tributary.tracker.overlay.SessionFixture.PORT;
import static io.tributary.tracker.overlay.SessionFixture.address;
import static io.tributary.tracker.overlay.SessionFixture.bytes;
import static io.tributary.tracker.overlay.SessionFixture.hex;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Version 1, byte for byte as the original's packets in a capture of three of them (tsup-v1-original-mesh.pcap): one
 * side of a conversation is replayed, ours is checked.
 */
class VersionOneSessionTest
{
    private static final int SUMMARY = OverlayProtocol.ACTION_SUMMARY;
    private static final int UPDATE = OverlayProtocol.ACTION_UPDATE;

    private final SessionFixture pair = new SessionFixture(1);
    private final SessionNetwork network = pair.network;
    private final SessionNode ours = pair.a;

    private void withOriginal(final Version version)
    {
        network.remove(pair.b);
        ours.links(link("original", address(3), version));
    }

    private String lastSent()
    {
        return hex(network.sent.get(network.sent.size() - 1).bytes());
    }

    /** A.1, A.2: frames 6, 9 and 11 of the capture; the id is ours to choose. */
    @ParameterizedTest
    @EnumSource(value = Version.class, names = {"AUTO", "ONE"})
    void shouldAnswerTheOriginalsSynAndConnectOnItsSummary(final Version version)
    {
        withOriginal(version);
        network.inject(address(3), ours, bytes("ffffffffffffffff 00000080 3bb16187 0a96 00"));
        final String id = lastSent().substring(0, 16);
        assertThat(lastSent()).isEqualTo(id + "00000080" + "3bb16187" + "0a96" + "01");
        assertThat(ours.neighbour("original").state()).isEqualTo(NeighbourState.CONFIRMING);

        network.inject(address(3), ours, bytes(id + "00000082 62425593 0a96"));
        assertThat(ours.events).containsExactly("connected original");
        assertThat(ours.receivedActions).containsExactly(SUMMARY);
        // frame 17: UPDATE+SUMMARY, no swarms in common
        assertThat(lastSent()).isEqualTo(id + "00000083" + "62425593" + "0a96" + "02");
        // frame 18: its acknowledgement, matched by transaction id (A.9-14)
        network.inject(address(3), ours, bytes(id + "00000083 62425594 0a96 03"));
        assertThat(ours.acknowledgedKinds).isEmpty();
        network.inject(address(3), ours, bytes(id + "00000083 62425593 0a96 03"));
        assertThat(ours.acknowledgedKinds).containsExactly(InFlightKind.FULL);
        assertThat(ours.neighbour("original").counters().drops(LinkDrop.ACK_UNEXPECTED)).isEqualTo(1);
    }

    /** A.1, A.2: we open, with a SYN of either version; the original reads 19 bytes of it and answers as in frame 9. */
    @ParameterizedTest
    @CsvSource({"AUTO, 64", "ONE, 19"})
    void shouldOpenToTheOriginalAndSendASummaryAsThirdLeg(final Version version, final int synLength)
    {
        withOriginal(version);
        network.run(SECOND);
        final String syn = lastSent();
        assertThat(syn).startsWith("ffffffffffffffff" + "00000080").hasSize(2 * synLength);
        assertThat(syn.substring(32, 38)).isEqualTo("0a96" + "00");
        final String transactionId = syn.substring(24, 32);
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000080" + transactionId + "0a96 01"));
        assertThat(ours.events).containsExactly("connected original");
        assertThat(ours.neighbour("original").isVersionOne()).isTrue();

        // as frame 11
        final String summary = lastSent();
        assertThat(summary).startsWith("b1964a62a8b11a2f" + "00000082").endsWith("0a96").hasSize(36);
        final String unifyId = summary.substring(24, 32);
        assertThat(unifyId).isNotEqualTo("00000000");
        // as frame 17: answers the SUMMARY, and is itself to be acknowledged as in frame 18
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000083" + unifyId + "0a96 02"));
        assertThat(ours.acknowledgedKinds).containsExactly(InFlightKind.SUMMARY);
        assertThat(ours.receivedActions).containsExactly(UPDATE);
        assertThat(lastSent()).isEqualTo("b1964a62a8b11a2f" + "00000083" + unifyId + "0a96" + "03");
    }

    /** VC4: frame 29 of the capture: 18 bytes, transaction id 0; and only when nothing else went out on that link. */
    @Test
    void shouldSayHelloOnlyWhenSilent()
    {
        connected();
        network.sent.clear();
        network.run(HELLO_NS * 3 - SECOND);
        assertThat(network.sent).hasSize(2);
        assertThat(lastSent()).isEqualTo("b1964a62a8b11a2f" + "00000081" + "00000000" + "0a96");

        network.sent.clear();
        for (int i = 0; i < 10; i++)
        {
            network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000083 00000001 0a96 00"));
            network.run(HELLO_NS / 2);
        }
        assertThat(network.sent).extracting(Datagram::action).containsOnly(UPDATE);
    }

    /** A.2: an answer that does not come is waited for one hello interval; meanwhile there is no HELLO. */
    @Test
    void shouldReportALossAfterTheHelloInterval()
    {
        connected();
        network.sent.clear();
        assertThat(ours.sendTracked("original", UPDATE, InFlightKind.TICK, 1, 7, 8)).isTrue();
        network.run(HELLO_NS - 1);
        assertThat(ours.lostItems).isEmpty();
        assertThat(network.sent).hasSize(1);
        network.run(2);
        assertThat(ours.lostItems).containsExactly(List.of(7, 8));
    }

    /** A.9-12: the original's receive buffer. */
    @Test
    void shouldNeverExceedTheOriginalsBuffer()
    {
        final SessionNode big = new SessionNode(network, address(4), null,
            SessionFixture.settings(HELLO_NS, 4 * HELLO_NS, 60_000), new TrackerId(0xABCD, 4), 1);
        big.links(link("original", address(3), Version.ONE), link("a", pair.addressA, Version.AUTO));
        ours.links(link("d", address(4), Version.AUTO));
        network.run(SECOND);
        network.inject(address(3), big, bytes("ffffffffffffffff 00000080 3bb16187 0a96 00"));
        final String id = lastSent().substring(0, 16);
        network.inject(address(3), big, bytes(id + "00000082 62425593 0a96"));
        big.sessions.outbox().begin(big.neighbour("original"), UPDATE, 0);
        assertThat(big.sessions.outbox().bodyLimit()).isEqualTo(2048);
        big.sessions.outbox().begin(big.neighbour("a"), UPDATE, 0);
        assertThat(big.sessions.outbox().bodyLimit()).as("the smaller of both sides' limits").isEqualTo(1372);
    }

    /** A packet of version 2, or of no version, means nothing here. */
    @Test
    void shouldDropActionsThatVersionOneDoesNotHave()
    {
        connected();
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000086 00000001 0a96 0000 00"));
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 000000ff 00000001 0a96 0000 00"));
        assertThat(ours.isConnectedTo("original")).isTrue();
        assertThat(ours.neighbour("original").counters().drops(LinkDrop.ACTION_UNKNOWN)).isEqualTo(2);
    }

    /** D1: the settings decide which versions may be spoken. */
    @ParameterizedTest
    @CsvSource({"TWO, ONE", "ONE, TWO"})
    void shouldNotConnectWhenVersionsExcludeEachOther(final Version versionOfA, final Version versionOfB)
    {
        pair.link(versionOfA, versionOfB);
        network.run(300 * SECOND);
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.b.events).isEmpty();
    }

    /** The origin of version 1 peers is the same wherever it is derived; from coreutils' sha256sum. */
    @Test
    void shouldDeriveTheIdOfAVersionOneTracker()
    {
        // printf 'TSUP version 1\x7f\x00\x00\x03\x0a\x96' | sha256sum
        connected();
        assertThat(ours.neighbour("original").trackerId()).hasToString("08454e2463105b5cf2591a15d62368ae");
        assertThat(PORT).isEqualTo(0x0a96);
    }

    private void connected()
    {
        withOriginal(Version.AUTO);
        network.run(SECOND);
        final String transactionId = lastSent().substring(24, 32);
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000080" + transactionId + "0a96 01"));
        final String unifyId = lastSent().substring(24, 32);
        network.inject(address(3), ours, bytes("b1964a62a8b11a2f 00000083" + unifyId + "0a96 02"));
        ours.acknowledgedKinds.clear();
        assertThat(ours.neighbour("original").inFlight()).isZero();
    }
}
