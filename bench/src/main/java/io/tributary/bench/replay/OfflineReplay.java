package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.StoreTotals;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/**
 * Sends every captured request through the request path, at the time of the capture, as fast as it goes. One thread;
 * constant memory; allocates nothing per request.
 */
final class OfflineReplay implements AutoCloseable
{
    private final TraceClock clock = new TraceClock();
    private final ReplyDigest digest = new ReplyDigest();
    private final AnswerCounts answers = new AnswerCounts();
    private final DatagramSorter sorter;
    private final ReplayedTracker tracker;
    private final ServiceTimes times;
    private final AnswerComparison comparison;
    private long requests;

    /**
     * Set up.
     *
     * @param configuration of the tracker.
     * @param seed          of the tracker.
     * @param asked         the captured tracker whose requests count; null for all in the capture.
     * @param nanoClock     to time requests with.
     * @param timedOneIn    how many requests there are to one that is timed.
     * @param comparison    is told of all answers; null for none.
     */
    OfflineReplay(
        final TrackerConfiguration configuration,
        final long seed,
        final Endpoint asked,
        final NanoClock nanoClock,
        final int timedOneIn,
        final AnswerComparison comparison)
    {
        this.comparison = comparison;
        sorter = new DatagramSorter(asked);
        times = new ServiceTimes(nanoClock, timedOneIn);
        tracker = new ReplayedTracker(configuration, seed);
    }

    /**
     * Replay some datagrams more.
     *
     * @param reader       of the trace.
     * @param datagramsMax how many to read at most.
     * @return false at the end of the trace.
     */
    boolean run(final TraceReader reader, final int datagramsMax)
    {
        for (int i = 0; i < datagramsMax; i++)
        {
            if (!reader.next())
            {
                clock.endPass();
                return false;
            }
            onDatagram(reader.datagram());
        }
        return true;
    }

    long requests()
    {
        return requests;
    }

    /** Ends the digest. */
    String digest()
    {
        return digest.hex();
    }

    AnswerCounts answers()
    {
        return answers;
    }

    TraceClock clock()
    {
        return clock;
    }

    DatagramSorter sorter()
    {
        return sorter;
    }

    Histogram serviceTimes(final DatagramKind kind)
    {
        return times.histogram(kind);
    }

    Histogram serviceTimes()
    {
        return times.total();
    }

    TrackerCounters counters()
    {
        return tracker.counters();
    }

    StoreTotals totals()
    {
        return tracker.totals();
    }

    @Override
    public void close()
    {
        tracker.close();
    }

    private void onDatagram(final TraceDatagram datagram)
    {
        final DatagramKind kind = sorter.sort(datagram);
        if (!kind.isReplayed())
        {
            if (null != comparison && DatagramKind.ANSWER == kind)
            {
                comparison.onAnswer(datagram);
            }
            return;
        }

        clock.advance(datagram.timeNs());
        final int nowSec = clock.nowSec();
        tracker.sweep(nowSec);
        if (DatagramKind.ANNOUNCE == kind || DatagramKind.SCRAPE == kind)
        {
            tracker.proveSource(datagram, nowSec);
        }

        final long startNs = times.start();
        final int length = tracker.answer(datagram, clock.nowNs(), nowSec);
        times.end(kind, startNs);
        requests++;
        if (null != comparison)
        {
            comparison.onRequest(datagram, kind, tracker.reply(), length);
        }
        if (0 == length)
        {
            answers.onSilence();
            return;
        }
        digest.add(datagram.source(), tracker.reply(), length);
        answers.onAnswer(tracker.reply(), 0, length, datagram.source().isIpv6());
    }
}
