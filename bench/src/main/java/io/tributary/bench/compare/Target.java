package io.tributary.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A number this tracker means to reach, and what was reached.
 *
 * @param text     what is compared.
 * @param bound    the number.
 * @param isUpper  whether it may not be exceeded; otherwise it must be reached.
 * @param measured what was found.
 */
record Target(String text, double bound, boolean isUpper, Spread measured)
{
    private static final double CPU_OPENTRACKER_OVER_OURS = 1.2;
    private static final double RATE_OURS_OVER_OPENTRACKER = 1.15;
    private static final double RATE_OURS_OVER_AQUATIC = 1.0;
    private static final double CPU_OURS_OVER_ECHO = 1.3;
    private static final double BYTES_PER_PEER = 60;
    private static final double RATE_LINKED_OVER_ALONE = 0.95;

    boolean isMet()
    {
        return isUpper ? measured.median() <= bound : measured.median() >= bound;
    }

    String boundText()
    {
        return String.format(Locale.ROOT, "%s %.2f", isUpper ? "≤" : "≥", bound);
    }

    /** Those whose servers were measured. */
    static List<Target> of(final Comparison comparison)
    {
        final String ours = comparison.ours();
        final List<Target> targets = new ArrayList<>();
        if (ours.isEmpty())
        {
            return targets;
        }
        if (comparison.has(OpentrackerContender.NAME))
        {
            targets.add(new Target(
                "CPU per response, opentracker ÷ " + ours, CPU_OPENTRACKER_OVER_OURS, false,
                comparison.ratio(OpentrackerContender.NAME, ours, Measurement::cpuUs)));
        }
        addRate(targets, comparison, ours, OpentrackerContender.NAME, RATE_OURS_OVER_OPENTRACKER);
        addRate(targets, comparison, ours, AquaticContender.NAME_EPOLL, RATE_OURS_OVER_AQUATIC);
        addRate(targets, comparison, ours, AquaticContender.NAME_IO_URING, RATE_OURS_OVER_AQUATIC);
        if (comparison.has(EchoContender.NAME))
        {
            targets.add(new Target(
                "CPU per response, " + ours + " ÷ echo", CPU_OURS_OVER_ECHO, true,
                comparison.ratio(ours, EchoContender.NAME, Measurement::cpuUs)));
        }
        targets.add(new Target(
            "resident bytes per peer, " + ours, BYTES_PER_PEER, true,
            comparison.spread(ours, Measurement::bytesPerPeer)));
        for (final String linked : comparison.linked())
        {
            final String alone = linked.substring(0, linked.length() - LinkedContender.SUFFIX.length());
            addRate(targets, comparison, linked, alone, RATE_LINKED_OVER_ALONE);
        }
        return targets;
    }

    private static void addRate(
        final List<Target> targets,
        final Comparison comparison,
        final String ours,
        final String rival,
        final double bound)
    {
        if (comparison.has(rival))
        {
            targets.add(new Target(
                "responses/s, " + ours + " ÷ " + rival, bound, false,
                comparison.ratio(ours, rival, Measurement::responsesPerSecond)));
        }
    }
}
