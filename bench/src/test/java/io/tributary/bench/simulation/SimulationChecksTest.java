package io.tributary.bench.simulation;

import io.tributary.bench.simulation.FloodingTracker.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The simulation passes a tracker that is right, and finds each defect of one that is wrong. */
class SimulationChecksTest
{
    private static final long SEC = 1_000_000_000L;

    private static SimulationOptions options(final long seed)
    {
        final SimulationOptions options = SimulationOptions.calm(seed);
        options.nodes = 4;
        options.isElecting = false;
        options.helloNs = 2 * SEC;
        options.updateNs = 4 * SEC;
        options.disconnectNs = 8 * SEC;
        options.reconnectNs = 8 * SEC;
        options.digestNs = 0;
        options.datagramMaxIpv6 = options.datagramMaxIpv4;
        options.lossShare = 0.1;
        options.duplicateShare = 0.1;
        options.reorderShare = 0.5;
        options.isClockSkewed = true;
        options.faultsNs = 200 * SEC;
        options.partitionGapMeanNs = 30 * SEC;
        options.partitionMeanNs = 20 * SEC;
        options.trackersPerClientMax = 2;
        options.ipv6ClientShare = 0.3;
        options.vanishShare = 1;
        options.sessionMeanNs = 60 * SEC;
        options.absenceMeanNs = 30 * SEC;
        return options;
    }

    private static SimulationResult run(final SimulationOptions options, final Defect defect)
    {
        return OverlaySimulation.run(options, (setup, output) -> new FloodingTracker(setup, output, defect));
    }

    @Test
    void shouldPassATrackerThatIsRight()
    {
        for (long seed = 1; seed <= 5; seed++)
        {
            final SimulationResult result = run(options(seed), Defect.NONE);
            assertThat(result.traffic().packets()).isGreaterThan(1_000);
            assertThat(result.convergedNs()).isNotNegative();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FORWARDS, longer than its own tracker",
        "FORGETS, does not have",
        "OVERSIZED, allowed are",
        "OVERWRITES, has changed its own",
        "GOSSIPS, which is no neighbour",
        "THROWS, as told"})
    void shouldFindADefect(final Defect defect, final String reason)
    {
        final SimulationOptions options = options(1);
        options.clients = 100;
        assertThatThrownBy(() -> run(options, defect))
            .isInstanceOf(SimulationFailure.class)
            .hasMessageContaining(reason)
            .hasMessageContaining("bin/tributary simulate --seed 0x1")
            .hasMessageContaining("nodes=4");
    }

    /** A tracker of mine that gives no sign of a departure leaves it to the end of a life; the check knows. */
    @Test
    void shouldFindThatAFarewellIsNotPassedOn()
    {
        final SimulationOptions options = options(1);
        options.vanishShare = 0;
        options.intervalSec = 3_000;
        assertThatThrownBy(() -> run(options, Defect.NONE))
            .isInstanceOf(SimulationFailure.class).hasMessageContaining("still has");
    }
}
