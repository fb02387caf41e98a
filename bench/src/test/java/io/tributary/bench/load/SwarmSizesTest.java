package io.tributary.bench.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SwarmSizesTest
{
    private static final int NO_BOUND = Integer.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({"1,1", "1,1000", "10,10", "10,11", "1000,1000", "1000,2500", "100000,500000", "77,123456"})
    void shouldAddUpToThePeersAskedFor(final int torrents, final int peers)
    {
        final int[] firstPeers = SwarmSizes.firstPeers(torrents, peers, NO_BOUND);

        assertThat(firstPeers).hasSize(torrents + 1);
        assertThat(firstPeers[0]).isZero();
        assertThat(firstPeers[torrents]).isEqualTo(peers);
        for (int torrent = 0; torrent < torrents; torrent++)
        {
            assertThat(firstPeers[torrent + 1]).isGreaterThan(firstPeers[torrent]);
        }
    }

    @Test
    void shouldHaveALongTailAndSomeVeryLargeSwarms()
    {
        final int torrents = 100_000;
        final int[] firstPeers = SwarmSizes.firstPeers(torrents, 500_000, NO_BOUND);

        int small = 0;
        int large = 0;
        for (int torrent = 0; torrent < torrents; torrent++)
        {
            final int size = firstPeers[torrent + 1] - firstPeers[torrent];
            small += size <= 4 ? 1 : 0;
            large += size >= 1_000 ? 1 : 0;
        }
        assertThat(small).isGreaterThan(torrents * 9 / 10);
        assertThat(large).isBetween(20, 100);
        assertThat(firstPeers[1]).isBetween(30_000, 60_000);
    }

    @Test
    void shouldKeepEverySwarmWithinTheBound()
    {
        final int sizeMax = 50;
        final int[] firstPeers = SwarmSizes.firstPeers(100, 4_900, sizeMax);

        for (int torrent = 0; torrent < 100; torrent++)
        {
            assertThat(firstPeers[torrent + 1] - firstPeers[torrent]).isBetween(1, sizeMax);
        }
        assertThat(firstPeers[100]).isEqualTo(4_900);
    }

    @Test
    void shouldRefuseWhatCannotBeSpread()
    {
        assertThatThrownBy(() -> SwarmSizes.firstPeers(10, 9, NO_BOUND))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("peers is 9, allowed is 10");
        assertThatThrownBy(() -> SwarmSizes.firstPeers(10, 501, 50))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("500");
    }
}
