package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.SessionNetwork.Datagram;
import io.tributary.tracker.status.LinkDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Predicate;

import static io.tributary.tracker.overlay.SessionFixture.HELLO_NS;
import static io.tributary.tracker.overlay.SessionFixture.address;
import static io.tributary.tracker.overlay.SessionFixture.behindNat;
import static io.tributary.tracker.overlay.SessionFixture.bytes;
import static io.tributary.tracker.overlay.SessionFixture.external;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static io.tributary.tracker.overlay.SessionNetwork.MS;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/** VC2, VC3, VC6 and VC8 of the paper's requirements, and defects A.9-10, A.9-11 and A.9-18 of the original. */
class HandshakeTest
{
    private static final int SYN = OverlayProtocol.ACTION_SYN;
    private static final int SYN_ACK = OverlayProtocol.FLAG_ACK;
    private static final int CONFIRM = OverlayProtocol.FLAG_ACK | OverlayProtocol.FLAG_CONFIRM;

    private final SessionFixture pair = new SessionFixture(1);
    private final SessionNetwork network = pair.network;

    /** B waits for A, as it would were A behind NAT; so that A opens. */
    private void linkWithOpener(final Version version)
    {
        pair.b.links(behindNat("a", pair.addressA, version));
        pair.a.links(link("b", pair.addressB, version));
    }

    private List<Datagram> handshake()
    {
        return network.sent.stream().filter(datagram -> SYN == datagram.action()).toList();
    }

    /** VC2, VC3. */
    @Test
    void shouldConnectByThreeLegsAndAHello()
    {
        linkWithOpener(Version.AUTO);
        network.run(SECOND);
        assertThat(handshake()).extracting(Datagram::flags).containsExactly(0, SYN_ACK, CONFIRM);
        assertThat(handshake()).allSatisfy(syn -> assertThat(syn.bytes()).hasSize(64));
        assertThat(network.sent.get(3).action()).isEqualTo(OverlayProtocol.ACTION_HELLO);
        assertThat(network.sent).hasSize(4);
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");
        assertThat(pair.a.neighbour("b").isOpener()).isTrue();
        assertThat(pair.b.neighbour("a").isOpener()).isFalse();
        assertThat(pair.a.neighbour("b").trackerId()).isEqualTo(new TrackerId(0xABCD, 2));
    }

    /** VC6: each leg of either version lost once. */
    @ParameterizedTest
    @CsvSource({"TWO, 0", "TWO, 1", "TWO, 3", "ONE, 0", "ONE, 1"})
    void shouldConnectWhenALegIsLost(final Version version, final int flags)
    {
        final boolean[] isLost = new boolean[1];
        network.isDelivered = datagram ->
        {
            final boolean isDelivered = isLost[0] || SYN != datagram.action() || datagram.flags() != flags;
            isLost[0] |= !isDelivered;
            return isDelivered;
        };
        linkWithOpener(version);
        network.run(HELLO_NS * 12 / 10);
        assertThat(isLost[0]).isTrue();
        assertThat(pair.a.isConnectedTo("b")).isTrue();
        assertThat(pair.b.isConnectedTo("a")).isTrue();
    }

    /** Lost confirmations are repeated at the retransmission timer, not at the hello interval. */
    @Test
    void shouldRepeatTheConfirmationSoon()
    {
        final int[] lost = new int[1];
        network.isDelivered = datagram -> SYN != datagram.action() || CONFIRM != datagram.flags() || lost[0]++ > 1;
        linkWithOpener(Version.AUTO);
        network.run(SECOND);
        assertThat(lost[0]).isEqualTo(3);
        assertThat(pair.b.isConnectedTo("a")).isTrue();
        assertThat(pair.a.neighbour("b").isConfirmed).isTrue();
    }

