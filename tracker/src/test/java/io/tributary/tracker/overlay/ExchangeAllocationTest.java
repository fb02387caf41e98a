package io.tributary.tracker.overlay;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Announces, the updates they cause, their application at the neighbour and its acknowledgements allocate nothing, in
 * either version. Runs in a JVM of its own, without assertions.
 */
class ExchangeAllocationTest
{
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 20_000;
    private static final int PASSES = 6;
    private static final long STEP_NS = 5_000_000L;
    private static final int WIRE = 4096;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Side[] sides = new Side[2];
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final UnsafeBuffer noReply = new UnsafeBuffer(new byte[0]);
    private boolean isLeaky;
    private byte[] leaked;
    private long nowNs = 1_000_000_000L;

    /** A tracker and what is on the wire to it. */
    private static final class Side
    {
        private final Endpoint endpoint = new Endpoint();
        private final UnsafeBuffer[] wire = new UnsafeBuffer[WIRE];
        private final int[] lengths = new int[WIRE];
        private int head;
        private int tail;
        private ChronicleSwarmStore store;
        private OverlayAgent agent;
        private long taken;
    }

    @AfterEach
    void close()
    {
        for (final Side side : sides)
        {
            if (null != side)
            {
                side.agent.close();
                side.store.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = LinkSettings.Version.class, names = {"ONE", "TWO"})
    void shouldAllocateNothingForTheExchangeOfPeers(final LinkSettings.Version version)
    {
        assumeFalse(ExchangeAllocationTest.class.desiredAssertionStatus(), "assertions are on");
        open(version);
        final long least = allocated();

        assertThat(sides[0].taken).as("datagrams").isGreaterThan(100);
        assertThat(sides[0].store.totals().remotePeers()).isPositive();
        assertThat(sides[1].store.totals().remotePeers()).isPositive();
        assertThat(least).isZero();
    }

    /** The negative control: a wire that copies each datagram does allocate, and it is seen. */
    @Test
    void shouldSeeTheAllocationOfACopyOfEachDatagram()
    {
        assumeFalse(ExchangeAllocationTest.class.desiredAssertionStatus(), "assertions are on");
        isLeaky = true;
        open(LinkSettings.Version.TWO);
        assertThat(allocated()).isGreaterThan(16L * 100);
        assertThat(leaked).isNotNull();
    }

    /** Of a few passes the least: the compiler may allocate on this thread while it still warms up. */
    private long allocated()
    {
        long least = Long.MAX_VALUE;
        run(0, WARM_UP);
        for (int pass = 0; pass < PASSES && least > 0; pass++)
        {
            final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            run(WARM_UP + pass * MEASURED, MEASURED);
            least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }

    private void open(final LinkSettings.Version version)
    {
        for (int i = 0; i < 2; i++)
        {
            final Side side = new Side();
            sides[i] = side;
            side.endpoint.ipv4(0x0B00_0001 + i, OverlayBus.PORT);
            side.store = new SwarmStoreOpener(new SwarmLimits(10_000, 1_000_000, 128 << 20, 100_000, 100, 5, 150, 3600,
                60, 50), new byte[32], i, () -> nowSec() * 1000L).inMemory();
            for (int j = 0; j < WIRE; j++)
            {
                side.wire[j] = new UnsafeBuffer(new byte[2048]);
            }
            final byte[] secrets = new byte[16];
            secrets[0] = (byte)(i + 1);
            final Side other = 0 == i ? null : sides[0];
            side.agent = new OverlayAgent(OverlayBus.settings(), new TrackerId(i + 1, 0), 1_700_000_000_000L,
                side.store, (destination, buffer, offset, length) ->
                {
                    final Side to = null == other ? sides[1] : other;
                    final int cell = to.tail++ % WIRE;
                    to.wire[cell].putBytes(0, buffer, offset, length);
                    to.lengths[cell] = length;
                    leaked = isLeaky ? new byte[length] : leaked;
                    return true;
                }, (hash, offset) -> true, secrets, i);
        }
        for (int i = 0; i < 2; i++)
        {
            sides[i].agent.links(List.of(new LinkSettings("other", sides[1 - i].endpoint, false, version, new byte[0],
                0, new byte[0], 0, false, LinkSettings.PrivateAddresses.AUTO, 500, 100_000, 1 << 24)), nowNs);
        }
        announce.reply = new UnsafeBuffer(new byte[8192]);
        announce.infoHashBuffer = infoHash;
        announce.numWant = 10;
        announce.intervalSmallSec = 1800;
        announce.intervalLargeSec = 1800;
    }

    private void run(final int from, final int count)
    {
        for (int i = from; i < from + count; i++)
        {
            nowNs += STEP_NS;
            final Side side = sides[i & 1];
            side.agent.time(nowNs, nowSec());
            announce(side, i);
            for (int j = 0; j < 2; j++)
            {
                final Side receiver = sides[j];
                while (receiver.head < receiver.tail)
                {
                    final int cell = receiver.head++ % WIRE;
                    receiver.taken++;
                    receiver.agent.onDatagram(receiver.wire[cell], 0, receiver.lengths[cell], sides[1 - j].endpoint,
                        noReply, nowNs, nowSec());
                }
                receiver.agent.doWork(nowNs, nowSec());
                receiver.store.sweep(nowSec());
            }
        }
    }

    private void announce(final Side side, final int i)
    {
        infoHash.putInt(0, (i >> 1) % 200);
        announce.peer.ipv4(0x0C00_0000 + i % 9000, 6881);
        announce.namespace = SwarmNamespace.of(false, SwarmNamespace.SCOPE_GLOBAL);
        announce.isSeeder = 0 == i % 5;
        announce.isStopped = 3 == i % 7;
        announce.nowSec = nowSec();
        side.store.announce(announce);
    }

    private int nowSec()
    {
        return OverlayBus.START_SEC + (int)(nowNs / OverlayBus.SEC);
    }
}
