package io.tributary.tracker.request;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.ClientPackets;
import io.tributary.tracker.access.RateLimit;
import io.tributary.tracker.net.DatagramPoller;
import io.tributary.tracker.status.TrackerCounter;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static io.tributary.tracker.ClientPackets.announce;
import static io.tributary.tracker.ClientPackets.infoHash;
import static io.tributary.tracker.request.RequestPath.source;
import static org.assertj.core.api.Assertions.assertThat;

/** The packet path leaves nothing to the collector, from request bytes to reply bytes. */
class RequestPathAllocationTest
{
    private static final int REQUESTS = 100_000;
    private static final int SWARMS = 200;
    /** One announce in sixteen comes twice. */
    private static final int REPEATED = 9;
    /** The compiler's own doings cost a few bytes now and then; what requests allocate shows in every round. */
    private static final int ROUNDS = 5;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final RequestPath path = new RequestPath();
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[DatagramPoller.REQUEST_BUFFER_LENGTH]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[DatagramPoller.REPLY_BUFFER_LENGTH]);
    private final Endpoint source = new Endpoint();
    private final UnsafeBuffer connect = new UnsafeBuffer(ClientPackets.connect());
    private final UnsafeBuffer announce =
        new UnsafeBuffer(announce().options((byte)2, (byte)3, (byte)'/', (byte)'a', (byte)'b').bytes(0));
    private final UnsafeBuffer scrape = new UnsafeBuffer(ClientPackets.scrape(0, infoHash(1), infoHash(2)));
    private final ConnectionIds ids = RequestPath.connectionIds();
    private Object kept;

    @AfterEach
    void close()
    {
        path.close();
    }

    @Test
    void shouldAllocateNothingForAnyRequest()
    {
        path.limits(new RateLimit(1_000_000, 1000), new RateLimit(1_000_000, 1000));
        run(false);
        run(false);
        long leastAllocated = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            final long replyBytes = run(false);
            leastAllocated = Math.min(leastAllocated, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(replyBytes).isGreaterThan(50L * REQUESTS);
        }

        assertThat(path.store.totals().peers()).isGreaterThan(1000);
        assertThat(leastAllocated).isZero();
    }

    /** Every announce finds a question, most are held, and the answers go out again by both ways. */
    @Test
    void shouldAllocateNothingForHoldingAnswers()
    {
        final long[] sentBytes = new long[1];
        path.settings(new RequestSettings(1800, 900, 10, 50, 200, 60, false, true, 60, 1000, 2_000_000, 8));
        path.dispatcher.overlay(null, question -> 0 != (question & 7) || 0 != (path.nowNs >> 20 & 3));
        path.dispatcher.replies(new ReplySender()
        {
            @Override
            public int receivingSocket()
            {
                return 1;
            }

            @Override
            public boolean send(
                final int socket,
                final Endpoint destination,
                final MutableDirectBuffer buffer,
                final int offset,
                final int length)
            {
                sentBytes[0] += length;
                return true;
            }
        });
        path.store.listener(announced ->
        {
            announced.question = announced.nowSec;
            announced.isYoung = true;
        });
        run(false);
        run(false);
        long leastAllocated = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++)
        {
            // Peers that are new again, as only those are held.
            path.nowSec += 10_000;
            final long sentBefore = sentBytes[0];
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(false);
            leastAllocated = Math.min(leastAllocated, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(sentBytes[0] - sentBefore).isPositive();
        }
        for (final TrackerCounter counter : new TrackerCounter[]{
            TrackerCounter.HELD_ANSWERS, TrackerCounter.HELD_ANSWERS_COMPLETE, TrackerCounter.HELD_ANSWERS_TIMED_OUT,
            TrackerCounter.HELD_ANSWERS_OVERTAKEN, TrackerCounter.HELD_ANSWERS_REFUSED, TrackerCounter.YOUNG_INTERVALS,
            TrackerCounter.YOUNG_INTERVALS_REFUSED})
        {
            assertThat(path.value(counter)).as(counter.label()).isGreaterThan(20);
        }
        assertThat(leastAllocated).isZero();
    }

    /** Negative control: one small object per request is seen. */
    @Test
    void shouldSeeAnAllocation()
    {
        run(true);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(true);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThanOrEqualTo(16L * REQUESTS);
        assertThat(kept).isNotNull();
    }

    private long run(final boolean isAllocating)
    {
        long replyBytes = 0;
        for (int i = 0; i < REQUESTS; i++)
        {
            path.nowNs += 100_000;
            final int length = next(i);
            replyBytes += path.dispatcher.onDatagram(request, 0, length, source, reply, path.nowNs, path.nowSec);
            if (REPEATED == i % 16)
            {
                replyBytes += path.dispatcher.onDatagram(request, 0, length, source, reply, path.nowNs, path.nowSec);
            }
            path.dispatcher.pollHeld(path.nowNs, path.nowSec);
            if (0 == i % 1000)
            {
                path.nowSec++;
                path.store.sweep(path.nowSec);
            }
            if (isAllocating)
            {
                kept = new int[]{i};
            }
        }
        return replyBytes;
    }

    /** One in eight a connect, a scrape, a forged id or junk each; the rest announces of both families. */
    private int next(final int i)
    {
        final int client = i * 0x9E37_79B9 >>> 18;
        if (0 == (i & 1))
        {
            source.ipv4(0xC633_0000 | client, 1 + (i & 0xFFF));
        }
        else
        {
            source.ipv6(0x2001_0DB8_0000_0000L, client, 1 + (i & 0xFFF));
        }
        switch (i >>> 1 & 7)
        {
            case 0:
                return fill(connect, 0);
            case 1:
                request.putInt(20, i % SWARMS);
                return fill(scrape, ids.issue(source, path.nowSec - i % 2500));
            case 2:
                return fill(announce, i);
            case 3:
                fill(announce, i);
                return i % 200;
            default:
                final int length = fill(announce, ids.issue(source, path.nowSec - (0 == i % 10 ? 2000 : 0)));
                request.putInt(20, client % SWARMS);
                request.putLong(64, i & 3);
                request.putByte(83, (byte)(i * 31 >>> 4 & 3));
                request.putShort(96, (short)(0 == i % 50 ? 0 : client));
                return length;
        }
    }

    private int fill(final UnsafeBuffer packet, final long connectionId)
    {
        request.putBytes(0, packet, 0, packet.capacity());
        if (packet != connect)
        {
            request.putLong(0, connectionId, java.nio.ByteOrder.BIG_ENDIAN);
        }
        return packet.capacity();
    }
}
