package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings.Version;
import io.tributary.tracker.overlay.SessionNetwork.Datagram;
import io.tributary.tracker.status.LinkDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static io.tributary.tracker.overlay.SessionFixture.bytes;
import static io.tributary.tracker.overlay.SessionFixture.keyed;
import static io.tributary.tracker.overlay.SessionFixture.rollingOver;
import static io.tributary.tracker.overlay.SessionNetwork.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/** D2: links with a shared key, its exchange, and packets that are sent again by others. */
class SessionKeyTest
{
    private static final int UPDATE = OverlayProtocol.ACTION_UPDATE;

    private final SessionFixture pair = new SessionFixture(1);
    private final SessionNetwork network = pair.network;

    private void link(final String keyOfA, final int idOfA, final String keyOfB, final int idOfB)
    {
        pair.a.links(keyed("b", pair.addressB, keyOfA, idOfA));
        pair.b.links(keyed("a", pair.addressA, keyOfB, idOfB));
    }

    @Test
    void shouldTagEveryPacketOfAKeyedLink()
    {
        link("sesame", 7, "sesame", 7);
        network.run(100 * SECOND);
        pair.a.sendTracked("b", UPDATE, InFlightKind.TICK, 5);
        network.run(SECOND);
        assertThat(pair.a.acknowledgedKinds).containsExactly(InFlightKind.TICK);
        assertThat(network.sent).allSatisfy(datagram ->
        {
            final boolean isSyn = OverlayProtocol.ACTION_SYN == datagram.action();
            assertThat(datagram.bytes()[isSyn ? 22 : 19]).isEqualTo((byte)7);
            assertThat(datagram.bytes().length).isGreaterThanOrEqualTo(isSyn ? 80 : 36);
        });
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.a.neighbour("b").counters().dropsTotal()).isZero();
    }

    /** Silence: who does not know the key learns nothing, not even that there is a link. */
    @ParameterizedTest
    @CsvSource({"other, 7, TAG_WRONG", "sesame, 8, KEY_UNKNOWN"})
    void shouldBeSilentOnAWrongKey(final String key, final int keyId, final LinkDrop drop)
    {
        link("sesame", 7, key, keyId);
        network.run(300 * SECOND);
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.b.events).isEmpty();
        assertThat(network.sent).extracting(Datagram::flags).containsOnly(0);
        assertThat(pair.b.neighbour("a").counters().drops(drop)).isPositive();
        assertThat(pair.b.neighbour("a").counters().lastDropCode).isEqualTo(drop.code());
    }

    @ParameterizedTest
    @CsvSource({"AUTO", "ONE"})
    void shouldNotConnectAKeyedLinkWithoutTheKey(final Version version)
    {
        pair.a.links(keyed("b", pair.addressB, "sesame", 7));
        pair.b.links(SessionFixture.link("a", pair.addressA, version));
        network.run(300 * SECOND);
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.b.events).isEmpty();
    }

    /** No downgrade: neither a SYN of version 1 nor an answer of version 1 counts on a keyed link. */
    @Test
    void shouldRefuseVersionOneOnAKeyedLink()
    {
        pair.a.links(keyed("b", pair.addressB, "sesame", 7));
        network.remove(pair.b);
        network.run(SECOND);
        final String transactionId = SessionFixture.hex(network.sent.get(0).bytes()).substring(24, 32);
        network.sent.clear();
        network.inject(pair.addressB, pair.a, bytes("ffffffffffffffff 00000080 3bb16187 0a96 00"));
        network.inject(pair.addressB, pair.a, bytes("1122334455667788 00000080" + transactionId + "0a96 01"));
        assertThat(network.sent).isEmpty();
        assertThat(pair.a.events).isEmpty();
        assertThat(pair.a.neighbour("b").counters().drops(LinkDrop.VERSION_REFUSED)).isEqualTo(2);
    }

    /** A live connection outlives the exchange of its key, one side after the other, and the old key's end. */
    @Test
    void shouldExchangeKeysWithoutABreak()
    {
        link("old", 1, "old", 1);
        network.run(100 * SECOND);
        pair.a.links(rollingOver("b", pair.addressB, "new", 2, "old", 1));
        network.run(100 * SECOND);
        pair.b.links(rollingOver("a", pair.addressA, "new", 2, "old", 1));
        network.run(100 * SECOND);
        network.sent.clear();
        network.run(100 * SECOND);
        assertThat(network.sent).isNotEmpty()
            .allSatisfy(hello -> assertThat(hello.bytes()[19]).isEqualTo((byte)2));
        pair.a.links(keyed("b", pair.addressB, "new", 2));
        pair.b.links(keyed("a", pair.addressA, "new", 2));
        network.run(100 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");
    }

    /** Whichever side has the new key first, and whoever starts. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldConnectInTheMiddleOfAKeyExchange(final boolean isAFirst)
    {
        if (isAFirst)
        {
            pair.a.links(rollingOver("b", pair.addressB, "new", 2, "old", 1));
            network.run(SECOND);
            pair.b.links(keyed("a", pair.addressA, "old", 1));
        }
        else
        {
            pair.b.links(keyed("a", pair.addressA, "old", 1));
            network.run(SECOND);
            pair.a.links(rollingOver("b", pair.addressB, "new", 2, "old", 1));
        }
        network.run(100 * SECOND);
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");
    }

    /** Every packet of a conversation, sent again: nothing is applied twice, nothing breaks, nobody is kept alive. */
    @ParameterizedTest
    @CsvSource({"sesame", "''"})
    void shouldNotBeImpressedByReplays(final String key)
    {
        if (key.isEmpty())
        {
            pair.link(Version.AUTO, Version.AUTO);
        }
        else
        {
            link(key, 7, key, 7);
        }
        network.run(30 * SECOND);
        for (int i = 0; i < 10; i++)
        {
            pair.a.sendTracked("b", UPDATE, InFlightKind.TICK, 5);
        }
        network.run(SECOND);
        final List<Datagram> conversation = List.copyOf(network.sent);
        final int applied = pair.b.receivedActions.size();
        assertThat(applied).isEqualTo(10);

        network.sent.clear();
        conversation.stream().filter(datagram -> datagram.destination().isSameAs(pair.addressB))
            .forEach(datagram -> network.inject(datagram.source(), pair.b, datagram.bytes()));
        network.run(SECOND);
        assertThat(pair.b.receivedActions).hasSize(applied);
        assertThat(pair.b.repeats).as("acknowledged again").isEqualTo(10);
        assertThat(network.sent.stream().mapToInt(datagram -> datagram.bytes().length).sum())
            .isLessThanOrEqualTo(conversation.stream().mapToInt(datagram -> datagram.bytes().length).sum());
        assertThat(pair.a.events).containsExactly("connected b");
        assertThat(pair.b.events).containsExactly("connected a");

        network.remove(pair.a);
        for (int i = 0; i < 100; i++)
        {
            network.run(SECOND / 2);
            conversation.stream().filter(datagram -> datagram.destination().isSameAs(pair.addressB))
                .forEach(datagram -> network.inject(datagram.source(), pair.b, datagram.bytes()));
        }
        assertThat(pair.b.events).containsExactly("connected a", "disconnected a");
    }

    /** Packets of a former connection are worth nothing in the next. */
    @Test
    void shouldNotAcceptPacketsOfAFormerConnection()
    {
        link("sesame", 7, "sesame", 7);
        network.run(SECOND);
        pair.a.sendTracked("b", UPDATE, InFlightKind.TICK, 5);
        network.run(SECOND);
        final List<Datagram> former = List.copyOf(network.sent);
        pair.a = pair.node(1, SessionFixture.BOOT_MS + 9);
        pair.a.links(keyed("b", pair.addressB, "sesame", 7));
        network.run(SECOND);
        assertThat(pair.b.events).containsExactly("connected a", "disconnected a", "connected a");
        pair.b.receivedActions.clear();
        former.stream().filter(datagram -> datagram.destination().isSameAs(pair.addressB))
            .forEach(datagram -> network.inject(datagram.source(), pair.b, datagram.bytes()));
        network.run(SECOND);
        assertThat(pair.b.receivedActions).isEmpty();
        assertThat(pair.b.events).hasSize(3);
    }
}
