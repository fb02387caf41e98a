package io.tributary.bench.simulation;

import io.tributary.bench.simulation.WireCost.Change;
import io.tributary.bench.simulation.WireCost.Cost;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WireCostTest
{
    private static final long SEED = 3;

    @Test
    void shouldAddUpTheLayoutOfThePackets()
    {
        // IPv4 20, UDP 8, header 20, one origin 1 + 16, one group 24, one record 13; acknowledged by 28 + 20 + 1.
        assertThat(WireCost.expected(1, 1, 1)).isEqualTo(151);
        assertThat(WireCost.expected(1, 1, 10)).isCloseTo(26.8, within(0.001));
    }

    @Test
    void shouldExpectFewerSwarmsThanRecords()
    {
        assertThat(WireCost.groups(1, 100)).isCloseTo(1, within(1e-9));
        assertThat(WireCost.groups(2, 100)).isCloseTo(1.99, within(1e-9));
        assertThat(WireCost.groups(100_000, 100)).isCloseTo(100, within(1e-9));
    }

    @Test
    void shouldCostNoMoreThanTwentyBytesToRefreshAPeer()
    {
        final SimulationOptions options = ReportOptions.of(SEED);
        options.swarms = 100;
        final Cost cost = new WireCost(new ReportPage((text) ->
        {
        }), SEED).measure(Change.RENEWAL, options, TimeUnit.SECONDS.toNanos(30));
        assertThat(cost.updateBytes() / 1_000.0).isBetween(13.0, WireCost.BYTES_MAX);
        assertThat(cost.bytes()).isGreaterThan(cost.updateBytes());
    }
}
