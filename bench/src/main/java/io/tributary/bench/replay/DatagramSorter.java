package io.tributary.bench.replay;

import io.tributary.bench.trace.PlaceholderIds;
import io.tributary.bench.trace.TraceDatagram;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.ConnectRequestFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.ErrorResponseFlyweight;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.codec.ScrapeRequestFlyweight;
import io.tributary.codec.UdpTrackerProtocol;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Tells requests of clients from answers, TSUP and everything else. A connect request shows for certain which port is a
 * tracker's, an announce or a scrape nearly so; from then on the port decides the direction, and where both ports are
 * trackers' (or neither is known yet) the content does. One thread; allocates nothing.
 */
final class DatagramSorter
{
    /** Where an answer has its action, a request has the first half of its connection id. */
    private static final int ANSWER_ACTION_OFFSET = ErrorResponseFlyweight.ACTION_OFFSET;
    private static final int OVERLAY_ACTION_MIN = 0x80;
    private static final int OVERLAY_ACTION_MAX = 0xFF;
    private static final int OVERLAY_LENGTH_MIN = 18;
    private static final int PORTS = 1 << 16;

    private final Endpoint tracker;
    private final BitSet trackerPorts = new BitSet(PORTS);
    private final long[] counts = new long[DatagramKind.COUNT];

    /**
     * Sort for one tracker, or for all.
     *
     * @param tracker the only one that counts; null for all.
     */
    DatagramSorter(final Endpoint tracker)
    {
        this.tracker = tracker;
        if (null != tracker)
        {
            trackerPorts.set(tracker.port());
        }
    }

    /** What a datagram is; counted. */
    DatagramKind sort(final TraceDatagram datagram)
    {
        final DatagramKind kind = kind(datagram);
        counts[kind.ordinal()]++;
        return kind;
    }

    long count(final DatagramKind kind)
    {
        return counts[kind.ordinal()];
    }

    private DatagramKind kind(final TraceDatagram datagram)
    {
        final DatagramKind kind = kindOfAnyTracker(datagram);
        if (null == tracker || DatagramKind.FOREIGN == kind)
        {
            return kind;
        }
        final boolean isWanted = DatagramKind.ANSWER == kind ? tracker.isSameAs(datagram.source()) :
            tracker.isSameAs(datagram.destination()) ||
            DatagramKind.OVERLAY == kind && tracker.isSameAs(datagram.source());
        return isWanted ? kind : DatagramKind.OTHER_TRACKER;
    }

    private DatagramKind kindOfAnyTracker(final TraceDatagram datagram)
    {
        final DirectBuffer buffer = datagram.buffer();
        final int offset = datagram.offset();
        final int length = datagram.length();
        final DatagramKind request = isStale(buffer, offset, length) ?
            DatagramKind.STRAY : request(buffer, offset, length);
        if (DatagramKind.CONNECT == request)
        {
            trackerPorts.set(datagram.destination().port());
            return request;
        }

        final boolean isToTracker = trackerPorts.get(datagram.destination().port());
        final boolean isFromTracker = trackerPorts.get(datagram.source().port());
        if (isToTracker && !isFromTracker)
        {
            return isOverlay(buffer, offset, length) ? DatagramKind.OVERLAY :
                datagram.isTruncated() ? DatagramKind.CUT : request;
        }
        if (isFromTracker && isAnswer(buffer, offset, length))
        {
            return DatagramKind.ANSWER;
        }
        if (isOverlay(buffer, offset, length))
        {
            return DatagramKind.OVERLAY;
        }
        final boolean isDoubtful = DatagramKind.STRAY == request ||
            DatagramKind.SCRAPE == request && length < ScrapeRequestFlyweight.length(1);
        if (isDoubtful || isFromTracker && !isToTracker)
        {
            return DatagramKind.FOREIGN;
        }
        trackerPorts.set(datagram.destination().port());
        return datagram.isTruncated() ? DatagramKind.CUT : request;
    }

    /** Of a generated trace: said to carry a connection id that expired long ago, so it must not get a good one. */
    private static boolean isStale(final DirectBuffer buffer, final int offset, final int length)
    {
        return length >= RequestHeaderFlyweight.LENGTH && PlaceholderIds.isStale(
            buffer.getLong(offset + RequestHeaderFlyweight.CONNECTION_ID_OFFSET, ByteOrder.BIG_ENDIAN));
    }

    /** By content alone; a stray may be anything. */
    private static DatagramKind request(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < RequestHeaderFlyweight.LENGTH)
        {
            return DatagramKind.STRAY;
        }
        final int action = action(buffer, offset);
        if (UdpTrackerProtocol.ACTION_CONNECT == action)
        {
            final long magic =
                buffer.getLong(offset + ConnectRequestFlyweight.PROTOCOL_ID_OFFSET, ByteOrder.BIG_ENDIAN);
            return UdpTrackerProtocol.PROTOCOL_ID == magic ? DatagramKind.CONNECT : DatagramKind.STRAY;
        }
        if (UdpTrackerProtocol.ACTION_ANNOUNCE == action && length >= AnnounceRequestFlyweight.LENGTH_MIN)
        {
            return DatagramKind.ANNOUNCE;
        }
        return UdpTrackerProtocol.ACTION_SCRAPE == action ? DatagramKind.SCRAPE : DatagramKind.STRAY;
    }

    private static boolean isAnswer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < ErrorResponseFlyweight.LENGTH_MIN)
        {
            return false;
        }
        final int action = buffer.getInt(offset + ANSWER_ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
        return action >= UdpTrackerProtocol.ACTION_CONNECT && action <= UdpTrackerProtocol.ACTION_ERROR;
    }

    private static boolean isOverlay(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < OVERLAY_LENGTH_MIN)
        {
            return false;
        }
        final int action = action(buffer, offset);
        return action >= OVERLAY_ACTION_MIN && action <= OVERLAY_ACTION_MAX;
    }

    private static int action(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + RequestHeaderFlyweight.ACTION_OFFSET, ByteOrder.BIG_ENDIAN);
    }
}
