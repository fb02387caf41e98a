package io.tributary.tracker.swarm;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.agrona.UnsafeApi;

import java.util.function.Predicate;

/**
 * Walks the store once in a configured time, in slices: a slice is one Chronicle segment, or a few blocks of a large
 * swarm that the segment left over. Peers are expired, blocks shrunk and merged, empty swarms forgotten.
 *
 * <p>On the store's thread, between packets. Inside a segment's iteration no other context of the map may be opened, so
 * the keys of large swarms are noted and visited afterwards.
 */
final class SwarmSweeper
{
    private static final int LARGE_SWARMS_MAX = 1024;
    private static final int BLOCKS_PER_SLICE = 32;
    private static final int BLOCKS_PER_ENTRY = 4;
    private static final int KEY_WORDS = SwarmKey.LENGTH / Long.BYTES;

    private final ChronicleMap<byte[], byte[]> heads;
    private final SwarmKey key;
    private final PeerTable table;
    private final StoreTotals totals;
    private final PointerBytesStore keyStore = BytesStore.nativePointer();
    private final long[] largeSwarms = new long[LARGE_SWARMS_MAX * KEY_WORDS];
    private final Predicate<MapEntry<byte[], byte[]>> onEntry = this::onEntry;
    private final int segments;
    private SwarmLimits limits;
    private int largeSwarmCount;
    private long largeSwarmPosition;
    private int nextSegment;
    private int roundStartSec = Integer.MIN_VALUE;
    private int nowSec;

    SwarmSweeper(
        final ChronicleMap<byte[], byte[]> heads,
        final SwarmKey key,
        final PeerTable table,
        final StoreTotals totals,
        final SwarmLimits limits)
    {
        this.heads = heads;
        this.key = key;
        this.table = table;
        this.totals = totals;
        this.limits = limits;
        this.segments = heads.segments();
        keyStore.set(key.address(), SwarmKey.LENGTH);
    }

    void limits(final SwarmLimits limits)
    {
        this.limits = limits;
    }

    int sweep(final int nowSec)
    {
        this.nowSec = nowSec;
        if (largeSwarmCount > 0)
        {
            sweepLargeSwarm();
            return 1;
        }
        if (nextSegment == segments || Integer.MIN_VALUE == roundStartSec)
        {
            return beginRound();
        }

        if (nowSec < roundStartSec)
        {
            roundStartSec = nowSec;
        }
        final long elapsedSec = (long)nowSec - roundStartSec;
        if (elapsedSec * segments < (long)nextSegment * limits.sweepSec())
        {
            return 0;
        }
        try (MapSegmentContext<byte[], byte[], ?> context = heads.segmentContext(nextSegment))
        {
            context.forEachSegmentEntryWhile(onEntry);
        }
        nextSegment++;
        return 1;
    }

    private int beginRound()
    {
        final boolean isDue = Integer.MIN_VALUE == roundStartSec ||
            (long)nowSec - roundStartSec >= limits.sweepSec() || nowSec < roundStartSec;
        if (isDue)
        {
            roundStartSec = nowSec;
            nextSegment = 0;
            return 1;
        }
        return 0;
    }

    private boolean onEntry(final MapEntry<byte[], byte[]> entry)
    {
        final Data<byte[]> keyData = entry.key();
        final long keyAddress = keyData.bytes().addressForRead(keyData.offset());
        key.stored(
            UnsafeApi.getLong(keyAddress), UnsafeApi.getLong(keyAddress + 8), UnsafeApi.getLong(keyAddress + 16));
        openTable(entry);
        if (table.sweep(0, BLOCKS_PER_ENTRY) != 0)
        {
            noteLargeSwarm(keyAddress);
        }
        else if (isForgettable())
        {
            entry.doRemove();
            totals.addSwarms(SwarmNamespace.isIpv6(key.namespace()), -1);
            totals.removedSwarms++;
        }
        return true;
    }

    private boolean isForgettable()
    {
        return table.isEmpty() && (0 == table.head().completed() ||
            nowSec - table.head().emptySinceSec() >= limits.keepTotalsSec() ||
            totals.swarms() > limits.swarmsMax() / 10 * 9);
    }

    private void noteLargeSwarm(final long keyAddress)
    {
        if (largeSwarmCount < LARGE_SWARMS_MAX)
        {
            for (int i = 0; i < KEY_WORDS; i++)
            {
                largeSwarms[largeSwarmCount * KEY_WORDS + i] = UnsafeApi.getLong(keyAddress + ((long)i << 3));
            }
            largeSwarmCount++;
        }
    }

    private void sweepLargeSwarm()
    {
        final int first = (largeSwarmCount - 1) * KEY_WORDS;
        key.stored(largeSwarms[first], largeSwarms[first + 1], largeSwarms[first + 2]);
        try (ExternalMapQueryContext<byte[], byte[], ?> context =
            heads.queryContext(keyStore, 0, SwarmKey.LENGTH))
        {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            if (null == entry)
            {
                largeSwarmPosition = 0;
            }
            else
            {
                openTable(entry);
                largeSwarmPosition = table.sweep(largeSwarmPosition, BLOCKS_PER_SLICE);
            }
        }
        if (0 == largeSwarmPosition)
        {
            largeSwarmCount--;
        }
    }

    private void openTable(final MapEntry<byte[], byte[]> entry)
    {
        final Data<byte[]> value = entry.value();
        table.open(
            value.bytes().addressForRead(value.offset()), SwarmNamespace.isIpv6(key.namespace()), key.owner(), nowSec);
    }
}
