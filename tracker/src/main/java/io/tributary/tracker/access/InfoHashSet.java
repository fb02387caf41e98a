package io.tributary.tracker.access;

import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

import java.nio.ByteOrder;

/**
 * A set of info-hashes outside the heap: tens of millions of them, without a garbage collector that walks them. Hot
 * path.
 *
 * <p>Open addressing with linear probing over bare 20-byte slots, 8 slots for 5 entries: 32 bytes an entry, about four
 * neighbouring slots (1 to 2 cache lines) looked at for a hash that is absent. A slot of zeros is empty; the info-hash
 * of zeros is kept as a flag. Lists hold hashes chosen by strangers, so a hash's place depends on a secret key.
 * <pre>
 *   slot   bytes 0-7 (8) | bytes 8-15 (8) | bytes 16-19 (4)      as little-endian numbers, stored in native order
 * </pre>
 * Filled by one thread, then published and never changed: any number of threads may read it. {@link #close()} frees
 * the memory under every reader, so only its last owner may call it ({@link AccessListExchange} decides who that is).
 * The memory is {@code malloc}'s and not a direct buffer's: those stop at 2 GiB and share the JVM's direct memory
 * limit.
 */
public final class InfoHashSet implements AutoCloseable
{
    public static final int INFO_HASH_LENGTH = 20;

    /** 1.6 GB; twice that while a reload holds the old and the new set. */
    public static final int ENTRY_COUNT_MAX = 50_000_000;

    private static final long SLOT_LENGTH = INFO_HASH_LENGTH;
    private static final long WORD_MASK = 0xFFFF_FFFFL;

    private final SipHash sipHash;
    private final int entryCountMax;
    private final long slotCount;
    private long address;
    private int entryCount;
    private boolean hasZeroHash;

    /**
     * An empty set, to be filled with {@link #add}.
     *
     * @param entryCountMax how many may be added, 0 to {@link #ENTRY_COUNT_MAX}; fixes the memory.
     * @param sipHash       with a key unknown to whoever supplies the hashes.
     */
    public InfoHashSet(final int entryCountMax, final SipHash sipHash)
    {
        if (entryCountMax < 0 || entryCountMax > ENTRY_COUNT_MAX)
        {
            throw new IllegalArgumentException(
                "entryCountMax " + entryCountMax + ": allowed are 0 to " + ENTRY_COUNT_MAX);
        }

        this.sipHash = sipHash;
        this.entryCountMax = entryCountMax;
        this.slotCount = entryCountMax * 8L / 5 + 1;
        this.address = UnsafeApi.allocateMemory(memoryBytes());
        UnsafeApi.setMemory(address, memoryBytes(), (byte)0);
    }

    /**
     * Add an info-hash. Only before the set is shared with another thread.
     *
     * @param buffer holding it.
     * @param offset of its 20 bytes.
     * @return whether it was new.
     * @throws IllegalStateException when {@code entryCountMax} are in it already.
     */
    public boolean add(final DirectBuffer buffer, final int offset)
    {
        final long word0 = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        final long word1 = buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN);
        final int word2 = buffer.getInt(offset + 16, ByteOrder.LITTLE_ENDIAN);
        if (contains(word0, word1, word2))
        {
            return false;
        }

        if (entryCount == entryCountMax)
        {
            throw new IllegalStateException("full: " + entryCountMax + " info-hashes");
        }

        entryCount++;
        if (0 == (word0 | word1 | word2))
        {
            hasZeroHash = true;
            return true;
        }

        final long slot = slotOf(word0, word1, word2);
        UnsafeApi.putLongUnaligned(null, slot, word0);
        UnsafeApi.putLongUnaligned(null, slot + 8, word1);
        UnsafeApi.putIntUnaligned(null, slot + 16, word2);
        return true;
    }

    /**
     * Is an info-hash in the set?
     *
     * @param buffer holding it.
     * @param offset of its 20 bytes.
     * @return whether it was added.
     */
    public boolean contains(final DirectBuffer buffer, final int offset)
    {
        return contains(
            buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN),
            buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN),
            buffer.getInt(offset + 16, ByteOrder.LITTLE_ENDIAN));
    }

    public int entryCount()
    {
        return entryCount;
    }

    /**
     * Size of the memory outside the heap.
     *
     * @return bytes, fixed at construction.
     */
    public long memoryBytes()
    {
        return slotCount * SLOT_LENGTH;
    }

    /** Free the memory. Nobody may read the set any more: a late reader would crash the process. */
    public void close()
    {
        final long freed = address;
        address = 0;
        if (0 != freed)
        {
            UnsafeApi.freeMemory(freed);
        }
    }

    int entryCountMax()
    {
        return entryCountMax;
    }

    boolean isClosed()
    {
        return 0 == address;
    }

    private boolean contains(final long word0, final long word1, final int word2)
    {
        assert 0 != address : "closed";
        if (0 == (word0 | word1 | word2))
        {
            return hasZeroHash;
        }

        return isTaken(slotOf(word0, word1, word2));
    }

    /** Address of the slot that holds the hash, or of the empty one where it belongs; there is always an empty one. */
    private long slotOf(final long word0, final long word1, final int word2)
    {
        final long limit = address + memoryBytes();
        final long hash = sipHash.hash(word0, word1, word2 & WORD_MASK);

        // High half of hash * slotCount: even over any number of slots, without a division.
        long slot = address + Math.multiplyHigh(hash >>> 1, slotCount << 1) * SLOT_LENGTH;
        while (isTaken(slot) && !holds(slot, word0, word1, word2))
        {
            slot += SLOT_LENGTH;
            if (slot == limit)
            {
                slot = address;
            }
        }
        return slot;
    }

    private static boolean isTaken(final long slot)
    {
        return 0 != (UnsafeApi.getLongUnaligned(null, slot) |
            UnsafeApi.getLongUnaligned(null, slot + 8) |
            UnsafeApi.getIntUnaligned(null, slot + 16));
    }

    private static boolean holds(final long slot, final long word0, final long word1, final int word2)
    {
        return word0 == UnsafeApi.getLongUnaligned(null, slot) &&
            word1 == UnsafeApi.getLongUnaligned(null, slot + 8) &&
            word2 == UnsafeApi.getIntUnaligned(null, slot + 16);
    }
}
