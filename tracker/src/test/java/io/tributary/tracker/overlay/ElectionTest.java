package io.tributary.tracker.overlay;

import io.tributary.tracker.overlay.ElectionMesh.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

import static io.tributary.tracker.overlay.ElectionMesh.CAMPAIGN_NS;
import static io.tributary.tracker.overlay.ElectionMesh.DISCONNECT_NS;
import static io.tributary.tracker.overlay.ElectionMesh.HELLO_NS;
import static io.tributary.tracker.overlay.ElectionMesh.INTERNAL;
import static io.tributary.tracker.overlay.ElectionMesh.MANDATE_NS;
import static io.tributary.tracker.overlay.ElectionMesh.SEC;
import static org.assertj.core.api.Assertions.assertThat;

/** EL1 to EL7, D11, D13 to D17, F8, F9. */
class ElectionTest
{
    private static final int NONE = SwarmTable.LEADER_NONE;

    private ElectionMesh mesh;

    @AfterEach
    void close()
    {
        mesh.close();
    }

    /** EL1, EL4 to EL6, F9. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldSpreadAThousandSwarmsOverTwelveTrackersAndThenLeaveThemThere(final long seed)
    {
        mesh = new ElectionMesh(12, 1_000, seed);
        mesh.lossPercent = 5;
        mesh.settle();
        final int[] leaders = mesh.leaders();
        assertThat(leaders).as("seed %d: all agree", seed).doesNotContain(NONE);
        assertThat(mesh.spread()).as("seed %d", seed).isLessThanOrEqualTo(1);

        mesh.run(MANDATE_NS * 5 / 4 + CAMPAIGN_NS);
        assertThat(mesh.leaders()).as("seed %d: few move at the next election", seed).isEqualTo(leaders);
    }

    /** D14: who starts hears of present leaders before it claims anything. */
    @Test
    void shouldClaimNothingWithinADisconnectIntervalAfterTheStart()
    {
        mesh = new ElectionMesh(5, 20, 1);
        mesh.run(DISCONNECT_NS - SEC);
        assertThat(mesh.nodes).allSatisfy(node -> assertThat(node.mandates()).isZero());
        mesh.settle();
        assertThat(mesh.leaders()).doesNotContain(NONE);
    }

    /** D17, F1, F2: at two, nothing is gained. */
    @Test
    void shouldHaveNoLeadersBelowThreeMembers()
    {
        mesh = new ElectionMesh(3, 10, 1);
        mesh.settle();
        assertThat(mesh.leaders()).doesNotContain(NONE);
        mesh.kill(2);
        mesh.run(3 * DISCONNECT_NS);
        assertThat(mesh.leaders()).containsOnly(NONE);
        assertThat(mesh.nodes.get(0).mandates() + mesh.nodes.get(1).mandates()).isZero();
    }

    /** EL7, D11, A.9-9, F8. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldFallBackToEveryoneAtOnceWhenALeaderIsLostAndElectAnother(final long seed)
    {
        mesh = new ElectionMesh(6, 120, seed);
        mesh.settle();
        final int[] leaders = mesh.leaders();
        mesh.nodes.forEach(node -> node.neighbours.at(0).pendingFull.clearAll());
        mesh.kill(5);
        for (int swarm = 0; swarm < leaders.length; swarm++)
        {
            if (5 == leaders[swarm])
            {
                assertThat(mesh.nodes.get(1).leader(swarm)).as("seed %d: at once", seed).isEqualTo(NONE);
            }
        }
        mesh.run(SEC);
        for (int swarm = 0; swarm < leaders.length; swarm++)
        {
            final Node node = mesh.nodes.get(1);
            assertThat(node.neighbour(0).pendingFull.get(node.slots[swarm]))
                .as("seed %d: what the lost leader may have kept is sent again", seed).isEqualTo(5 == leaders[swarm]);
        }
        mesh.run(8 * HELLO_NS + CAMPAIGN_NS + 4 * HELLO_NS);
        assertThat(mesh.leaders()).as("seed %d", seed).doesNotContain(NONE, 5);
        assertThat(mesh.spread()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    /** A.9-7: no campaign waits for the dead. */
    @Test
    void shouldEndACampaignWhenACandidateDiesInItsMiddle()
    {
        mesh = new ElectionMesh(5, 50, 7);
        mesh.settle();
        mesh.nodes.get(0).election.campaign(INTERNAL).start(99, mesh.nowNs);
        mesh.silence(4);
        mesh.run(SEC);
        assertThat(mesh.nodes.get(1).election.campaign(INTERNAL).isRunning()).isTrue();
        mesh.run(CAMPAIGN_NS + SEC);
        assertNoCampaign();
        mesh.kill(4);
        mesh.run(MANDATE_NS * 2);
        assertThat(mesh.leaders()).doesNotContain(NONE, 4);
        assertThat(mesh.spread()).isLessThanOrEqualTo(1);
    }

