package io.tributary.bench.compare;

import io.tributary.bench.report.Wanted;

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
                "CPU per response, opentracker ÷ " + ours, Wanted.CPU_BESIDE_OPENTRACKER.bound, false,
                comparison.ratio(OpentrackerContender.NAME, ours, Measurement::cpuUs)));
        }
        addRate(targets, comparison, ours, OpentrackerContender.NAME, Wanted.RATE_BESIDE_OPENTRACKER.bound);
        addRate(targets, comparison, ours, AquaticContender.NAME_EPOLL, Wanted.RATE_BESIDE_AQUATIC_EPOLL.bound);
        addRate(targets, comparison, ours, AquaticContender.NAME_IO_URING, Wanted.RATE_BESIDE_AQUATIC_IO_URING.bound);
        if (comparison.has(EchoContender.NAME))
        {
            targets.add(new Target(
                "CPU per response, " + ours + " ÷ echo", Wanted.CPU_BESIDE_ECHO.bound, true,
                comparison.ratio(ours, EchoContender.NAME, Measurement::cpuUs)));
        }
        targets.add(new Target(
            "resident bytes per peer, " + ours, Wanted.BYTES_PER_PEER.bound, true,
            comparison.spread(ours, Measurement::bytesPerPeer)));
        for (final String linked : comparison.linked())
        {
            final String alone = linked.substring(0, linked.length() - LinkedContender.SUFFIX.length());
            addRate(targets, comparison, linked, alone, Wanted.RATE_LINKED.bound);
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
