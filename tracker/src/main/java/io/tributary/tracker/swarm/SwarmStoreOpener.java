package io.tributary.tracker.swarm;

import io.tributary.tracker.hash.SipHash;
import net.openhft.chronicle.hash.ChronicleHashCorruption;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * Opens a swarm store, in memory or in a directory, and decides what to do with what is found there: open it, recover
 * it, or set it aside and start empty. The caller holds the directory's lock. Start-up only: logs, allocates, blocks.
 */
public final class SwarmStoreOpener
{
    private static final Logger LOGGER = LoggerFactory.getLogger(SwarmStoreOpener.class);

    private static final String HEADS_FILE = "swarms.heads";
    private static final String BLOCKS_FILE = "swarms.blocks";
    private static final String MARK_FILE = "swarms.mark";
    private static final String ASIDE = ".aside-";
    private static final int HEADS_PER_SEGMENT = 4096;
    private static final int SEGMENTS_MAX = 1 << 16;
    private static final double FILL_MAX = 0.9;
    private static final long SLAB_BYTES_MIN = 1 << 20;

    private final SwarmLimits limits;
    private final SipHash keyHash;
    private final SipHash peerHash;
    private final long seed;
    private final EpochClock clock;

    /**
     * Set up; nothing is opened yet.
     *
     * @param limits budgets.
     * @param secret 32 secret bytes that stay the same for the life of a directory.
     * @param seed   of the choice of peers.
     * @param clock  wall clock.
     */
    public SwarmStoreOpener(
        final SwarmLimits limits, final byte[] secret, final long seed, final EpochClock clock)
    {
        this.limits = limits;
        this.keyHash = new SipHash(secret, 0);
        this.peerHash = new SipHash(secret, SipHash.KEY_LENGTH);
        this.seed = seed;
        this.clock = clock;
    }

    /**
     * A store that lives and dies with the process.
     *
     * @return an empty store.
     */
    public ChronicleSwarmStore inMemory()
    {
        final ChronicleMap<byte[], byte[]> heads = builder(limits.swarmsMax()).create();
        final long bytes = slabBytes(heads);
        return new ChronicleSwarmStore(
            parts(heads, SlabMemory.anonymous(bytes), bytes), limits, seed, new StoreMark(), clock);
    }

    /**
     * The store of a directory.
     *
     * @param directory exists and is locked by this process.
     * @return the store, with the swarms that were there.
     * @throws IOException when the files cannot be created or mapped.
     */
    public ChronicleSwarmStore open(final Path directory) throws IOException
    {
        final long startMs = clock.time();
        StoreMark mark = new StoreMark(directory.resolve(MARK_FILE));
        try
        {
            StoreParts parts = mark.isNew() ? null : tryReopen(directory, mark);
            if (null == parts)
            {
                if (!mark.isNew() || Files.exists(directory.resolve(HEADS_FILE)))
                {
                    mark.close();
                    setAside(directory);
                    mark = new StoreMark(directory.resolve(MARK_FILE));
                }
                parts = createIn(directory);
            }
            mark.open(limits.swarmsMax(), secretCheck(), nowSec());
            LOGGER.info("store: {} swarms, {} peers in {} after {} ms",
                parts.totals().swarms(), parts.totals().peers(), directory, clock.time() - startMs);
            return new ChronicleSwarmStore(parts, limits, seed, mark, clock);
        }
        catch (final IOException | RuntimeException ex)
        {
            mark.close();
            throw ex;
        }
    }

