package io.tributary.bench.simulation;

import io.tributary.bench.simulation.Outages.Outage;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class MeasuredOverlayTest
{
    private static final long SEC = TimeUnit.SECONDS.toNanos(1);
    private static final long SEED = 3;

    private static MeasuredOverlay mesh(final int trackers)
    {
        final SimulationOptions options = ReportOptions.of(SEED);
        options.isElecting = false;
        return new MeasuredOverlay(options, Topology.mesh(trackers), true).connect();
    }

    @Test
    void shouldMeasureUntilTheLastTrackerKnows()
    {
        try (MeasuredOverlay measured = mesh(3))
        {
            measured.joinEverywhere(0, 1, SEC);
            measured.runFor(60 * SEC);
            final SimulatedClient client = measured.client(0, 1);
            measured.join(client);
            assertThat(measured.missing(List.of(client))).as("not sent yet").isEqualTo(2);
            assertThat(measured.untilKnownEverywhere(List.of(client), 30 * SEC))
                .as("coalescing and the least delay come first").isBetween(25_000_000L, SEC);
            assertThat(measured.missing(List.of(client))).isZero();
        }
    }

    @Test
    void shouldSayNeverOfWhatIsCutOffAndCountOnlyTheLiving()
    {
        try (MeasuredOverlay measured = mesh(3))
        {
            measured.joinEverywhere(0, 1, SEC);
            measured.runFor(60 * SEC);
            measured.cut(new boolean[]{true, false, false}, true);
            final SimulatedClient client = measured.client(0, 1);
            measured.join(client);
            assertThat(measured.untilKnownEverywhere(List.of(client), 5 * SEC)).isEqualTo(MeasuredOverlay.NEVER);
            measured.kill(0);
            assertThat(measured.untilKnownEverywhere(List.of(client), 5 * SEC)).isZero();
        }
    }

    @Test
    void shouldCountWhatEachTrackerSends()
    {
        try (MeasuredOverlay measured = mesh(3))
        {
            final long sum = measured.traffic(0).bytes() + measured.traffic(1).bytes() + measured.traffic(2).bytes();
            assertThat(measured.traffic(0).bytes()).isPositive();
            assertThat(sum).isEqualTo(measured.traffic().bytes());
        }
    }

    @Test
    void shouldMissNobodyOneUpdateAndOneDisconnectIntervalAfterAnOutage()
    {
        final ReportPage page = new ReportPage((text) ->
        {
        });
        final Outages outages = new Outages(page, ReportScale.quick(SEED));
        final int[] missing = outages.measure(Outage.CUT_AND_KILL, 8, SEED, 15);
        assertThat(missing[0]).isPositive();
        assertThat(missing[14]).isZero();
    }
}
