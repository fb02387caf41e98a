package io.tributary.tracker.overlay;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * An order of trackers that is the same everywhere, and another for each swarm, so that ties fall to all trackers
 * evenly and not to the one with the lowest address: highest random weight hashing. A tracker's weight for a swarm is
 * SipHash-2-4, with a key of zeros, of its id and the first eight bytes of the info-hash; lower goes first, unsigned.
 */
final class Rendezvous
{
    private static final SipHash HASH = new SipHash(0, 0);

    private final SwarmTable swarms;
    private final TrackerId self;
    private final TrackerId versionOneSelf;
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);

    /**
     * Order seen from one tracker.
     *
     * @param swarms         of the overlay.
     * @param self           this tracker, as neighbours of version 2 know it.
     * @param versionOneSelf this tracker, as neighbours of version 1 know it; the same as {@code self} if that is not
     *                       known.
     */
    Rendezvous(final SwarmTable swarms, final TrackerId self, final TrackerId versionOneSelf)
    {
        this.swarms = swarms;
        this.self = self;
        this.versionOneSelf = versionOneSelf;
    }

    /** Whether this tracker's place is the same for neighbours of version 1 as for itself. */
    boolean isVersionOneKnown()
    {
        return !versionOneSelf.equals(self);
    }

    /** Whether a neighbour goes before this tracker. */
    boolean isBeforeSelf(final Neighbour neighbour, final int slot)
    {
        final TrackerId own = neighbour.isVersionOne() ? versionOneSelf : self;
        return isBefore(neighbour.trackerId(), own, slot);
    }

    boolean isBefore(final TrackerId first, final TrackerId second, final int slot)
    {
        swarms.infoHash(slot, infoHash, 0);
        final long prefix = infoHash.getLong(0, ByteOrder.LITTLE_ENDIAN);
        final int order = Long.compareUnsigned(weight(first, prefix), weight(second, prefix));
        return order < 0 || 0 == order && first.compareTo(second) < 0;
    }

    /** The prefix holds the first bytes of an info-hash, the first of them lowest. */
    static long weight(final TrackerId id, final long prefix)
    {
        return HASH.hash(Long.reverseBytes(id.high()), Long.reverseBytes(id.low()), prefix);
    }
}
