package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Node;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import static io.tributary.tracker.overlay.OriginalTracker.ACK;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_CANDIDATURE;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_LEADER;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SUMMARY;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SYN;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_UPDATE;
import static io.tributary.tracker.overlay.OverlayBus.LIFE_SEC;
import static io.tributary.tracker.overlay.OverlayBus.MS;
import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static io.tributary.tracker.overlay.OverlayBus.peer;
import static io.tributary.tracker.overlay.ScriptedOriginal.concat;
import static io.tributary.tracker.overlay.ScriptedOriginal.hash;
import static io.tributary.tracker.overlay.ScriptedOriginal.swarm;
import static io.tributary.tracker.overlay.ScriptedOriginal.text;
import static org.assertj.core.api.Assertions.assertThat;

/** The defects of the original, A.9-1 to A.9-19, none of which is ours. A.9-19 is OriginalDefectsAllocationTest. */
class OriginalDefectsTest
{
    private static final int SWARMS = 12;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /** A.9-1: a leader echoes everyone's own peers; the original keeps its ghost, ours does not. */
    @Test
    void shouldNotKeepAGhostThatALeaderEchoes()
    {
        final Node node = bus.node();
        final OriginalTracker leader = original(1);
        final OriginalTracker member = original(2);
        link(node, leader, false);
        link(node, member, false);
        link(leader, member);
        start(leader, member, node);
        leader.lead(1, false);
        leader.announceLeadership(0, 1);
        leader.announceLeadership(1, 1);
        node.announce(1, 10, false, false);
        member.announce(1, 20);
        for (int second = 0; second < LIFE_SEC + 120; second += 300)
        {
            node.announce(1, 11, false, false);
            leader.announce(1, 30);
            bus.run(300 * SEC);
        }

        assertThat(member.peers(1)).as("its own ghost").contains(peer(20));
        assertThat(node.peers(1)).contains(peer(11), peer(30)).doesNotContain(peer(10));
        assertThat(bus.sent.stream().filter(packet -> packet.source.isSameAs(leader.endpoint()) &&
            packet.destination.isSameAs(node.endpoint)).map(packet -> VersionOneText.of(packet.bytes)))
            .as("the leader does echo").anyMatch(text -> text.contains("0c00000a:6881"));
    }

    /** A.9-1: a client that stopped is not revived. */
    @Test
    void shouldNotReviveAClientThatStopped()
    {
        final Node node = bus.node();
        node.announce(1, 11, false, false);
        node.announce(1, 10, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        bus.run(31 * SEC);
        node.announce(1, 10, false, true);
        for (int i = 0; i < 100; i++)
        {
            original.update(1, client(10), client(20));
            bus.run(SEC);
            assertThat(node.peers(1)).doesNotContain(peer(10));
        }

        assertThat(node.peers(1)).contains(peer(11), peer(20));
    }

    /** A.9-2: four networks in a ring, joined by four border trackers. */
    @Test
    void shouldNotKeepPeersAliveInARingOfNetworks()
    {
        final List<Node> ring = ring(LinkSettings.Version.TWO);
        ring.get(2).announce(1, 2, false, false);
        bus.run(364 * SEC);

        ring.forEach(node -> assertThat(node.peers(1)).containsExactly(peer(2)));
    }

    /** A.9-2: version 1 tells no age, so each hop may cost a life; the ring does not keep the peer for ever. */
    @Test
    void shouldNotKeepPeersAliveForEverInARingOfVersionOne()
    {
        final List<Node> ring = ring(LinkSettings.Version.ONE);
        for (int second = 0; second < 12 * LIFE_SEC; second += 600)
        {
            ring.get(2).announce(1, 2, false, false);
            bus.run(600 * SEC);
            if (second > 3 * LIFE_SEC)
            {
                ring.forEach(node -> assertThat(node.peers(1)).containsExactly(peer(2)));
            }
        }
    }

    /** Client 1 is silent from the start, client 2 comes back; just before the end of the first one's life. */
    private List<Node> ring(final LinkSettings.Version version)
    {
        final List<Node> ring = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            ring.add(bus.node());
        }
        for (int i = 0; i < 4; i++)
        {
            bus.link(ring.get(i), ring.get((i + 1) % 4), 1 == i % 2, version);
        }
        ring.get(0).announce(1, 1, false, false);
        for (int second = 0; second < LIFE_SEC - 300; second += 600)
        {
            ring.get(2).announce(1, 2, false, false);
            bus.run(600 * SEC);
            ring.forEach(node -> assertThat(node.peers(1)).contains(peer(1), peer(2)));
        }
        return ring;
    }

