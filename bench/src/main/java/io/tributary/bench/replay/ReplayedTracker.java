package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.tracker.LoopSettings;
import io.tributary.tracker.access.AccessListExchange;
import io.tributary.tracker.access.AccessLists;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.request.ConnectionIds;
import io.tributary.tracker.request.RequestDispatcher;
import io.tributary.tracker.status.LatencyRecorder;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.StoreTotals;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * The request path and the store as {@code serve} wires them, without sockets, clocks, links, access lists and secrets
 * of its own: what it answers follows from the settings, the seed, and the datagrams with their times.
 *
 * <p>One thread; {@link #answer} allocates nothing.
 */
final class ReplayedTracker implements AutoCloseable
{
    private static final int SECRET_LENGTH = 2 * SipHash.KEY_LENGTH;
    private static final int SWEEPS_MAX = 1 << 18;
    /** Stored times are modulo 18 hours, so that quiet hours of a capture must not go by unswept. */
    private static final int SWEEP_STEP_SEC = 1800;
    private static final int SWEEP_SPAN_SEC = 24 * 3600;

    private final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
    private final AccessListExchange accessLists = new AccessListExchange(AccessLists.open());
    private final UnsafeBuffer reply = new UnsafeBuffer(ByteBuffer.allocateDirect(DatagramPoller.REPLY_BUFFER_LENGTH));
    private final ConnectionIds connectionIds;
    private final ChronicleSwarmStore store;
    private final RequestDispatcher dispatcher;
    private boolean isSwept;
    private int sweptSec;

    /**
     * Set up, with an empty store in memory.
     *
     * @param configuration of what concerns request path and store; the rest is left aside.
     * @param seed          of all secrets and all chance.
     */
    ReplayedTracker(final TrackerConfiguration configuration, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final SipHash connectionHash = new SipHash(random.nextLong(), random.nextLong());
        final SipHash limiterHash = new SipHash(random.nextLong(), random.nextLong());
        final LoopSettings settings = LoopSettings.of(configuration, connectionHash, limiterHash);
        connectionIds = settings.connectionIds();
        store = new SwarmStoreOpener(settings.limits(), secret(random), random.nextLong(), () -> 0).inMemory();
        dispatcher = new RequestDispatcher(
            connectionIds,
            accessLists,
            settings.rateLimiter(),
            store,
            settings.request(),
            counters,
            new LatencyRecorder(counters, 0),
            () -> 0,
            random.nextLong());
    }

    /** Give a request the connection id that its source would have been given just now; changes the datagram. */
    void proveSource(final TraceDatagram request, final int nowSec)
    {
        request.buffer().putLong(
            request.offset() + RequestHeaderFlyweight.CONNECTION_ID_OFFSET,
            connectionIds.issue(request.source(), nowSec),
            ByteOrder.BIG_ENDIAN);
    }

    /** Housekeeping, as the duty cycle does it between datagrams; once a second, and within gaps of the capture. */
    void sweep(final int nowSec)
    {
        if (nowSec == sweptSec && isSwept)
        {
            return;
        }
        final int gapSec = isSwept ? Math.min(nowSec - sweptSec, SWEEP_SPAN_SEC) : 0;
        for (int passedSec = SWEEP_STEP_SEC; passedSec < gapSec; passedSec += SWEEP_STEP_SEC)
        {
            sweepAll(sweptSec + passedSec);
        }
        sweepAll(nowSec);
        isSwept = true;
        sweptSec = nowSec;
    }

    /**
     * Answer a datagram.
     *
     * @return length of the answer in {@link #reply()}, 0 for silence.
     */
    int answer(final TraceDatagram request, final long nowNs, final int nowSec)
    {
        return dispatcher.onDatagram(
            request.buffer(), request.offset(), request.length(), request.source(), reply, nowNs, nowSec);
    }

    UnsafeBuffer reply()
    {
        return reply;
    }

    TrackerCounters counters()
    {
        return counters;
    }

    StoreTotals totals()
    {
        return store.totals();
    }

    @Override
    public void close()
    {
        store.close();
        accessLists.close();
        counters.close();
    }

    private void sweepAll(final int nowSec)
    {
        int sweeps = 0;
        while (sweeps < SWEEPS_MAX && store.sweep(nowSec) > 0)
        {
            sweeps++;
        }
    }

    private static byte[] secret(final SplittableRandom random)
    {
        final byte[] secret = new byte[SECRET_LENGTH];
        final ByteBuffer words = ByteBuffer.wrap(secret);
        while (words.hasRemaining())
        {
            words.putLong(random.nextLong());
        }
        return secret;
    }
}
