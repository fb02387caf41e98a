package io.tributary.tracker.overlay;

import io.tributary.tracker.swarm.PeerMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The propagation table of the paper (III.C), cell by cell. NW5, PR1 to PR6. */
class PropagationTest
{
    private static final int SOURCE = 3;
    private static final int DESTINATION = 5;
    private static final int THIRD = 7;

    /** Rows and columns of the table; the leader is that of the destination's network. */
    @ParameterizedTest(name = "{0} peer to {1} tracker, leader {2}: {3}")
    @CsvSource({
        // PR1: own peers go to both networks.
        "OWN, INTERNAL, NONE, true",
        "OWN, INTERNAL, SELF, true",
        "OWN, EXTERNAL, NONE, true",
        "OWN, EXTERNAL, SELF, true",
        // PR6: with a leader, to the leader only.
        "OWN, INTERNAL, DESTINATION, true",
        "OWN, INTERNAL, OTHER, false",
        "OWN, EXTERNAL, DESTINATION, true",
        "OWN, EXTERNAL, OTHER, false",
        // PR2: internal peers cross over.
        "INTERNAL, EXTERNAL, NONE, true",
        "INTERNAL, EXTERNAL, SELF, true",
        "INTERNAL, EXTERNAL, DESTINATION, true",
        "INTERNAL, EXTERNAL, OTHER, false",
        // PR3: external peers cross over.
        "EXTERNAL, INTERNAL, NONE, true",
        "EXTERNAL, INTERNAL, SELF, true",
        "EXTERNAL, INTERNAL, DESTINATION, true",
        "EXTERNAL, INTERNAL, OTHER, false",
        // PR4: internal peers reach internal trackers through the internal leader, never otherwise.
        "INTERNAL, INTERNAL, SELF, true",
        "INTERNAL, INTERNAL, NONE, false",
        "INTERNAL, INTERNAL, DESTINATION, false",
        "INTERNAL, INTERNAL, OTHER, false",
        // PR5: likewise external peers.
        "EXTERNAL, EXTERNAL, SELF, true",
        "EXTERNAL, EXTERNAL, NONE, false",
        "EXTERNAL, EXTERNAL, DESTINATION, false",
        "EXTERNAL, EXTERNAL, OTHER, false",
    })
    void shouldTellAsTheTableSays(
        final String peer, final String network, final String leader, final boolean isTold)
    {
        final int peerClass = switch (peer)
        {
            case "OWN" -> Propagation.OWN;
            case "INTERNAL" -> Propagation.INTERNAL;
            default -> Propagation.EXTERNAL;
        };
        final int leaderOfNetwork = switch (leader)
        {
            case "NONE" -> Propagation.NO_LEADER;
            case "SELF" -> Propagation.SELF;
            case "DESTINATION" -> DESTINATION;
            default -> THIRD;
        };
        assertThat(Propagation.isTold(peerClass, Propagation.OWN == peerClass ? -1 : SOURCE, DESTINATION,
            "EXTERNAL".equals(network), leaderOfNetwork)).isEqualTo(isTold);
    }

    /** Split horizon, A.9-1: whatever the roles, nothing goes back where it came from. */
    @Test
    void shouldNeverTellASourceWhatItTold()
    {
        for (int peerClass = Propagation.INTERNAL; peerClass <= Propagation.EXTERNAL; peerClass++)
        {
            for (final int leader : new int[]{Propagation.NO_LEADER, Propagation.SELF, SOURCE, THIRD})
            {
                assertThat(Propagation.isTold(peerClass, SOURCE, SOURCE, false, leader)).isFalse();
                assertThat(Propagation.isTold(peerClass, SOURCE, SOURCE, true, leader)).isFalse();
            }
        }
    }

    @Test
    void shouldUseTheSameNumbersAsTablesAndStore()
    {
        assertThat(Propagation.NO_LEADER).isEqualTo(SwarmTable.LEADER_NONE);
        assertThat(Propagation.SELF).isEqualTo(SwarmTable.LEADER_SELF);
        assertThat(Propagation.classOf(false)).isEqualTo(PeerMeta.ORIGIN_INTERNAL);
        assertThat(Propagation.classOf(true)).isEqualTo(PeerMeta.ORIGIN_EXTERNAL);
    }
}
