package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Overlays of originals and our agents: every client list of ours holds the originals' peers, and the reverse, within
 * the bounds that version 1's timers set. What originals fail to tell each other is not our concern.
 */
class OriginalInteroperationTest
{
    private static final OriginalTracker.Settings ORIGINAL = OriginalTracker.settings();
    /** An update, and the time until the original looks at its clock. */
    private static final long UPDATE_NS = 35 * SEC;
    /** A skipped hello tick before the first SYN, then an update. */
    private static final long CONNECT_NS = 15 * SEC + UPDATE_NS;

    private final OverlayBus bus = new OverlayBus();
    private final List<OriginalTracker> originals = new ArrayList<>();
    private final List<Node> ours = new ArrayList<>();
    private int peers;

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** VC6, UN1 to UN3, UP1, UP6. */
    @ParameterizedTest
    @CsvSource({
        "2,1,AUTO,0", "2,1,AUTO,1", "2,1,AUTO,2", "2,1,ONE,3", "1,2,AUTO,0", "1,2,AUTO,1", "1,2,AUTO,2", "1,2,ONE,3",
        "3,3,AUTO,1"})
    void shouldFormAMeshWhoeverStartsFirst(
        final int originalCount, final int ourCount, final LinkSettings.Version version, final int order)
    {
        mesh(originalCount, ourCount, version, OverlayBus.settings(), ORIGINAL);
        final List<Runnable> starts = new ArrayList<>();
        originals.forEach(original -> starts.add(original::start));
        ours.forEach(node -> starts.add(() -> node.agent.links(node.links, bus.nowNs())));
        Collections.shuffle(starts, new Random(order));
        for (final Runnable start : starts)
        {
            start.run();
            announceEverywhere(1);
            bus.run(order * 7 * SEC);
        }
        announceEverywhere(1);
        bus.run(CONNECT_NS);
        assertUnified("started", 1);

        announceEverywhere(2);
        announceEverywhere(1);
        bus.run(UPDATE_NS);
        assertUnified("new swarm", 1, 2);
    }

    /** VC6: SYNs that cross found a connection at once. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"AUTO", "ONE"})
    void shouldConnectWhenSynsCross(final LinkSettings.Version version)
    {
        mesh(1, 1, version, OverlayBus.settings(), ORIGINAL);
        originals.get(0).start(new boolean[] {false});
        ours.get(0).agent.links(ours.get(0).links, bus.nowNs());
        announceEverywhere(1);
        bus.run(100 * MS);

        assertThat(originals.get(0).isConnected(0)).isTrue();
        announceEverywhere(1);
        bus.run(UPDATE_NS);
        assertUnified("crossed", 1);
    }

    /** VC6: an original that comes back has forgotten its peers, not its swarms. */
    @Test
    void shouldUnifyAgainWhenTheOriginalRestarts()
    {
        started(2, 1);
        originals.get(0).start();
        announceEverywhere(1);
        bus.run(CONNECT_NS);
        announceEverywhere(1);
        bus.run(UPDATE_NS);

        assertUnified("restarted", 1);
    }

    @Test
    void shouldUnifyAgainWhenOursRestarts()
    {
        started(1, 2);
        final Node node = ours.get(0);
        node.agent.close();
        node.start(OverlayBus.settings(), 99);
        node.agent.links(node.links, bus.nowNs());
        announceEverywhere(1);
        bus.run(CONNECT_NS);
        announceEverywhere(1);
        bus.run(UPDATE_NS);

        assertUnified("restarted", 1);
    }

    /** VC5: silence for longer than the disconnect interval. */
    @Test
    void shouldUnifyAgainAfterAPartition()
    {
        started(1, 2);
        bus.filter(packet -> packet.source.isSameAs(ours.get(1).endpoint));
        bus.run(100 * SEC);
        announceEverywhere(1);
        bus.filter(packet -> true);
        bus.run(60 * SEC + CONNECT_NS);

        assertUnified("healed", 1);
    }

    /** UP5. */
    @Test
    void shouldForgetClientsThatStop()
    {
        started(2, 1);
        final Node node = ours.get(0);
        node.announce(1, 500, false, false);
        originals.get(0).announce(1, 501);
        bus.run(UPDATE_NS);
        assertThat(node.peers(1)).contains(peer(501));
        assertThat(originals.get(0).peers(1)).contains(peer(500));

        node.announce(1, 500, false, true);
        originals.get(0).stop(1, 501);
        bus.run(UPDATE_NS);
        assertThat(node.peers(1)).doesNotContain(peer(500), peer(501));
        originals.forEach(original -> assertThat(original.peers(1)).doesNotContain(peer(500)));
    }

