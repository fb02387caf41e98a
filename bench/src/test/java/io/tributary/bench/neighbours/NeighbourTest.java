package io.tributary.bench.neighbours;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import static org.assertj.core.api.Assertions.assertThat;

/** Two neighbours, each the other's tracker; only the network is not simulated, and loopback delivers at once. */
class NeighbourTest
{
    private static final int TORRENTS = 100;
    private static final long MS = 1_000_000L;
    private static final int START_SEC = 1_700_000_000;

    private long nowNs = MS;

    @Test
    void shouldTellItsClientsAsTheyComeAndGo() throws IOException
    {
        final NeighbourPlan plan = new NeighbourPlan(TORRENTS, 50, 1);
        try (Neighbour first = new Neighbour(0, plan, () -> START_SEC * 1000L);
            Neighbour second = new Neighbour(1, plan, () -> START_SEC * 1000L))
        {
            first.join(second.address(), nowNs);
            second.join(first.address(), nowNs);

            turn(first, second, 2_000);
            // All guests have come; those told of may lag by a triggered update.
            assertThat(first.peers()).isBetween(2 * TORRENTS + 180L, 2 * TORRENTS + 200L);
            assertThat(second.peers()).isBetween(2 * TORRENTS + 180L, 2 * TORRENTS + 200L);

            turn(first, second, 2_000);
            assertThat(first.peers()).as("the guests have gone").isBetween(2L * TORRENTS, 2 * TORRENTS + 20L);
        }
    }

    @Test
    void shouldGoOnWhenNobodyListens() throws IOException
    {
        final InetSocketAddress nobody;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0)))
        {
            nobody = (InetSocketAddress)socket.getLocalSocketAddress();
        }
        try (Neighbour neighbour = new Neighbour(0, new NeighbourPlan(TORRENTS, 50, 1), () -> START_SEC * 1000L))
        {
            neighbour.join(nobody, nowNs);
            turn(neighbour, neighbour, 15_000);
            assertThat(neighbour.peers()).isGreaterThan(TORRENTS - 1);
        }
    }

    private void turn(final Neighbour first, final Neighbour second, final int milliseconds) throws IOException
    {
        for (int i = 0; i < milliseconds; i++)
        {
            nowNs += MS;
            final int nowSec = START_SEC + (int)(nowNs / 1000 / MS);
            first.doWork(nowNs, nowSec);
            second.doWork(nowNs, nowSec);
        }
    }
}
