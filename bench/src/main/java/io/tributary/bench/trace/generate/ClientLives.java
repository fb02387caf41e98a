package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;

import static io.tributary.codec.UdpTrackerProtocol.EVENT_COMPLETED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_NONE;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STARTED;
import static io.tributary.codec.UdpTrackerProtocol.EVENT_STOPPED;

/**
 * How long clients stay, and when their downloads end, computed from seeds and remembered nowhere.
 *
 * <p>A slot is always taken: a client starts, announces once in each round, stops, and in the next round another client
 * starts in the same slot. With the share {@code s} of announces that stop, lives last {@code 1 / s} rounds; where that
 * is no whole number, some are shorter and some longer. The trace begins in the middle of all lives. A peer begins as a
 * seeder just so often that, with those who complete, the share of seeders is the one asked for. Immutable.
 */
final class ClientLives
{
    private static final int PHASE = 1;
    private static final int LENGTH = 2;
    private static final int SEEDER = 3;
    private static final int COMPLETION = 4;

    private final double completeShare;
    private final long shortLife;
    private final double shortShare;
    private final boolean isEndless;
    private final double startingSeederShare;

    ClientLives(final double stopShare, final double completeShare, final double seederShare)
    {
        this.completeShare = completeShare;
        isEndless = 0 == stopShare;
        shortLife = isEndless ? 0 : (long)(1 / stopShare);
        shortShare = isEndless ? 1 : shortLife * ((shortLife + 1) * stopShare - 1);
        startingSeederShare = startingSeederShare(seederShare);
    }

    /** Which client of the slot is there, counted from 0. */
    long generation(final long slotSeed, final long round)
    {
        return isEndless ? 0 : lived(slotSeed, round) / life(slotSeed);
    }

    /** How many rounds the client has been there. */
    long age(final long slotSeed, final long round)
    {
        return isEndless ? round + 1 : lived(slotSeed, round) % life(slotSeed);
    }

    /** Whether the client stops at an age. */
    boolean isLast(final long slotSeed, final long age)
    {
        return !isEndless && age == life(slotSeed) - 1;
    }

    boolean isSeeder(final long peerSeed, final long age)
    {
        return startsAsSeeder(peerSeed) || age >= completionAge(peerSeed);
    }

    boolean startsAsSeeder(final long peerSeed)
    {
        return Draws.fraction(Mix64.mix(peerSeed, SEEDER)) < startingSeederShare;
    }

    int event(final long peerSeed, final long age, final boolean isLast)
    {
        if (isLast)
        {
            return EVENT_STOPPED;
        }
        if (0 == age)
        {
            return EVENT_STARTED;
        }
        return !startsAsSeeder(peerSeed) && age == completionAge(peerSeed) ? EVENT_COMPLETED : EVENT_NONE;
    }

    private long lived(final long slotSeed, final long round)
    {
        return round + Long.remainderUnsigned(Mix64.mix(slotSeed, PHASE), life(slotSeed));
    }

    private long life(final long slotSeed)
    {
        return Draws.fraction(Mix64.mix(slotSeed, LENGTH)) < shortShare ? shortLife : shortLife + 1;
    }

    /** Each announce after the first is the one that completes with the same probability. */
    private long completionAge(final long peerSeed)
    {
        if (0 == completeShare)
        {
            return Long.MAX_VALUE;
        }
        if (1 == completeShare)
        {
            return 1;
        }
        final double fraction = 1 - Draws.fraction(Mix64.mix(peerSeed, COMPLETION));
        return 1 + (long)(StrictMath.log(fraction) / StrictMath.log(1 - completeShare));
    }

    private double startingSeederShare(final double seederShare)
    {
        if (0 == completeShare)
        {
            return seederShare;
        }

        final double leechers = isEndless ? 0 :
            shortShare * leecherShare(shortLife) + (1 - shortShare) * leecherShare(shortLife + 1);
        if (1 - leechers > seederShare)
        {
            throw new IllegalArgumentException("--completions " + completeShare + " makes " + (1 - leechers) +
                " of the peers seeders before they stop; allowed is what leaves --seeders " + seederShare + " or less");
        }
        return 1 - (1 - seederShare) / leechers;
    }

    /** Of the rounds of those who start as leechers, those in which they still are: a geometric series. */
    private double leecherShare(final long life)
    {
        return (1 - StrictMath.pow(1 - completeShare, life)) / (completeShare * life);
    }
}