    /** The store found, or null when it cannot be used. A budget too small for it is the operator's error. */
    private StoreParts tryReopen(final Path directory, final StoreMark mark)
    {
        if (!mark.isOfThisLayout())
        {
            LOGGER.warn("store: {} has another layout", directory);
            return null;
        }
        if (!mark.isOfSecret(secretCheck()))
        {
            LOGGER.warn("store: {} was written under another tracker.secret", directory);
            return null;
        }
        StoreParts parts = null;
        ChronicleMap<byte[], byte[]> heads = null;
        try
        {
            heads = reopenHeads(directory, mark);
            final long bytes = slabBytes(heads);
            final Path blocksFile = directory.resolve(BLOCKS_FILE);
            parts = parts(heads, SlabMemory.mapped(blocksFile, Math.max(bytes, Files.size(blocksFile))), bytes);
            rebuild(parts, nowSec() - mark.aliveSec() > PeerMeta.LIFE_MAX_SEC);
            return parts;
        }
        catch (final StoreBudgetException ex)
        {
            mark.closedCleanly(mark.aliveSec());
            throw ex;
        }
        catch (final IOException | RuntimeException | AssertionError ex)
        {
            LOGGER.warn("store: {} cannot be opened: {}", directory, ex.toString());
            if (null != heads)
            {
                heads.close();
            }
            if (null != parts)
            {
                parts.slab().close();
            }
            return null;
        }
    }

    /** From here to the end of the opening a kill leaves locks behind, hence the mark. */
    private ChronicleMap<byte[], byte[]> reopenHeads(final Path directory, final StoreMark mark) throws IOException
    {
        final File headsFile = directory.resolve(HEADS_FILE).toFile();
        final boolean isClean = mark.isClean();
        final CorruptionCount corruption = new CorruptionCount();
        final long startMs = clock.time();
        mark.open(mark.swarmsMax(), secretCheck(), mark.aliveSec());
        if (!headsFile.exists())
        {
            throw new FileNotFoundException(headsFile.toString());
        }
        final ChronicleMap<byte[], byte[]> heads = isClean ?
            builder(mark.swarmsMax()).createPersistedTo(headsFile) :
            builder(mark.swarmsMax()).recoverPersistedTo(headsFile, true, corruption);
        LOGGER.info("store: {} in {} ms, {} damaged heads dropped or mended",
            isClean ? "closed cleanly, opened" : "was killed, recovered", clock.time() - startMs, corruption.count);
        return mark.swarmsMax() == limits.swarmsMax() ? heads : resize(heads, directory);
    }

    private void rebuild(final StoreParts parts, final boolean isEveryoneExpired)
    {
        final long startMs = clock.time();
        new SwarmRebuild(parts, isEveryoneExpired, (int)nowSec()).run();
        LOGGER.info("store: checked in {} ms, {} damaged swarms emptied or mended{}", clock.time() - startMs,
            parts.totals().repaired, isEveryoneExpired ? ", all peers had expired" : "");
    }

    /** Copy all heads into a map of the configured size. */
    private ChronicleMap<byte[], byte[]> resize(final ChronicleMap<byte[], byte[]> heads, final Path directory)
        throws IOException
    {
        final Path headsFile = directory.resolve(HEADS_FILE);
        final Path newFile = directory.resolve(HEADS_FILE + ".new");
        Files.deleteIfExists(newFile);
        long dropped = 0;
        try (heads; ChronicleMap<byte[], byte[]> copy =
            builder(limits.swarmsMax()).createPersistedTo(newFile.toFile()))
        {
            long count = 0;
            for (final byte[] key : heads.keySet())
            {
                if (count < limits.swarmsMax() && tryPut(copy, key, heads.get(key)))
                {
                    count++;
                }
                else
                {
                    dropped++;
                }
            }
        }
        Files.move(newFile, headsFile, StandardCopyOption.REPLACE_EXISTING);
        LOGGER.info("store: resized to {} swarms, {} did not fit", limits.swarmsMax(), dropped);
        return builder(limits.swarmsMax()).createPersistedTo(headsFile.toFile());
    }

    private static boolean tryPut(final ChronicleMap<byte[], byte[]> heads, final byte[] key, final byte[] head)
    {
        try
        {
            heads.put(key, head);
            return true;
        }
        catch (final IllegalStateException ignore)
        {
            return false;
        }
    }

