package io.tributary.tracker.swarm;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapped file beside the store that says how it was left.
 * <pre>
 *   0   magic "TRIBMARK" (8)
 *   8   layout version (4)
 *   12  state (4): 0 new, 1 open, 2 closed cleanly
 *   16  swarmsMax of the map of heads (8)
 *   24  time of the last sign of life, seconds since the epoch (8)
 *   32  check of the secret that the keys are scrambled with (8)
 * </pre>
 * Little-endian. A store found open was killed.
 */
final class StoreMark implements AutoCloseable
{
    /** Changes with any change of the layout of heads, blocks or keys. */
    static final int LAYOUT_VERSION = 1;

    private static final long MAGIC = 0x4B52_414D_4249_5254L;
    private static final int LENGTH = 64;
    private static final int VERSION_OFFSET = 8;
    private static final int STATE_OFFSET = 12;
    private static final int SWARMS_MAX_OFFSET = 16;
    private static final int ALIVE_OFFSET = 24;
    private static final int STATE_OPEN = 1;
    private static final int STATE_CLEAN = 2;

    private static final int SECRET_CHECK_OFFSET = 32;

    private final MappedByteBuffer mapping;
    private final UnsafeBuffer buffer;

    /** The mark of a store in memory: written like any other, and gone with the process. */
    StoreMark()
    {
        mapping = null;
        buffer = new UnsafeBuffer(new byte[LENGTH]);
    }

    StoreMark(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
        }
        buffer = new UnsafeBuffer(mapping);
    }

    boolean isNew()
    {
        return 0 == buffer.getLong(0);
    }

    boolean isOfThisLayout()
    {
        return MAGIC == buffer.getLong(0) && LAYOUT_VERSION == buffer.getInt(VERSION_OFFSET);
    }

    boolean isClean()
    {
        return STATE_CLEAN == buffer.getInt(STATE_OFFSET);
    }

    boolean isOfSecret(final long secretCheck)
    {
        return secretCheck == buffer.getLong(SECRET_CHECK_OFFSET);
    }

    long swarmsMax()
    {
        return buffer.getLong(SWARMS_MAX_OFFSET);
    }

    long aliveSec()
    {
        return buffer.getLong(ALIVE_OFFSET);
    }

    void alive(final long nowSec)
    {
        buffer.putLong(ALIVE_OFFSET, nowSec);
    }

    /** Say that the store is open, on disk, before its first change. */
    void open(final long swarmsMax, final long secretCheck, final long nowSec)
    {
        buffer.putLong(0, MAGIC);
        buffer.putInt(VERSION_OFFSET, LAYOUT_VERSION);
        buffer.putInt(STATE_OFFSET, STATE_OPEN);
        buffer.putLong(SWARMS_MAX_OFFSET, swarmsMax);
        buffer.putLong(ALIVE_OFFSET, nowSec);
        buffer.putLong(SECRET_CHECK_OFFSET, secretCheck);
        force();
    }

    void closedCleanly(final long nowSec)
    {
        buffer.putLong(ALIVE_OFFSET, nowSec);
        buffer.putInt(STATE_OFFSET, STATE_CLEAN);
        force();
    }

    @Override
    public void close()
    {
        if (null != mapping)
        {
            BufferUtil.free(mapping);
        }
    }

    private void force()
    {
        if (null != mapping)
        {
            mapping.force();
        }
    }
}
