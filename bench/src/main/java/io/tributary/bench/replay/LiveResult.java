package io.tributary.bench.replay;

import io.tributary.bench.load.HostAndPort;
import io.tributary.bench.load.LatencySummary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a live replay showed. Requests are those of the trace, without the connects that the replay needs for itself.
 *
 * @param file                as named by the user.
 * @param trackers            that were sent to.
 * @param speed               times faster than captured; 0 as fast as was answered.
 * @param passes              times the trace was gone through.
 * @param requests            sent, but for strays.
 * @param seconds             from the first to the last.
 * @param requestsPerSecond   sent in that time.
 * @param answered            of them, errors included.
 * @param lossShare           of those sent, those without an answer in time.
 * @param kinds               by kind of request.
 * @param latency             of all kinds, from the intended time of sending.
 * @param inTimeShare         of the sends, those within a millisecond of the intended time.
 * @param deviation           how late sends were.
 * @param answers             by kind.
 * @param errors              by message.
 * @param datagrams           of the capture, by kind.
 * @param handshakes          connects of our own.
 * @param clients             client addresses in the trace.
 * @param sockets             that stood for them.
 * @param sourceAddresses     that these sent from.
 * @param strays              datagrams sent of which no answer was expected.
 * @param withoutConnectionId requests left out, because the tracker had given no connection id by then.
 * @param tooLong             requests left out, longer than any that makes sense.
 * @param refusedByKernel     datagrams that the kernel did not take.
 * @param unreachable         reports that nothing listens there.
 * @param strayAnswers        late, duplicate or foreign.
 */
public record LiveResult(
    String file,
    List<String> trackers,
    double speed,
    int passes,
    long requests,
    double seconds,
    double requestsPerSecond,
    long answered,
    double lossShare,
    Map<String, Kind> kinds,
    LatencySummary latency,
    double inTimeShare,
    LatencySummary deviation,
    Map<String, Long> answers,
    Map<String, Long> errors,
    Map<String, Long> datagrams,
    Kind handshakes,
    int clients,
    int sockets,
    int sourceAddresses,
    long strays,
    long withoutConnectionId,
    long tooLong,
    long refusedByKernel,
    long unreachable,
    long strayAnswers)
{
    /**
     * One kind of request.
     *
     * @param sent     requests.
     * @param answered in time, errors included.
     * @param lost     not answered in time.
     * @param latency  from the intended time of sending.
     */
    public record Kind(long sent, long answered, long lost, LatencySummary latency)
    {
        static Kind of(final LiveCounters counters, final int kind)
        {
            return new Kind(counters.sent[kind], counters.answered[kind], counters.lost[kind],
                LatencySummary.of(counters.latencies(kind)));
        }
    }

    static LiveResult of(final String file, final LiveOptions options, final LiveReplay replay)
    {
        final LiveCounters counters = replay.counters();
        final long sent = LiveCounters.total(counters.sent);
        final double seconds = replay.sendingNs() / 1e9;
        final long sends = counters.deviations.getTotalCount();
        return new LiveResult(
            file,
            options.trackers().stream().map(HostAndPort::text).toList(),
            options.speed(),
            options.passes(),
            sent,
            seconds,
            0 == replay.sendingNs() ? 0 : sent / seconds,
            LiveCounters.total(counters.answered),
            0 == sent ? 0 : (double)LiveCounters.total(counters.lost) / sent,
            kinds(counters),
            LatencySummary.of(counters.latencies()),
            0 == sends ? 0 : (double)counters.inTime / sends,
            LatencySummary.of(counters.deviations),
            OfflineResult.answers(replay.answers()),
            replay.answers().errors(),
            OfflineResult.datagrams(replay.sorter()),
            Kind.of(counters, LiveCounters.HANDSHAKE),
            replay.clients().count(),
            replay.sockets(),
            replay.sourceAddresses(),
            counters.straysSent,
            counters.withoutConnectionId,
            counters.tooLong,
            counters.refusedByKernel,
            counters.unreachable,
            counters.strayAnswers);
    }

    private static Map<String, Kind> kinds(final LiveCounters counters)
    {
        final Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("connect", Kind.of(counters, DatagramKind.CONNECT.ordinal()));
        kinds.put("announce", Kind.of(counters, DatagramKind.ANNOUNCE.ordinal()));
        kinds.put("scrape", Kind.of(counters, DatagramKind.SCRAPE.ordinal()));
        return kinds;
    }
}
