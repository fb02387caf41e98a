package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.overlay.TrackerId;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A tracker with links, its own clients in a {@link FilledStore}, its neighbours played. All settings of the overlay
 * are the defaults of {@code serve}, but nothing is limited, private or led: each neighbour shares every swarm and is
 * told all news directly.
 *
 * <p>Time passes only as {@link #pass} says, and only for the overlay's timers; the clock of seconds stands still, so
 * that no peer's life ends. One thread.
 */
final class LinkedTracker implements AutoCloseable
{
    static final long MS = 1_000_000L;
    private static final long SEC = 1000 * MS;
    private static final long CYCLE_NS = MS;
    private static final int QUIET_CYCLES = 300;
    private static final int LIFE_SEC = 2700;
    private static final int CHANGES_MAX = 1 << 18;
    private static final int LINKS_MAX = 64;
    private static final int RECORDS_SPARE = 1000;

    private final OverlayAgent agent;
    private final PlayedNeighbour[] neighbours;
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[0]);
    private long nowNs;
    private long told;

    /**
     * A tracker whose links are connected, and whose neighbours know all that it knows.
     *
     * @param store      its own clients.
     * @param swarms     of the store.
     * @param recordsMax peers that neighbours will tell of.
     * @param links      to so many neighbours.
     * @param isKeyed    whether their packets are authenticated.
     */
    LinkedTracker(
        final FilledStore store, final int swarms, final int recordsMax, final int links, final boolean isKeyed)
    {
        final byte[] secrets = new byte[16];
        new SplittableRandom(3).nextBytes(secrets);
        agent = new OverlayAgent(settings(swarms, recordsMax), new TrackerId(1, 2), FilledStore.NOW_SEC * 1000L,
            store.store(), this::send, (infoHash, offset) -> true, secrets, 4);
        neighbours = new PlayedNeighbour[links];
        final List<LinkSettings> settings = new ArrayList<>();
        for (int i = 0; i < links; i++)
        {
            neighbours[i] = new PlayedNeighbour(i, isKeyed);
            settings.add(neighbours[i].link());
        }
        agent.time(nowNs, FilledStore.NOW_SEC);
        agent.links(settings, nowNs);
        settle();
        for (final PlayedNeighbour neighbour : neighbours)
        {
            if (neighbour.swarmsHeardOf() != swarms)
            {
                throw new IllegalStateException(
                    neighbour.endpoint() + " has heard of " + neighbour.swarmsHeardOf() + " swarms, not " + swarms);
            }
        }
    }

    PlayedNeighbour neighbour(final int index)
    {
        return neighbours[index];
    }

    /** A datagram arrives. */
    void receive(final PlayedNeighbour from, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        agent.onDatagram(buffer, offset, length, from.endpoint(), reply, nowNs, FilledStore.NOW_SEC);
    }

    /** Let time pass. Nothing is done in it but what announces do. */
    void pass(final long durationNs)
    {
        nowNs += durationNs;
        agent.time(nowNs, FilledStore.NOW_SEC);
    }

    /** The overlay's share of a duty cycle, and what comes back. */
    void turn()
    {
        agent.doWork(nowNs, FilledStore.NOW_SEC);
        for (final PlayedNeighbour neighbour : neighbours)
        {
            neighbour.deliver(agent, nowNs, FilledStore.NOW_SEC);
        }
    }

    /** Let time pass until nothing has been told for a while. */
    void settle()
    {
        int quiet = 0;
        while (quiet < QUIET_CYCLES)
        {
            final long toldBefore = told;
            pass(CYCLE_NS);
            turn();
            quiet = told == toldBefore ? quiet + 1 : 0;
        }
    }

    /** UPDATE packets to all neighbours. */
    long updates()
    {
        long sum = 0;
        for (final PlayedNeighbour neighbour : neighbours)
        {
            sum += neighbour.updates();
        }
        return sum;
    }

    @Override
    public void close()
    {
        agent.close();
    }

    private boolean send(
        final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int action = buffer.getByte(offset + 11) & 0xFF;
        told += OverlayProtocol.ACTION_SUMMARY == action || OverlayProtocol.ACTION_UPDATE == action ? 1 : 0;
        neighbours[PlayedNeighbour.index(destination)].onDatagram(buffer, offset, length);
        return true;
    }

    static OverlaySettings settings(final int swarms, final int recordsMax)
    {
        return new OverlaySettings(
            6969,
            new Endpoint().ipv4(0, 6969),
            10 * SEC,
            30 * SEC,
            40 * SEC,
            60 * SEC,
            5,
            3600 * SEC,
            20 * MS,
            600 * SEC,
            150 * MS,
            600,
            10,
            200,
            OverlayProtocol.DATAGRAM_LENGTH_IPV4_DEFAULT,
            OverlayProtocol.DATAGRAM_LENGTH_IPV6_DEFAULT,
            swarms,
            recordsMax + RECORDS_SPARE,
            CHANGES_MAX,
            LINKS_MAX,
            OverlaySettings.Border.AUTO,
            false,
            true,
            LIFE_SEC);
    }
}
