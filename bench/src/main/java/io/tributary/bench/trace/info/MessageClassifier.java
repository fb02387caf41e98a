package io.tributary.bench.trace.info;

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
import io.tributary.codec.overlay.OverlayProtocol;

/**
 * Says what a datagram is. Requests and answers do not say so themselves: who of both ends is a tracker decides, and
 * where nobody knows, what only one of them can look like. Owned by one thread.
 */
public final class MessageClassifier
{
    private static final int EVENT_MAX = UdpTrackerProtocol.EVENT_STOPPED;

    private final KnownTrackers trackers;
    private final OverlayShape overlayShape;

    public MessageClassifier(final KnownTrackers trackers, final OverlayShape overlayShape)
    {
        this.trackers = trackers;
        this.overlayShape = overlayShape;
    }

    /**
     * Sets kind and defect; TSUP is told from other traffic here, but not checked.
     *
     * @param message at hand.
     */
    public void classify(final Message message)
    {
        final boolean isFromTracker = trackers.contains(message.source, message.datagram().source().port());
        final boolean isToTracker = trackers.contains(message.destination, message.datagram().destination().port());
        if (isConnect(message))
        {
            message.kind = DatagramKind.CONNECT;
            trackers.learn(message.destination, message.datagram().destination().port());
        }
        else if (isFromTracker && looksLikeAnswer(message))
        {
            answer(message);
        }
        else if (isOverlay(message, isFromTracker, isToTracker))
        {
            message.kind = DatagramKind.OVERLAY;
            trackers.learn(message.source, message.datagram().source().port());
            trackers.learn(message.destination, message.datagram().destination().port());
        }
        else if (isToTracker)
        {
            request(message);
        }
        else if (isFromTracker)
        {
            answer(message);
        }
        else
        {
            guess(message);
        }
    }

    private static boolean isConnect(final Message message)
    {
        return message.length() >= ConnectRequestFlyweight.LENGTH &&
            UdpTrackerProtocol.PROTOCOL_ID == message.longAt(ConnectRequestFlyweight.PROTOCOL_ID_OFFSET) &&
            UdpTrackerProtocol.ACTION_CONNECT == message.intAt(ConnectRequestFlyweight.ACTION_OFFSET);
    }

    /** A connection id whose first half is that small is as good as impossible. */
    private static boolean looksLikeAnswer(final Message message)
    {
        return message.length() >= ErrorResponseFlyweight.LENGTH_MIN &&
            Integer.compareUnsigned(message.intAt(0), UdpTrackerProtocol.ACTION_ERROR) <= 0;
    }

    /** To a tracker the bit of the action is enough; among strangers, one end a tracker or none, the shape must fit. */
    private boolean isOverlay(final Message message, final boolean isFromTracker, final boolean isToTracker)
    {
        if (message.length() < RequestHeaderFlyweight.LENGTH)
        {
            return false;
        }

        final int action = message.intAt(RequestHeaderFlyweight.ACTION_OFFSET);
        return isToTracker ? OverlayProtocol.isOverlay(action) && 0 == action >>> Byte.SIZE :
            OverlayProtocol.isKnown(action, OverlayProtocol.VERSION_TWO) &&
            (isFromTracker || OverlayShape.NONE != overlayShape.versions(message));
    }

    private static void request(final Message message)
    {
        if (message.length() < RequestHeaderFlyweight.LENGTH)
        {
            defect(message, RequestHeaderFlyweight.LENGTH, Defect.REQUEST_TOO_SHORT);
            return;
        }

        switch (message.intAt(RequestHeaderFlyweight.ACTION_OFFSET))
        {
            case UdpTrackerProtocol.ACTION_CONNECT:
                defect(message, 0, Defect.CONNECT_WITHOUT_PROTOCOL_ID);
                break;

            case UdpTrackerProtocol.ACTION_ANNOUNCE:
                announce(message);
                break;

            case UdpTrackerProtocol.ACTION_SCRAPE:
                message.kind = DatagramKind.SCRAPE;
                require(message, ScrapeRequestFlyweight.LENGTH_MIN + InfoHash.LENGTH, Defect.SCRAPE_TOO_SHORT);
                break;

            default:
                defect(message, 0, Defect.REQUEST_ACTION_UNKNOWN);
                break;
        }
    }

