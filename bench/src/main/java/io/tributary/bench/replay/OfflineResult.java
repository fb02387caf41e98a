package io.tributary.bench.replay;

import io.tributary.bench.load.LatencySummary;
import io.tributary.codec.UdpTrackerProtocol;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.swarm.StoreTotals;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an offline replay showed.
 *
 * @param file                     as named by the user.
 * @param seed                     of secrets and chance.
 * @param passes                   times the trace was gone through.
 * @param requests                 datagrams that the request path was given.
 * @param seconds                  that it took, reading the file included.
 * @param requestsPerSecond        of those seconds.
 * @param processorNsPerRequest    of the one thread, reading included.
 * @param allocatedBytesPerRequest on the heap.
 * @param isWarm                   whether what the first requests allocate, for classes, was left out of that.
 * @param datagrams                of the capture, by kind.
 * @param answers                  by kind.
 * @param errors                   by message.
 * @param silences                 by the tracker's counter.
 * @param peersPerAnnounce         mean number of peers in an answer.
 * @param timedOneIn               one request in so many was timed.
 * @param serviceTimes             of the request path alone, by kind of request.
 * @param timesRunBack             datagrams captured before an earlier one.
 * @param store                    what was left at the end.
 * @param digest                   SHA-256 over all replies.
 * @param comparison               with the captured tracker's answers; null when it was not asked for.
 */
public record OfflineResult(
    String file,
    long seed,
    int passes,
    long requests,
    double seconds,
    double requestsPerSecond,
    double processorNsPerRequest,
    double allocatedBytesPerRequest,
    boolean isWarm,
    Map<String, Long> datagrams,
    Map<String, Long> answers,
    Map<String, Long> errors,
    Map<String, Long> silences,
    double peersPerAnnounce,
    int timedOneIn,
    Map<String, LatencySummary> serviceTimes,
    long timesRunBack,
    Store store,
    String digest,
    ComparisonResult comparison)
{
    /**
     * The store after the last request.
     *
     * @param swarms      info-hashes times families and scopes.
     * @param peersIpv4   peers that announced over IPv4.
     * @param seedersIpv4 of them.
     * @param peersIpv6   peers that announced over IPv6.
     * @param seedersIpv6 of them.
     * @param expired     peers whose life ended.
     * @param bytesUsed   of heads and blocks.
     */
    public record Store(
        long swarms,
        long peersIpv4,
        long seedersIpv4,
        long peersIpv6,
        long seedersIpv6,
        long expired,
        long bytesUsed)
    {
        static Store of(final StoreTotals totals)
        {
            return new Store(
                totals.swarms(),
                totals.peers(false),
                totals.seeders(false),
                totals.peers(true),
                totals.seeders(true),
                totals.expired(),
                totals.bytesUsed());
        }
    }

    static OfflineResult of(
        final String file,
        final long seed,
        final int passes,
        final int timedOneIn,
        final OfflineReplay replay,
        final RunMeter meter,
        final AnswerComparison comparison)
    {
        final AnswerCounts answers = replay.answers();
        final long announces = answers.count(UdpTrackerProtocol.ACTION_ANNOUNCE);
        return new OfflineResult(
            file,
            seed,
            passes,
            replay.requests(),
            meter.seconds(),
            meter.requestsPerSecond(),
            meter.processorNsPerRequest(),
            meter.allocatedBytesPerRequest(),
            meter.isWarm(),
            datagrams(replay.sorter()),
            answers(answers),
            answers.errors(),
            silences(replay),
            0 == announces ? 0 : (double)answers.peers() / announces,
            timedOneIn,
            serviceTimes(replay),
            replay.clock().stepsBack(),
            Store.of(replay.totals()),
            replay.digest(),
            null == comparison ? null : comparison.result());
    }

    static Map<String, Long> datagrams(final DatagramSorter sorter)
    {
        final Map<String, Long> datagrams = new LinkedHashMap<>();
        for (final DatagramKind kind : DatagramKind.values())
        {
            putIfAny(datagrams, kind.label(), sorter.count(kind));
        }
        return datagrams;
    }

    static Map<String, Long> answers(final AnswerCounts answers)
    {
        final Map<String, Long> byKind = new LinkedHashMap<>();
        byKind.put("connect", answers.count(UdpTrackerProtocol.ACTION_CONNECT));
        byKind.put("announce", answers.count(UdpTrackerProtocol.ACTION_ANNOUNCE));
        byKind.put("scrape", answers.count(UdpTrackerProtocol.ACTION_SCRAPE));
        byKind.put("error", answers.count(UdpTrackerProtocol.ACTION_ERROR));
        byKind.put("silence", answers.silent());
        putIfAny(byKind, "unknown", answers.others());
        return byKind;
    }

    private static Map<String, Long> silences(final OfflineReplay replay)
    {
        final Map<String, Long> silences = new LinkedHashMap<>();
        for (final TrackerCounter counter : TrackerCounter.values())
        {
            if (TrackerCounter.Group.DROPS == counter.group())
            {
                putIfAny(silences, counter.label(), replay.counters().value(counter));
            }
        }
        return silences;
    }

    private static Map<String, LatencySummary> serviceTimes(final OfflineReplay replay)
    {
        final Map<String, LatencySummary> times = new LinkedHashMap<>();
        times.put("connect", LatencySummary.of(replay.serviceTimes(DatagramKind.CONNECT)));
        times.put("announce", LatencySummary.of(replay.serviceTimes(DatagramKind.ANNOUNCE)));
        times.put("scrape", LatencySummary.of(replay.serviceTimes(DatagramKind.SCRAPE)));
        times.put("all", LatencySummary.of(replay.serviceTimes()));
        return times;
    }

    private static void putIfAny(final Map<String, Long> map, final String key, final long count)
    {
        if (count > 0)
        {
            map.put(key, count);
        }
    }
}
