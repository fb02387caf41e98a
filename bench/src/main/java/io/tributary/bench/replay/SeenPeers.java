package io.tributary.bench.replay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;

/**
 * Which peers of which swarms have announced in the trace so far, and which of them have stopped since, by fingerprints
 * of 62 bits. Bounded: when it is full, newcomers are not told from strangers any more, and {@link #isFull} says so.
 */
final class SeenPeers
{
    static final int NEVER = 0;
    static final int PRESENT = 1;
    static final int STOPPED = 2;

    private static final int CAPACITY = 1 << 22;
    private static final int MASK = CAPACITY - 1;
    private static final int USED_MAX = CAPACITY / 4 * 3;
    private static final long STATE_MASK = 3;

    private final SipHash hash = new SipHash(0x7472_6163_6572_7332L, 0x636f_6d70_6172_6564L);
    private final long[] slots = new long[CAPACITY];
    private int used;

    /** Remember what a peer, or a swarm as such, is now; what it was before. */
    int put(final long fingerprint, final int state)
    {
        final int slot = slot(fingerprint);
        final int before = (int)(slots[slot] & STATE_MASK);
        if (NEVER != before || used < USED_MAX)
        {
            used += NEVER == before ? 1 : 0;
            slots[slot] = fingerprint | state;
        }
        return before;
    }

    int state(final long fingerprint)
    {
        return (int)(slots[slot(fingerprint)] & STATE_MASK);
    }

    boolean isFull()
    {
        return used >= USED_MAX;
    }

    long swarm(final DirectBuffer buffer, final int infoHashOffset, final boolean isIpv6)
    {
        return hash.hash(
            buffer.getLong(infoHashOffset), buffer.getLong(infoHashOffset + 8),
            buffer.getInt(infoHashOffset + 16) & 0xFFFF_FFFFL | (isIpv6 ? 1L << 32 : 0)) & ~STATE_MASK;
    }

    long peer(final long swarm, final Endpoint peer)
    {
        return hash.hash(swarm ^ peer.addressHigh(), peer.addressLow(), peer.port()) & ~STATE_MASK;
    }

    private int slot(final long fingerprint)
    {
        int slot = (int)(fingerprint >>> 20) & MASK;
        while (0 != slots[slot] && fingerprint != (slots[slot] & ~STATE_MASK))
        {
            slot = slot + 1 & MASK;
        }
        return slot;
    }
}
