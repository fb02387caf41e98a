package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class PopulationTest
{
    private final Population population = Population.of(10_000, 50_000);

    @Test
    void shouldHaveAboutAsManyPeersAsAskedFor()
    {
        assertThat(population.torrentCount()).isEqualTo(10_000);
        assertThat(population.peerCount()).isBetween(49_000, 50_000);
    }

    @Test
    void shouldHaveFewLargeSwarmsAndManySmallOnes()
    {
        assertThat(population.swarmSize(0)).isGreaterThan(1_000);
        assertThat(population.swarmSize(1)).isEqualTo(population.swarmSize(0) / 2);
        assertThat(population.swarmSize(9_999)).isOne();
    }

    @Test
    void shouldAppendASwarm()
    {
        final Population more = population.with(77);
        assertThat(more.swarmSize(10_000)).isEqualTo(77);
        assertThat(more.torrentOf(population.peerCount())).isEqualTo(10_000);
        assertThat(more.peerCount()).isEqualTo(population.peerCount() + 77);
    }

    @Test
    void shouldFindAMediumTorrent()
    {
        assertThat(population.swarmSize(population.mediumTorrent())).isBetween(40, 50);
    }

    @Test
    void shouldFindTheTorrentOfAPeer()
    {
        for (final int torrent : new int[]{0, 1, 500, 9_999})
        {
            final int first = population.firstPeer(torrent);
            assertThat(population.torrentOf(first)).isEqualTo(torrent);
            assertThat(population.torrentOf(first + population.swarmSize(torrent) - 1)).isEqualTo(torrent);
        }
    }

    @Test
    void shouldGiveEveryPeerAnAddressOfItsOwn()
    {
        final Set<Long> addresses = new HashSet<>();
        final Endpoint endpoint = new Endpoint();
        for (int peer = 0; peer < 100_000; peer++)
        {
            Population.endpoint(peer, endpoint);
            addresses.add(endpoint.addressLow());
        }
        assertThat(addresses).hasSize(100_000);
    }
}
