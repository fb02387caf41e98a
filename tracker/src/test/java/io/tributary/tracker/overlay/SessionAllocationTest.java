package io.tributary.tracker.overlay;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.overlay.LinkSettings.Version;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntUnaryOperator;

import static io.tributary.tracker.overlay.SessionFixture.address;
import static io.tributary.tracker.overlay.SessionFixture.keyed;
import static io.tributary.tracker.overlay.SessionFixture.link;
import static org.assertj.core.api.Assertions.assertThat;

/** Two sessions that talk to each other through fixed buffers: sending, tagging, checking, answering, timers. */
class SessionAllocationTest
{
    private static final int CALLS = 20_000;
    /** The compiler's own doings cost a few bytes now and then; what calls allocate shows in every round. */
    private static final int ROUNDS = 5;
    private static final int UNDERWAY_MAX = 16;
    private static final long STEP_NS = 1_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final int[] items = {1, 2, 3};
    private long nowNs = 1;
    private int[] kept;

    @ParameterizedTest
    @CsvSource({"AUTO, true", "AUTO, false", "ONE, false"})
    void shouldAllocateNothingForAPacket(final Version version, final boolean isKeyed)
    {
        final Side a = new Side(1, address(1));
        final Side b = new Side(2, address(2));
        a.connect(b, isKeyed ? keyed("peer", address(2), "sesame", 7) : link("peer", address(2), version));
        b.connect(a, isKeyed ? keyed("peer", address(1), "sesame", 7) : link("peer", address(1), version));
        for (int i = 0; i < 10; i++)
        {
            exchange(a, b, i);
        }
        assertThat(a.peer.isConnected()).isTrue();
        assertThat(b.peer.isConnected()).isTrue();

        final long bytes = allocatedBytes(i -> exchange(a, b, i));
        assertThat(bytes).isZero();
        assertThat(b.received).isGreaterThan(CALLS);
        assertThat(a.acknowledged).isGreaterThan(CALLS);
        assertThat(a.lost).as("the path of losses was measured too").isPositive();
        assertThat(a.peer.counters().disconnects).isZero();
    }

    /** Negative control: the measurement sees an allocation of the smallest kind. */
    @Test
    void shouldSeeAnAllocation()
    {
        final long bytes = allocatedBytes(i ->
        {
            kept = new int[0];
            return 1 + kept.length;
        });
        assertThat(bytes).isGreaterThanOrEqualTo(16L * CALLS);
    }

    private int exchange(final Side a, final Side b, final int i)
    {
        nowNs += STEP_NS;
        final int sent = a.send(0 == i % 100);
        b.receive();
        b.sessions.doWork(nowNs);
        a.receive();
        a.sessions.doWork(nowNs);
        return 1 + sent;
    }

    private long allocatedBytes(final IntUnaryOperator call)
    {
        int sum = run(call) + run(call);
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            sum += run(call);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isNotZero();
        return leastBytes;
    }

    private static int run(final IntUnaryOperator call)
    {
        int sum = 0;
        for (int i = 0; i < CALLS; i++)
        {
            sum += call.applyAsInt(i);
        }
        return sum;
    }

    /** A session layer and the datagrams under way to it. */
    private final class Side implements SessionListener, InFlightListener
    {
        private final Endpoint address;
        private final SessionLayer sessions;
        private final MutableDirectBuffer underway = new UnsafeBuffer(new byte[UNDERWAY_MAX * 2048]);
        private final int[] lengths = new int[UNDERWAY_MAX];
        private int underwayCount;
        private Side other;
        private Neighbour peer;
        private boolean isLosing;
        private int received;
        private int acknowledged;
        private int lost;

        Side(final int id, final Endpoint address)
        {
            this.address = address;
            this.sessions = new SessionLayer(SessionFixture.settings(), new TrackerId(1, id), 1,
                this::output, new SipHash(id, 2), 1, this, this);
        }

        void connect(final Side to, final LinkSettings link)
        {
            other = to;
            sessions.links(List.of(link), nowNs);
            peer = sessions.neighbours().find("peer");
        }

        int send(final boolean isLost)
        {
            final Outbox outbox = sessions.outbox();
            if (!outbox.canSend(peer, nowNs))
            {
                return 0;
            }
            isLosing = isLost;
            outbox.begin(peer, OverlayProtocol.ACTION_UPDATE, 0).setMemory(outbox.bodyOffset(), 500, (byte)0);
            outbox.sendTracked(outbox.bodyOffset() + 500, InFlightKind.LOG, items, items.length, nowNs);
            isLosing = false;
            return 1;
        }

        private boolean output(
            final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
        {
            if (!isLosing)
            {
                other.underway.putBytes(other.underwayCount * 2048, buffer, offset, length);
                other.lengths[other.underwayCount++] = length;
            }
            return true;
        }

        void receive()
        {
            final int count = underwayCount;
            for (int i = 0; i < count; i++)
            {
                sessions.onDatagram(underway, i * 2048, lengths[i], other.address, nowNs, 1);
            }
            underwayCount = 0;
        }

        @Override
        public void onConnected(final Neighbour neighbour, final boolean isSameBoot, final long connectedNs)
        {
            if (neighbour.isVersionOne())
            {
                sessions.outbox().begin(neighbour, OverlayProtocol.ACTION_SUMMARY, 0);
                sessions.outbox().send(sessions.outbox().bodyOffset(), connectedNs);
            }
        }

        @Override
        public void onDisconnected(final Neighbour neighbour, final long endedNs)
        {
        }

        @Override
        public void onRemoved(final Neighbour neighbour, final long removedNs)
        {
        }

        @Override
        public void onPacket(
            final Neighbour neighbour,
            final int action,
            final int flags,
            final int transactionId,
            final DirectBuffer buffer,
            final int bodyOffset,
            final int bodyLength,
            final long packetNs,
            final int nowSec)
        {
            received++;
            sessions.outbox().acknowledge(neighbour, action, transactionId, packetNs);
        }

        @Override
        public void onRepeated(
            final Neighbour neighbour,
            final int action,
            final int flags,
            final int transactionId,
            final DirectBuffer buffer,
            final int bodyOffset,
            final int bodyLength,
            final long packetNs)
        {
        }

        @Override
        public void onAcknowledged(
            final Neighbour neighbour,
            final int kind,
            final int[] acknowledgedItems,
            final int count,
            final DirectBuffer body,
            final int bodyOffset,
            final int bodyLength,
            final long packetNs)
        {
            acknowledged += count / items.length;
        }

        @Override
        public void onLost(final Neighbour neighbour, final int kind, final int[] lostItems, final int count)
        {
            lost++;
        }
    }
}
