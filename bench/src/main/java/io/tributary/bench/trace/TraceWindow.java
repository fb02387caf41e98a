package io.tributary.bench.trace;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A window of fixed size that moves forward over a stream of any length. Owned by one thread; blocks when the stream
 * does.
 */
final class TraceWindow
{
    private final ReadableByteChannel channel;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private long streamOffset;
    private int position;
    private int limit;

    TraceWindow(final ReadableByteChannel channel, final int capacity)
    {
        this.channel = channel;
        this.bytes = ByteBuffer.allocateDirect(capacity);
        this.buffer = new UnsafeBuffer(bytes);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Where reading goes on in the buffer. */
    int position()
    {
        return position;
    }

    /** Bytes from there that are in the buffer. */
    int available()
    {
        return limit - position;
    }

    /** Where reading goes on in the stream. */
    long streamOffset()
    {
        return streamOffset;
    }

    /**
     * Wait until so many bytes are there, or the stream ends.
     *
     * @param length up to the capacity.
     * @return whether they are there.
     * @throws IOException when the stream breaks.
     */
    boolean require(final int length) throws IOException
    {
        if (bytes.capacity() - position < length)
        {
            moveToFront();
        }

        boolean isOpen = true;
        while (isOpen && available() < length)
        {
            isOpen = fill();
        }

        return available() >= length;
    }

    /**
     * Go on behind bytes that need not be seen.
     *
     * @param length of any size.
     * @return how many the stream had.
     * @throws IOException when the stream breaks.
     */
    long skip(final long length) throws IOException
    {
        long remaining = length - advance(length);
        while (remaining > 0 && require(1))
        {
            remaining -= advance(remaining);
        }

        return length - remaining;
    }

    private int advance(final long length)
    {
        final int step = (int)Math.min(length, available());
        position += step;
        streamOffset += step;
        return step;
    }

    private void moveToFront()
    {
        bytes.limit(limit).position(position);
        bytes.compact();
        limit -= position;
        position = 0;
    }

    private boolean fill() throws IOException
    {
        if (position == limit)
        {
            position = 0;
            limit = 0;
        }

        bytes.limit(bytes.capacity()).position(limit);
        final int read = channel.read(bytes);
        limit += Math.max(read, 0);
        return read >= 0;
    }
}
