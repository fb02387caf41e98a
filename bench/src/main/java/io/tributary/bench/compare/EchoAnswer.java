package io.tributary.bench.compare;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.ScrapeResponseFlyweight;
import io.tributary.codec.InfoHash;

import java.nio.ByteBuffer;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ANNOUNCE;
import static io.tributary.codec.UdpTrackerProtocol.ACTION_CONNECT;
import static io.tributary.codec.UdpTrackerProtocol.ACTION_SCRAPE;
import static io.tributary.codec.UdpTrackerProtocol.SCRAPE_HASHES_MAX;

/**
 * Turns a request into an answer of the length a tracker would send, with the right head and otherwise arbitrary bytes:
 * the least a tracker on this machine could do. Plain buffers, big-endian as they are by default.
 */
final class EchoAnswer
{
    private final int announceLength;

    /**
     * Sizes of the answers.
     *
     * @param endpoints in each answer to an announce.
     * @param isIpv6    family of these.
     */
    EchoAnswer(final int endpoints, final boolean isIpv6)
    {
        this.announceLength = AnnounceResponseFlyweight.length(endpoints, isIpv6);
    }

    /**
     * Write the answer.
     *
     * @return its length; 0 if there is none.
     */
    int answer(final ByteBuffer request, final int length, final ByteBuffer reply)
    {
        if (length < RequestHeaderFlyweight.LENGTH)
        {
            return 0;
        }

        final int action = request.getInt(RequestHeaderFlyweight.ACTION_OFFSET);
        reply.putLong(
            ConnectResponseFlyweight.ACTION_OFFSET,
            request.getLong(RequestHeaderFlyweight.ACTION_OFFSET));
        switch (action)
        {
            case ACTION_CONNECT:
                reply.putLong(ConnectResponseFlyweight.CONNECTION_ID_OFFSET, 1);
                return ConnectResponseFlyweight.LENGTH;

            case ACTION_ANNOUNCE:
                return length < AnnounceRequestFlyweight.LENGTH_MIN ? 0 : announceLength;

            case ACTION_SCRAPE:
                return ScrapeResponseFlyweight.length(Math.min(
                    SCRAPE_HASHES_MAX, (length - ScrapeRequestFlyweight.LENGTH_MIN) / InfoHash.LENGTH));

            default:
                return 0;
        }
    }
}