    /** D14: the larger id absorbs the smaller, also when another one follows, and there is an end to it. */
    @Test
    void shouldMergeCampaignsThatStartTogether()
    {
        mesh = new ElectionMesh(5, 50, 8);
        mesh.settle();
        mesh.nodes.get(0).election.campaign(INTERNAL).start(5, mesh.nowNs);
        mesh.nodes.get(1).election.campaign(INTERNAL).start(-3, mesh.nowNs);
        mesh.nodes.get(2).election.campaign(INTERNAL).start(7, mesh.nowNs);
        mesh.run(5 * SEC);
        assertThat(mesh.nodes).allSatisfy(
            node -> assertThat(node.election.campaign(INTERNAL).id()).as("largest, unsigned").isEqualTo(-3));
        mesh.run(2 * CAMPAIGN_NS);
        assertNoCampaign();
        assertThat(mesh.leaders()).doesNotContain(NONE);
        assertThat(mesh.spread()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldEndACampaignThoughEverLargerOnesAreHeard()
    {
        mesh = new ElectionMesh(3, 1, 9);
        mesh.run(SEC);
        final Campaign campaign = mesh.nodes.get(0).election.campaign(INTERNAL);
        campaign.start(1, mesh.nowNs);
        for (int i = 2; campaign.isRunning(); i++)
        {
            assertThat(i).isLessThan(10);
            campaign.onCandidature(mesh.nodes.get(0).neighbour(1), i, 0, mesh.nowNs);
            mesh.nowNs += HELLO_NS;
            campaign.doWork(mesh.nowNs, 100);
        }
    }

    /** F8: both halves go on, and agree again when the partition is healed. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldAgreeAgainAfterAPartition(final long seed)
    {
        mesh = new ElectionMesh(7, 70, seed);
        mesh.settle();
        partition(true);
        mesh.run(DISCONNECT_NS + 12 * HELLO_NS);
        for (int swarm = 0; swarm < mesh.swarmCount; swarm++)
        {
            final int left = mesh.nodes.get(0).leader(swarm);
            final int right = mesh.nodes.get(6).leader(swarm);
            assertThat(left).as("seed %d", seed).isBetween(0, 2).isEqualTo(mesh.nodes.get(2).leader(swarm));
            assertThat(right).as("seed %d", seed).isBetween(3, 6).isEqualTo(mesh.nodes.get(3).leader(swarm));
        }
        partition(false);
        mesh.run(3 * HELLO_NS);
        assertThat(mesh.leaders()).as("seed %d", seed).doesNotContain(NONE);
        mesh.run(MANDATE_NS * 5 / 4 + CAMPAIGN_NS + HELLO_NS);
        assertThat(mesh.leaders()).as("seed %d", seed).doesNotContain(NONE);
        assertThat(mesh.spread()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    /** The last one had a claim that the resignation after it overtook. */
    static LongStream seedsAndRegression()
    {
        return LongStream.concat(Seeds.seeds(), LongStream.of(435_784_100_545_998_064L));
    }

    /** The principle: whatever leaders there are, everybody learns what a mesh without leaders would have told. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seedsAndRegression")
    void shouldNeverCostPeersHoweverLinksAreMissing(final long seed)
    {
        final Random random = new Random(seed);
        mesh = new ElectionMesh(6, 12, seed);
        mesh.settle();
        final boolean[][] isDown = new boolean[6][6];
        for (int round = 0; round < 30; round++)
        {
            for (int change = random.nextInt(4); change >= 0; change--)
            {
                toggle(isDown, random.nextInt(6), random.nextInt(6));
            }
            mesh.run((12 + random.nextInt(10)) * HELLO_NS);
            assertNobodyMissing(String.format("seed %d round %d", seed, round));
        }
    }

    /** D30: a member link is missing, and the leader bridges it. */
    @Test
    void shouldBridgeAChainOfOneKind()
    {
        mesh = new ElectionMesh(3, 5, 3);
        mesh.disconnect(0, 2);
        mesh.settle();
        for (int swarm = 0; swarm < mesh.swarmCount; swarm++)
        {
            assertThat(mesh.reached(0, swarm)).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    /** D15: the same seed gives the same messages. */
    @Test
    void shouldBeRepeatable()
    {
        mesh = new ElectionMesh(5, 100, 42);
        mesh.lossPercent = 20;
        mesh.settle();
        mesh.kill(1);
        mesh.run(20 * HELLO_NS);
        try (ElectionMesh other = new ElectionMesh(5, 100, 42))
        {
            other.lossPercent = 20;
            other.settle();
            other.kill(1);
            other.run(20 * HELLO_NS);
            assertThat(other.transcript).isEqualTo(mesh.transcript);
            assertThat(other.leaders()).isEqualTo(mesh.leaders());
        }
    }

    /** A heavy loss delays, and that is all. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldElectThroughHeavyLoss(final long seed)
    {
        mesh = new ElectionMesh(5, 100, seed);
        mesh.lossPercent = 50;
        mesh.settle();
        mesh.run(10 * HELLO_NS);
        assertThat(mesh.leaders()).as("seed %d", seed).doesNotContain(NONE);
        mesh.run(MANDATE_NS * 5 / 4 + CAMPAIGN_NS + HELLO_NS);
        assertThat(mesh.spread()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    /** EL6: one link comes up only after the first campaign, and nothing is lost by that. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldEvenOutWhenTheMeshIsCompleteAtLast(final long seed)
    {
        mesh = new ElectionMesh(5, 120, seed);
        mesh.disconnect(3, 4);
        mesh.settle();
        final int[] before = mesh.leaders();
        mesh.connect(3, 4);
        mesh.run(4 * CAMPAIGN_NS + 3 * HELLO_NS);
        assertThat(before).as("seed %d: little could be handed over", seed).contains(NONE);
        assertThat(mesh.leaders()).as("seed %d", seed).doesNotContain(NONE);
        assertThat(mesh.spread()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    /** Who does not elect neither leads nor follows, and the others manage without it. */
    @Test
    void shouldNeitherLeadNorFollowWhenElectionsAreOff()
    {
        mesh = new ElectionMesh(4, 10, 1, 2, false);
        mesh.settle();
        mesh.nodes.get(0).election.onClaim(mesh.nodes.get(0).neighbour(1), 0, 5);
        mesh.nodes.get(0).election.onAppointed(mesh.nodes.get(0).neighbour(1), 0, 6);
        assertThat(mesh.leaders()).containsOnly(NONE);
        assertThat(mesh.nodes).allSatisfy(node -> assertThat(node.mandates()).isZero());
        mesh.nodes.get(0).election.onCandidature(mesh.nodes.get(0).neighbour(1), 17, 0, mesh.nowNs);
        assertThat(mesh.nodes.get(0).leadership.elector(1).isCandidatureDue).as("no candidate").isFalse();
    }

    /** A.9-7: who comes first and does not claim is passed over. */
    @Test
    void shouldPassOverAMemberThatNeverClaims()
    {
        mesh = new ElectionMesh(5, 60, 4);
        mesh.silence(2);
        mesh.silence(3);
        mesh.run(DISCONNECT_NS + 4 * HELLO_NS);
        assertThat(mesh.leaders()).as("a hello interval for each").doesNotContain(NONE, 2, 3);
    }

    /** A member that joins a swarm late is told who leads it. */
    @Test
    void shouldTellALateMemberWhoLeads()
    {
        mesh = new ElectionMesh(5, 20, 2);
        for (int i = 0; i < 4; i++)
        {
            mesh.disconnect(i, 4);
        }
        mesh.settle();
        for (int i = 0; i < 4; i++)
        {
            mesh.connect(i, 4);
        }
        final int[] before = Arrays.stream(mesh.nodes.get(0).slots)
            .map(slot -> mesh.nodes.get(0).leadership.reachable(slot, INTERNAL)).toArray();
        mesh.run(2 * HELLO_NS);
        assertThat(mesh.leaders()).doesNotContain(NONE, 4);
        for (int swarm = 0; swarm < 20; swarm++)
        {
            assertThat(mesh.leader(swarm)).isEqualTo(before[swarm] == SwarmTable.LEADER_SELF ? 0 : before[swarm]);
        }
    }

    /** A network of version 1 links finds leaders too: they announce themselves, and without terms (A.9-8). */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldElectOverLinksOfVersionOne(final long seed)
    {
        mesh = new ElectionMesh(5, 60, seed, 1, true);
        mesh.settle();
        mesh.run(10 * HELLO_NS);
        for (int swarm = 0; swarm < mesh.swarmCount; swarm++)
        {
            for (final Node node : mesh.nodes)
            {
                final int leader = node.leader(swarm);
                assertThat(leader).as("seed %d swarm %d", seed, swarm).isNotEqualTo(NONE);
                assertThat(mesh.nodes.get(leader).leader(swarm)).as("seed %d: a leader knows that it is one", seed)
                    .isEqualTo(leader);
            }
        }
    }

    /**
     * A.9-8, F11: some speak version 1, and none of them can say that it does not lead; whoever comes, goes and comes
     * back, nobody is told less than without leaders.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.tributary.tracker.overlay.Seeds#seeds")
    void shouldNeverCostPeersInAMixedNetwork(final long seed)
    {
        for (int variant = 0; variant < 6; variant++)
        {
            try (ElectionMesh mixed = new ElectionMesh(6, 12, seed, variant >> 1 << 1, true, 0 == (variant & 1)))
            {
                mixed.lossPercent = 10;
                mesh = mixed;
                final Random random = new Random(seed);
                mesh.settle();
                for (int round = 0; round < 15; round++)
                {
                    leaveAndReturn(random);
                    mesh.run((14 + random.nextInt(10)) * HELLO_NS);
                    while (mesh.nodes.stream().anyMatch(node -> node.election.campaign(INTERNAL).isRunning()))
                    {
                        mesh.run(2 * SEC);
                    }
                    assertNobodyMissing(String.format("seed %d variant %d round %d", seed, variant, round));
                }
            }
        }
    }

    /** A.9-7: an original waits for a candidature from everyone, so it gets one, and one that never wins. */
    @Test
    void shouldAnswerACandidatureOfVersionOneEvenIfElectionsAreOff()
    {
        mesh = new ElectionMesh(4, 10, 1, 1, false);
        mesh.settle();
        final Node node = mesh.nodes.get(0);
        node.election.onCandidatureVersionOne(node.neighbour(1), 3, mesh.nowNs);
        for (int other = 1; other < 4; other++)
        {
            assertThat(node.leadership.elector(other).isCandidatureDue).isTrue();
        }
        assertThat(node.election.campaign(INTERNAL).mandates()).isEqualTo(Integer.MAX_VALUE);
    }

    /** A.9-8: whatever a tracker of version 1 computed, after the campaign it hears from who leads. */
    @Test
    void shouldAnnounceLeadersToVersionOneAfterEachCampaign()
    {
        mesh = new ElectionMesh(4, 40, 1);
        mesh.nodes.forEach(node -> node.neighbour(3).version = 1);
        final Node original = mesh.nodes.get(3);
        mesh.silence(3);
        mesh.settle();
        original.isDead = false;
        for (int i = 0; i < 3; i++)
        {
            original.neighbour(i).version = 1;
        }
        final int leader = mesh.nodes.get(0).leader(0);
        final int wrong = (leader + 1) % 3;
        original.leadership.follow(original.neighbour(wrong), original.slots[0], 0);
        mesh.nodes.get(0).election.onCandidatureVersionOne(mesh.nodes.get(0).neighbour(3), 0, mesh.nowNs);
        mesh.run(CAMPAIGN_NS + 2 * SEC);
        assertThat(original.leader(0)).isEqualTo(mesh.nodes.get(0).leader(0)).isNotEqualTo(NONE);
    }

    /** What version 1 announced before a campaign counts for nothing after it: it says nothing when it ends. */
    @Test
    void shouldForgetLeadersOfVersionOneWhenACampaignStarts()
    {
        mesh = new ElectionMesh(4, 5, 1, 1, true);
        mesh.run(HELLO_NS);
        final Node node = mesh.nodes.get(0);
        node.election.onClaimVersionOne(node.neighbour(1), 0);
        assertThat(node.leadership.effective(0, INTERNAL)).isEqualTo(1);
        node.election.onCandidatureVersionOne(node.neighbour(2), 0, mesh.nowNs);
        assertThat(node.leadership.effective(0, INTERNAL)).isEqualTo(NONE);
    }

    private void assertNobodyMissing(final String when)
    {
        for (int origin = 0; origin < mesh.nodes.size(); origin++)
        {
            for (int swarm = 0; swarm < mesh.swarmCount; swarm++)
            {
                final Set<Integer> reached = mesh.reached(origin, swarm);
                for (int other = 0; other < mesh.nodes.size(); other++)
                {
                    assertThat(!mesh.nodes.get(origin).isConnectedTo(other) || reached.contains(other))
                        .as("%s: %d tells %d of swarm %d, leaders %s", when, origin, other, swarm, mesh.views(swarm))
                        .isTrue();
                }
            }
        }
    }

    private void leaveAndReturn(final Random random)
    {
        final int leaver = random.nextInt(mesh.nodes.size());
        for (int other = 0; other < mesh.nodes.size(); other++)
        {
            mesh.disconnect(leaver, other);
        }
        mesh.run((1 + random.nextInt(20)) * HELLO_NS);
        for (int other = 0; other < mesh.nodes.size(); other++)
        {
            if (other != leaver)
            {
                mesh.connect(leaver, other);
            }
        }
    }

    private void toggle(final boolean[][] isDown, final int one, final int other)
    {
        if (one == other)
        {
            return;
        }
        final int low = Math.min(one, other);
        final int high = Math.max(one, other);
        isDown[low][high] = !isDown[low][high];
        if (isDown[low][high])
        {
            mesh.disconnect(low, high);
        }
        else
        {
            mesh.connect(low, high);
        }
    }

    private void partition(final boolean isCut)
    {
        for (int i = 0; i < 3; i++)
        {
            for (int j = 3; j < 7; j++)
            {
                if (isCut)
                {
                    mesh.disconnect(i, j);
                }
                else
                {
                    mesh.connect(i, j);
                }
            }
        }
    }

    private void assertNoCampaign()
    {
        for (final Node node : mesh.nodes)
        {
            assertThat(node.isDead || !node.election.campaign(INTERNAL).isRunning()).isTrue();
        }
    }
}
