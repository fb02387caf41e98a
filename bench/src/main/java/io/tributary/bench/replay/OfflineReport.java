package io.tributary.bench.replay;

import io.tributary.bench.load.LatencySummary;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An {@link OfflineResult} for people. */
final class OfflineReport
{
    private OfflineReport()
    {
    }

    static void print(final OfflineResult result, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%,d requests in %.3f s: %,.0f requests/s, %,.0f ns of processor each, " +
            "%.3f bytes allocated each%s%n", result.requests(), result.seconds(), result.requestsPerSecond(),
            result.processorNsPerRequest(), result.allocatedBytesPerRequest(),
            result.isWarm() ? "" : ", classes loaded included");
        out.printf(Locale.ROOT, "%-12s %s%n", "in the trace", counts(result.datagrams()));
        if (result.timesRunBack() > 0)
        {
            out.printf(Locale.ROOT, "%-12s %,d datagrams were captured before an earlier one: the clock waited%n",
                "", result.timesRunBack());
        }
        out.printf(Locale.ROOT, "%-12s %s; %.1f peers per announce%n",
            "answers", counts(result.answers()), result.peersPerAnnounce());
        result.errors().forEach(
            (message, count) -> out.printf(Locale.ROOT, "%-12s '%s': %,d%n", "  error", message, count));
        result.silences().forEach(
            (counter, count) -> out.printf(Locale.ROOT, "%-12s %s: %,d%n", "  silence", counter, count));
        printTimes(result, out);
        final OfflineResult.Store store = result.store();
        out.printf(Locale.ROOT, "%-12s %,d swarms, %,d peers over IPv4 (%,d seeders), %,d over IPv6 (%,d seeders), " +
            "%,d expired; %,d bytes%n", "at the end", store.swarms(), store.peersIpv4(), store.seedersIpv4(),
            store.peersIpv6(), store.seedersIpv6(), store.expired(), store.bytesUsed());
        out.printf(Locale.ROOT, "%-12s sha256:%s (seed %d)%n", "digest", result.digest(), result.seed());
        if (null != result.comparison())
        {
            print(result.comparison(), out);
        }
    }

    private static void print(final ComparisonResult result, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%-12s %,d answers captured and ours, %,d the same in substance; %,d requests " +
            "without a captured answer%n", "comparison", result.compared(), result.same(), result.unanswered());
        result.differences().forEach((label, difference) ->
        {
            out.printf(Locale.ROOT, "  %,d  %s%n", difference.count(), label);
            difference.examples().forEach(example -> out.printf("       %s%n", example));
        });
        print("theirs", result.theirs(), out);
        print("ours", result.ours(), out);
        if (result.isSeenFull())
        {
            out.println("  more peers than are remembered: later newcomers were not judged");
        }
    }

    private static void print(final String whose, final ComparisonResult.Impossible peers, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "  peers handed out that the trace does not account for, %s: %,d never announced " +
            "before, %,d had stopped, %,d were the asker itself%n",
            whose, peers.neverAnnounced(), peers.stopped(), peers.ownAddress());
    }

    private static void printTimes(final OfflineResult result, final PrintWriter out)
    {
        if (0 == result.timedOneIn())
        {
            return;
        }
        out.printf(Locale.ROOT, "%-12s %9s %9s %9s %9s %9s %9s  microseconds, one request in %d%n",
            "service time", "mean", "p50", "p90", "p99", "p99.9", "max", result.timedOneIn());
        for (final Map.Entry<String, LatencySummary> entry : result.serviceTimes().entrySet())
        {
            final LatencySummary times = entry.getValue();
            out.printf(Locale.ROOT, "  %-10s %,9.2f %,9.2f %,9.2f %,9.2f %,9.2f %,9.2f%n", entry.getKey(),
                times.meanUs(), times.p50Us(), times.p90Us(), times.p99Us(), times.p999Us(), times.maxUs());
        }
    }

    static String counts(final Map<String, Long> counts)
    {
        return counts.entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    }
}
