package io.tributary.bench.load;

import io.tributary.codec.UdpTrackerProtocol;
import org.HdrHistogram.Histogram;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a measured window showed.
 *
 * @param seconds            its length.
 * @param responsesPerSecond good answers of all kinds.
 * @param lossShare          of the requests that were answered or given up, those given up.
 * @param peersPerAnnounce   mean number of peers in an answer to an announce.
 * @param kinds              by kind of request.
 * @param latency            of all kinds together.
 * @param errors             error answers by message.
 * @param strays             answers to no open request: late, duplicate or foreign.
 * @param malformed          answers of a wrong action or length.
 * @param unreachable        times the kernel reported that nothing listens there.
 * @param sendsRefused       datagrams the kernel did not take; sent later, or not.
 * @param sendLagMaxUs       open loop: how late the latest request was sent. 0 in a closed loop.
 */
public record LoadResult(
    double seconds,
    double responsesPerSecond,
    double lossShare,
    double peersPerAnnounce,
    Map<String, KindResult> kinds,
    LatencySummary latency,
    Map<String, Long> errors,
    long strays,
    long malformed,
    long unreachable,
    long sendsRefused,
    double sendLagMaxUs)
{
    private static final String[] KIND_NAMES = {"connect", "announce", "scrape"};

    /**
     * One kind of request.
     *
     * @param sent      requests.
     * @param answered  good answers.
     * @param lost      requests given up after the timeout.
     * @param perSecond good answers.
     * @param latency   from the intended time of sending in an open loop, from sending in a closed one.
     */
    public record KindResult(long sent, long answered, long lost, double perSecond, LatencySummary latency)
    {
    }

    static LoadResult of(final LoadCounters counters, final long durationNs, final long sendLagMaxNs)
    {
        final double seconds = durationNs / 1e9;
        final Map<String, KindResult> kinds = new LinkedHashMap<>();
        for (int kind = 0; kind < LoadCounters.KINDS; kind++)
        {
            kinds.put(KIND_NAMES[kind], new KindResult(
                counters.sent[kind],
                counters.answered[kind],
                counters.lost[kind],
                counters.answered[kind] / seconds,
                LatencySummary.of(counters.latencies(kind))));
        }
        final long answered = counters.answeredTotal();
        final long lost = Arrays.stream(counters.lost).sum();
        final long closed = answered + lost + counters.errors.total() + counters.malformed;
        final long announces = counters.answered[UdpTrackerProtocol.ACTION_ANNOUNCE];
        return new LoadResult(
            seconds,
            answered / seconds,
            0 == closed ? 0 : (double)lost / closed,
            0 == announces ? 0 : (double)counters.peersReceived / announces,
            kinds,
            LatencySummary.of(total(counters)),
            counters.errors.byMessage(),
            counters.strays,
            counters.malformed,
            counters.unreachable,
            counters.sendsRefused,
            sendLagMaxNs / 1e3);
    }

    static Histogram total(final LoadCounters counters)
    {
        final Histogram total = counters.latencies(0).copy();
        for (int kind = 1; kind < LoadCounters.KINDS; kind++)
        {
            total.add(counters.latencies(kind));
        }
        return total;
    }

    public long answered()
    {
        return kinds.values().stream().mapToLong(KindResult::answered).sum();
    }

    public long errorCount()
    {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