    private StoreParts createIn(final Path directory) throws IOException
    {
        final ChronicleMap<byte[], byte[]> heads =
            builder(limits.swarmsMax()).createPersistedTo(directory.resolve(HEADS_FILE).toFile());
        final long bytes;
        try
        {
            bytes = slabBytes(heads);
        }
        catch (final StoreBudgetException ex)
        {
            Files.delete(directory.resolve(HEADS_FILE));
            throw ex;
        }
        Files.deleteIfExists(directory.resolve(BLOCKS_FILE));
        return parts(heads, SlabMemory.mapped(directory.resolve(BLOCKS_FILE), bytes), bytes);
    }

    private void setAside(final Path directory) throws IOException
    {
        long asideSec = nowSec();
        while (Files.exists(directory.resolve(MARK_FILE + ASIDE + asideSec)) ||
            Files.exists(directory.resolve(HEADS_FILE + ASIDE + asideSec)))
        {
            asideSec++;
        }
        final String suffix = ASIDE + asideSec;
        for (final String name : new String[]{HEADS_FILE, BLOCKS_FILE, MARK_FILE})
        {
            final Path file = directory.resolve(name);
            if (Files.exists(file))
            {
                Files.move(file, directory.resolve(name + suffix));
            }
        }
        LOGGER.warn("store: set aside as {}*{}, starting empty", directory.resolve("swarms."), suffix);
    }

    private StoreParts parts(
        final ChronicleMap<byte[], byte[]> heads, final SlabMemory memory, final long bytesMax)
    {
        return new StoreParts(heads, new BlockSlab(memory, bytesMax), keyHash, peerHash, new StoreTotals());
    }

    private long slabBytes(final ChronicleMap<byte[], byte[]> heads)
    {
        final long left = limits.bytesMax() - heads.offHeapMemoryUsed();
        if (left < SLAB_BYTES_MIN)
        {
            heads.close();
            throw new StoreBudgetException("store.bytes_max = " + limits.bytesMax() + " bytes: the heads of " +
                limits.swarmsMax() + " swarms (store.swarms_max) alone take " + (limits.bytesMax() - left) +
                " bytes; at least " + (limits.bytesMax() - left + SLAB_BYTES_MIN) + " are needed");
        }
        return left;
    }

    static ChronicleMapBuilder<byte[], byte[]> builder(final long swarmsMax)
    {
        final long entries = Math.max(64, (long)(swarmsMax / FILL_MAX));
        final long segments = Long.highestOneBit(Math.max(1, entries / HEADS_PER_SEGMENT));
        return ChronicleMapBuilder.of(byte[].class, byte[].class)
            .name("swarms")
            .constantKeySizeBySample(new byte[SwarmKey.LENGTH])
            .constantValueSizeBySample(new byte[PeerTable.HEAD_BYTES])
            .entryAndValueOffsetAlignment(Long.BYTES)
            .entries(entries)
            .actualSegments((int)Math.min(SEGMENTS_MAX, segments))
            .maxBloatFactor(1)
            .checksumEntries(false)
            .putReturnsNull(true)
            .removeReturnsNull(true)
            .skipCloseOnExitHook(true);
    }

    private long secretCheck()
    {
        return keyHash.hash(peerHash.hash(0, 0), 0);
    }

    private long nowSec()
    {
        return TimeUnit.MILLISECONDS.toSeconds(clock.time());
    }

    private static final class CorruptionCount implements ChronicleHashCorruption.Listener
    {
        /** Chronicle moves this hint lazily: it is behind in a live map, too, and says nothing about entries. */
        private static final String LAZY_HINT = "wrong lowest free chunk";

        private long count;

        @Override
        public void onCorruption(final ChronicleHashCorruption corruption)
        {
            if (!corruption.message().startsWith(LAZY_HINT))
            {
                count++;
            }
        }
    }
}
