package io.tributary.tracker.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A tracker's directory, held by a lock on {@code tracker.lock} for as long as the process lives: a second process is
 * refused before it can touch anything. The kernel drops the lock with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable
{
    private static final String LOCK_FILE = "tracker.lock";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(final Path path, final FileChannel channel, final FileLock lock)
    {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Create a directory if it is missing, and lock it.
     *
     * @param path      of the directory.
     * @param processId of this process, for the message that another one gets.
     * @return held until closed.
     * @throws IOException one clear line: who holds it, or why it cannot be created.
     */
    public static DataDirectory open(final Path path, final long processId) throws IOException
    {
        try
        {
            Files.createDirectories(path);
        }
        catch (final IOException ex)
        {
            throw new IOException("store.directory = " + path + ": cannot be created: " + ex, ex);
        }

        final FileChannel channel = openLockFile(path);
        final FileLock lock = tryLock(channel);
        if (null == lock)
        {
            final String holder = read(channel);
            channel.close();
            throw new IOException("store.directory = " + path + ": in use by another tracker (" + holder +
                "); stop that one, or give this one a directory of its own");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(("process " + processId).getBytes(StandardCharsets.US_ASCII)), 0);
        return new DataDirectory(path, channel, lock);
    }

    public Path path()
    {
        return path;
    }

    @Override
    public void close() throws IOException
    {
        lock.release();
        channel.close();
    }

    private static FileChannel openLockFile(final Path path) throws IOException
    {
        try
        {
            return FileChannel.open(path.resolve(LOCK_FILE),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        catch (final IOException ex)
        {
            throw new IOException("store.directory = " + path + ": cannot be written: " + ex, ex);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException
    {
        try
        {
            return channel.tryLock();
        }
        catch (final OverlappingFileLockException ignore)
        {
            return null;
        }
    }

    private static String read(final FileChannel channel) throws IOException
    {
        final ByteBuffer content = ByteBuffer.allocate(64);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }
}
