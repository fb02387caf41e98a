package io.tributary.tracker.capture;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.net.DatagramTap;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Takes datagrams from the loop to the thread that writes them: a ring of fixed size, whose loss is counted. An answer
 * has the time of its request, so that a request costs one reading of the clock.
 *
 * <p>Record, in native order; whether it came in or went out is its type:
 * <pre>
 *   0   time, ns since the epoch        28  port of the other side (2)
 *   8   address of the other side (16)  30  1 for IPv6 (1), unused (1)
 *   24  socket (4)                      32  datagram
 * </pre>
 * One thread taps, one drains.
 */
public final class CaptureQueue implements DatagramTap
{
    /** Room for some ten thousand datagrams of clients. */
    static final int CAPACITY = 8 * 1024 * 1024;

    static final int RECEIVED = 1;
    static final int SENT = 2;

    static final int TIME_OFFSET = 0;
    static final int ADDRESS_HIGH_OFFSET = 8;
    static final int ADDRESS_LOW_OFFSET = 16;
    static final int SOCKET_OFFSET = 24;
    static final int PORT_OFFSET = 28;
    static final int FAMILY_OFFSET = 30;
    static final int DATAGRAM_OFFSET = 32;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
        BufferUtil.allocateDirectAligned(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, 64)));
    private final EpochNanoClock clock;
    private final TrackerCounters counters;
    private long timeNs;

    /**
     * Empty queue.
     *
     * @param clock    read by the loop.
     * @param counters written by the loop.
     */
    public CaptureQueue(final EpochNanoClock clock, final TrackerCounters counters)
    {
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public void onReceived(
        final int socket, final Endpoint source, final DirectBuffer buffer, final int offset, final int length)
    {
        timeNs = clock.nanoTime();
        put(RECEIVED, socket, source, buffer, offset, length);
    }

    @Override
    public void onReplied(
        final int socket, final Endpoint destination, final DirectBuffer buffer, final int offset, final int length)
    {
        put(SENT, socket, destination, buffer, offset, length);
    }

    @Override
    public void onSent(
        final int socket, final Endpoint destination, final DirectBuffer buffer, final int offset, final int length)
    {
        timeNs = clock.nanoTime();
        put(SENT, socket, destination, buffer, offset, length);
    }

    /**
     * Drain records; it stops at the end of the ring, so 0 does not say that there are none.
     *
     * @param handler  is given each.
     * @param countMax most at a time; the ring has room again when all of them are handled.
     * @return how many were drained.
     */
    int drain(final MessageHandler handler, final int countMax)
    {
        return ring.read(handler, countMax);
    }

    boolean isEmpty()
    {
        return 0 == ring.size();
    }

    private void put(
        final int type,
        final int socket,
        final Endpoint other,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        final int index = ring.tryClaim(type, DATAGRAM_OFFSET + length);
        if (index < 0)
        {
            counters.increment(TrackerCounter.CAPTURE_DROPS);
            return;
        }
        final AtomicBuffer record = ring.buffer();
        record.putLong(index + TIME_OFFSET, timeNs);
        record.putLong(index + ADDRESS_HIGH_OFFSET, other.addressHigh());
        record.putLong(index + ADDRESS_LOW_OFFSET, other.addressLow());
        record.putInt(index + SOCKET_OFFSET, socket);
        record.putShort(index + PORT_OFFSET, (short)other.port());
        record.putByte(index + FAMILY_OFFSET, (byte)(other.isIpv6() ? 1 : 0));
        record.putBytes(index + DATAGRAM_OFFSET, buffer, offset, length);
        ring.commit(index);
    }
}