    /** UP2, UP3: loss delays, and loses nobody. */
    @ParameterizedTest
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldLoseNobodyToLoss(final long seed)
    {
        final Random random = new Random(seed);
        bus.filter(packet -> random.nextInt(100) >= 20);
        mesh(2, 1, LinkSettings.Version.AUTO, OverlayBus.settings(), ORIGINAL);
        originals.forEach(OriginalTracker::start);
        ours.forEach(node -> node.agent.links(node.links, bus.nowNs()));
        for (int i = 0; i < 10; i++)
        {
            announceEverywhere(1 + i % 3);
            bus.run(7 * SEC);
        }
        bus.run(10 * UPDATE_NS);

        assertUnified("seed " + seed, 1, 2, 3);
    }

    /** NW4, NW6, PR2, PR3: swarms that come late, and that the border tracker has no clients of. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldJoinOriginalsAsABorderTracker(final boolean isBorderFirst)
    {
        final Node border = bus.node();
        ours.add(border);
        final OriginalTracker inside = original(ORIGINAL);
        final OriginalTracker outside = original(ORIGINAL);
        link(inside, border, false, LinkSettings.Version.AUTO);
        link(outside, border, true, LinkSettings.Version.AUTO);
        if (isBorderFirst)
        {
            border.agent.links(border.links, bus.nowNs());
            bus.run(3 * SEC);
        }
        inside.start();
        outside.start();
        inside.announce(1, 1);
        outside.announce(1, 2);
        bus.run(4 * SEC);
        border.agent.links(border.links, bus.nowNs());
        bus.run(CONNECT_NS + UPDATE_NS);
        assertThat(inside.peers(1)).contains(peer(1), peer(2));
        assertThat(outside.peers(1)).contains(peer(1), peer(2));

        inside.announce(2, 3);
        bus.run(20 * SEC);
        outside.announce(2, 4);
        bus.run(2 * UPDATE_NS);
        assertThat(inside.peers(2)).contains(peer(3), peer(4));
        assertThat(outside.peers(2)).contains(peer(3), peer(4));
        assertSound(inside, outside);
    }

    /** The reverse: what version 1 carries over its own border tracker. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldUnifyThroughAnOriginalBorderTracker(final boolean isBorderFirst)
    {
        final Node inside = bus.node();
        final Node outside = bus.node();
        final OriginalTracker border = original(ORIGINAL);
        link(border, inside, false, LinkSettings.Version.AUTO);
        link(border, outside, true, LinkSettings.Version.AUTO);
        if (isBorderFirst)
        {
            border.start();
            bus.run(3 * SEC);
        }
        inside.agent.links(inside.links, bus.nowNs());
        outside.agent.links(outside.links, bus.nowNs());
        inside.announce(1, 1, false, false);
        outside.announce(1, 2, false, false);
        bus.run(4 * SEC);
        if (!isBorderFirst)
        {
            border.start();
        }
        bus.run(CONNECT_NS + UPDATE_NS);
        assertThat(inside.peers(1)).contains(peer(1), peer(2));
        assertThat(outside.peers(1)).contains(peer(1), peer(2));

        // Here the original alone would not unify them (A.9-3).
        inside.announce(2, 3, false, false);
        bus.run(20 * SEC);
        outside.announce(2, 4, false, false);
        bus.run(2 * UPDATE_NS);
        assertThat(inside.peers(2)).contains(peer(3), peer(4));
        assertThat(outside.peers(2)).contains(peer(3), peer(4));
        assertSound(border);
    }

    /** EL1 to EL7, A.9-8: whoever leads, and whoever thinks so, nobody is missing two updates later. */
    @ParameterizedTest
    @CsvSource({"2,1,1", "1,2,2", "2,2,3", "3,1,4"})
    void shouldLoseNobodyWhenLeadersAreElected(final int originalCount, final int ourCount, final int seed)
    {
        final Random random = new Random(seed);
        mesh(originalCount, ourCount, LinkSettings.Version.AUTO, electing(), new OriginalTracker.Settings(
            10, 30, 40, 60, 5, 600, 120, 1800, true));
        originals.forEach(original ->
        {
            original.start();
            bus.run(17 * SEC);
        });
        ours.forEach(node -> node.agent.links(node.links, bus.nowNs()));
        for (int round = 0; round < 40; round++)
        {
            // A leader has room for fifty.
            for (int swarm = 1; 0 == round % 4 && swarm <= 4; swarm++)
            {
                announceEverywhere(swarm);
            }
            bus.run(3 * UPDATE_NS + random.nextInt(20) * SEC);
            if (round > 1)
            {
                assertUnified("round " + round, 1, 2, 3, 4);
            }
        }
        assertThat(bus.sent).anySatisfy(
            packet -> assertThat(packet.action()).isEqualTo(OriginalTracker.ACTION_LEADER));
    }

