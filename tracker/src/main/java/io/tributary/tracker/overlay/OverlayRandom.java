package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;

/**
 * The numbers that strangers must not guess, since on a link without a key nothing else keeps them out: connection ids
 * and version 1 transaction ids. A keyed hash of the process's start and a counter; repeatable when both are given.
 */
final class OverlayRandom
{
    private static final int JITTER_PARTS = 1024;

    private final SipHash hash;
    private final long bootEpochMs;
    private final long seed;
    private long draws;

    /**
     * New source.
     *
     * @param hash        with a secret key.
     * @param bootEpochMs when the process started, so that no id outlives it.
     * @param seed        anything.
     */
    OverlayRandom(final SipHash hash, final long bootEpochMs, final long seed)
    {
        this.hash = hash;
        this.bootEpochMs = bootEpochMs;
        this.seed = seed;
    }

    /** Not the id that stands for none. */
    long nextConnectionId()
    {
        long id = next();
        while (OverlayProtocol.NO_CONNECTION_ID == id)
        {
            id = next();
        }
        return id;
    }

    /** Not 0, which version 1 puts into HELLO. */
    int nextTransactionId()
    {
        int id = (int)next();
        while (0 == id)
        {
            id = (int)next();
        }
        return id;
    }

    /** From 10 % below to 10 % above. */
    long jitter(final long durationNs)
    {
        final long parts = (next() & (JITTER_PARTS - 1)) - JITTER_PARTS / 2;
        return durationNs + durationNs / (5 * JITTER_PARTS) * parts;
    }

    private long next()
    {
        return hash.hash(bootEpochMs, seed, draws++);
    }
}
