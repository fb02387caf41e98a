package io.tributary.tracker.capture;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves datagrams from the {@link CaptureQueue} to a {@link CaptureFile}, on a thread of its own. When the disk does
 * not take them the capture ends, which is logged and counted; the tracker goes on.
 */
public final class CaptureWriter implements Runnable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(CaptureWriter.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int BATCH_MAX = 64;

    private final CaptureQueue queue;
    private final CaptureFile file;
    private final Path path;
    private final TrackerCounters counters;
    private final MessageHandler handler = this::onRecord;
    private final Endpoint other = new Endpoint();
    private volatile boolean isStopping;
    private boolean hasFailed;

    /**
     * Begin a capture.
     *
     * @param queue    drained.
     * @param path     of the file.
     * @param bytesMax of all files together.
     * @param sockets  local addresses, in the order of the poller.
     * @param counters written by this thread.
     * @throws IOException naming the file that cannot be written.
     */
    public CaptureWriter(
        final CaptureQueue queue,
        final Path path,
        final long bytesMax,
        final List<Endpoint> sockets,
        final TrackerCounters counters) throws IOException
    {
        this.queue = queue;
        this.path = path;
        this.counters = counters;
        try
        {
            this.file = new CaptureFile(path, bytesMax, sockets);
        }
        catch (final IOException ex)
        {
            throw new IOException("capture.file: " + path + " cannot be written: " + ex, ex);
        }
    }

    @Override
    public void run()
    {
        while (!isStopping)
        {
            if (0 == doWork())
            {
                LockSupport.parkNanos(this, PAUSE_NS);
            }
        }
        while (!queue.isEmpty())
        {
            doWork();
        }
        CloseHelper.close(this::onFailure, file);
    }

    /**
     * Write what was tapped, to the last datagram, and end. The tapping thread must have ended.
     *
     * @param thread that runs this.
     * @throws InterruptedException while waiting for it.
     */
    public void stop(final Thread thread) throws InterruptedException
    {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private int doWork()
    {
        final int count = queue.drain(handler, BATCH_MAX);
        if (count < BATCH_MAX && !hasFailed)
        {
            try
            {
                file.flush();
            }
            catch (final IOException ex)
            {
                onFailure(ex);
            }
        }
        return count;
    }

    private void onRecord(final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        if (hasFailed)
        {
            counters.increment(TrackerCounter.CAPTURE_UNWRITTEN);
            return;
        }
        final long high = buffer.getLong(index + CaptureQueue.ADDRESS_HIGH_OFFSET);
        final long low = buffer.getLong(index + CaptureQueue.ADDRESS_LOW_OFFSET);
        final int port = buffer.getShort(index + CaptureQueue.PORT_OFFSET) & 0xFFFF;
        final boolean isIpv6 = 0 != buffer.getByte(index + CaptureQueue.FAMILY_OFFSET);
        try
        {
            file.add(
                buffer.getInt(index + CaptureQueue.SOCKET_OFFSET),
                CaptureQueue.RECEIVED == type,
                buffer.getLong(index + CaptureQueue.TIME_OFFSET),
                isIpv6 ? other.ipv6(high, low, port) : other.ipv4((int)low, port),
                buffer,
                index + CaptureQueue.DATAGRAM_OFFSET,
                length - CaptureQueue.DATAGRAM_OFFSET);
            counters.increment(TrackerCounter.CAPTURE_DATAGRAMS);
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
    }

    private void onFailure(final Throwable ex)
    {
        if (!hasFailed)
        {
            hasFailed = true;
            LOGGER.error("the capture into {} ends: {}", path, ex.toString());
        }
    }
}
