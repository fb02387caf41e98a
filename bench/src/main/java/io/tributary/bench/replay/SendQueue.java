package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/** Requests that have been read from the trace and wait for their time; a ring of bounded size. */
final class SendQueue
{
    static final int DATAGRAM_LENGTH_MAX = 2048;

    private static final int CAPACITY = 1 << 14;
    private static final int MASK = CAPACITY - 1;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY * DATAGRAM_LENGTH_MAX);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final DatagramKind[] kinds = new DatagramKind[CAPACITY];
    private final ReplaySocket[] sockets = new ReplaySocket[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final long[] intendedNs = new long[CAPACITY];
    private long head;
    private long tail;

    boolean isEmpty()
    {
        return head == tail;
    }

    boolean isFull()
    {
        return tail - head == CAPACITY;
    }

    /** Put a datagram of at most {@link #DATAGRAM_LENGTH_MAX} bytes at the end. */
    void add(
        final TraceDatagram datagram, final DatagramKind kind, final ReplaySocket socket, final long intendedNs)
    {
        final int slot = (int)tail & MASK;
        buffer.putBytes(slot * DATAGRAM_LENGTH_MAX, datagram.buffer(), datagram.offset(), datagram.length());
        kinds[slot] = kind;
        sockets[slot] = socket;
        lengths[slot] = datagram.length();
        this.intendedNs[slot] = intendedNs;
        tail++;
    }

    void remove()
    {
        head++;
    }

    /** Of the last one added; the queue is not empty. */
    long lastIntendedNs()
    {
        return intendedNs[(int)(tail - 1) & MASK];
    }

    /** Of the first one, as all that follow. */
    long intendedNs()
    {
        return intendedNs[(int)head & MASK];
    }

    DatagramKind kind()
    {
        return kinds[(int)head & MASK];
    }

    ReplaySocket socket()
    {
        return sockets[(int)head & MASK];
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Where the datagram starts in {@link #buffer()}. */
    int offset()
    {
        return ((int)head & MASK) * DATAGRAM_LENGTH_MAX;
    }

    /** The datagram, to be written to a channel. */
    ByteBuffer datagram()
    {
        final int offset = offset();
        return bytes.limit(offset + lengths[(int)head & MASK]).position(offset);
    }
}
