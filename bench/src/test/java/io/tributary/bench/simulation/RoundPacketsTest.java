package io.tributary.bench.simulation;

import io.tributary.bench.simulation.RoundPackets.Cost;
import io.tributary.bench.simulation.RoundPackets.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** F1 and F2. */
class RoundPacketsTest
{
    private static final long SEED = 3;

    private final RoundPackets rounds = new RoundPackets(new ReportPage((text) ->
    {
    }), SEED);

    @ParameterizedTest
    @CsvSource({"2, 2, 2", "4, 12, 6", "8, 56, 14", "12, 132, 22"})
    void shouldKnowTheFormulasOfThePaper(final int trackers, final int mesh, final int leader)
    {
        assertThat(RoundPackets.meshPackets(trackers)).isEqualTo(mesh);
        assertThat(RoundPackets.leaderPackets(trackers)).isEqualTo(leader);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 12})
    void shouldKeepTheFormulasExactlyWithVersionOne(final int trackers)
    {
        assertThat(rounds.measure(Round.VERSION_1, trackers, false).updates())
            .isEqualTo(RoundPackets.meshPackets(trackers));
        assertThat(rounds.measure(Round.VERSION_1, trackers, true).updates())
            .isEqualTo(RoundPackets.leaderPackets(trackers));
    }

    @Test
    void shouldTellNothingWhenNothingChangesWithVersionTwo()
    {
        assertThat(rounds.measure(Round.QUIET, 4, true).updateBytes()).isZero();
    }

    @Test
    void shouldTellANewClientToEachOtherTrackerOnce()
    {
        final Cost cost = rounds.measure(Round.NEWS, 4, false);
        assertThat(cost.updates()).isCloseTo(RoundPackets.meshPackets(4), within(0.5));
    }
}
