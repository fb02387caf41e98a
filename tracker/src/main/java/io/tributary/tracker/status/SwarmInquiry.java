package io.tributary.tracker.status;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The asker's end of a running tracker's {@link SwarmQueryMailbox}. A lock on the status file keeps askers apart.
 */
public final class SwarmInquiry implements AutoCloseable
{
    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer region;
    private final int offset;
    private byte[] infoHash;
    private long request;

    private SwarmInquiry(final FileChannel channel, final FileLock lock, final MappedByteBuffer mapped)
    {
        this.channel = channel;
        this.lock = lock;
        this.mapped = mapped;
        this.region = new UnsafeBuffer(mapped);
        this.offset = OverlayLayout.mailboxOffset(
            StatusLayout.overlayOffset(region.getInt(StatusLayout.COUNTER_COUNT_OFFSET)),
            region.getInt(StatusLayout.LINK_SLOTS_OFFSET));
    }

    /**
     * Open the mailbox.
     *
     * @param file a status file that a {@link StatusView} could be read from.
     * @return to ask one question.
     * @throws IOException with a message for the user.
     */
    public static SwarmInquiry open(final Path file) throws IOException
    {
        final FileChannel channel;
        try
        {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        catch (final AccessDeniedException ex)
        {
            throw new IOException("status file " + file + " may not be written by this user, which asking needs; " +
                "ask as the tracker's user", ex);
        }
        final FileLock lock = lock(channel);
        if (null == lock)
        {
            channel.close();
            throw new IOException("somebody else asks this tracker just now; try again");
        }
        return new SwarmInquiry(channel, lock, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
    }

    /**
     * Put the question.
     *
     * @param asked 20 bytes.
     */
    public void ask(final byte[] asked)
    {
        infoHash = Arrays.copyOf(asked, OverlayLayout.INFO_HASH_LENGTH);
        request = region.getLongVolatile(offset + OverlayLayout.REQUEST_OFFSET) + 1;
        region.putBytes(offset + OverlayLayout.REQUEST_INFO_HASH_OFFSET, infoHash);
        region.putLongRelease(offset + OverlayLayout.REQUEST_OFFSET, request);
    }

    /** Whether the tracker has answered. */
    public boolean isAnswered()
    {
        if (request != region.getLongAcquire(offset + OverlayLayout.RESPONSE_OFFSET))
        {
            return false;
        }
        final byte[] answered = new byte[OverlayLayout.INFO_HASH_LENGTH];
        region.getBytes(offset + OverlayLayout.RESPONSE_INFO_HASH_OFFSET, answered);
        return Arrays.equals(infoHash, answered);
    }

    /**
     * The answer, once it is there.
     *
     * @return a copy.
     */
    public SwarmDescription answer()
    {
        final int length = region.getInt(offset + OverlayLayout.RESPONSE_LENGTH_OFFSET);
        return SwarmDescription.decode(region, offset + OverlayLayout.RESPONSE_BODY_OFFSET,
            Math.max(SwarmDescription.HEAD_LENGTH, Math.min(length, SwarmDescription.LENGTH_MAX)));
    }

    @Override
    public void close() throws IOException
    {
        IoUtil.unmap(mapped);
        lock.release();
        channel.close();
    }

    private static FileLock lock(final FileChannel channel) throws IOException
    {
        try
        {
            return channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            return null;
        }
    }
}
