package io.tributary.bench.jmh;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The price of one Chronicle look-up as the store does it, beside what it replaces: a bare open-addressing table, and
 * following a reference, which is how a large swarm reaches its blocks without a second look-up.
 *
 * <p>Keys of 24 bytes, values of 40, all of them known and drawn at random.
 */
public class ChronicleLookupBenchmark
{
    private static final int KEY_LENGTH = 24;
    private static final int VALUE_LENGTH = 40;
    private static final long SEED = 10;

    /** The sequence of keys; drawing one costs all benchmarks the same. */
    @State(Scope.Thread)
    public static class Keys
    {
        @Param({"10000", "1000000", "10000000"})
        public int entries;

        final UnsafeBuffer key = new UnsafeBuffer(0, 0);
        private long keyAddress;
        private long draws;

        @Setup
        public void allocate()
        {
            keyAddress = UnsafeApi.allocateMemory(KEY_LENGTH);
            key.wrap(keyAddress, KEY_LENGTH);
        }

        @TearDown
        public void free()
        {
            UnsafeApi.freeMemory(keyAddress);
        }

        int draw()
        {
            return (int)(((Population.mix(SEED + ++draws) >>> 32) * entries) >>> 32);
        }

        UnsafeBuffer drawKey()
        {
            return put(draw());
        }

        UnsafeBuffer put(final int entry)
        {
            key.putLong(0, Population.mix(3L * entry));
            key.putLong(8, Population.mix(3L * entry + 1));
            key.putLong(16, Population.mix(3L * entry + 2));
            return key;
        }
    }

    /** A map configured as the store's heads are. */
    @State(Scope.Thread)
    public static class Heads
    {
        private final PointerBytesStore keyStore = BytesStore.nativePointer();
        private ChronicleMap<byte[], byte[]> map;

        @Setup
        public void fill(final Keys keys)
        {
            final long capacity = (long)(keys.entries / 0.9);
            map = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("heads")
                .constantKeySizeBySample(new byte[KEY_LENGTH])
                .constantValueSizeBySample(new byte[VALUE_LENGTH])
                .entryAndValueOffsetAlignment(Long.BYTES)
                .entries(capacity)
                .actualSegments((int)Long.highestOneBit(Math.max(1, capacity >>> 10)))
                .maxBloatFactor(1)
                .checksumEntries(false)
                .putReturnsNull(true)
                .sparseFile(true)
                .skipCloseOnExitHook(true)
                .create();
            final byte[] key = new byte[KEY_LENGTH];
            final byte[] value = new byte[VALUE_LENGTH];
            value[0] = 1;
            for (int entry = 0; entry < keys.entries; entry++)
            {
                keys.put(entry).getBytes(0, key);
                map.put(key, value);
            }
            keyStore.set(keys.keyAddress, KEY_LENGTH);
        }

        @TearDown
        public void close()
        {
            map.close();
        }
    }

    /** Open addressing with linear probing, key and value side by side in one cache line, at most 63 % full. */
    @State(Scope.Thread)
    public static class Table
    {
        private static final int SLOT_SHIFT = 6;

        private final UnsafeBuffer slots = new UnsafeBuffer(0, 0);
        private long address;
        private int mask;

        @Setup
        public void fill(final Keys keys)
        {
            final int slotCount = Integer.highestOneBit((int)(keys.entries * 1.6)) << 1;
            final int length = Math.multiplyExact(slotCount, 1 << SLOT_SHIFT);
            mask = slotCount - 1;
            address = UnsafeApi.allocateMemory(length);
            slots.wrap(address, length);
            slots.setMemory(0, length, (byte)0);
            for (int entry = 0; entry < keys.entries; entry++)
            {
                final UnsafeBuffer key = keys.put(entry);
                final int offset = find(key);
                slots.putBytes(offset, key, 0, KEY_LENGTH);
                slots.putLong(offset + KEY_LENGTH, 1);
            }
        }

        @TearDown
        public void free()
        {
            UnsafeApi.freeMemory(address);
        }

        /** Offset of the key's slot, or of the empty one where it belongs. No key starts with a word of 0. */
        private int find(final UnsafeBuffer key)
        {
            final long word0 = key.getLong(0);
            int slot = (int)word0 & mask;
            while (true)
            {
                final int offset = slot << SLOT_SHIFT;
                final long found = slots.getLong(offset);
                final boolean isHit = found == word0 && slots.getLong(offset + 8) == key.getLong(8) &&
                    slots.getLong(offset + 16) == key.getLong(16);
                if (isHit || 0 == found)
                {
                    return offset;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    /** Blocks of 128 bytes in chunks of memory, named by their number. */
    @State(Scope.Thread)
    public static class Blocks
    {
        private static final int BLOCK_SHIFT = 7;
        private static final int CHUNK_SHIFT = 30;

        private long[] chunkAddresses;

        @Setup
        public void fill(final Keys keys)
        {
            final long bytes = (long)keys.entries << BLOCK_SHIFT;
            chunkAddresses = new long[(int)(bytes >>> CHUNK_SHIFT) + 1];
            for (int i = 0; i < chunkAddresses.length; i++)
            {
                final long chunkBytes = Math.min(1L << CHUNK_SHIFT, bytes - ((long)i << CHUNK_SHIFT));
                chunkAddresses[i] = UnsafeApi.allocateMemory(Math.max(1, chunkBytes));
                UnsafeApi.setMemory(chunkAddresses[i], chunkBytes, (byte)1);
            }
        }

        @TearDown
        public void free()
        {
            for (final long chunkAddress : chunkAddresses)
            {
                UnsafeApi.freeMemory(chunkAddress);
            }
        }

        private long address(final int block)
        {
            final long position = (long)block << BLOCK_SHIFT;
            return chunkAddresses[(int)(position >>> CHUNK_SHIFT)] + (position & ((1L << CHUNK_SHIFT) - 1));
        }
    }

    /** Drawing a key and nothing else: to be taken off the others. */
    @Benchmark
    public UnsafeBuffer keyAlone(final Keys keys)
    {
        return keys.drawKey();
    }

    @Benchmark
    public long chronicle(final Keys keys, final Heads heads)
    {
        keys.drawKey();
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.map.queryContext(heads.keyStore, 0, KEY_LENGTH))
        {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            final Data<byte[]> value = entry.value();
            return UnsafeApi.getLong(value.bytes().addressForRead(value.offset()));
        }
    }

    @Benchmark
    public long openAddressing(final Keys keys, final Table table)
    {
        return table.slots.getLong(table.find(keys.drawKey()) + KEY_LENGTH);
    }

    @Benchmark
    public long reference(final Keys keys, final Blocks blocks)
    {
        return UnsafeApi.getLong(blocks.address(keys.draw()));
    }
}
