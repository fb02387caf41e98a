package io.tributary.tracker.overlay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tributary.tracker.overlay.ElectionMesh.INTERNAL;
import static org.assertj.core.api.Assertions.assertThat;

/** D13, and the rules of leadership one by one, seen from tracker 0 of four. */
class ClaimsTest
{
    private static final int NONE = SwarmTable.LEADER_NONE;
    private static final int SELF = SwarmTable.LEADER_SELF;
    private static final int SWARMS = 16;

    private ElectionMesh mesh;
    private ElectionMesh.Node node;
    private Leadership leadership;
    private Claims claims;

    @BeforeEach
    void open()
    {
        open(2);
    }

    @AfterEach
    void close()
    {
        mesh.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, Integer.MAX_VALUE - 1})
    void shouldFollowTheHigherTerm(final int term)
    {
        claims.onClaim(node.neighbour(1), 0, term);
        assertThat(leader(0)).isEqualTo(1);
        claims.onClaim(node.neighbour(2), 0, term + 2);
        assertThat(leader(0)).isEqualTo(2);
        claims.onClaim(node.neighbour(1), 0, term + 1);
        assertThat(leader(0)).isEqualTo(2);
        assertThat(node.swarms.term(0, INTERNAL)).isEqualTo(term + 2);
        claims.onClaim(node.neighbour(1), 0, term + 3);
        assertThat(leader(0)).isEqualTo(1);
    }

    /** Every tracker picks the same winner of two claims in one term, in whichever order it hears them. */
    @Test
    void shouldAgreeOnTheWinnerOfATerm()
    {
        int winsOfOne = 0;
        for (int swarm = 0; swarm < SWARMS; swarm++)
        {
            final int expected = winner(mesh.nodes.get(0), swarm, 1, 2);
            assertThat(winner(mesh.nodes.get(3), swarm, 2, 1)).isEqualTo(expected);

            final ElectionMesh.Node one = mesh.nodes.get(1);
            one.election.claims().claim(one.slots[swarm], INTERNAL, 7);
            one.election.onClaim(one.neighbour(2), one.slots[swarm], 7);
            assertThat(one.leader(swarm)).isEqualTo(expected);
            final ElectionMesh.Node two = mesh.nodes.get(2);
            two.election.claims().claim(two.slots[swarm], INTERNAL, 7);
            two.election.onClaim(two.neighbour(1), two.slots[swarm], 7);
            assertThat(two.leader(swarm)).isEqualTo(expected);
            winsOfOne += 1 == expected ? 1 : 0;
        }
        assertThat(winsOfOne).as("not always the same tracker").isBetween(1, SWARMS - 1);
    }

    @Test
    void shouldTellWhoClaimsWhatThisTrackerLeads()
    {
        claims.claim(0, INTERNAL, 5);
        leadership.elector(1).news.clearAll();
        claims.onClaim(node.neighbour(1), 0, 4);
        assertThat(leader(0)).isEqualTo(SELF);
        assertThat(leadership.elector(1).news.get(0)).isTrue();
        assertThat(node.mandates()).isEqualTo(1);
    }

    @Test
    void shouldGiveWayToAHigherTermAndSaySo()
    {
        claims.claim(0, INTERNAL, 5);
        leadership.elector(2).news.clearAll();
        claims.onClaim(node.neighbour(1), 0, 6);
        assertThat(leader(0)).isEqualTo(1);
        assertThat(node.mandates()).isZero();
        assertThat(leadership.elector(2).news.get(0)).isTrue();
        assertThat(node.neighbour(3).pendingFull.get(0)).as("what was not forwarded yet").isTrue();
    }

    @Test
    void shouldHeedAnAppointmentByTheLeaderOnly()
    {
        claims.onClaim(node.neighbour(1), 0, 5);
        claims.onAppointed(node.neighbour(2), 0, 6);
        assertThat(leader(0)).isEqualTo(1);
        claims.onAppointed(node.neighbour(1), 0, 5);
        assertThat(leader(0)).as("an old one").isEqualTo(1);
        claims.onAppointed(node.neighbour(1), 0, 6);
        assertThat(leader(0)).isEqualTo(SELF);
        assertThat(node.swarms.term(0, INTERNAL)).isEqualTo(6);
        for (int other = 1; other < 4; other++)
        {
            assertThat(leadership.elector(other).news.get(0)).isTrue();
        }
    }

    @Test
    void shouldNotHeedAnAppointmentToASwarmOfTwo()
    {
        claims.onClaim(node.neighbour(1), 0, 5);
        node.neighbour(2).shared.clear(0);
        node.neighbour(3).shared.clear(0);
        claims.onAppointed(node.neighbour(1), 0, 6);
        assertThat(leader(0)).isEqualTo(1);
    }

    @Test
    void shouldBelieveAResignationByTheLeaderOnly()
    {
        claims.onClaim(node.neighbour(1), 0, 5);
        claims.onResigned(node.neighbour(2), 0);
        assertThat(leader(0)).isEqualTo(1);
        claims.onResigned(node.neighbour(1), 0);
        assertThat(leader(0)).isEqualTo(NONE);
        assertThat(leadership.vacancies(INTERNAL).get(0)).isTrue();
        assertThat(node.neighbour(3).pendingFull.get(0)).isTrue();
    }

    @Test
    void shouldRelyOnALeaderOnlyWhileNothingCanBeLost()
    {
        claims.onClaim(node.neighbour(1), 0, 5);
        assertThat(leader(0)).isEqualTo(1);

        node.neighbour(1).neighboursByPeer ^= 1;
        assertThat(leader(0)).as("it sees other neighbours").isEqualTo(NONE);
        node.neighbour(1).neighboursByPeer ^= 1;
        node.neighbour(1).shared.clear(0);
        assertThat(leader(0)).as("it does not share the swarm").isEqualTo(NONE);
        node.neighbour(1).shared.set(0);
        assertThat(leader(0)).isEqualTo(1);
        leadership.onLeaderLost(node.neighbour(1));
        assertThat(leader(0)).as("it was lost").isEqualTo(NONE);
    }

    @Test
    void shouldForgetEverythingAboutASwarmItLeaves()
    {
        claims.claim(0, INTERNAL, 5);
        leadership.elector(1).appointments.set(0);
        leadership.onWithdrawn(0);
        assertThat(node.mandates()).isZero();
        assertThat(leadership.elector(1).isPending()).isFalse();
        claims.onClaim(node.neighbour(1), 1, 5);
        leadership.onWithdrawn(1);
        assertThat(leadership.elector(1).led.isEmpty()).isTrue();
        assertThat(leadership.vacancies(INTERNAL).get(1)).isFalse();
    }

    /** A.9-8: version 1 has no terms, and no way to say that one does not lead. */
    @Test
    void shouldFollowVersionOneWhenItAnnouncesItself()
    {
        mesh.close();
        open(1);
        claims.onClaimVersionOne(node.neighbour(1), 0);
        assertThat(leader(0)).isEqualTo(1);
        claims.claim(1, INTERNAL, 5);
        claims.onClaimVersionOne(node.neighbour(1), 1);
        assertThat(leader(1)).as("own place is not known, so it is not given up").isEqualTo(SELF);
        claims.resign(1, INTERNAL);
        assertThat(claims.isNews(node.neighbour(2), 1)).isFalse();
        claims.claim(1, INTERNAL, 6);
        assertThat(claims.isNews(node.neighbour(2), 1)).isTrue();
        assertThat(claims.isAppointment(node.neighbour(2), 1)).isFalse();
    }

    /** A.9-8: whoever of version 1 follows this tracker would not hear that it gave way. */
    @Test
    void shouldLeadOnBesideABetterLeaderUntilTheNextCampaignIfVersionOneFollows()
    {
        node.neighbour(3).version = 1;
        claims.claim(0, INTERNAL, 5);
        claims.onClaim(node.neighbour(1), 0, 6);
        assertThat(leader(0)).isEqualTo(SELF);
        node.election.onCandidature(node.neighbour(1), 9, 0, mesh.nowNs);
        node.election.doWork(mesh.nowNs + ElectionMesh.CAMPAIGN_NS - ElectionMesh.HELLO_NS - 1);
        assertThat(leader(0)).isEqualTo(SELF);
        node.election.doWork(mesh.nowNs + ElectionMesh.CAMPAIGN_NS - ElectionMesh.HELLO_NS);
        assertThat(leader(0)).isEqualTo(NONE);
        assertThat(leadership.elector(1).news.get(0)).as("so that it says again that it leads").isTrue();
    }

    /** Who leads beside others tells whoever has just given way. */
    @Test
    void shouldAnswerAResignationWithItsOwnClaim()
    {
        claims.claim(0, INTERNAL, 5);
        leadership.elector(2).news.clearAll();
        claims.onResigned(node.neighbour(2), 0);
        assertThat(leadership.elector(2).news.get(0)).isTrue();
        assertThat(leader(0)).isEqualTo(SELF);
    }

    private int winner(final ElectionMesh.Node judge, final int swarm, final int first, final int second)
    {
        judge.election.onClaim(judge.neighbour(first), judge.slots[swarm], 7);
        judge.election.onClaim(judge.neighbour(second), judge.slots[swarm], 7);
        return judge.leadership.effective(judge.slots[swarm], INTERNAL);
    }

    private int leader(final int slot)
    {
        return leadership.effective(slot, INTERNAL);
    }

    /** Long enough for everyone to know everyone's neighbours, and too short for an election. */
    private void open(final int version)
    {
        mesh = new ElectionMesh(4, SWARMS, 1, version, true);
        mesh.run(2 * ElectionMesh.HELLO_NS);
        node = mesh.nodes.get(0);
        leadership = node.leadership;
        claims = node.election.claims();
    }
}
