package io.tributary.bench.load;

/**
 * How fast requests are sent.
 *
 * @param ratePerSecond 0 for a closed loop: each answer makes room for the next request.
 * @param window        unanswered requests allowed on each socket.
 * @param timeoutNs     after which a request counts as lost.
 */
public record Pace(double ratePerSecond, int window, long timeoutNs)
{
    public static final long TIMEOUT_NS = 1_000_000_000L;
    public static final int CLOSED_LOOP_WINDOW = 16;
    public static final int OPEN_LOOP_WINDOW = 1024;

    public Pace
    {
        Limits.check("rate", ratePerSecond, 0, 100_000_000);
        Limits.check("window", window, 1, 65_536);
        Limits.check("timeout", timeoutNs, 1_000, 60_000_000_000L);
    }

    public static Pace saturation()
    {
        return new Pace(0, CLOSED_LOOP_WINDOW, TIMEOUT_NS);
    }

    /** An open loop connects and fills in a closed one, whose window must not flood the tracker's socket buffer. */
    int closedLoopWindow()
    {
        return isOpenLoop() ? Math.min(window, CLOSED_LOOP_WINDOW) : window;
    }

    public boolean isOpenLoop()
    {
        return ratePerSecond > 0;
    }
}
