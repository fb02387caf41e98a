package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.bench.trace.info.Message;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.AnnounceResponseFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.ConnectResponseFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.InfoHash;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.ScrapeResponseFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Writes a datagram anew without what identifies, or leaves it out: what is not understood to the last byte is not
 * written. Owned by one thread.
 */
final class DatagramAnonymiser
{
    /** The datagram is left out. */
    static final int DROPPED = -1;

    /** In place of what an error says: trackers put addresses and more into it. */
    private static final byte[] ERROR_TEXT = "anonymised".getBytes(StandardCharsets.US_ASCII);
    private static final int EVENT_UNKNOWN = UdpTrackerProtocol.EVENT_STOPPED + 1;

    private final AnnounceRequestFlyweight announce = new AnnounceRequestFlyweight();
    private final AnnounceResponseFlyweight answer = new AnnounceResponseFlyweight();
    private final ErrorResponseFlyweight error = new ErrorResponseFlyweight();
    private final Replacements replacements;
    private final OverlayDatagrams overlay;

    DatagramAnonymiser(final Replacements replacements)
    {
        this.replacements = replacements;
        this.overlay = new OverlayDatagrams(replacements);
    }

    /**
     * Write one.
     *
     * @param message whose kind is known.
     * @param buffer  destination.
     * @param offset  where in it.
     * @return bytes written, or {@link #DROPPED}.
     */
    int put(final Message message, final MutableDirectBuffer buffer, final int offset)
    {
        final TraceDatagram datagram = message.datagram();
        if (datagram.isTruncated())
        {
            return DROPPED;
        }

        final int length = datagram.length();
        buffer.putBytes(offset, datagram.buffer(), datagram.offset(), length);
        switch (message.kind())
        {
            case CONNECT:
                replacements.transactionId(buffer, offset + ConnectRequestFlyweight.TRANSACTION_ID_OFFSET);
                return ConnectRequestFlyweight.LENGTH;

            case ANNOUNCE:
            case ANNOUNCE_STARTED:
            case ANNOUNCE_COMPLETED:
            case ANNOUNCE_STOPPED:
            case ANNOUNCE_OTHER:
                return announce(buffer, offset);

            case SCRAPE:
                return scrape(buffer, offset, length);

            case CONNECT_ANSWER:
                replacements.transactionId(buffer, offset + ConnectResponseFlyweight.TRANSACTION_ID_OFFSET);
                replacements.connectionId(buffer, offset + ConnectResponseFlyweight.CONNECTION_ID_OFFSET);
                return ConnectResponseFlyweight.LENGTH;

            case ANNOUNCE_ANSWER:
                return announceAnswer(buffer, offset, length, datagram.source().isIpv6());

            case SCRAPE_ANSWER:
                replacements.transactionId(buffer, offset + ScrapeResponseFlyweight.TRANSACTION_ID_OFFSET);
                return length;

            case ERROR:
                return error(buffer, offset);

            case OVERLAY:
                return overlay(message, buffer, offset, length);

            default:
                return DROPPED;
        }
    }

    /** The ends of a datagram that is kept; who of both is a client follows from its kind. */
    void replaceEnds(final Message message, final Endpoint source, final Endpoint destination)
    {
        switch (message.kind().group())
        {
            case REQUEST:
                replacements.client(source);
                replacements.tracker(destination);
                break;

            case ANSWER:
                replacements.tracker(source);
                replacements.client(destination);
                break;

            default:
                replacements.tracker(source);
                replacements.tracker(destination);
                break;
        }
    }

    private int announce(final MutableDirectBuffer buffer, final int offset)
    {
        announce.wrap(buffer, offset, AnnounceRequestFlyweight.LENGTH_MIN);
        request(buffer, offset);
        replacements.infoHash(buffer, announce.infoHashOffset());
        replacements.peerId(buffer, announce.peerIdOffset());
        announce
            .downloaded(rounded(announce.downloaded()))
            .left(rounded(announce.left()))
            .uploaded(rounded(announce.uploaded()))
            .ipv4Address(replacements.askedIpv4(announce.ipv4Address(), announce.port()))
            .key(replacements.fields().key(announce.key()))
            .port(replacements.port(announce.port()));
        if (Integer.compareUnsigned(announce.event(), EVENT_UNKNOWN) > 0)
        {
            announce.event(EVENT_UNKNOWN);
        }
        return AnnounceRequestFlyweight.LENGTH_MIN;
    }

    private int scrape(final MutableDirectBuffer buffer, final int offset, final int length)
    {
        request(buffer, offset);
        final int count = (length - ScrapeRequestFlyweight.INFO_HASHES_OFFSET) / InfoHash.LENGTH;
        for (int i = 0; i < count; i++)
        {
            replacements.infoHash(buffer, offset + ScrapeRequestFlyweight.length(i));
        }
        return ScrapeRequestFlyweight.length(count);
    }

    private int announceAnswer(
        final MutableDirectBuffer buffer, final int offset, final int length, final boolean isIpv6)
    {
        answer.wrap(buffer, offset, length);
        replacements.transactionId(buffer, offset + AnnounceResponseFlyweight.TRANSACTION_ID_OFFSET);
        final int count = answer.endpointCount(isIpv6);
        for (int i = 0; i < count; i++)
        {
            replacements.compactPeer(buffer, answer.endpointsOffset() + i * Endpoint.length(isIpv6), isIpv6);
        }
        return AnnounceResponseFlyweight.length(count, isIpv6);
    }

    private int error(final MutableDirectBuffer buffer, final int offset)
    {
        replacements.transactionId(buffer, offset + ErrorResponseFlyweight.TRANSACTION_ID_OFFSET);
        return error.wrap(buffer, offset, ErrorResponseFlyweight.LENGTH_MIN + ERROR_TEXT.length)
            .message(ERROR_TEXT).encodedLength();
    }

    private int overlay(final Message message, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        if (!overlay.isUnderstood(message))
        {
            return DROPPED;
        }
        overlay.replace(buffer, offset, length);
        return length;
    }

    private void request(final MutableDirectBuffer buffer, final int offset)
    {
        replacements.connectionId(buffer, offset + RequestHeaderFlyweight.CONNECTION_ID_OFFSET);
        replacements.transactionId(buffer, offset + RequestHeaderFlyweight.TRANSACTION_ID_OFFSET);
    }

    /** The size of a torrent names it nearly as well as its hash; whether anything is left must be seen. */
    private static long rounded(final long bytes)
    {
        return Long.highestOneBit(bytes);
    }
}
