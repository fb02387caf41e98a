package io.tributary.bench.trace.info;

import org.HdrHistogram.Histogram;

/**
 * Which requests were answered, and how soon, as seen where the capture was made. A request waits for an answer until
 * others need its place.
 */
final class AnswerTimes
{
    /** Requests that can be answered. */
    enum Request
    {
        CONNECT("connect"),
        ANNOUNCE("announce"),
        SCRAPE("scrape");

        private static final Request[] VALUES = values();

        private final String label;

        Request(final String label)
        {
            this.label = label;
        }

        static Request of(final DatagramKind kind)
        {
            return DatagramKind.CONNECT == kind ? CONNECT : DatagramKind.SCRAPE == kind ? SCRAPE : ANNOUNCE;
        }

        String label()
        {
            return label;
        }
    }

    /** BEP 15: a client waits 15 seconds before it asks again. */
    private static final long LIFE_NS = 60_000_000_000L;
    private static final long LATENCY_MAX_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final RecentTimes pending;
    private final long[] requests = new long[Request.VALUES.length];
    private final long[] answered = new long[Request.VALUES.length];
    private final long[] refused = new long[Request.VALUES.length];
    private final Histogram[] latenciesNs = new Histogram[Request.VALUES.length];
    private long strayCount;

    AnswerTimes(final int capacity)
    {
        pending = new RecentTimes(capacity, LIFE_NS);
        for (int i = 0; i < latenciesNs.length; i++)
        {
            latenciesNs[i] = new Histogram(1, LATENCY_MAX_NS, DIGITS);
        }
    }

    void onRequest(final Message message)
    {
        final int request = Request.of(message.kind).ordinal();
        requests[request]++;
        pending.add(message.requestFingerprint(), message.timeNs(), request);
    }

    void onAnswer(final Message message)
    {
        final int place = pending.find(message.answeredFingerprint());
        if (RecentTimes.ABSENT == place)
        {
            strayCount++;
            return;
        }

        final int request = pending.kind(place);
        final long latencyNs = message.timeNs() - pending.timeNs(place);
        pending.remove(place);
        (DatagramKind.ERROR == message.kind ? refused : answered)[request]++;
        latenciesNs[request].recordValue(Math.min(LATENCY_MAX_NS, Math.max(0, latencyNs)));
    }

    long requests(final Request request)
    {
        return requests[request.ordinal()];
    }

    /** With what was asked for. */
    long answered(final Request request)
    {
        return answered[request.ordinal()];
    }

    /** With an error. */
    long refused(final Request request)
    {
        return refused[request.ordinal()];
    }

    long unanswered(final Request request)
    {
        return requests(request) - answered(request) - refused(request);
    }

    Histogram latenciesNs(final Request request)
    {
        return latenciesNs[request.ordinal()];
    }

    /** Answers whose request is not in the capture, or was forgotten. */
    long strayCount()
    {
        return strayCount;
    }

    /** Requests that were forgotten before an answer came, if one came. */
    long forgottenCount()
    {
        return pending.displacedCount();
    }
}
