package io.tributary.bench.neighbours;

import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Several neighbours on one thread, which runs on the core of whoever starts it. It turns once a millisecond and not
 * whenever a datagram comes, so that it leaves that core to others as much as it can.
 */
public final class Neighbours implements AutoCloseable
{
    private static final long TURN_NS = 1_000_000L;
    private static final int MS_PER_SEC = 1000;

    private final List<Neighbour> neighbours = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "neighbours");
    private volatile IOException failure;
    private volatile boolean isClosing;

    private Neighbours()
    {
        thread.setDaemon(true);
    }

    /**
     * Start neighbours that are linked with a tracker, and not with each other.
     *
     * @param count   how many.
     * @param plan    of each.
     * @param tracker may start later.
     * @return running.
     * @throws IOException if there are no sockets.
     */
    public static Neighbours start(final int count, final NeighbourPlan plan, final InetSocketAddress tracker)
        throws IOException
    {
        final Neighbours all = new Neighbours();
        try
        {
            for (int i = 0; i < count; i++)
            {
                final Neighbour neighbour = new Neighbour(i, plan, SystemEpochClock.INSTANCE);
                all.neighbours.add(neighbour);
                all.addresses.add(neighbour.address());
                neighbour.join(tracker, SystemNanoClock.INSTANCE.nanoTime());
            }
        }
        catch (final IOException ex)
        {
            CloseHelper.closeAll(all.neighbours);
            throw ex;
        }
        all.thread.start();
        return all;
    }

    /** Where they listen. */
    public List<InetSocketAddress> addresses()
    {
        return List.copyOf(addresses);
    }

    /**
     * Make sure that they still run.
     *
     * @throws IOException if they do not.
     */
    public void requireAlive() throws IOException
    {
        if (!thread.isAlive())
        {
            throw new IOException("the neighbours have ended", failure);
        }
    }

    @Override
    public void close()
    {
        isClosing = true;
        try
        {
            thread.join();
            CloseHelper.closeAll(neighbours);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try
        {
            while (!isClosing)
            {
                final long nowNs = SystemNanoClock.INSTANCE.nanoTime();
                final int nowSec = (int)(SystemEpochClock.INSTANCE.time() / MS_PER_SEC);
                for (final Neighbour neighbour : neighbours)
                {
                    neighbour.doWork(nowNs, nowSec);
                }
                LockSupport.parkNanos(TURN_NS);
            }
        }
        catch (final IOException ex)
        {
            failure = ex;
        }
    }
}
