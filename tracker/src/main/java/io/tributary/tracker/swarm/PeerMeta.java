package io.tributary.tracker.swarm;

/**
 * The 16 bits beside each stored endpoint.
 * <pre>
 *   15        seeder
 *   14        its `completed` event has been counted
 *   13..12    origin: 0 own client, 1 internal tracker, 2 external tracker
 *   11..0     end of life, in units of 16 s of wall-clock time, modulo 4,096 (18.2 h)
 * </pre>
 * An end of life is compared by signed difference, so it must lie within 9 h of the present: lives are limited to 8 h,
 * and a store that was closed for longer is emptied when it is opened.
 */
public final class PeerMeta
{
    public static final int ORIGIN_OWN = 0;
    public static final int ORIGIN_INTERNAL = 1;
    public static final int ORIGIN_EXTERNAL = 2;

    /** Longest life a record can carry, seconds. */
    public static final int LIFE_MAX_SEC = 8 * 60 * 60;

    static final int LENGTH = 2;
    static final int SEEDER_BIT = 0x8000;
    static final int COMPLETED_BIT = 0x4000;

    private static final int ORIGIN_SHIFT = 12;
    private static final int ORIGIN_MASK = 3;
    private static final int EXPIRY_MASK = 0x0FFF;
    private static final int UNIT_SHIFT = 4;
    private static final int SIGN_SHIFT = Integer.SIZE - 12;

    private PeerMeta()
    {
    }

    static int of(final boolean isSeeder, final boolean isCompleted, final int origin, final int expiryUnit)
    {
        return (isSeeder ? SEEDER_BIT : 0) | (isCompleted ? COMPLETED_BIT : 0) | (origin << ORIGIN_SHIFT) |
            (expiryUnit & EXPIRY_MASK);
    }

    /** The unit that has begun at a time. */
    static int unit(final int nowSec)
    {
        return nowSec >>> UNIT_SHIFT;
    }

    /** The first unit that begins at or after the end of a life, so that nobody expires early. */
    static int expiryUnit(final int nowSec, final int lifeSec)
    {
        return (nowSec + lifeSec + (1 << UNIT_SHIFT) - 1) >>> UNIT_SHIFT;
    }

    static boolean isSeeder(final int meta)
    {
        return 0 != (meta & SEEDER_BIT);
    }

    static boolean isCompleted(final int meta)
    {
        return 0 != (meta & COMPLETED_BIT);
    }

    static int origin(final int meta)
    {
        return Math.min((meta >>> ORIGIN_SHIFT) & ORIGIN_MASK, ORIGIN_EXTERNAL);
    }

    /** The last unit that begins at or before the end of a life, so that nobody outlives it. */
    static int expiryUnitBefore(final int nowSec, final int endSec)
    {
        return Math.min(endSec, nowSec + LIFE_MAX_SEC) >> UNIT_SHIFT;
    }

    static int startSec(final int unit)
    {
        return unit << UNIT_SHIFT;
    }

    /** End of a life, seconds since the epoch. */
    static int endSec(final int meta, final int nowSec)
    {
        final int nowUnit = unit(nowSec);
        return startSec(nowUnit + remainingUnits(meta, nowUnit));
    }

    static boolean isExpired(final int meta, final int nowUnit)
    {
        return remainingUnits(meta, nowUnit) <= 0;
    }

    static int remainingUnits(final int meta, final int nowUnit)
    {
        return ((meta - nowUnit) << SIGN_SHIFT) >> SIGN_SHIFT;
    }

    static int remainingSec(final int meta, final int nowUnit)
    {
        return remainingUnits(meta, nowUnit) << UNIT_SHIFT;
    }
}
