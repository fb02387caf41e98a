package io.tributary.bench.load;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * A {@link LoadResult} for people.
 */
final class LoadReport
{
    private LoadReport()
    {
    }

    static void print(final LoadResult result, final PrintStream out)
    {
        out.printf(Locale.ROOT, "%,.0f responses/s over %.1f s, %.4f %% lost, %.1f peers per announce%n",
            result.responsesPerSecond(), result.seconds(), 100 * result.lossShare(), result.peersPerAnnounce());
        out.printf("%-9s %12s %12s %10s %12s %9s %9s %9s %9s %9s  microseconds%n",
            "", "sent", "answered", "lost", "per second", "p50", "p90", "p99", "p99.9", "max");
        for (final Map.Entry<String, LoadResult.KindResult> entry : result.kinds().entrySet())
        {
            final LoadResult.KindResult kind = entry.getValue();
            out.printf(Locale.ROOT, "%-9s %,12d %,12d %,10d %,12.0f %s%n",
                entry.getKey(), kind.sent(), kind.answered(), kind.lost(), kind.perSecond(), text(kind.latency()));
        }
        out.printf(Locale.ROOT, "%-9s %12s %12s %10s %12s %s%n", "all", "", "", "", "", text(result.latency()));
        result.errors().forEach((message, count) -> out.printf(Locale.ROOT, "error '%s': %,d%n", message, count));
        printIfAny(out, "malformed answers", result.malformed());
        printIfAny(out, "stray answers (late, duplicate or foreign)", result.strays());
        printIfAny(out, "reports that nothing listens at the target", result.unreachable());
        printIfAny(out, "datagrams the kernel refused", result.sendsRefused());
        if (result.sendLagMaxUs() > 0)
        {
            out.printf(Locale.ROOT, "behind the schedule at worst: %,.0f microseconds%n", result.sendLagMaxUs());
        }
    }

    private static String text(final LatencySummary latency)
    {
        return String.format(Locale.ROOT, "%,9.0f %,9.0f %,9.0f %,9.0f %,9.0f",
            latency.p50Us(), latency.p90Us(), latency.p99Us(), latency.p999Us(), latency.maxUs());
    }

    private static void printIfAny(final PrintStream out, final String what, final long count)
    {
        if (count > 0)
        {
            out.printf(Locale.ROOT, "%s: %,d%n", what, count);
        }
    }
}