    private static void announce(final Message message)
    {
        message.kind = message.length() < AnnounceRequestFlyweight.LENGTH_MIN ? DatagramKind.ANNOUNCE_CUT :
            DatagramKind.announce(message.intAt(AnnounceRequestFlyweight.EVENT_OFFSET));
        require(message, AnnounceRequestFlyweight.LENGTH_MIN, Defect.ANNOUNCE_TOO_SHORT);
    }

    private static void answer(final Message message)
    {
        if (message.length() < ErrorResponseFlyweight.LENGTH_MIN)
        {
            defect(message, ErrorResponseFlyweight.LENGTH_MIN, Defect.ANSWER_TOO_SHORT);
            return;
        }

        switch (message.intAt(0))
        {
            case UdpTrackerProtocol.ACTION_CONNECT:
                message.kind = DatagramKind.CONNECT_ANSWER;
                require(message, ConnectResponseFlyweight.LENGTH, Defect.CONNECT_ANSWER_TOO_SHORT);
                break;

            case UdpTrackerProtocol.ACTION_ANNOUNCE:
                message.kind = DatagramKind.ANNOUNCE_ANSWER;
                require(message, AnnounceResponseFlyweight.LENGTH_MIN, Defect.ANNOUNCE_ANSWER_TOO_SHORT);
                requireWhole(message, AnnounceResponseFlyweight.LENGTH_MIN, Endpoint.length(message.isIpv6()),
                    Defect.ANNOUNCE_ANSWER_PEER_CUT);
                break;

            case UdpTrackerProtocol.ACTION_SCRAPE:
                message.kind = DatagramKind.SCRAPE_ANSWER;
                requireWhole(message, ScrapeResponseFlyweight.LENGTH_MIN, ScrapeResponseFlyweight.ENTRY_LENGTH,
                    Defect.SCRAPE_ANSWER_ENTRY_CUT);
                break;

            case UdpTrackerProtocol.ACTION_ERROR:
                message.kind = DatagramKind.ERROR;
                break;

            default:
                defect(message, 0, Defect.ANSWER_ACTION_UNKNOWN);
                break;
        }
    }

    private static void require(final Message message, final int lengthMin, final Defect defect)
    {
        if (message.originalLength() < lengthMin)
        {
            defect(message, 0, defect);
        }
    }

    private static void requireWhole(
        final Message message, final int start, final int entryLength, final Defect defect)
    {
        if (Defect.NONE == message.defect && 0 != (message.originalLength() - start) % entryLength)
        {
            defect(message, 0, defect);
        }
    }

    /** Where more bytes were on the wire than needed, the capture is to blame. */
    private static void defect(final Message message, final int neededLength, final Defect defect)
    {
        final boolean isCut = neededLength > 0 && message.originalLength() >= neededLength;
        message.kind = isCut ? DatagramKind.CUT : DatagramKind.MALFORMED;
        message.defect = isCut ? Defect.NONE : defect;
    }

    private void guess(final Message message)
    {
        if (looksLikeRequest(message))
        {
            request(message);
            trackers.learn(message.destination, message.datagram().destination().port());
        }
        else if (looksLikeAnswer(message))
        {
            answer(message);
            if (DatagramKind.MALFORMED == message.kind || !hasAnswerLength(message))
            {
                message.kind = DatagramKind.UNKNOWN;
                message.defect = Defect.NONE;
            }
            else
            {
                trackers.learn(message.source, message.datagram().source().port());
            }
        }
    }

    private static boolean looksLikeRequest(final Message message)
    {
        if (message.length() < RequestHeaderFlyweight.LENGTH)
        {
            return false;
        }

        final int action = message.intAt(RequestHeaderFlyweight.ACTION_OFFSET);
        return UdpTrackerProtocol.ACTION_ANNOUNCE == action ?
            message.length() >= AnnounceRequestFlyweight.LENGTH_MIN &&
            Integer.compareUnsigned(message.intAt(AnnounceRequestFlyweight.EVENT_OFFSET), EVENT_MAX) <= 0 :
            UdpTrackerProtocol.ACTION_SCRAPE == action &&
            message.originalLength() > ScrapeRequestFlyweight.LENGTH_MIN &&
            0 == (message.originalLength() - ScrapeRequestFlyweight.LENGTH_MIN) % InfoHash.LENGTH;
    }

    /** Of a stranger, a connect answer must have just its length. */
    private static boolean hasAnswerLength(final Message message)
    {
        return DatagramKind.CONNECT_ANSWER != message.kind ||
            ConnectResponseFlyweight.LENGTH == message.originalLength();
    }
}