    /** One client more of a swarm at each tracker. */
    private void announceEverywhere(final int swarm)
    {
        originals.forEach(original -> original.announce(swarm, peerOf(swarm)));
        ours.forEach(node -> node.announce(swarm, peerOf(swarm), false, false));
    }

    private int peerOf(final int swarm)
    {
        return swarm << 16 | ++peers;
    }

    private void assertUnified(final String when, final int... swarms)
    {
        for (final int swarm : swarms)
        {
            ours.forEach(node -> originals.forEach(original ->
            {
                assertThat(original.ownPeers(swarm)).as(when).isNotEmpty();
                assertThat(node.ownPeers(swarm)).as(when).isNotEmpty();
                assertThat(node.peers(swarm)).as("%s, swarm %d, ours knows", when, swarm)
                    .containsAll(original.ownPeers(swarm));
                assertThat(original.peers(swarm)).as("%s, swarm %d, original knows", when, swarm)
                    .containsAll(node.ownPeers(swarm));
            }));
        }
        assertSound(originals.toArray(OriginalTracker[]::new));
    }

    /** Nothing of ours made an original lose its place or the end of a datagram (A.9-5, A.9-12). */
    private static void assertSound(final OriginalTracker... trackers)
    {
        for (final OriginalTracker tracker : trackers)
        {
            assertThat(tracker.garbled).isZero();
            assertThat(tracker.truncated).isZero();
        }
    }

    private void started(final int originalCount, final int ourCount)
    {
        mesh(originalCount, ourCount, LinkSettings.Version.AUTO, OverlayBus.settings(), ORIGINAL);
        originals.forEach(OriginalTracker::start);
        ours.forEach(node -> node.agent.links(node.links, bus.nowNs()));
        announceEverywhere(1);
        bus.run(CONNECT_NS);
        assertUnified("started", 1);
    }

    private void mesh(
        final int originalCount,
        final int ourCount,
        final LinkSettings.Version version,
        final OverlaySettings ourSettings,
        final OriginalTracker.Settings originalSettings)
    {
        for (int i = 0; i < ourCount; i++)
        {
            ours.add(bus.node(ourSettings));
        }
        for (int i = 0; i < originalCount; i++)
        {
            final OriginalTracker original = original(originalSettings);
            ours.forEach(node -> link(original, node, false, version));
            originals.stream().filter(other -> other != original).forEach(other ->
            {
                original.link(other.endpoint(), false);
                other.link(original.endpoint(), false);
            });
        }
        for (final Node one : ours)
        {
            ours.stream().filter(other -> other != one).forEach(
                other -> one.links.add(OverlayBus.linkTo(other, false, LinkSettings.Version.TWO, 200)));
        }
    }

    private OriginalTracker original(final OriginalTracker.Settings settings)
    {
        final int number = originals.size();
        final OriginalTracker original = new OriginalTracker(
            bus, new Endpoint().ipv4(0x0D00_0001 + number, OverlayBus.PORT), settings, number);
        originals.add(original);
        original.isDown = true;
        return original;
    }

    private static void link(
        final OriginalTracker original, final Node node, final boolean isExternal, final LinkSettings.Version version)
    {
        original.link(node.endpoint, isExternal);
        node.links.add(OverlayBus.linkTo(
            "original-" + (original.endpoint().ipv4Address() & 0xFF), original.endpoint(), isExternal, version, 200));
    }

    private static OverlaySettings electing()
    {
        return new OverlaySettingsBuilder(OverlayBus.electing()).mandateNs(600 * SEC).build();
    }
}
