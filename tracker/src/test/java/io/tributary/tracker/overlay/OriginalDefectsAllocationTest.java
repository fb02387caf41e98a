package io.tributary.tracker.overlay;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A.9-19: the original leaks memory with every packet; a whole agent of ours allocates nothing for one. */
class OriginalDefectsAllocationTest
{
    private static final int CALLS = 20_000;
    private static final int WARM_UPS = 3;
    /** The compiler's own doings cost a few bytes now and then; what calls allocate shows in every round. */
    private static final int ROUNDS = 5;
    private static final int START_SEC = 1_700_000_000;
    private static final int UPDATE_LENGTH = 19 + 21 + 10 * 7;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Endpoint original = new Endpoint().ipv4(0x0B00_0002, OverlayBus.PORT);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[256]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[2048]);
    private final SwarmAnnounce announce = new SwarmAnnounce();
    private long nowNs = OverlayBus.SEC;
    private long connectionId;
    private long answers;

    @Test
    void shouldAllocateNothingForAPacketOfVersionOne()
    {
        try (ChronicleSwarmStore store = new SwarmStoreOpener(
            new SwarmLimits(10_000, 1_000_000, 64 << 20, 100_000, 100, 5, 150, 3600, 60, 50), new byte[32], 1,
            () -> nowSec() * 1000L).inMemory();
            OverlayAgent agent = new OverlayAgent(OverlayBus.electing(), new TrackerId(1, 2), START_SEC * 1000L,
                store, this::onOutput, (infoHash, offset) -> true, new byte[16], 1))
        {
            agent.links(List.of(
                OverlayBus.linkTo("original", original, false, LinkSettings.Version.ONE, 200)), nowNs);
            connect(agent, store);
            for (int i = 0; i < WARM_UPS; i++)
            {
                run(agent, store);
            }
            long leastBytes = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(agent, store);
                leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
            }

            assertThat(leastBytes).isZero();
            assertThat(answers).isGreaterThanOrEqualTo((long)CALLS * (ROUNDS + WARM_UPS));
        }
    }

    private void run(final OverlayAgent agent, final ChronicleSwarmStore store)
    {
        for (int i = 0; i < CALLS; i++)
        {
            nowNs += OverlayBus.MS;
            announce(agent, store, i % 30);
            update(agent, i);
            agent.doWork(nowNs, nowSec());
        }
    }

    private void connect(final OverlayAgent agent, final ChronicleSwarmStore store)
    {
        announce.reply = reply;
        announce.infoHashBuffer = OverlayBus.infoHash(1);
        announce.numWant = 50;
        announce.intervalSmallSec = OverlayBus.INTERVAL_SEC;
        announce.intervalLargeSec = OverlayBus.INTERVAL_SEC;
        announce(agent, store, 0);
        header(-1, OriginalTracker.ACTION_SYN, 1);
        receive(agent, 19);
        header(connectionId, OriginalTracker.ACTION_SUMMARY, 2);
        announce.infoHashBuffer.getBytes(0, packet, 19, 20);
        receive(agent, 39);
        announce.infoHashBuffer.getBytes(0, packet, 19, 20);
    }

    private void announce(final OverlayAgent agent, final ChronicleSwarmStore store, final int client)
    {
        announce.peer.ipv4(0x0C00_0001 + client, 6881);
        announce.namespace = OverlayBus.namespace(announce.peer);
        announce.isStopped = 29 == client;
        announce.nowSec = nowSec();
        agent.time(nowNs, nowSec());
        store.announce(announce);
    }

    /** Ten peers, of which some come, some go and most are known. */
    private void update(final OverlayAgent agent, final int number)
    {
        header(connectionId, OriginalTracker.ACTION_UPDATE, 3 + number);
        packet.putByte(39, (byte)10);
        for (int i = 0; i < 10; i++)
        {
            final int offset = 40 + i * 7;
            packet.putByte(offset, (byte)((number >>> 6) + i & 1));
            packet.putInt(offset + 1, 0x0C00_1000 + (number + i) % 100, ByteOrder.BIG_ENDIAN);
            packet.putShort(offset + 5, (short)6881, ByteOrder.BIG_ENDIAN);
        }
        receive(agent, UPDATE_LENGTH);
    }

    private void header(final long id, final int action, final int transactionId)
    {
        packet.putLong(0, id, ByteOrder.BIG_ENDIAN);
        packet.putInt(8, action, ByteOrder.BIG_ENDIAN);
        packet.putInt(12, transactionId, ByteOrder.BIG_ENDIAN);
        packet.putShort(16, (short)OverlayBus.PORT, ByteOrder.BIG_ENDIAN);
        packet.putByte(18, (byte)0);
    }

    private void receive(final OverlayAgent agent, final int length)
    {
        agent.onDatagram(packet, 0, length, original, reply, nowNs, nowSec());
        agent.doWork(nowNs, nowSec());
    }

    private boolean onOutput(
        final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        final int action = buffer.getInt(offset + 8, ByteOrder.BIG_ENDIAN);
        final boolean isAnswer = length > 18 && 0 != (buffer.getByte(offset + 18) & 1);
        if (OriginalTracker.ACTION_SYN == action && isAnswer)
        {
            connectionId = buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
        }
        answers += OriginalTracker.ACTION_UPDATE == action && isAnswer ? 1 : 0;
        return true;
    }

    private int nowSec()
    {
        return START_SEC + (int)(nowNs / OverlayBus.SEC);
    }
}
