package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends the requests of a trace to a tracker at their times, whatever its answers do: an open loop, on one thread. What
 * is sent late is sent all the same, and latency counts from when it should have been. Without a pace, each answer
 * makes room for the next request.
 *
 * <p>The trace is read a little ahead, so that a client has its connection id by the time it is needed; a request whose
 * id has not come is left out and counted.
 */
final class LiveReplay implements AutoCloseable
{
    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long START_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long ID_WAIT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DOZE_MIN_NS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final int DOZE_MS = 1;
    private static final int UNPACED_OPEN_MAX = 512;
    private static final int CLIENTS_MAX = 1 << 20;
    private static final int READ_AT_ONCE = 32;
    private static final int SENT_AT_ONCE = 32;
    private static final int RECEIVED_AT_ONCE = 32;

    private final LiveOptions options;
    private final NanoClock clock;
    private final DatagramSorter sorter;
    private final Selector selector = Selector.open();
    private final SocketPool[] pools;
    private final ClientAddresses clients = new ClientAddresses(CLIENTS_MAX);
    private final TraceClock traceClock = new TraceClock();
    private final SendQueue queue = new SendQueue();
    private final OpenRequests requests;
    private final LiveCounters counters = new LiveCounters();
    private final AnswerCounts answers = new AnswerCounts();
    private final ByteBuffer handshakeBytes = ByteBuffer.allocateDirect(ConnectRequestFlyweight.LENGTH);
    private final ConnectRequestFlyweight handshake = new ConnectRequestFlyweight().wrap(
        new UnsafeBuffer(handshakeBytes), 0, ConnectRequestFlyweight.LENGTH);
    private final ByteBuffer answerBytes = ByteBuffer.allocateDirect(SendQueue.DATAGRAM_LENGTH_MAX);
    private final UnsafeBuffer answer = new UnsafeBuffer(answerBytes);
    private final Consumer<SelectionKey> onReadable = this::onReadable;
    private IOException failure;
    private boolean isStarted;
    private long startNs;
    private long traceStartNs;
    private long waitedFromNs;
    private boolean isWaiting;
    private long firstSentNs;
    private long lastSentNs;

    /**
     * Set up; sockets are opened as clients come.
     *
     * @param options what to do.
     * @param clock   monotonic.
     * @throws IOException when the system gives no selector.
     */
    LiveReplay(final LiveOptions options, final NanoClock clock) throws IOException
    {
        this.options = options;
        this.clock = clock;
        this.sorter = new DatagramSorter(options.asked());
        this.requests = new OpenRequests(options.timeoutNs());
        this.pools = new SocketPool[options.trackers().size()];
        for (int i = 0; i < pools.length; i++)
        {
            pools[i] =
                new SocketPool(options.trackers().get(i), options.sources().get(i), options.socketsMax(), selector);
        }
    }

    /**
     * Go on with a pass through the trace.
     *
     * @param reader  of the pass.
     * @param sliceNs how long to work at most.
     * @return false when the pass has been read to its end; its last requests wait for their time.
     * @throws IOException when a socket cannot be opened or used.
     */
    boolean run(final TraceReader reader, final long sliceNs) throws IOException
    {
        final long endNs = clock.nanoTime() + sliceNs;
        long nowNs = clock.nanoTime();
        while (nowNs - endNs < 0)
        {
            for (int i = 0; i < READ_AT_ONCE && isRoomFor(nowNs); i++)
            {
                if (!reader.next())
                {
                    traceClock.endPass();
                    return false;
                }
                onDatagram(reader.datagram(), nowNs);
            }
            turn(nowNs);
            nowNs = clock.nanoTime();
        }
        return true;
    }

    /**
     * Send what waits, and await the last answers.
     *
     * @param sliceNs how long to work at most.
     * @return false when all is done.
     * @throws IOException when a socket cannot be used.
     */
    boolean finish(final long sliceNs) throws IOException
    {
        final long endNs = clock.nanoTime() + sliceNs;
        long nowNs = clock.nanoTime();
        while (nowNs - endNs < 0)
        {
            if (queue.isEmpty() && 0 == requests.open())
            {
                return false;
            }
            turn(nowNs);
            nowNs = clock.nanoTime();
        }
        return true;
    }

    LiveCounters counters()
    {
        return counters;
    }