    /** A.9-3: a border tracker enters a swarm and its first member in one step, and answers so. */
    @Test
    void shouldUnifyALateSwarmOnABorderTracker()
    {
        final Node border = bus.node();
        final ScriptedOriginal inside = ScriptedOriginal.connected(bus, border, 1, false);
        final ScriptedOriginal outside = ScriptedOriginal.connected(bus, border, 2, true);
        final int id = inside.send(ACTION_SUMMARY, concat(new byte[] {0}, hash(7)));
        bus.run(5 * MS);
        assertThat(VersionOneText.of(inside.answer(id))).isEqualTo("UPDATE S BORDER " + text(7) + "{}");

        inside.update(7, client(1));
        outside.send(ACTION_SUMMARY, concat(new byte[] {0}, hash(7)));
        bus.run(31 * SEC);
        assertThat(outside.requests(ACTION_UPDATE).stream().map(VersionOneText::of))
            .anyMatch(text -> text.contains(text(7) + "{0c000001:6881}"));
    }

    /** A.9-4: the SUMMARY of a border tracker is one byte, however many swarms come up; a mixed one is refused. */
    @Test
    void shouldNotMixTheTwoFormsOfSummary()
    {
        final Node border = bus.node();
        final ScriptedOriginal inside = ScriptedOriginal.connected(bus, border, 1, false, 1);
        ScriptedOriginal.connected(bus, border, 2, true, 1);
        inside.isAnswering = false;
        for (int swarm = 10; swarm < 60; swarm++)
        {
            border.announce(swarm, swarm, false, false);
            inside.send(OriginalTracker.ACTION_HELLO, new byte[0]);
            bus.run(SEC);
        }
        assertThat(inside.requests(ACTION_SUMMARY)).isNotEmpty().allSatisfy(
            packet -> assertThat(packet).hasSize(19).endsWith((byte)4));

        final int id = inside.send(ACTION_SUMMARY, concat(new byte[] {4, 0}, hash(70)));
        bus.run(10 * MS);
        assertThat(inside.answer(id)).isNull();
        final int next = inside.update(1, client(1));
        bus.run(10 * MS);
        assertThat(inside.answer(next)).isNotNull();
    }

    /** A.9-5: what follows an unknown swarm in an UPDATE is read from the right place. */
    @Test
    void shouldPassOverAnUnknownSwarm()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        final int id = original.send(ACTION_UPDATE, concat(new byte[] {0}, swarm(9, client(8), client(9)),
            swarm(1, client(2)), swarm(8, client(7)), swarm(1, client(3))));
        bus.run(10 * MS);

