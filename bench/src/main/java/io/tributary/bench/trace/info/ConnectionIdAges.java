package io.tributary.bench.trace.info;

import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import org.HdrHistogram.Histogram;

/** How old connection ids are when they are used; BEP 15: clients for a minute, trackers accept them for two. */
final class ConnectionIdAges
{
    static final long CLIENT_LIMIT_SEC = 60;
    static final long TRACKER_LIMIT_SEC = 120;

    private static final long LIFE_NS = 600_000_000_000L;
    private static final long NS_PER_US = 1_000;
    private static final long US_PER_SECOND = 1_000_000;
    private static final long AGE_MAX_US = 7 * 86_400_000_000L;
    private static final int DIGITS = 3;

    private final RecentTimes given;
    private final Histogram agesUs = new Histogram(1, AGE_MAX_US, DIGITS);
    private long unknownCount;
    private long overClientLimitCount;
    private long overTrackerLimitCount;

    ConnectionIdAges(final int capacity)
    {
        given = new RecentTimes(capacity, LIFE_NS);
    }

    /** A connect answer that was captured whole. */
    void onGiven(final Message answer)
    {
        given.put(
            Fingerprints.of(
                answer.destinationAddress, answer.source,
                answer.longAt(ConnectResponseFlyweight.CONNECTION_ID_OFFSET)),
            answer.timeNs());
    }

    /** An announce or a scrape. */
    void onUsed(final Message request)
    {
        final int place = given.find(Fingerprints.of(
            request.sourceAddress, request.destination,
            request.longAt(RequestHeaderFlyweight.CONNECTION_ID_OFFSET)));
        if (RecentTimes.ABSENT == place)
        {
            unknownCount++;
            return;
        }

        final long ageUs = Math.max(0, (request.timeNs() - given.timeNs(place)) / NS_PER_US);
        agesUs.recordValue(Math.min(AGE_MAX_US, ageUs));
        overClientLimitCount += ageUs > CLIENT_LIMIT_SEC * US_PER_SECOND ? 1 : 0;
        overTrackerLimitCount += ageUs > TRACKER_LIMIT_SEC * US_PER_SECOND ? 1 : 0;
    }

    Histogram agesUs()
    {
        return agesUs;
    }

    /** Uses of ids that the capture does not show being given to that address, or that were forgotten. */
    long unknownCount()
    {
        return unknownCount;
    }

    long overClientLimitCount()
    {
        return overClientLimitCount;
    }

    long overTrackerLimitCount()
    {
        return overTrackerLimitCount;
    }

    /** Ids that were forgotten for want of room. */
    long forgottenCount()
    {
        return given.displacedCount();
    }
}
