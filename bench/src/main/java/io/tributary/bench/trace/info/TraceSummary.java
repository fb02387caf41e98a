package io.tributary.bench.trace.info;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.TraceHandler;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.InfoHash;
import io.tributary.codec.ScrapeRequestFlyweight;
import org.HdrHistogram.Histogram;

/**
 * Everything that is counted of a capture's datagrams, in one pass. Memory is bounded by {@link TraceBounds}; what is
 * beyond is reported as "at least". Owned by one thread; reports read it afterwards.
 */
final class TraceSummary implements TraceHandler
{
    /** Rows of {@link #rates()}. */
    enum Rate
    {
        CONNECT("connect"),
        ANNOUNCE("announce"),
        SCRAPE("scrape"),
        OVERLAY("TSUP");

        private final String label;

        Rate(final String label)
        {
            this.label = label;
        }

        String label()
        {
            return label;
        }
    }

    /** Rows of clients' requests. */
    private static final int[] REQUEST_RATES = {Rate.CONNECT.ordinal(), Rate.ANNOUNCE.ordinal(), Rate.SCRAPE.ordinal()};

    private static final long INTERVAL_MAX_SEC = Integer.MAX_VALUE;
    private static final int SCRAPE_HASHES_TRACKED = 1 << 16;
    private static final int DIGITS = 3;

    private final Message message = new Message();
    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final AnnounceResponseFlyweight announceAnswer = new AnnounceResponseFlyweight();
    private final KnownTrackers trackers;
    private final MessageClassifier classifier;
    private final DatagramCounts counts = new DatagramCounts();
    private final RateSeries rates;
    private final ClientCensus clients;
    private final SwarmCensus swarms;
    private final AnnounceCensus announces = new AnnounceCensus();
    private final AnswerTimes answers;
    private final ConnectionIdAges connectionIds;
    private final ErrorTexts errors = new ErrorTexts();
    private final OverlayCensus overlay;
    private final Histogram intervalsSec = new Histogram(1, INTERVAL_MAX_SEC, DIGITS);
    private final Histogram peersHandedOut = new Histogram(1, 1 << 16, DIGITS);
    private final Histogram scrapeHashes = new Histogram(1, SCRAPE_HASHES_TRACKED, DIGITS);

    TraceSummary(final int port, final TraceBounds bounds)
    {
        trackers = new KnownTrackers(port);
        final OverlayShape shape = new OverlayShape();
        classifier = new MessageClassifier(trackers, shape);
        overlay = new OverlayCensus(shape);
        rates = new RateSeries(Rate.values().length, bounds.bins());
        clients = new ClientCensus(bounds.distinctSlots());
        swarms = new SwarmCensus(bounds.distinctSlots());
        answers = new AnswerTimes(bounds.recentCapacity());
        connectionIds = new ConnectionIdAges(bounds.recentCapacity());
    }

    @Override
    public void onDatagram(final TraceDatagram datagram)
    {
        classifier.classify(message.wrap(datagram));
        if (DatagramKind.OVERLAY == message.kind)
        {
            onOverlay();
        }

        counts.add(message);
        switch (message.kind.group())
        {
            case REQUEST:
                onRequest();
                break;

            case ANSWER:
                onAnswer();
                break;

            default:
                break;
        }
    }

    private void onOverlay()
    {
        message.defect = overlay.add(message);
        if (Defect.NONE == message.defect)
        {
            rates.add(Rate.OVERLAY.ordinal(), message.timeNs());
        }
        else
        {
            message.kind = DatagramKind.MALFORMED;
        }
    }

    private void onRequest()
    {
        trackers.learn(message.destination);
        clients.add(message);
        answers.onRequest(message);
        rates.add(rate(message.kind).ordinal(), message.timeNs());
        if (DatagramKind.CONNECT != message.kind)
        {
            connectionIds.onUsed(message);
        }

        if (DatagramKind.SCRAPE == message.kind)
        {
            final int hashes = (message.originalLength() - ScrapeRequestFlyweight.LENGTH_MIN) / InfoHash.LENGTH;
            scrapeHashes.recordValue(hashes);
        }
        else if (message.kind.isAnnounce() && DatagramKind.ANNOUNCE_CUT != message.kind)
        {
            announce.wrap(message.buffer(), message.offset(), message.length());
            announces.add(announce, clients.isFirstAnnounce(message));
            swarms.add(message, announce);
        }
    }

    private static Rate rate(final DatagramKind kind)
    {
        return DatagramKind.CONNECT == kind ? Rate.CONNECT :
            DatagramKind.SCRAPE == kind ? Rate.SCRAPE : Rate.ANNOUNCE;
    }

    private void onAnswer()
    {
        answers.onAnswer(message);
        if (DatagramKind.ERROR == message.kind)
        {
            errors.add(message);
        }
        else if (DatagramKind.CONNECT_ANSWER == message.kind && message.length() >= ConnectResponseFlyweight.LENGTH)
        {
            connectionIds.onGiven(message);
        }
        else if (DatagramKind.ANNOUNCE_ANSWER == message.kind &&
            message.length() >= AnnounceResponseFlyweight.LENGTH_MIN)
        {
            announceAnswer.wrap(message.buffer(), message.offset(), message.originalLength());
            intervalsSec.recordValue(Math.max(0, announceAnswer.interval()));
            peersHandedOut.recordValue(announceAnswer.endpointCount(message.isIpv6()));
        }
    }

    DatagramCounts counts()
    {
        return counts;
    }

    /** Trackers seen. */
    Count trackers()
    {
        return trackers.count();
    }

    /** Requests and TSUP packets over time. */
    RateSeries rates()
    {
        return rates;
    }

    /** Requests of clients per second, bin by bin. */
    double[] requestRates()
    {
        return rates.rates(REQUEST_RATES);
    }

    /** Requests of clients in each minute. */
    double[] requestsPerMinute()
    {
        return rates.perMinute(REQUEST_RATES);
    }

    ClientCensus clients()
    {
        return clients;
    }

    SwarmCensus swarms()
    {
        return swarms;
    }

    AnnounceCensus announces()
    {
        return announces;
    }

    AnswerTimes answers()
    {
        return answers;
    }

    ConnectionIdAges connectionIds()
    {
        return connectionIds;
    }

    ErrorTexts errors()
    {
        return errors;
    }

    OverlayCensus overlay()
    {
        return overlay;
    }

    /** Intervals that trackers asked for, in seconds. */
    Histogram intervalsSec()
    {
        return intervalsSec;
    }

    /** Peers in announce answers. */
    Histogram peersHandedOut()
    {
        return peersHandedOut;
    }

    /** Info-hashes in scrapes. */
    Histogram scrapeHashes()
    {
        return scrapeHashes;
    }
}