        assertThat(VersionOneText.of(original.answer(id))).isEqualTo("UPDATE ACK");
        assertThat(node.peers(1)).containsExactly(peer(1), peer(2), peer(3));
        assertThat(node.peers(9)).isEmpty();
        assertThat(node.peers(8)).isEmpty();
    }

    /** A.9-6: much to say on one link takes no HELLO from another. */
    @Test
    void shouldNotStarveALinkOfHellos()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal busy = ScriptedOriginal.connected(bus, node, 1, false, 1);
        final ScriptedOriginal quiet = ScriptedOriginal.connected(bus, node, 2, false);
        for (int i = 0; i < 600; i++)
        {
            busy.update(1, client(2 + i));
            if (0 == i % 100)
            {
                quiet.send(OriginalTracker.ACTION_HELLO, new byte[0]);
            }
            bus.run(100 * MS);
        }

        final List<Long> times = quiet.heard.stream().map(packet -> packet.dueNs).toList();
        assertThat(times).hasSizeGreaterThanOrEqualTo(6);
        for (int i = 1; i < times.size(); i++)
        {
            assertThat(times.get(i) - times.get(i - 1)).isLessThanOrEqualTo(10 * SEC + 100 * MS);
        }
    }

    /** A.9-7: a tracker that dies in mid-campaign ends neither that campaign nor elections. */
    @Test
    void shouldElectAgainAfterATrackerDiedInACampaign()
    {
        final List<Node> nodes = mesh(3, electing(300));
        final ScriptedOriginal victim = new ScriptedOriginal(bus, 1, nodes.get(0).endpoint);
        final Node witness = nodes.get(0);
        witness.links.add(OverlayBus.linkTo("victim", victim.endpoint(), false, LinkSettings.Version.ONE, 200));
        witness.agent.links(witness.links, bus.nowNs());
        victim.connect(1);
        bus.run(60 * SEC);
        victim.isAnswering = false;
        victim.send(ACTION_CANDIDATURE, new byte[5]);
        bus.run(300 * SEC);
        final long before = campaigns(witness);
        bus.run(800 * SEC);

        assertThat(campaigns(witness)).isGreaterThan(before + 1);
        assertLed(nodes);
    }

    /** A.9-8: originals without an address of their own think differently of who leads, and so do ours; no matter. */
    @Test
    void shouldLoseNobodyWhenTrackersDisagreeOnTheLeader()
    {
        final OriginalTracker.Settings settings =
            new OriginalTracker.Settings(10, 30, 40, 60, 5, 400, 90, 1800, false);
        final Node node = bus.node(electing(500));
        final OriginalTracker one = original(1, settings);
        final OriginalTracker other = original(2, settings);
        link(node, one, false);
        link(node, other, false);
        link(one, other);
        one.announce(5, 900);
        other.announce(6, 901);
        start(one, other, node);
        for (int round = 1; round <= 30; round++)
        {
            one.announce(1, 100 + round);
            other.announce(1, 200 + round);
            node.announce(1, 300 + round, false, false);
            one.stop(1, 92 + round);
            other.stop(1, 192 + round);
            node.announce(1, 292 + round, false, true);
            bus.run(110 * SEC);

            final TreeSet<String> all = new TreeSet<>(one.ownPeers(1));
            all.addAll(other.ownPeers(1));
            all.addAll(node.ownPeers(1));
            // Silent from the start, and kept as a ghost by the originals alone.
            all.remove(peer(1000));
            assertThat(node.peers(1)).as("round " + round).containsAll(all);
            assertThat(one.peers(1)).as("round " + round).containsAll(all);
            assertThat(other.peers(1)).as("round " + round).containsAll(all);
        }
    }

    /** A.9-9: with the leader's link gone, updates go to everyone at once. */
    @Test
    void shouldSendToEveryoneOnceTheLeaderIsSilent()
    {
        final List<Node> nodes = mesh(2, electing(3600), LinkSettings.Version.ONE);
        final OriginalTracker leader = original(1);
        nodes.forEach(node -> link(node, leader, false));
        for (int swarm = 1; swarm <= SWARMS; swarm++)
        {
            leader.announce(swarm, 30);
            nodes.get(0).announce(swarm, 40, false, false);
            nodes.get(1).announce(swarm, 41, false, false);
        }
        start(leader);
        nodes.forEach(node -> node.agent.links(node.links, bus.nowNs()));
        // Before one of ours claims anything.
        bus.run(3 * SEC);
        for (int swarm = 1; swarm <= SWARMS; swarm++)
        {
            leader.announce(swarm, 31);
            leader.lead(swarm, false);
            leader.announceLeadership(0, swarm);
            leader.announceLeadership(1, swarm);
        }
        bus.run(15 * SEC);
        final List<Integer> led = new ArrayList<>();
        for (int swarm = 1; swarm <= SWARMS; swarm++)
        {
            nodes.get(0).announce(swarm, 50, false, false);
            bus.run(SEC);
            if (!nodes.get(1).peers(swarm).contains(peer(50)))
            {
                led.add(swarm);
            }
        }
        assertThat(led).as("sent to the leader only").isNotEmpty();
        bus.run(70 * SEC);
        led.forEach(swarm -> assertThat(nodes.get(1).peers(swarm)).contains(peer(50)));

        leader.isDown = true;
        led.forEach(swarm -> nodes.get(0).announce(swarm, 51, false, false));
        bus.run(SEC);
        led.forEach(swarm -> assertThat(nodes.get(1).peers(swarm)).doesNotContain(peer(51)));
        bus.run(45 * SEC);
        led.forEach(swarm -> assertThat(nodes.get(1).peers(swarm)).contains(peer(51)));
    }

    /** A.9-10: a SYN-ACK is accepted though a SYN was answered meanwhile. */
    @Test
    void shouldAcceptASynAckAfterSynsHaveCrossed()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal original = new ScriptedOriginal(bus, 1, node.endpoint);
        node.links.add(OverlayBus.linkTo("original", original.endpoint(), false, LinkSettings.Version.AUTO, 200));
        node.agent.links(node.links, bus.nowNs());
        original.send(-1, ACTION_SYN, new byte[] {0});
        bus.run(5 * MS);
        assertThat(original.heard).extracting(Packet::action).containsExactly(ACTION_SYN, ACTION_SYN);
        final byte[] syn = original.heard.stream().filter(packet -> 0 == packet.flags()).findFirst().get().bytes;
        original.connectionId = 0x1234_5678_9ABCL;
        original.send(0x1234_5678_9ABCL, ACTION_SYN, ByteBuffer.wrap(syn).getInt(12), new byte[] {ACK});
        bus.run(5 * MS);

        final List<byte[]> summaries = original.requests(ACTION_SUMMARY);
        assertThat(summaries).hasSize(1);
        assertThat(ByteBuffer.wrap(summaries.get(0)).getLong(0)).isEqualTo(0x1234_5678_9ABCL);
    }

    /** A.9-11: a SYN that anybody may have sent from a neighbour's address disturbs nothing. */
    @Test
    void shouldNotBeDisturbedByAForgedSyn()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        final long standing = original.connectionId;
        for (int i = 0; i < 50; i++)
        {
            original.send(-1, ACTION_SYN, new byte[] {0});
            bus.run(SEC);
            original.connectionId = standing;
            final int id = original.update(1, client(2 + i));
            bus.run(10 * MS);
            assertThat(original.answer(id)).isNotNull();
        }
        assertThat(node.peers(1)).hasSize(51);
        assertThat(original.requests(ACTION_UPDATE)).isNotEmpty().allSatisfy(packet ->
            assertThat(ByteBuffer.wrap(packet).getLong(0)).isEqualTo(standing));
    }

    /** A.9-12: longer datagrams than the original's buffer are taken; what is sent stays below it. */
    @Test
    void shouldReadLongDatagramsAndSendShortOnes()
    {
        final Node node = bus.node();
        final int[] swarms = new int[200];
        final ByteArrayOutputStream update = new ByteArrayOutputStream();
        update.write(0);
        for (int i = 0; i < swarms.length; i++)
        {
            swarms[i] = i;
            node.announce(i, 1, false, false);
            final Endpoint[] peers = new Endpoint[40];
            for (int peer = 0; peer < peers.length; peer++)
            {
                peers[peer] = client(2 + peer);
            }
            update.writeBytes(swarm(i, peers));
        }
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, swarms);
        bus.run(SEC);
        final int id = original.send(ACTION_UPDATE, update.toByteArray());
        bus.run(120 * SEC);

        assertThat(update.size()).isGreaterThan(60_000);
        assertThat(original.answer(id)).isNotNull();
        for (final int swarm : swarms)
        {
            assertThat(node.peers(swarm)).hasSize(41);
        }
        assertThat(original.heard).allSatisfy(packet -> assertThat(packet.bytes.length).isLessThanOrEqualTo(2048));
        final TreeSet<String> told = new TreeSet<>();
        original.requests(ACTION_UPDATE).forEach(packet -> told.addAll(VersionOneText.swarms(packet)));
        assertThat(told).hasSize(200);
    }

    /** A.9-13: room for one leadership, and for fifty that have gone. */
    @Test
    void shouldTakeManyLeaderships()
    {
        final Node node = bus.node(OverlayBus.electing());
        final ByteArrayOutputStream leader = new ByteArrayOutputStream();
        leader.write(0);
        final int[] swarms = new int[200];
        for (int i = 0; i < swarms.length; i++)
        {
            swarms[i] = i;
            node.announce(i, 1, false, false);
            leader.writeBytes(hash(i));
        }
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, swarms);
        final ScriptedOriginal other = ScriptedOriginal.connected(bus, node, 2, false, swarms);
        final int id = original.send(ACTION_LEADER, leader.toByteArray());
        bus.run(SEC);
        assertThat(VersionOneText.of(original.answer(id))).isEqualTo("LEADER ACK");

        other.heard.clear();
        for (int i = 0; i < 20; i++)
        {
            original.send(OriginalTracker.ACTION_HELLO, new byte[0]);
            other.send(OriginalTracker.ACTION_HELLO, new byte[0]);
            bus.run(2 * SEC);
        }
        assertThat(other.requests(ACTION_UPDATE)).as("all of them follow the leader").isEmpty();
        assertThat(original.requests(ACTION_UPDATE)).isNotEmpty();
    }

    /** A.9-13: more clients of a swarm leave than an UPDATE holds; all are told of, beside fifty that stay. */
    @Test
    void shouldTellOfManyThatHaveGone()
    {
        final Node node = bus.node();
        final OriginalTracker original = original(1);
        link(node, original, false);
        original.announce(1, 1);
        for (int peer = 100; peer < 160; peer++)
        {
            node.announce(1, peer, false, false);
            node.announce(1, 100 + peer, false, false);
        }
        start(original, node);
        bus.run(400 * SEC);
        for (int peer = 100; peer < 160; peer++)
        {
            assertThat(original.peers(1)).contains(peer(peer));
            node.announce(1, peer, false, true);
        }
        bus.run(130 * SEC);

        for (int peer = 100; peer < 160; peer++)
        {
            assertThat(original.peers(1)).doesNotContain(peer(peer));
        }
        assertThat(bus.sent).allSatisfy(packet -> assertThat(packet.bytes.length).isLessThanOrEqualTo(2048));
    }

    /** A.9-14: an acknowledgement counts for the packet it names. */
    @Test
    void shouldMatchAcknowledgementsWithWhatTheyAcknowledge()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        original.isAnswering = false;
        bus.run(30 * SEC);
        final int before = original.requests(ACTION_UPDATE).size();
        for (int i = 0; i < 12; i++)
        {
            original.send(ACTION_UPDATE, new byte[] {ACK});
            bus.run(SEC);
        }

        assertThat(before).isPositive();
        assertThat(original.requests(ACTION_UPDATE).size()).as("sent again").isGreaterThan(before);
    }

    /** A.9-15: what comes from others is counted as what it is, and uncounted once. */
    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldCountRemotePeers(final LinkSettings.Version version)
    {
        final Node one = bus.node();
        final Node other = bus.node();
        bus.link(one, other, false, version);
        one.announce(1, 1, true, false);
        other.announce(1, 2, true, false);
        other.announce(1, 3, false, false);
        bus.run(35 * SEC);
        final boolean isSeederKnown = LinkSettings.Version.TWO == version;
        assertThat(one.announce(1, 1, true, false)).contains(peer(3)).matches(
            list -> isSeederKnown != list.contains(peer(2)), "a seeder is not offered to seeders");
        assertThat(one.lastSeeders).isEqualTo(isSeederKnown ? 2 : 1);
        assertThat(one.lastLeechers).isEqualTo(isSeederKnown ? 1 : 2);

        for (int second = 0; second < 2 * LIFE_SEC + 600; second += 600)
        {
            one.announce(1, 1, true, false);
            bus.run(600 * SEC);
        }
        one.announce(1, 1, true, false);
        assertThat(one.lastSeeders).isEqualTo(1);
        assertThat(one.lastLeechers).isZero();
    }

    /** A.9-16: clients behind one address are several, and one may change its port. */
    @Test
    void shouldTellClientsApartByPort()
    {
        final Node node = bus.node();
        node.announce(1, 1, false, false);
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false, 1);
        final Endpoint first = new Endpoint().ipv4(0x0C00_0002, 1000);
        final Endpoint second = new Endpoint().ipv4(0x0C00_0002, 2000);
        final Endpoint third = new Endpoint().ipv4(0x0C00_0002, 3000);
        original.update(1, first, second);
        bus.run(SEC);
        original.update(1, third);
        bus.run(SEC);
        assertThat(node.peers(1)).contains(first.toString(), second.toString(), third.toString());

        node.announce(1, new Endpoint().ipv4(0x0C00_0003, 1000), false, false);
        node.announce(1, new Endpoint().ipv4(0x0C00_0003, 2000), false, false);
        bus.run(31 * SEC);
        assertThat(original.requests(ACTION_UPDATE).stream().map(VersionOneText::of))
            .anyMatch(text -> text.contains("0c000003:1000 0c000003:2000"));
    }

    /** A.9-17: what is not shared is not told, and the many new swarms that are, not one by one. */
    @Test
    void shouldCheckAccessBeforeTellingOfASwarm()
    {
        final Node node = bus.node();
        node.policy = (infoHash, offset) -> false;
        final ScriptedOriginal original = ScriptedOriginal.connected(bus, node, 1, false);
        bus.run(SEC);
        original.heard.clear();
        for (int swarm = 0; swarm < 1000; swarm++)
        {
            node.announce(swarm, 1, false, false);
        }
        bus.run(5 * SEC);
        assertThat(original.heard).isEmpty();

        node.policy = (infoHash, offset) -> true;
        for (int swarm = 1000; swarm < 2000; swarm++)
        {
            node.announce(swarm, 1, false, false);
        }
        bus.run(5 * SEC);
        assertThat(original.requests(ACTION_SUMMARY).size()).isBetween(1, 40);
        assertThat(original.requests(ACTION_SUMMARY).stream().mapToInt(packet -> (packet.length - 18) / 21).sum())
            .isEqualTo(1000);
    }

    /** A.9-18: a link that is not connected hears of nothing but SYN, and connects all the same. */
    @Test
    void shouldNotTellOfSwarmsBeforeTheLinkIsConnected()
    {
        final Node node = bus.node();
        final ScriptedOriginal original = new ScriptedOriginal(bus, 1, node.endpoint);
        node.links.add(OverlayBus.linkTo("original", original.endpoint(), false, LinkSettings.Version.ONE, 200));
        node.agent.links(node.links, bus.nowNs());
        node.announce(1, 1, false, false);
        bus.run(25 * SEC);
        assertThat(original.heard).hasSizeGreaterThan(1).allSatisfy(
            packet -> assertThat(packet.action()).isEqualTo(ACTION_SYN));

        original.send(-1, ACTION_SYN, new byte[] {0});
        bus.run(5 * MS);
        node.announce(2, 1, false, false);
        bus.run(5 * SEC);
        assertThat(original.requests(ACTION_SUMMARY)).isEmpty();
        final int id = original.send(ACTION_SUMMARY, concat(new byte[] {0}, hash(1), new byte[] {0}, hash(2)));
        bus.run(5 * MS);
        assertThat(VersionOneText.swarms(original.answer(id))).hasSize(2);
    }

    private static Endpoint client(final int number)
    {
        return new Endpoint().ipv4(0x0C00_0000 + number, 6881);
    }

    private OriginalTracker original(final int number)
    {
        return original(number, OriginalTracker.settings());
    }

    private OriginalTracker original(final int number, final OriginalTracker.Settings settings)
    {
        final OriginalTracker original = new OriginalTracker(
            bus, new Endpoint().ipv4(0x0D00_0000 + number, OverlayBus.PORT), settings, number);
        original.isDown = true;
        return original;
    }

    private static void link(final Node node, final OriginalTracker original, final boolean isExternal)
    {
        original.link(node.endpoint, isExternal);
        node.links.add(OverlayBus.linkTo("original-" + original.endpoint(), original.endpoint(), isExternal,
            LinkSettings.Version.AUTO, 200));
    }

    private static void link(final OriginalTracker one, final OriginalTracker other)
    {
        one.link(other.endpoint(), false);
        other.link(one.endpoint(), false);
    }

    /** Originals one after the other, so that their SYNs do not cross, then ours; each with a client of swarm 1. */
    private void start(final Object... trackers)
    {
        for (final Object tracker : trackers)
        {
            if (tracker instanceof OriginalTracker original)
            {
                original.start();
                original.announce(1, 1000);
                bus.run(16 * SEC);
            }
            else if (tracker instanceof Node node)
            {
                node.announce(1, 2000, false, false);
                node.agent.links(node.links, bus.nowNs());
                bus.run(16 * SEC);
            }
        }
    }

    private List<Node> mesh(final int count, final OverlaySettings settings)
    {
        return mesh(count, settings, LinkSettings.Version.TWO);
    }

    private List<Node> mesh(
        final int count, final OverlaySettings settings, final LinkSettings.Version version)
    {
        final List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final Node node = bus.node(settings);
            nodes.forEach(other -> bus.link(node, other, false, version));
            nodes.add(node);
            node.announce(1, 1 + i, false, false);
        }
        return nodes;
    }

    /** Everybody's newest client is known everywhere through one leader: 2(n-1) updates, not n(n-1). */
    private void assertLed(final List<Node> nodes)
    {
        bus.sent.clear();
        for (int i = 0; i < nodes.size(); i++)
        {
            nodes.get(i).announce(1, 700 + i, false, false);
        }
        bus.run(60 * SEC);
        nodes.forEach(node -> assertThat(node.peers(1)).contains(peer(700), peer(701), peer(702)));
        assertThat(bus.sent.stream().filter(OriginalDefectsTest::isVersionTwoUpdate).map(
            packet -> packet.source + " " + packet.destination).distinct().count()).isEqualTo(2L * nodes.size() - 2);
    }

    private long campaigns(final Node node)
    {
        return bus.sent.stream().filter(packet -> packet.source.isSameAs(node.endpoint) &&
            ACTION_CANDIDATURE == packet.action() && 0 == (packet.flags() & ACK)).count();
    }

    private static boolean isVersionTwoUpdate(final Packet packet)
    {
        return ACTION_UPDATE == packet.action() && 0 == (packet.flags() & ACK) &&
            0x0B == packet.source.ipv4Address() >>> 24 && 0x0B == packet.destination.ipv4Address() >>> 24;
    }

    private static OverlaySettings electing(final int mandateSec)
    {
        return new OverlaySettingsBuilder(OverlayBus.electing()).mandateNs(mandateSec * SEC).build();
    }
}
