package io.tributary.tracker.swarm;

import io.tributary.tracker.hash.SipHash;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * What a store is made of, opened and, after a restart, rebuilt.
 *
 * @param heads    the map of heads.
 * @param slab     the blocks, every live one claimed.
 * @param keyHash  scrambles keys; must be that of the map's first day.
 * @param peerHash spreads the peers of large swarms; likewise.
 * @param totals   counted.
 */
record StoreParts(
    ChronicleMap<byte[], byte[]> heads,
    BlockSlab slab,
    SipHash keyHash,
    SipHash peerHash,
    StoreTotals totals)
{
}
