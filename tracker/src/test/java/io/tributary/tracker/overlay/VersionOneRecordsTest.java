package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;

import static io.tributary.codec.overlay.OverlayProtocol.ACTION_SUMMARY;
import static io.tributary.tracker.overlay.OverlayBus.INTERVAL_SEC;
import static io.tributary.tracker.overlay.OverlayBus.LIFE_SEC;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static io.tributary.tracker.overlay.ScriptedOriginal.concat;
import static io.tributary.tracker.overlay.ScriptedOriginal.hash;
import static org.assertj.core.api.Assertions.assertThat;

/** What trackers of version 2 tell each other of clients that they have from neighbours of version 1. */
class VersionOneRecordsTest
{
    private static final LinkSettings.Version ONE = LinkSettings.Version.ONE;
    private static final LinkSettings.Version TWO = LinkSettings.Version.TWO;
    private static final long DAY_MS = 86_400_000L;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** D18: two hear the same neighbour, and the clock of one is a day ahead. */
    @Test
    void shouldRenewWhatAnotherTrackerHeardOfTheSameNeighbour()
    {
        final Node neighbour = bus.node();
        final Node one = bus.node();
        final Node ahead = bus.node();
        ahead.agent.close();
        ahead.start(OverlayBus.settings(), DAY_MS);
        bus.link(neighbour, one, false, ONE);
        bus.link(neighbour, ahead, false, ONE);
        bus.link(one, ahead, true, TWO);
        neighbour.announce(1, 1, false, false);
        one.announce(1, 2, false, false);
        ahead.announce(1, 3, false, false);
        bus.filter((packet) -> packet.from != neighbour.index || !packet.destination.isSameAs(one.endpoint));
        bus.run(60 * SEC);
        assertThat(one.peers(1)).as("by way of the other").contains(peer(1));

        ahead.isDown = true;
        bus.filter((packet) -> true);
        for (int second = 0; second < LIFE_SEC + 300; second += 5)
        {
            if (0 == second % (INTERVAL_SEC / 2))
            {
                neighbour.announce(1, 1, false, false);
                one.announce(1, 2, false, false);
            }
            bus.run(5 * SEC);
            assertThat(one.peers(1)).as("after %d s", second).contains(peer(1), peer(2));
        }
    }

    /** A.9-1: what was heard of a neighbour of version 1 is not told to it by others that have it from there. */
    @Test
    void shouldTellANeighbourNothingThatAnotherHeardOfIt()
    {
        final Node neighbour = bus.node();
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(neighbour, one, false, ONE);
        bus.link(neighbour, other, false, ONE);
        bus.link(one, other, true, TWO);
        neighbour.announce(1, 1, false, false);
        one.announce(1, 2, false, false);
        other.announce(1, 3, false, false);
        bus.filter((packet) -> packet.from != neighbour.index || !packet.destination.isSameAs(other.endpoint) ||
            !packet.isUpdate());
        bus.run(90 * SEC);
        assertThat(other.peers(1)).contains(peer(1));

        assertThat(bus.sent)
            .filteredOn(packet -> packet.from == other.index && packet.destination.isSameAs(neighbour.endpoint))
            .anyMatch(packet -> contains(packet.bytes, new Endpoint().ipv4(0x0C00_0003, 6881)))
            .noneMatch(packet -> contains(packet.bytes, new Endpoint().ipv4(0x0C00_0001, 6881)));
    }

    /** D20: a neighbour of version 1 need not be the tracker of the clients that it told of. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldMakeNoDeparturesOfWhatVersionOneWithdraws(final LinkSettings.Version version)
    {
        final Node node = bus.node();
        final Node outside = bus.node();
        bus.link(node, outside, true, version);
        node.announce(1, 2, false, false);
        outside.announce(1, 3, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        original.update(1, new Endpoint().ipv4(0x0C00_0001, 6881));
        bus.run(60 * SEC);
        assertThat(node.peers(1)).contains(peer(1));
        assertThat(outside.peers(1)).contains(peer(1));

        original.send(ACTION_SUMMARY, concat(new byte[] {1}, hash(1)));
        bus.run(90 * SEC);
        assertThat(node.peers(1)).containsExactly(peer(2), peer(3));
        assertThat(outside.peers(1)).containsExactly(peer(1), peer(2), peer(3));
    }

    private static boolean contains(final byte[] bytes, final Endpoint client)
    {
        for (int i = 0; i + 6 <= bytes.length; i++)
        {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes, i, 6);
            if (buffer.getInt() == client.ipv4Address() && (buffer.getShort() & 0xFFFF) == client.port())
            {
                return true;
            }
        }
        return false;
    }
}
