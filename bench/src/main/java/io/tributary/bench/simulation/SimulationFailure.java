package io.tributary.bench.simulation;

import java.util.List;

/**
 * A check did not hold, or the code under test threw. Its message has all that is needed to see it again.
 */
public final class SimulationFailure extends RuntimeException
{
    private static final long serialVersionUID = 1;

    private final long seed;
    private final String reason;

    SimulationFailure(
        final String reason, final SimulationOptions options, final List<String> lastEvents, final Throwable cause)
    {
        super(message(reason, options, lastEvents), cause);
        this.seed = options.seed;
        this.reason = reason;
    }

    private static String message(final String reason, final SimulationOptions options, final List<String> lastEvents)
    {
        return reason + "\n  repeat:  " + command(options.seed) + "\n  options: " + options + "\n  last events:\n    " +
            String.join("\n    ", lastEvents);
    }

    /** What a user types to see this run again. */
    static String command(final long seed)
    {
        return String.format("bin/tributary simulate --seed 0x%x", seed);
    }

    public long seed()
    {
        return seed;
    }

    /** What went wrong, in one line. */
    public String reason()
    {
        return reason;
    }
}
