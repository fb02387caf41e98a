package io.tributary.bench.load;

import io.tributary.codec.UdpTrackerProtocol;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Sends the requests of a modelled population to one tracker and measures the answers. One thread, a busy loop over the
 * sockets: read what has arrived, then send what is due. There is no selector, since under load something waits at
 * nearly every visit. Allocates nothing per request.
 *
 * <p>A closed loop keeps {@code window} requests open on every socket. An open loop sends on a fixed schedule over the
 * sockets in turn; it waits only when every slot is taken, and then still measures from the intended time.
 *
 * <p>Use: {@link #connect}, {@link #fill} until it is done, {@link #run} to warm up, {@link #startMeasurement},
 * {@link #run} as often as wished, {@link #result}.
 */
public final class LoadGenerator implements AutoCloseable
{
    private static final int NO_REQUEST = -1;

    /**
     * What {@link #nextKind} may choose.
     */
    private enum Phase
    {
        CONNECT, FILL, STEADY
    }

    private final LoadPlan plan;
    private final NanoClock clock;
    private final PeerPopulation population;
    private final PeerLife life;
    private final SplittableRandom random;
    private final RequestSlots slots;
    private final LoadCounters counters = new LoadCounters();
    private final RequestEncoder encoder;
    private final AnswerReader reader;
    private final SendSchedule schedule;
    private final LoadSocket[] sockets;
    private final int closedLoopWindow;
    private final int announceBelow;
    private final int connectBelow;

    private Phase phase = Phase.CONNECT;
    private boolean isOpenLoop;
    private int nextSocket;
    private int nextToExpire;
    private int filledSockets;
    private long measuredFromNs;
    private long measuredNs;

    /**
     * Open the sockets and lay out the population.
     *
     * @param plan  what to do.
     * @param clock for all times; monotonic.
     * @throws IOException              if a socket cannot be opened.
     * @throws IllegalArgumentException if the plan contradicts itself.
     */
    public LoadGenerator(final LoadPlan plan, final NanoClock clock) throws IOException
    {
        final PopulationShape shape = plan.population();
        final RequestMix mix = plan.mix();
        final boolean isIpv6 = plan.target().getAddress() instanceof Inet6Address;

        this.plan = plan;
        this.clock = clock;
        this.population = new PeerPopulation(shape);
        this.life = new PeerLife(population, shape.seederShare(), mix);
        this.random = new SplittableRandom(shape.seed());
        this.slots = new RequestSlots(shape.sockets(), plan.pace().window());
        this.encoder = new RequestEncoder(population, life, new TorrentHashes(shape.seed()), mix, shape.seed());
        this.reader = new AnswerReader(slots, counters, isIpv6, mix.scrapeHashes());
        this.schedule = new SendSchedule(plan.pace().ratePerSecond());
        this.closedLoopWindow = plan.pace().closedLoopWindow();
        this.announceBelow = share(mix.announces(), mix);
        this.connectBelow = share(mix.announces() + mix.connects(), mix);
        this.sockets = new LoadSocket[shape.sockets()];
        openSockets();
    }

    /**
     * Get a connection id for every socket.
     *
     * @param timeoutNs when to give up.
     * @return whether all have one.
     */
    public boolean connect(final long timeoutNs) throws IOException
    {
        phase = Phase.CONNECT;
        isOpenLoop = false;
        final long startNs = clock.nanoTime();
        while (!isConnected())
        {
            if (clock.nanoTime() - startNs >= timeoutNs)
            {
                return false;
            }
            visitSockets();
        }
        return true;
    }

    /**
     * Let every peer announce for the first time, as fast as the tracker answers. Call again until it returns true.
     *
     * @param sliceNs how long to work at most.
     * @return whether every peer has announced and every answer has come or been given up.
     */
    public boolean fill(final long sliceNs) throws IOException
    {
        phase = Phase.FILL;
        isOpenLoop = false;
        final long startNs = clock.nanoTime();
        while (!isFilled())
        {
            if (clock.nanoTime() - startNs >= sliceNs)
            {
                return false;
            }
            visitSockets();
        }
        return true;
    }

    /**
     * Send the mix of requests, at the pace planned.
     *
     * @param sliceNs for how long.
     */
    public void run(final long sliceNs) throws IOException
    {
        final long startNs = clock.nanoTime();
        phase = Phase.STEADY;
        isOpenLoop = plan.pace().isOpenLoop();
        schedule.start(startNs);
        while (clock.nanoTime() - startNs < sliceNs)
        {
            visitSockets();
        }
        measuredNs = clock.nanoTime() - measuredFromNs;
    }

    /**
     * Forget what was counted so far. The schedule of an open loop goes on, unless it has never started.
     */
    public void startMeasurement()
    {
        counters.reset();
        schedule.resetLag();
        measuredFromNs = clock.nanoTime();
        measuredNs = 0;
    }

    /**
     * What has been counted since {@link #startMeasurement}, until the end of the last {@link #run}.
     */
    public LoadResult result()
    {
        final long lagNs = isOpenLoop ? schedule.lagMaxNs(clock.nanoTime()) : 0;
        return LoadResult.of(counters, Math.max(1, measuredNs), lagNs);
    }

    /**
     * Latencies of all kinds of requests since {@link #startMeasurement}, in nanoseconds. A copy.
     */
    public Histogram latencies()
    {
        return LoadResult.total(counters);
    }

    /**
     * Good answers since {@link #startMeasurement}.
     */
    public long answered()
    {
        return counters.answeredTotal();
    }

    /**
     * Requests given up since {@link #startMeasurement}.
     */
    public long lost()
    {
        return counters.lost[0] + counters.lost[1] + counters.lost[2];
    }

    public void close()
    {
        CloseHelper.closeAll(sockets);
    }

    private void openSockets() throws IOException
    {
        try
        {
            for (int i = 0; i < sockets.length; i++)
            {
                final int source = i % plan.population().addresses();
                sockets[i] = new LoadSocket(i, SourceAddresses.address(plan.target(), source), plan.target());
            }
        }
        catch (final IOException ex)
        {
            close();
            throw ex;
        }
    }

    private boolean isConnected()
    {
        for (final LoadSocket socket : sockets)
        {
            if (!socket.hasConnectionId())
            {
                return false;
            }
        }
        return true;
    }

    private boolean isFilled()
    {
        while (filledSockets < sockets.length && slots.unanswered(filledSockets) == 0 &&
            sockets[filledSockets].filledCount() == population.peersOfSocket(filledSockets))
        {
            filledSockets++;
        }
        return filledSockets == sockets.length;
    }

    private void visitSockets() throws IOException
    {
        giveUpLost();
        for (final LoadSocket socket : sockets)
        {
            try
            {
                receive(socket);
                if (isOpenLoop)
                {
                    sendDue();
                }
                else
                {
                    sendWindow(socket);
                }
            }
            catch (final PortUnreachableException ex)
            {
                counters.unreachable++;
            }
        }
    }

    private void receive(final LoadSocket socket) throws IOException
    {
        if (0 == slots.unanswered(socket.index()))
        {
            return;
        }

        final long nowNs = clock.nanoTime();
        final ByteBuffer buffer = reader.buffer();
        do
        {
            final int length = socket.read(buffer);
            if (length <= 0)
            {
                return;
            }
            reader.onAnswer(socket, length, nowNs);
        }
        while (slots.unanswered(socket.index()) > 0);
    }

    /** One socket at each round: a few thousand slots must not delay what is due. */
    private void giveUpLost()
    {
        final int index = nextToExpire;
        nextToExpire = nextToExpire + 1 == sockets.length ? 0 : nextToExpire + 1;
        if (0 == slots.unanswered(index))
        {
            return;
        }

        final long deadlineNs = clock.nanoTime() - plan.pace().timeoutNs();
        int slot = slots.nextSentBefore(index, 0, deadlineNs);
        while (RequestSlots.NOT_FOUND != slot)
        {
            counters.lost[slots.kind(slot)]++;
            slots.release(index, slot);
            slot = slots.nextSentBefore(index, slots.position(index, slot) + 1, deadlineNs);
        }
    }

    private void sendWindow(final LoadSocket socket) throws IOException
    {
        if (slots.unanswered(socket.index()) >= closedLoopWindow)
        {
            return;
        }

        final long nowNs = clock.nanoTime();
        while (slots.unanswered(socket.index()) < closedLoopWindow)
        {
            final int kind = nextKind(socket, nowNs);
            if (NO_REQUEST == kind || !send(socket, kind, nowNs, nowNs))
            {
                return;
            }
        }
    }

    private void sendDue() throws IOException
    {
        long nowNs = clock.nanoTime();
        while (schedule.isDue(nowNs))
        {
            final LoadSocket socket = nextFreeSocket();
            if (null == socket)
            {
                return;
            }
            final int kind = nextKind(socket, nowNs);
            if (NO_REQUEST == kind || !send(socket, kind, schedule.dueNs(), nowNs))
            {
                return;
            }
            schedule.advance(nowNs);
            nowNs = clock.nanoTime();
        }
    }

    private LoadSocket nextFreeSocket()
    {
        for (int i = 0; i < sockets.length; i++)
        {
            final int index = nextSocket;
            nextSocket = nextSocket + 1 == sockets.length ? 0 : nextSocket + 1;
            if (slots.free(index) > 0)
            {
                return sockets[index];
            }
        }
        return null;
    }

    private int nextKind(final LoadSocket socket, final long nowNs)
    {
        if (socket.shouldAsk(nowNs))
        {
            return UdpTrackerProtocol.ACTION_CONNECT;
        }
        if (Phase.CONNECT == phase || !socket.canUseConnectionId(nowNs))
        {
            return NO_REQUEST;
        }
        if (Phase.FILL == phase)
        {
            return socket.filledCount() < population.peersOfSocket(socket.index()) ?
                UdpTrackerProtocol.ACTION_ANNOUNCE : NO_REQUEST;
        }

        final int drawn = random.nextInt() >>> 1;
        return drawn < announceBelow ? UdpTrackerProtocol.ACTION_ANNOUNCE :
            drawn < connectBelow ? UdpTrackerProtocol.ACTION_CONNECT : UdpTrackerProtocol.ACTION_SCRAPE;
    }

    private boolean send(final LoadSocket socket, final int kind, final long intendedNs, final long nowNs)
        throws IOException
    {
        final int transactionId = slots.take(socket.index(), kind, intendedNs, nowNs);
        if (UdpTrackerProtocol.ACTION_CONNECT == kind)
        {
            socket.onAsked(nowNs);
        }
        if (!socket.write(encode(socket, kind, transactionId)))
        {
            slots.release(socket.index(), slots.slot(transactionId));
            counters.sendsRefused++;
            return false;
        }
        counters.sent[kind]++;
        return true;
    }

    private ByteBuffer encode(final LoadSocket socket, final int kind, final int transactionId)
    {
        switch (kind)
        {
            case UdpTrackerProtocol.ACTION_CONNECT:
                return encoder.connect(transactionId);

            case UdpTrackerProtocol.ACTION_SCRAPE:
                return encoder.scrape(socket.connectionId(), transactionId, random);

            default:
                return encodeAnnounce(socket, transactionId);
        }
    }

    private ByteBuffer encodeAnnounce(final LoadSocket socket, final int transactionId)
    {
        final int peer;
        final int event;
        if (Phase.FILL == phase)
        {
            peer = population.peer(socket.index(), socket.takeNextToFill());
            event = life.start(peer, random);
        }
        else
        {
            peer = population.peer(socket.index(), random.nextInt(population.peersOfSocket(socket.index())));
            event = life.next(peer, random);
        }
        return encoder.announce(socket.connectionId(), transactionId, peer, event);
    }

    private static int share(final double weight, final RequestMix mix)
    {
        return (int)Math.round(Integer.MAX_VALUE * weight / (mix.announces() + mix.connects() + mix.scrapes()));
    }
}
