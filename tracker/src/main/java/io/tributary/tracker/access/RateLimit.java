package io.tributary.tracker.access;

/**
 * How much one source prefix may ask for.
 *
 * @param ratePerSec requests a second in the long run; 0 for no limit.
 * @param burst      requests at once after a quiet time.
 */
public record RateLimit(int ratePerSec, int burst)
{
    public static final RateLimit OFF = new RateLimit(0, 1);
    public static final int RATE_PER_SEC_MAX = 1_000_000;
    public static final int BURST_MAX = 1_000_000;

    public RateLimit
    {
        if (ratePerSec < 0 || ratePerSec > RATE_PER_SEC_MAX)
        {
            throw new IllegalArgumentException("ratePerSec " + ratePerSec + ": allowed are 0 to " + RATE_PER_SEC_MAX);
        }

        if (burst < 1 || burst > BURST_MAX)
        {
            throw new IllegalArgumentException("burst " + burst + ": allowed are 1 to " + BURST_MAX);
        }
    }

    /** Time one request costs; 0 for no limit. */
    long intervalNs()
    {
        return 0 == ratePerSec ? 0 : 1_000_000_000L / ratePerSec;
    }
}