    AnswerCounts answers()
    {
        return answers;
    }

    DatagramSorter sorter()
    {
        return sorter;
    }

    ClientAddresses clients()
    {
        return clients;
    }

    int sockets()
    {
        int sockets = 0;
        for (final SocketPool pool : pools)
        {
            sockets += pool.opened();
        }
        return sockets;
    }

    int sourceAddresses()
    {
        int addresses = 0;
        for (final SocketPool pool : pools)
        {
            addresses += pool.addresses();
        }
        return addresses;
    }

    /** From the first sending to the last. */
    long sendingNs()
    {
        return lastSentNs - firstSentNs;
    }

    /** Since the first request was due; 0 before. */
    long sinceStartNs()
    {
        return isStarted ? Math.max(0, clock.nanoTime() - startNs) : 0;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(pools);
        CloseHelper.close(selector);
    }

    private boolean isRoomFor(final long nowNs)
    {
        return !queue.isFull() &&
            (queue.isEmpty() || !options.isPaced() || queue.lastIntendedNs() - nowNs < LEAD_NS);
    }

    private void onDatagram(final TraceDatagram datagram, final long nowNs) throws IOException
    {
        final DatagramKind kind = sorter.sort(datagram);
        if (!kind.isReplayed())
        {
            return;
        }
        if (datagram.length() > SendQueue.DATAGRAM_LENGTH_MAX)
        {
            counters.tooLong++;
            return;
        }

        traceClock.advance(datagram.timeNs());
        if (!isStarted)
        {
            isStarted = true;
            startNs = nowNs + START_DELAY_NS;
            traceStartNs = traceClock.nowNs();
        }
        final ReplaySocket socket =
            pool(datagram.source().isIpv6()).socket(clients.number(datagram.source()));
        askInTime(socket, kind, nowNs);
        queue.add(datagram, kind, socket, intendedNs());
    }

    private SocketPool pool(final boolean isIpv6)
    {
        return pools.length > 1 && pools[0].isIpv6() != isIpv6 ? pools[1] : pools[0];
    }

    private long intendedNs()
    {
        return options.isPaced() ? startNs + (long)((traceClock.nowNs() - traceStartNs) / options.speed()) : startNs;
    }

    private void turn(final long nowNs) throws IOException
    {
        final boolean isIdle = 0 == sendDue(nowNs) && isNothingDueBefore(nowNs + DOZE_MIN_NS);
        if (isIdle)
        {
            selector.select(onReadable, DOZE_MS);
        }
        else
        {
            selector.selectNow(onReadable);
        }
        if (null != failure)
        {
            throw failure;
        }
        final long afterNs = clock.nanoTime();
        for (int kind = requests.expireOne(afterNs); OpenRequests.NOT_FOUND != kind;
            kind = requests.expireOne(afterNs))
        {
            counters.lost[kind]++;
        }
    }

    /** Without a pace something may be due with every answer. */
    private boolean isNothingDueBefore(final long timeNs)
    {
        return queue.isEmpty() || options.isPaced() && queue.intendedNs() - timeNs > 0;
    }

    private int sendDue(final long cycleNs) throws IOException
    {
        int sent = 0;
        long nowNs = cycleNs;
        while (sent < SENT_AT_ONCE && !queue.isEmpty())
        {
            final ReplaySocket socket = queue.socket();
            final DatagramKind kind = queue.kind();
            if (queue.intendedNs() - nowNs < LEAD_NS)
            {
                askInTime(socket, kind, nowNs);
            }
            if (!isSendable(nowNs) || isWaitingForId(socket, kind, nowNs))
            {
                return sent;
            }
            if (isProven(kind) && !socket.canUseConnectionId(nowNs))
            {
                counters.withoutConnectionId++;
            }
            else
            {
                send(socket, kind, options.isPaced() ? queue.intendedNs() : nowNs, nowNs);
            }
            queue.remove();
            sent++;
            nowNs = clock.nanoTime();
        }
        return sent;
    }

    private boolean isSendable(final long nowNs)
    {
        return options.isPaced() ? nowNs - queue.intendedNs() >= 0 && !requests.isFull() :
            nowNs - startNs >= 0 && requests.open() < UNPACED_OPEN_MAX;
    }

