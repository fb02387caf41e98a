package io.tributary.bench.trace.generate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SwarmLayersTest
{
    private static int[] sizes(final SwarmLayers layers, final int swarms)
    {
        final int[] sizes = new int[swarms];
        for (long place = 0; place < layers.places(); place++)
        {
            sizes[layers.swarm(place)]++;
        }
        return sizes;
    }

    @ParameterizedTest
    @CsvSource({"1000, 2500", "1000, 6500", "100000, 250000", "100000, 650000", "10, 90000", "1, 1", "7, 7"})
    void shouldSizeSwarmsByZipfsLaw(final int swarms, final long places)
    {
        final SwarmLayers layers = SwarmLayers.of(swarms, places);
        final int[] sizes = sizes(layers, swarms);
        assertThat(layers.places()).isLessThanOrEqualTo(places).isCloseTo(places, within(10 + places / 100));
        assertThat(sizes[swarms - 1]).isGreaterThanOrEqualTo(1);
        final int constant = sizes[0];
        for (int rank = 1; rank < swarms; rank++)
        {
            assertThat(sizes[rank]).as("rank " + rank).isEqualTo(Math.max(1, constant / (rank + 1)));
        }
    }

    @Test
    void shouldLimitTheLargestSwarm()
    {
        final SwarmLayers layers = SwarmLayers.of(100, 900_000);
        final int[] sizes = sizes(layers, 100);
        assertThat(sizes[0]).isEqualTo(SwarmLayers.SIZE_MAX);
        assertThat(sizes[1]).isBetween(SwarmLayers.SIZE_MAX / 2 + 1, SwarmLayers.SIZE_MAX);
    }

    @Test
    void shouldRefuseFewerPeersThanSwarms()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> SwarmLayers.of(10, 9))
            .withMessage("peers in 10 swarms is 9, allowed is 10 to 100000");
    }
}
