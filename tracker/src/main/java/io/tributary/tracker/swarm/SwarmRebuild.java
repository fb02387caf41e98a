package io.tributary.tracker.swarm;

import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.agrona.UnsafeApi;

/**
 * Walks all heads once after a restart: claims every block they refer to, counts peers, empties what is damaged.
 * Start-up only.
 */
final class SwarmRebuild
{
    private final StoreParts parts;
    private final boolean isEveryoneExpired;
    private final int nowSec;
    private final PeerCounts counts = new PeerCounts();
    private final PeerTable table;
    private final SwarmKey key;

    SwarmRebuild(final StoreParts parts, final boolean isEveryoneExpired, final int nowSec)
    {
        this.parts = parts;
        this.isEveryoneExpired = isEveryoneExpired;
        this.nowSec = nowSec;
        this.table = new PeerTable(parts.slab(), parts.peerHash(), parts.totals());
        this.key = new SwarmKey(parts.keyHash());
    }

    void run()
    {
        parts.slab().beginRebuild();
        for (int i = 0, segments = parts.heads().segments(); i < segments; i++)
        {
            try (MapSegmentContext<byte[], byte[], ?> context = parts.heads().segmentContext(i))
            {
                context.forEachSegmentEntryWhile(this::onEntry);
            }
        }
        parts.slab().endRebuild();
    }

    private boolean onEntry(final MapEntry<byte[], byte[]> entry)
    {
        final Data<byte[]> keyData = entry.key();
        final long keyAddress = keyData.bytes().addressForRead(keyData.offset());
        key.stored(
            UnsafeApi.getLong(keyAddress), UnsafeApi.getLong(keyAddress + 8), UnsafeApi.getLong(keyAddress + 16));
        final Data<byte[]> value = entry.value();
        table.open(
            value.bytes().addressForRead(value.offset()), SwarmNamespace.isIpv6(key.namespace()), key.owner(), nowSec);
        table.rebuild(counts, isEveryoneExpired);
        parts.totals().addSwarms(SwarmNamespace.isIpv6(key.namespace()), 1);
        parts.totals().repaired += counts.repaired;
        return true;
    }
}
