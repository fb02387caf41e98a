package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.OverlayBus.Node;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import io.tributary.tracker.swarm.RemotePeers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that leave, and those that only seem to: between trackers of version 2. */
class DepartureTest
{
    private static final LinkSettings.Version TWO = LinkSettings.Version.TWO;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    private static boolean isFrom(final Packet packet, final Node from, final Node to)
    {
        return packet.from == from.index && packet.destination.isSameAs(to.endpoint);
    }

    /** D19: a client of two trackers gives up one of them without a word. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStayAsAnothersClientWhenItsOwnLifeEnds(final boolean isOwnFirst)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, TWO);
        one.announce(1, 2, false, false);
        bus.run(SEC);
        (isOwnFirst ? one : other).announce(1, 1, false, false);
        bus.run(SEC);
        (isOwnFirst ? other : one).announce(1, 1, false, false);
        for (int second = 0; second < OverlayBus.LIFE_SEC + 120; second += OverlayBus.INTERVAL_SEC / 2)
        {
            bus.run(OverlayBus.INTERVAL_SEC / 2 * SEC);
            other.announce(1, 1, false, false);
            one.announce(1, 2, false, false);
        }

        assertThat(one.ownPeers(1)).containsExactly(peer(2));
        assertThat(one.peers(1)).containsExactly(peer(1), peer(2));
    }

    /** D19: what came the long way is not kept from who forgot it once it has come the short way as well. */
    @Test
    void shouldTellWhoForgotWhatItOncePassedOn()
    {
        final Node one = bus.node();
        final Node passing = bus.node();
        final Node other = bus.node();
        bus.link(one, passing, true, TWO);
        bus.link(passing, other, false, TWO);
        bus.link(one, other, true, TWO);
        passing.announce(1, 2, false, false);
        other.announce(1, 3, false, false);
        bus.filter((packet) -> !isFrom(packet, one, other));
        bus.run(SEC);
        one.announce(1, 1, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).as("by the long way").contains(peer(1));

        bus.filter((packet) -> true);
        bus.run(60 * SEC);
        bus.filter((packet) -> !isFrom(packet, one, passing));
        passing.agent.close();
        passing.store.merge(forget(1));
        passing.start(OverlayBus.settings(), 99);
        passing.agent.links(passing.links, bus.nowNs());
        bus.run(60 * SEC);
        assertThat(passing.peers(1)).contains(peer(1), peer(3));
    }

    private RemotePeers forget(final int peer)
    {
        final RemotePeers batch = new RemotePeers();
        batch.infoHashBuffer = OverlayBus.infoHash(1);
        batch.nowSec = bus.nowSec();
        batch.namespace = OverlayBus.namespace(new Endpoint().ipv4(0x0C00_0000 + peer, 6881));
        batch.addGone(new Endpoint().ipv4(0x0C00_0000 + peer, 6881));
        return batch;
    }

    /** D20: neighbours know what this tracker told them before its restart; it has not found out who does yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfDeparturesBeforeTheFirstConnection(final boolean hasOtherClients)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, TWO);
        one.announce(1, 1, false, false);
        if (hasOtherClients)
        {
            one.announce(1, 2, false, false);
        }
        other.announce(1, 3, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).contains(peer(1), peer(3));

        bus.filter((packet) -> !isFrom(packet, one, other));
        one.agent.close();
        one.start(OverlayBus.settings(), 99);
        one.agent.links(one.links, bus.nowNs());
        bus.run(SEC);
        one.announce(1, 1, false, true);
        bus.run(90 * SEC);
        bus.filter((packet) -> true);
        bus.run(90 * SEC);

        assertThat(other.peers(1)).doesNotContain(peer(1)).contains(peer(3));
    }

    /** D20: the tracker itself has said that it has no clients of it; who missed that may still say otherwise. */
    @Test
    void shouldNotBelieveOthersAboutASwarmThatItsTrackerWithdrew()
    {
        final Node one = bus.node();
        final Node border = bus.node();
        final Node other = bus.node();
        bus.link(one, border, false, TWO);
        bus.link(one, other, false, TWO);
        bus.link(border, other, true, TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        assertThat(other.peers(1)).containsExactly(peer(1), peer(2));

        bus.filter((packet) -> !packet.destination.isSameAs(other.endpoint));
        one.announce(1, 1, true, false);
        bus.run(SEC);
        bus.filter((packet) -> !packet.destination.isSameAs(other.endpoint) && packet.from != one.index);
        one.announce(1, 1, true, true);
        bus.run(120 * SEC);
        bus.filter((packet) -> !isFrom(packet, one, border) && !isFrom(packet, border, other));
        bus.run(90 * SEC);
        assertThat(other.peers(1)).containsExactly(peer(2));
        assertThat(border.peers(1)).contains(peer(1));

        bus.filter((packet) -> !isFrom(packet, one, border));
        bus.run(120 * SEC);
        assertThat(other.peers(1)).containsExactly(peer(2));
    }

    /** D20: a swarm comes back while word that it has gone is still on its way, or lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotWithdrawASwarmThatIsThereAgain(final boolean isLost)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, TWO);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.run(SEC);
        final List<Packet> late = new ArrayList<>();
        bus.filter(packet -> !late.isEmpty() || !isRemoval(packet, one) || !late.add(packet));
        one.announce(1, 1, false, true);
        for (int ms = 0; ms < 120_000 && late.isEmpty(); ms++)
        {
            bus.run(MS);
        }
        one.announce(1, 3, false, false);
        bus.run(50 * MS);
        if (!isLost)
        {
            bus.inject(one.endpoint, other, late.get(0).bytes);
        }
        bus.run(30 * SEC);
        other.announce(1, 4, false, false);
        bus.run(SEC);

        assertThat(one.peers(1)).containsExactly(peer(2), peer(3), peer(4));
        assertThat(other.peers(1)).containsExactly(peer(2), peer(3), peer(4));
    }

    private static boolean isRemoval(final Packet packet, final Node from)
    {
        return packet.from == from.index && OverlayProtocol.ACTION_SUMMARY == packet.action() &&
            0 == (packet.flags() & OverlayProtocol.FLAG_ACK) &&
            OverlayProtocol.SUMMARY_REMOVE == packet.bytes[OverlayHeaderFlyweight.LENGTH_VERSION_TWO];
    }
}
