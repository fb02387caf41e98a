package io.tributary.bench.load;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class PeerPopulationTest
{
    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "64,64", "3,6", "250,500"})
    void shouldGiveEachPeerOfATorrentAnEndpointOfItsOwn(final int addresses, final int sockets)
    {
        final PeerPopulation population =
            new PeerPopulation(new PopulationShape(500, 60_000, addresses, sockets, 0.5, 7));
        final Set<String> endpoints = new HashSet<>();
        for (int peer = 0; peer < population.peers(); peer++)
        {
            assertThat(population.port(peer)).isBetween(1024, 65_535);
            endpoints.add(population.torrent(peer) + " " + population.address(peer) + ":" + population.port(peer));
        }
        assertThat(endpoints).hasSize(population.peers());
    }

    @Test
    void shouldSendEachPeerFromOneSocketOfItsAddress()
    {
        final int sockets = 12;
        final int addresses = 4;
        final PeerPopulation population =
            new PeerPopulation(new PopulationShape(100, 1_001, addresses, sockets, 0.5, 7));
        final Set<Integer> seen = new HashSet<>();
        for (int socket = 0; socket < sockets; socket++)
        {
            for (int i = 0; i < population.peersOfSocket(socket); i++)
            {
                final int peer = population.peer(socket, i);
                seen.add(peer);
                assertThat(population.address(peer)).isEqualTo(socket % addresses);
            }
        }
        assertThat(seen).hasSize(1_001).contains(0, 1_000);
    }

    @Test
    void shouldPutAsManyPeersInATorrentAsItsSizeSays()
    {
        final PeerPopulation population = new PeerPopulation(new PopulationShape(100, 1_000, 1, 1, 0.5, 7));
        final int[] counts = new int[100];
        for (int peer = 0; peer < 1_000; peer++)
        {
            counts[population.torrent(peer)]++;
        }
        for (int torrent = 0; torrent < 100; torrent++)
        {
            assertThat(counts[torrent]).isEqualTo(population.swarmSize(torrent));
        }
    }

    @Test
    void shouldFitTenMillionPeersInThreeHundredMegabytes()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final PeerPopulation population =
            new PeerPopulation(new PopulationShape(1_000_000, 10_000_000, 250, 250, 0.5, 7));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000L);
        assertThat(population.peers()).isEqualTo(10_000_000);
    }
}
