package io.tributary.tracker.overlay;

/**
 * When the session layer has to look at its links again: never later than the earliest of their deadlines. One number
 * for all links keeps the duty cycle cheap when nothing is due.
 */
final class Wakeup
{
    /** Even without a deadline the links are looked at so often. */
    static final long INTERVAL_MAX_NS = 1_000_000_000L;

    private long deadlineNs;

    boolean isDue(final long nowNs)
    {
        return deadlineNs - nowNs <= 0;
    }

    long deadlineNs()
    {
        return deadlineNs;
    }

    void reset(final long nowNs)
    {
        deadlineNs = nowNs + INTERVAL_MAX_NS;
    }

    void by(final long laterNs)
    {
        if (laterNs - deadlineNs < 0)
        {
            deadlineNs = laterNs;
        }
    }
}