    /** Only without a pace: there a schedule is not kept up by waiting for an id. */
    private boolean isWaitingForId(final ReplaySocket socket, final DatagramKind kind, final long nowNs)
    {
        if (options.isPaced() || !isProven(kind) || socket.canUseConnectionId(nowNs))
        {
            isWaiting = false;
            return false;
        }
        if (!isWaiting)
        {
            isWaiting = true;
            waitedFromNs = nowNs;
        }
        isWaiting = nowNs - waitedFromNs < ID_WAIT_NS;
        return isWaiting;
    }

    private void send(final ReplaySocket socket, final DatagramKind kind, final long intendedNs, final long nowNs)
        throws IOException
    {
        final int offset = queue.offset();
        final UnsafeBuffer buffer = queue.buffer();
        if (isProven(kind))
        {
            buffer.putLong(
                offset + RequestHeaderFlyweight.CONNECTION_ID_OFFSET, socket.connectionId(), ByteOrder.BIG_ENDIAN);
        }
        if (DatagramKind.STRAY != kind)
        {
            buffer.putInt(offset + RequestHeaderFlyweight.TRANSACTION_ID_OFFSET, requests.nextTransactionId(),
                ByteOrder.BIG_ENDIAN);
        }
        counters.onSend(nowNs - intendedNs);
        firstSentNs = 0 == firstSentNs ? nowNs : firstSentNs;
        lastSentNs = nowNs;
        if (!isTaken(socket, queue.datagram()))
        {
            counters.refusedByKernel++;
        }
        else if (DatagramKind.STRAY == kind)
        {
            counters.straysSent++;
        }
        else
        {
            counters.sent[kind.ordinal()]++;
            requests.add(socket, kind.ordinal(), intendedNs, nowNs);
        }
    }

    private void askInTime(final ReplaySocket socket, final DatagramKind kind, final long nowNs) throws IOException
    {
        if (isProven(kind) && socket.shouldAsk(nowNs) && !requests.isFull())
        {
            socket.onAsked(nowNs);
            handshake.transactionId(requests.nextTransactionId());
            if (isTaken(socket, handshakeBytes.clear()))
            {
                counters.sent[LiveCounters.HANDSHAKE]++;
                requests.add(socket, LiveCounters.HANDSHAKE, nowNs, nowNs);
            }
        }
    }

    /** A refusal by the tracker's host belongs to an earlier datagram; this one is not sent again. */
    private boolean isTaken(final ReplaySocket socket, final ByteBuffer datagram) throws IOException
    {
        try
        {
            return socket.write(datagram);
        }
        catch (final PortUnreachableException ex)
        {
            counters.unreachable++;
            return false;
        }
    }

    private void onReadable(final SelectionKey key)
    {
        final ReplaySocket socket = (ReplaySocket)key.attachment();
        try
        {
            for (int i = 0; i < RECEIVED_AT_ONCE; i++)
            {
                final int length = socket.read(answerBytes);
                if (length <= 0)
                {
                    return;
                }
                onAnswer(socket, length, clock.nanoTime());
            }
        }
        catch (final PortUnreachableException ex)
        {
            counters.unreachable++;
        }
        catch (final IOException ex)
        {
            failure = ex;
        }
    }

    private void onAnswer(final ReplaySocket socket, final int length, final long nowNs)
    {
        final int slot = length < ErrorResponseFlyweight.LENGTH_MIN ? OpenRequests.NOT_FOUND : requests.find(
            socket, answer.getInt(ErrorResponseFlyweight.TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN));
        if (OpenRequests.NOT_FOUND == slot)
        {
            counters.strayAnswers++;
            return;
        }

        final int kind = requests.kind(slot);
        counters.onAnswer(kind, nowNs - requests.intendedNs(slot));
        requests.release(slot);
        if (LiveCounters.HANDSHAKE != kind)
        {
            answers.onAnswer(answer, 0, length, socket.isIpv6());
        }
        final int action = answer.getInt(ErrorResponseFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
        if (UdpTrackerProtocol.ACTION_CONNECT == action && length >= ConnectResponseFlyweight.LENGTH)
        {
            socket.onConnectionId(
                answer.getLong(ConnectResponseFlyweight.CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN), nowNs);
        }
    }

    private static boolean isProven(final DatagramKind kind)
    {
        return DatagramKind.ANNOUNCE == kind || DatagramKind.SCRAPE == kind;
    }
}