    /** VC6, A.9-10: SYNs that cross found one connection, which then stays. */
    @ParameterizedTest
    @CsvSource({"AUTO, AUTO, 2", "ONE, ONE, 1", "AUTO, ONE, 1", "ONE, AUTO, 1"})
    void shouldConnectWhenSynsCross(final Version versionOfA, final Version versionOfB, final int version)
    {
        pair.link(versionOfA, versionOfB);
        network.run(SECOND);
        assertThat(handshake().get(0).flags()).isZero();
        assertThat(handshake().get(1).flags()).isZero();
        network.run(200 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");
        assertThat(pair.a.neighbour("b").version()).isEqualTo(version);
        assertThat(pair.b.neighbour("a").version()).isEqualTo(version);
    }

    /** VC6 under heavy weather, whatever the versions: both are connected in the end, and stay so. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldConnectThroughLossDelayDuplicationAndReordering(final long seed)
    {
        for (final Version version : Version.values())
        {
            final SessionFixture stormy = new SessionFixture(seed);
            stormy.network.loss = 0.3;
            stormy.network.duplication = 0.3;
            stormy.network.delayMaxNs = 400 * MS;
            stormy.link(version, version);
            stormy.network.run(600 * SECOND);
            stormy.network.loss = 0;
            stormy.network.run(200 * SECOND);
            assertThat(stormy.a.isConnectedTo("b")).isTrue();
            assertThat(stormy.b.isConnectedTo("a")).isTrue();
            final int events = stormy.a.events.size() + stormy.b.events.size();
            stormy.network.run(300 * SECOND);
            assertThat(stormy.a.events.size() + stormy.b.events.size()).isEqualTo(events);
        }
    }

    /** VC6: the restarted side opens; the other takes the new connection for a new process. */
    @ParameterizedTest
    @CsvSource({"AUTO", "ONE"})
    void shouldReplaceTheConnectionWhenANeighbourRestarts(final Version version)
    {
        pair.link(version, version);
        network.run(SECOND);
        pair.b = pair.node(2, SessionFixture.BOOT_MS + 5_000);
        pair.b.links(link("a", pair.addressA, version));
        network.run(SECOND);
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b", "connected b");
        assertThat(pair.b.events).containsExactly("connected a");
        network.run(200 * SECOND);
        assertThat(pair.a.events).hasSize(3);
        assertThat(pair.b.events).hasSize(1);
    }

    /** A process that was only cut off is known again, so that it need not be told everything. */
    @Test
    void shouldRecogniseTheSameProcessAfterACut()
    {
        pair.link(Version.AUTO, Version.AUTO);
        network.run(SECOND);
        network.isDelivered = datagram -> false;
        network.run(60 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b");
        network.isDelivered = datagram -> true;
        network.run(HELLO_NS * 12 / 10);
        assertThat(pair.a.events).containsExactly("connected b", "disconnected b", "connected b same");
        assertThat(pair.b.events).containsExactly("connected a", "disconnected a", "connected a same");
    }

    /** A.9-11: a SYN from the neighbour's address, forged or stray, leaves the connection alone. */
    @ParameterizedTest
    @CsvSource({"AUTO, true", "AUTO, false", "ONE, false", "ONE, true"})
    void shouldKeepTheConnectionWhenASynIsForged(final Version version, final boolean isVersionTwo)
    {
        pair.link(version, version);
        network.run(SECOND);
        final long ownId = pair.a.neighbour("b").ownId;
        final byte[] syn = bytes(isVersionTwo ?
            "ffffffffffffffff 00000080 3bb16187 0a96 00 5432 02 00 0000 00 0064 0190 055c" +
            "000000000000abcd0000000000000002 0000018bcfe56801 0102030405060708" :
            "ffffffffffffffff 00000080 3bb16187 0a96 00");
        for (int i = 0; i < 1_000; i++)
        {
            network.inject(pair.addressB, pair.a, syn);
            network.run(100 * MS);
        }
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");
        assertThat(pair.a.neighbour("b").ownId).isEqualTo(ownId);
    }

    /** A forged answer needs the transaction id of our SYN, and in version 2 our connection id. */
    @Test
    void shouldIgnoreAForgedSynAck()
    {
        pair.a.links(link("b", pair.addressB, Version.AUTO));
        network.remove(pair.b);
        network.run(SECOND);
        network.inject(pair.addressB, pair.a, bytes("1122334455667788 00000080 3bb16187 0a96 01"));
        assertThat(pair.a.isConnectedTo("b")).isFalse();
        assertThat(pair.a.neighbour("b").counters().drops(LinkDrop.SYN_ACK_UNEXPECTED)).isEqualTo(1);
    }

    /** VC8, NW1: address and header port together name the link; nobody else is answered. */
    @Test
    void shouldNotAnswerStrangers()
    {
        pair.a.links(link("b", pair.addressB, Version.AUTO));
        network.run(SECOND);
        network.sent.clear();
        final byte[] syn = bytes("ffffffffffffffff 00000080 3bb16187 0a96 00");
        network.inject(address(3), pair.a, syn);
        network.inject(new Endpoint().ipv6(0, 1, SessionFixture.PORT), pair.a, syn);
        network.inject(pair.addressB, pair.a, bytes("ffffffffffffffff 00000080 3bb16187 0a97 00"));
        network.inject(pair.addressB, pair.a, bytes("ffffffffffffffff 00000080 3bb16187 0a"));
        assertThat(network.sent).isEmpty();
        assertThat(pair.a.sessions.strangers()).isEqualTo(4);
    }

    /** D32: nothing goes to a neighbour behind NAT before its port is known, everything to that port after. */
    @ParameterizedTest
    @CsvSource({"AUTO", "ONE"})
    void shouldLearnThePortOfANeighbourBehindNat(final Version version)
    {
        final Endpoint outside = new Endpoint().set(pair.addressA).port(40_001);
        pair.a = new SessionNode(network, pair.addressA, outside, SessionFixture.settings(),
            new TrackerId(0xABCD, 1), SessionFixture.BOOT_MS);
        pair.b.links(behindNat("a", pair.addressA, version));
        network.run(100 * SECOND);
        assertThat(network.sent).isEmpty();
        assertThat(pair.b.neighbour("a").state()).isEqualTo(NeighbourState.IDLE);

        pair.a.links(link("b", pair.addressB, version));
        network.run(100 * SECOND);
        assertThat(pair.b.isConnectedTo("a")).isTrue();
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(network.sent.stream().filter(datagram -> datagram.source().isSameAs(pair.addressB)))
            .isNotEmpty().allSatisfy(datagram -> assertThat(datagram.destination().port()).isEqualTo(40_001));
    }

    /** The mapping of the NAT moved: the next packet of the connection says where to. */
    @Test
    void shouldFollowTheNeighboursPortBehindNat()
    {
        linkWithOpener(Version.AUTO);
        network.run(SECOND);
        final Endpoint moved = new Endpoint().set(pair.addressA).port(40_002);
        final byte[] forged = network.sent.get(2).bytes();
        network.inject(moved, pair.b, forged);
        assertThat(pair.b.neighbour("a").destination().port()).isEqualTo(SessionFixture.PORT);

        final Predicate<Datagram> isHello = datagram -> OverlayProtocol.ACTION_HELLO == datagram.action() &&
            datagram.source().isSameAs(pair.addressA);
        network.isDelivered = isHello.negate();
        network.run(HELLO_NS);
        final byte[] hello = network.sent.stream().filter(isHello).findFirst().orElseThrow().bytes();
        network.inject(moved, pair.b, hello);
        assertThat(pair.b.neighbour("a").destination().port()).isEqualTo(40_002);
    }

    /** D31: internal here, external there. */
    @Test
    void shouldRefuseALinkOfTheOtherKindOnceASecond()
    {
        pair.a.links(link("b", pair.addressB, Version.AUTO));
        pair.b.links(external("a", pair.addressA));
        network.run(SECOND / 2);
        assertThat(pair.a.neighbour("b").errorCode).isEqualTo(OverlayProtocol.ERROR_KIND_MISMATCH);
        assertThat(pair.a.neighbour("b").state()).isEqualTo(NeighbourState.WAITING);
        network.run(1_000 * SECOND);
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.b.events).isEmpty();
        assertThat(pair.b.neighbour("a").counters().drops(LinkDrop.KIND_MISMATCH)).isPositive();

        final byte[] syn = network.sent.stream().filter(datagram -> datagram.source().isSameAs(pair.addressA))
            .findFirst().orElseThrow().bytes();
        network.sent.clear();
        for (int i = 0; i < 1_000; i++)
        {
            network.inject(pair.addressA, pair.b, syn);
        }
        assertThat(network.sent).hasSizeLessThanOrEqualTo(1)
            .allSatisfy(error -> assertThat(error.bytes().length).isLessThan(syn.length));
    }

    /** A link that leads back to this tracker is no link. */
    @Test
    void shouldNotConnectToItself()
    {
        pair.a.links(link("self", pair.addressA, Version.AUTO));
        network.run(200 * SECOND);
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.a.neighbour("self").counters().drops(LinkDrop.OWN_TRACKER_ID)).isPositive();
    }

