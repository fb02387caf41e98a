package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Flyweight over the head of a swarm, the value of its Chronicle entry: 40 bytes, little-endian, all zero when new.
 * <pre>
 *   0   word: bit 0 clear: peers are in this head, as {@link PeerBlock} lays them out
 *             bit 0 set: bits 1..30 block reference, bit 31 it is a directory
 *   4   completed, total ever
 *   8   inline: slots (4 IPv4 or 1 IPv6); when empty: since when (4, seconds)
 *   8   else: peers (4)
 *   12  else: leechers (4)
 *   16  else: peers of other trackers (8, {@link RemoteCount})
 * </pre>
 * The word changes in a single store, after what it refers to is complete: a kill leaves the one or the other.
 * The counts of a swarm that is not inline are a copy, counted anew at each start. Single-threaded.
 */
final class SwarmHead
{
    static final int LENGTH = 40;

    private static final int WORD_OFFSET = 0;
    private static final int USED_OFFSET = 1;
    private static final int INLINE_LEECHERS_OFFSET = 2;
    private static final int COMPLETED_OFFSET = 4;
    private static final int EMPTY_SINCE_OFFSET = 8;
    private static final int PEERS_OFFSET = 8;
    private static final int LEECHERS_OFFSET = 12;
    private static final int REMOTE_OFFSET = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private boolean isIpv6;

    SwarmHead wrap(final long address, final boolean isIpv6)
    {
        buffer.wrap(address, LENGTH);
        this.isIpv6 = isIpv6;
        return this;
    }

    boolean isInline()
    {
        return 0 == (buffer.getByte(WORD_OFFSET) & 1);
    }

    /** Where the peers of a swarm that is not inline are. */
    int reference()
    {
        return buffer.getInt(WORD_OFFSET) >>> 1;
    }

    void reference(final int reference)
    {
        buffer.putInt(WORD_OFFSET, (reference << 1) | 1);
    }

    /** Say that the slots have become what is in this head. */
    void inline(final int used, final int leechers)
    {
        buffer.putInt(WORD_OFFSET, (used << 8) | (leechers << 16));
    }

    int completed()
    {
        return buffer.getInt(COMPLETED_OFFSET);
    }

    void countCompleted()
    {
        buffer.putInt(COMPLETED_OFFSET, completed() + 1);
    }

    /** When the last peer left; only of an empty swarm. */
    int emptySinceSec()
    {
        return buffer.getInt(EMPTY_SINCE_OFFSET);
    }

    void emptySince(final int nowSec)
    {
        buffer.putInt(EMPTY_SINCE_OFFSET, nowSec);
    }

    int peers()
    {
        return isInline() ? buffer.getByte(USED_OFFSET) & 0xFF : buffer.getInt(PEERS_OFFSET);
    }

    int leechers()
    {
        return isInline() ? buffer.getByte(INLINE_LEECHERS_OFFSET) & 0xFF : buffer.getInt(LEECHERS_OFFSET);
    }

    /** Peers of other trackers, as {@link RemoteCount}. */
    long remote()
    {
        if (!isInline())
        {
            return buffer.getLong(REMOTE_OFFSET);
        }
        final int slotLength = Endpoint.length(isIpv6) + PeerMeta.LENGTH;
        long remote = 0;
        for (int i = 1, used = peers(); i <= used; i++)
        {
            remote += RemoteCount.of(buffer.getShort(PeerBlock.SLOTS_OFFSET + i * slotLength - PeerMeta.LENGTH));
        }
        return remote;
    }

    int ownPeers()
    {
        return peers() - RemoteCount.peers(remote());
    }

    /** Set the counts of a swarm that is not inline. */
    void counts(final int peers, final int leechers, final long remote)
    {
        buffer.putInt(PEERS_OFFSET, peers);
        buffer.putInt(LEECHERS_OFFSET, leechers);
        buffer.putLong(REMOTE_OFFSET, remote);
    }

    /** Carry a change into the counts of a swarm that is not inline. */
    void count(final int peersDelta, final int leechersDelta, final long remoteDelta)
    {
        counts(
            buffer.getInt(PEERS_OFFSET) + peersDelta,
            buffer.getInt(LEECHERS_OFFSET) + leechersDelta,
            buffer.getLong(REMOTE_OFFSET) + remoteDelta);
    }
}
