package io.tributary.tracker.swarm;

import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * Walks over the heads, one Chronicle segment after the other, and tells of the swarms that have own peers.
 *
 * <p>On the store's thread, between packets. Inside a segment no other context of the map may be opened; reads heads
 * only, no blocks. Allocates nothing after construction.
 */
final class SwarmWalker
{
    private static final int INFO_HASH_LENGTH = 20;

    private final ChronicleMap<byte[], byte[]> heads;
    private final SwarmKey key;
    private final SwarmHead head = new SwarmHead();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(ByteBuffer.allocateDirect(INFO_HASH_LENGTH));
    private final Predicate<MapEntry<byte[], byte[]>> onEntry = this::onEntry;
    private final int segments;
    private SwarmSink sink;

    SwarmWalker(final ChronicleMap<byte[], byte[]> heads, final SwarmKey key)
    {
        this.heads = heads;
        this.key = key;
        this.segments = heads.segments();
    }

    int walk(final int from, final int budget, final SwarmSink sink)
    {
        this.sink = sink;
        final int to = (int)Math.min(segments, (long)from + Math.max(1, budget));
        for (int i = from; i < to; i++)
        {
            try (MapSegmentContext<byte[], byte[], ?> context = heads.segmentContext(i))
            {
                context.forEachSegmentEntryWhile(onEntry);
            }
        }
        this.sink = null;
        return to == segments ? 0 : to;
    }

    private boolean onEntry(final MapEntry<byte[], byte[]> entry)
    {
        final Data<byte[]> keyData = entry.key();
        final long keyAddress = keyData.bytes().addressForRead(keyData.offset());
        key.stored(
            UnsafeApi.getLong(keyAddress), UnsafeApi.getLong(keyAddress + 8), UnsafeApi.getLong(keyAddress + 16));
        final Data<byte[]> value = entry.value();
        head.wrap(value.bytes().addressForRead(value.offset()), SwarmNamespace.isIpv6(key.namespace()));
        if (head.ownPeers() > 0)
        {
            key.infoHash(infoHash, 0);
            sink.onSwarm(infoHash, key.namespace());
        }
        return true;
    }
}
