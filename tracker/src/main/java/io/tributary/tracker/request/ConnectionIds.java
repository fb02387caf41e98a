package io.tributary.tracker.request;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;

/**
 * Stateless connection ids (BEP 15): proof that a client receives what is sent to its address.
 * <pre>
 *   63..48  time of issue, in units of 2 s of wall-clock time, modulo 65,536 (36 h)
 *   47..0   keyed hash of the whole time of issue and the source address, not its port
 * </pre>
 * Nothing is stored per client. With the same key, ids stay valid across a restart. Immutable, allocates nothing.
 */
public final class ConnectionIds
{
    /** Authentic and within its life. */
    public static final int VALID = 0;
    /** Authentic, older than its life, still served. */
    public static final int STALE = 1;
    /** Authentic, too old: the client is told to connect again. */
    public static final int EXPIRED = 2;
    /** Not issued by this tracker to this address: no answer. */
    public static final int FORGED = 3;

    /** An authentic id is recognised as such up to this age, seconds. */
    public static final int SOFT_LIFE_MAX_SEC = 9 * 60 * 60;

    private static final int UNIT_SHIFT = 1;
    private static final int TIME_SHIFT = 48;
    private static final long HASH_MASK = (1L << TIME_SHIFT) - 1;
    private static final int AHEAD_UNITS_MAX = 30 >> UNIT_SHIFT;

    private final SipHash sipHash;
    private final int lifeUnits;
    private final int softLifeUnits;

    /**
     * Set up.
     *
     * @param sipHash     under a secret key.
     * @param lifeSec     BEP 15 asks for 120.
     * @param softLifeSec {@code lifeSec} to {@link #SOFT_LIFE_MAX_SEC}.
     */
    public ConnectionIds(final SipHash sipHash, final int lifeSec, final int softLifeSec)
    {
        this.sipHash = sipHash;
        this.lifeUnits = units(lifeSec);
        this.softLifeUnits = units(softLifeSec);
    }

    public long issue(final Endpoint source, final int nowSec)
    {
        final int unit = nowSec >>> UNIT_SHIFT;
        return ((long)unit << TIME_SHIFT) | hash(source, unit);
    }

    /**
     * Judge an id.
     *
     * @param source       where the request came from.
     * @param connectionId that it carries.
     * @param nowSec       wall clock, seconds since the epoch.
     * @return {@link #VALID}, {@link #STALE}, {@link #EXPIRED} or {@link #FORGED}.
     */
    public int check(final Endpoint source, final long connectionId, final int nowSec)
    {
        final int nowUnit = nowSec >>> UNIT_SHIFT;
        final int ageUnits = (short)(nowUnit - (int)(connectionId >>> TIME_SHIFT));
        if (ageUnits < -AHEAD_UNITS_MAX || hash(source, nowUnit - ageUnits) != (connectionId & HASH_MASK))
        {
            return FORGED;
        }
        return ageUnits <= lifeUnits ? VALID : ageUnits <= softLifeUnits ? STALE : EXPIRED;
    }

    private long hash(final Endpoint source, final int unit)
    {
        final long context = ((long)unit << 1) | (source.isIpv6() ? 1 : 0);
        return sipHash.hash(source.addressHigh(), source.addressLow(), context) >>> (Long.SIZE - TIME_SHIFT);
    }

    private static int units(final int seconds)
    {
        return (seconds + (1 << UNIT_SHIFT) - 1) >>> UNIT_SHIFT;
    }
}
