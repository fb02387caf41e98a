package io.tributary.tracker.swarm;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory under a {@link BlockSlab}: anonymous, or a sparse file mapped whole. Neither costs anything before it is
 * touched. Addresses stay put until {@link #close()}.
 */
final class SlabMemory implements AutoCloseable
{
    static final int CHUNK_SHIFT = 30;
    private static final long CHUNK_BYTES = 1L << CHUNK_SHIFT;

    private final long capacityBytes;
    private final long[] chunkAddresses;
    private final MappedByteBuffer[] mappings;

    private SlabMemory(final long capacityBytes, final boolean isMapped)
    {
        this.capacityBytes = capacityBytes;
        final int chunks = (int)((capacityBytes + CHUNK_BYTES - 1) >>> CHUNK_SHIFT);
        this.chunkAddresses = new long[chunks];
        this.mappings = isMapped ? new MappedByteBuffer[chunks] : null;
    }

    static SlabMemory anonymous(final long capacityBytes)
    {
        final SlabMemory memory = new SlabMemory(capacityBytes, false);
        for (int i = 0; i < memory.chunkAddresses.length; i++)
        {
            memory.chunkAddresses[i] = UnsafeApi.allocateMemory(memory.chunkBytes(i));
        }
        return memory;
    }

    /**
     * Map a file, creating or growing it to the capacity. What lies beyond is left alone, so that a smaller budget
     * loses nothing before the store has looked.
     */
    static SlabMemory mapped(final Path file, final long capacityBytes) throws IOException
    {
        final SlabMemory memory = new SlabMemory(capacityBytes, true);
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            for (int i = 0; i < memory.mappings.length; i++)
            {
                memory.mappings[i] = channel.map(
                    FileChannel.MapMode.READ_WRITE, (long)i << CHUNK_SHIFT, memory.chunkBytes(i));
                memory.chunkAddresses[i] = BufferUtil.address(memory.mappings[i]);
            }
        }
        return memory;
    }

    long capacityBytes()
    {
        return capacityBytes;
    }

    /** Address of a byte; the caller stays within the chunk of a page. */
    long address(final long position)
    {
        return chunkAddresses[(int)(position >>> CHUNK_SHIFT)] + (position & (CHUNK_BYTES - 1));
    }

    @Override
    public void close()
    {
        for (int i = 0; i < chunkAddresses.length; i++)
        {
            if (null == mappings)
            {
                UnsafeApi.freeMemory(chunkAddresses[i]);
            }
            else
            {
                BufferUtil.free(mappings[i]);
                mappings[i] = null;
            }
            chunkAddresses[i] = 0;
        }
    }

    private long chunkBytes(final int chunk)
    {
        return Math.min(CHUNK_BYTES, capacityBytes - ((long)chunk << CHUNK_SHIFT));
    }
}
