package io.tributary.tracker.overlay;

import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * Memory of a hash table with chained buckets, off heap: entries of a fixed size, numbered from 0 and never moved, and
 * apart from them the heads of the chains. Entries cost nothing before they are first used.
 *
 * <p>A bucket holds the number of its first entry plus one, 0 for none. An entry that starts on a cache line and has
 * its length costs one miss. Single-threaded.
 */
final class NativeTable implements AutoCloseable
{
    static final int NONE = -1;

    private static final int ALIGNMENT = 64;
    private static final int BUCKET_SHIFT = 2;

    private final int entryShift;
    private final int bucketMask;
    private final long entriesAllocation;
    private final long entriesAddress;
    private final long bucketsAddress;
    private boolean isClosed;

    /**
     * Empty table.
     *
     * @param capacity   entries.
     * @param entryShift binary logarithm of the bytes of one.
     */
    NativeTable(final int capacity, final int entryShift)
    {
        this.entryShift = entryShift;
        this.bucketMask = BitUtil.findNextPositivePowerOfTwo(2 * capacity) - 1;
        this.entriesAllocation = UnsafeApi.allocateMemory(((long)capacity << entryShift) + ALIGNMENT);
        this.entriesAddress = BitUtil.align(entriesAllocation, ALIGNMENT);
        final long bucketBytes = (bucketMask + 1L) << BUCKET_SHIFT;
        this.bucketsAddress = UnsafeApi.allocateMemory(bucketBytes);
        UnsafeApi.setMemory(bucketsAddress, bucketBytes, (byte)0);
    }

    long address(final int entry)
    {
        return entriesAddress + ((long)entry << entryShift);
    }

    void clear(final int entry)
    {
        UnsafeApi.setMemory(address(entry), 1L << entryShift, (byte)0);
    }

    int bucket(final long hash)
    {
        return (int)hash & bucketMask;
    }

    /** First entry of a bucket's chain, or {@link #NONE}. */
    int head(final int bucket)
    {
        return UnsafeApi.getInt(bucketsAddress + ((long)bucket << BUCKET_SHIFT)) - 1;
    }

    void head(final int bucket, final int entry)
    {
        UnsafeApi.putInt(bucketsAddress + ((long)bucket << BUCKET_SHIFT), entry + 1);
    }

    /** Nothing may be read afterwards. Closing again does nothing. */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            UnsafeApi.freeMemory(entriesAllocation);
            UnsafeApi.freeMemory(bucketsAddress);
        }
    }
}
