package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkDrop;

/**
 * What happened on one link since it was configured. Plain numbers, written and read by the loop's thread only; all
 * only grow. Datagram lengths are UDP payload.
 */
final class LinkCounters
{
    static final int ACTIONS = OverlayProtocol.ACTION_ERROR - OverlayProtocol.ACTION_SYN + 1;

    private static final LinkDrop[] DROPS = LinkDrop.values();

    /** Virtual connections that came to stand. */
    long connects;
    /** Virtual connections that ended. */
    long disconnects;
    /** Datagrams sent that were never acknowledged in time. */
    long lost;
    /** Datagrams sent that were acknowledged. */
    long acknowledged;

    long recordsSent;
    long recordsAccepted;
    long recordsDuplicate;
    /** Own peers, or peers of this tracker's own clients, come back. */
    long recordsLooped;
    /** Refused by the address filter, by a limit or because the swarm is not shared. */
    long recordsRefused;
    /** Gone because their life ended without news. */
    long recordsExpired;
    /** {@link LinkDrop#code} of the last packet received and not used, 0 for none. */
    int lastDropCode;

    private final long[] packetsSent = new long[ACTIONS];
    private final long[] bytesSent = new long[ACTIONS];
    private final long[] packetsReceived = new long[ACTIONS];
    private final long[] bytesReceived = new long[ACTIONS];
    private final long[] drops = new long[DROPS.length];

    long packetsSent(final int action)
    {
        return packetsSent[action - OverlayProtocol.ACTION_SYN];
    }

    long bytesSent(final int action)
    {
        return bytesSent[action - OverlayProtocol.ACTION_SYN];
    }

    long packetsReceived(final int action)
    {
        return packetsReceived[action - OverlayProtocol.ACTION_SYN];
    }

    long bytesReceived(final int action)
    {
        return bytesReceived[action - OverlayProtocol.ACTION_SYN];
    }

    long drops(final LinkDrop reason)
    {
        return drops[reason.ordinal()];
    }

    long dropsTotal()
    {
        return sum(drops);
    }

    long packetsSentTotal()
    {
        return sum(packetsSent);
    }

    long bytesSentTotal()
    {
        return sum(bytesSent);
    }

    long packetsReceivedTotal()
    {
        return sum(packetsReceived);
    }

    long bytesReceivedTotal()
    {
        return sum(bytesReceived);
    }

    void drop(final LinkDrop reason)
    {
        drops[reason.ordinal()]++;
        lastDropCode = reason.isReceived() ? reason.code() : lastDropCode;
    }

    void sent(final int action, final int length)
    {
        packetsSent[action - OverlayProtocol.ACTION_SYN]++;
        bytesSent[action - OverlayProtocol.ACTION_SYN] += length;
    }

    /** A datagram from the neighbour's address, whatever it is worth; of an unknown action it is only a drop. */
    void received(final int action, final int length)
    {
        packetsReceived[action - OverlayProtocol.ACTION_SYN]++;
        bytesReceived[action - OverlayProtocol.ACTION_SYN] += length;
    }

    private static long sum(final long[] values)
    {
        long sum = 0;
        for (final long value : values)
        {
            sum += value;
        }
        return sum;
    }
}
