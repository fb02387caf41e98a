package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.OverlayBus.Node;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.tributary.tracker.overlay.OverlayBus.SEC;
import static org.assertj.core.api.Assertions.assertThat;

/** The election between whole agents: CANDIDATURE and LEADER on the wire, lost and found. */
class ElectionPacketsTest
{
    private static final int TRACKERS = 5;
    private static final int SWARMS = 120;
    /** Start-up wait, vacancies, campaign, handover. */
    private static final long ELECTED_NS = (40 + 80 + 30 + 30) * SEC;
    private static final long HELLO_NS = 10 * SEC;
    private static final long MANDATE_NS = 500 * SEC;
    private static final long MANDATE_MAX_NS = MANDATE_NS / 10 * 12;

    private final OverlayBus bus = new OverlayBus();

    @AfterEach
    void close()
    {
        bus.close();
    }

    /**
     * EL1, EL4, EL6, UP8: a third of all datagrams is lost, so that links break now and then, and with them leaders.
     * By the next campaign there was a moment at which all agreed and the mandates were even.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldAgreeOnLeadersThroughLoss(final long seed)
    {
        loseAThird(seed);
        mesh(LinkSettings.Version.TWO);
        int[] mandates = mandates();
        while (bus.nowNs() < ELECTED_NS + MANDATE_MAX_NS && !isEven(mandates))
        {
            bus.run(HELLO_NS);
            mandates = mandates();
        }
        assertThat(mandates).as("seed %d", seed).containsOnly(SWARMS / TRACKERS);
    }

    /** The same over version 1, where two that claimed at once both lead until the next campaign. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldAgreeOnLeadersOfVersionOneThroughLoss(final long seed)
    {
        loseAThird(seed);
        mesh(LinkSettings.Version.ONE);
        int[] mandates = mandates();
        while (bus.nowNs() < ELECTED_NS + 2 * MANDATE_MAX_NS && Arrays.stream(mandates).sum() < SWARMS)
        {
            bus.run(HELLO_NS);
            mandates = mandates();
        }
        assertThat(Arrays.stream(mandates).sum()).as("seed %d: swarms with one leader", seed).isEqualTo(SWARMS);
        assertThat(mandates).as("seed %d: everybody leads something", seed).doesNotContain(0);
    }

    /** A.1: 23 bytes of CANDIDATURE, and 19 and 20 for each swarm of LEADER. */
    @Test
    void shouldSpeakVersionOneToTheByte()
    {
        mesh(LinkSettings.Version.ONE);
        bus.run(MANDATE_MAX_NS + ELECTED_NS);
        final List<Packet> candidatures = packets(OverlayProtocol.ACTION_CANDIDATURE, false);
        assertThat(candidatures).isNotEmpty().allSatisfy(packet -> assertThat(packet.bytes).hasSize(23));
        assertThat(candidatures).anySatisfy(
            packet -> assertThat(ByteBuffer.wrap(packet.bytes).getInt(19)).isBetween(1, SWARMS));
        assertThat(packets(OverlayProtocol.ACTION_CANDIDATURE, true)).hasSameSizeAs(candidatures)
            .allSatisfy(packet -> assertThat(packet.bytes).hasSize(19));

        final List<Packet> leaders = packets(OverlayProtocol.ACTION_LEADER, false);
        assertThat(leaders).isNotEmpty().allSatisfy(packet ->
        {
            assertThat(packet.bytes.length).isGreaterThan(19).isLessThanOrEqualTo(2048);
            assertThat((packet.bytes.length - 19) % 20).isZero();
        });
        assertThat(packets(OverlayProtocol.ACTION_LEADER, true)).hasSameSizeAs(leaders)
            .allSatisfy(packet -> assertThat(packet.bytes).hasSize(19));
    }

    /** D17: below three there is nothing to elect. */
    @Test
    void shouldSendNothingBetweenTwo()
    {
        final OverlaySettings settings =
            new OverlaySettingsBuilder(OverlayBus.electing()).mandateNs(MANDATE_NS).build();
        final Node one = bus.node(settings);
        final Node other = bus.node(settings);
        one.announce(1, 1, false, false);
        other.announce(1, 2, false, false);
        bus.link(one, other, false, LinkSettings.Version.TWO);
        bus.run(MANDATE_MAX_NS + ELECTED_NS);
        assertThat(packets(OverlayProtocol.ACTION_CANDIDATURE, false)).isEmpty();
        assertThat(packets(OverlayProtocol.ACTION_LEADER, false)).isEmpty();
    }

    private void loseAThird(final long seed)
    {
        final Random random = new Random(seed);
        bus.filter(packet -> 0 != random.nextInt(3));
    }

    private static boolean isEven(final int[] mandates)
    {
        return Arrays.stream(mandates).allMatch(count -> SWARMS / TRACKERS == count);
    }

    /** Swarms that each tracker leads, of those that all name the same leader for. */
    private int[] mandates()
    {
        final int[] mandates = new int[TRACKERS];
        for (int swarm = 0; swarm < SWARMS; swarm++)
        {
            final int number = swarm;
            final int leader = leader(bus.nodes.get(0), swarm);
            if (leader >= 0 && bus.nodes.stream().allMatch(node -> leader == leader(node, number)))
            {
                mandates[leader]++;
            }
        }
        return mandates;
    }

    private void mesh(final LinkSettings.Version version)
    {
        for (int i = 0; i < TRACKERS; i++)
        {
            final Node node = bus.node(new OverlaySettingsBuilder(OverlayBus.electing())
                .address(0x0B00_0001 + i).mandateNs(MANDATE_NS).build());
            for (int swarm = 0; swarm < SWARMS; swarm++)
            {
                node.announce(swarm, i, false, false);
            }
            for (int j = 0; j < i; j++)
            {
                bus.link(bus.nodes.get(j), node, false, version);
            }
        }
    }

    private int leader(final Node node, final int swarm)
    {
        final Endpoint remote = new Endpoint();
        final int leader = node.agent.view().leader(OverlayBus.infoHash(swarm), 0, false, remote);
        if (OverlayView.LEADER_SELF == leader)
        {
            return node.index;
        }
        return OverlayView.LEADER_NONE == leader ? leader :
            bus.nodes.stream().filter(other -> other.endpoint.isSameAs(remote)).findFirst().orElseThrow().index;
    }

    private List<Packet> packets(final int action, final boolean isAcknowledgement)
    {
        return bus.sent.stream().filter(packet -> action == packet.action() &&
            isAcknowledgement == (0 != (packet.flags() & OverlayProtocol.FLAG_ACK))).toList();
    }
}
