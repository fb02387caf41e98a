package io.tributary.bench.replay;

import io.tributary.bench.load.LatencySummary;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A {@link LiveResult} for people. */
final class LiveReport
{
    private LiveReport()
    {
    }

    static void print(final LiveResult result, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%,d requests in %.3f s: %,.0f requests/s to %s, %.4f %% lost%n", result.requests(),
            result.seconds(), result.requestsPerSecond(), String.join(" and ", result.trackers()),
            100 * result.lossShare());
        out.printf(Locale.ROOT, "%-12s %s%n", "in the trace", OfflineReport.counts(result.datagrams()));
        out.printf(Locale.ROOT, "%-12s %,d client addresses, by %,d sockets from %,d addresses%s%n", "clients",
            result.clients(), result.sockets(), result.sourceAddresses(),
            result.sourceAddresses() < result.clients() ? ": clients share addresses, so peers may fall into one" : "");
        out.printf("%-12s %10s %10s %10s %9s %9s %9s %9s %9s  microseconds%n",
            "", "sent", "answered", "lost", "p50", "p90", "p99", "p99.9", "max");
        for (final Map.Entry<String, LiveResult.Kind> entry : result.kinds().entrySet())
        {
            print(entry.getKey(), entry.getValue(), out);
        }
        out.printf("%-12s %10s %10s %10s %s%n", "all", "", "", "", text(result.latency()));
        print("handshakes", result.handshakes(), out);
        out.printf(Locale.ROOT, "%-12s %.2f %% of the sends within 1 ms of the intended time; late at p50, p90, p99, " +
            "p99.9, max: %s microseconds%n", "schedule", 100 * result.inTimeShare(),
            text(result.deviation()).strip().replaceAll(" +", " "));
        out.printf(Locale.ROOT, "%-12s %s%n", "answers", OfflineReport.counts(result.answers()));
        result.errors().forEach(
            (message, count) -> out.printf(Locale.ROOT, "%-12s '%s': %,d%n", "  error", message, count));
        printIfAny(out, "sent of which no answer is expected", result.strays());
        printIfAny(out, "left out for want of a connection id", result.withoutConnectionId());
        printIfAny(out, "left out, longer than any request", result.tooLong());
        printIfAny(out, "not taken by the kernel", result.refusedByKernel());
        printIfAny(out, "reports that nothing listens there", result.unreachable());
        printIfAny(out, "answers late, duplicate or foreign", result.strayAnswers());
    }

    private static void print(final String name, final LiveResult.Kind kind, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%-12s %,10d %,10d %,10d %s%n",
            name, kind.sent(), kind.answered(), kind.lost(), text(kind.latency()));
    }

    private static String text(final LatencySummary latency)
    {
        return String.format(Locale.ROOT, "%,9.0f %,9.0f %,9.0f %,9.0f %,9.0f",
            latency.p50Us(), latency.p90Us(), latency.p99Us(), latency.p999Us(), latency.maxUs());
    }

    private static void printIfAny(final PrintWriter out, final String what, final long count)
    {
        if (count > 0)
        {
            out.printf(Locale.ROOT, "%s: %,d%n", what, count);
        }
    }
}