    /** VC5: five SYNs at the hello interval, then one each reconnect interval; 10 % about it. */
    @ParameterizedTest
    @CsvSource({"AUTO", "ONE"})
    void shouldRetrySynsAtTheHelloThenAtTheReconnectInterval(final Version version)
    {
        pair.a.links(link("b", pair.addressB, version));
        network.remove(pair.b);
        network.run(400 * SECOND);
        final List<Datagram> syns = handshake();
        for (int i = 1; i < syns.size(); i++)
        {
            final long expectedNs = i <= SessionFixture.RETRIES ? HELLO_NS : SessionFixture.RECONNECT_NS;
            assertThat(syns.get(i).sentNs() - syns.get(i - 1).sentNs())
                .isBetween(expectedNs * 89 / 100, expectedNs * 111 / 100);
        }
        assertThat(syns).hasSizeBetween(10, 13);
        assertThat(network.sent).hasSameSizeAs(syns);
        assertThat(pair.a.neighbour("b").state()).isEqualTo(NeighbourState.WAITING);
    }

    /** A.9-18: what is not connected is sent nothing. */
    @Test
    void shouldSendNothingOverALinkThatIsNotConnected()
    {
        pair.a.links(link("b", pair.addressB, Version.AUTO));
        network.remove(pair.b);
        network.run(SECOND);
        network.sent.clear();
        assertThat(pair.a.canSend("b")).isFalse();
        assertThat(pair.a.sendTracked("b", OverlayProtocol.ACTION_UPDATE, InFlightKind.TICK, 10)).isFalse();
        assertThat(network.sent).isEmpty();
        assertThat(pair.a.neighbour("b").counters().drops(LinkDrop.NOT_CONNECTED)).isEqualTo(1);
    }
}
