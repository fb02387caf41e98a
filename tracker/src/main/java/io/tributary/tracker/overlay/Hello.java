package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.HelloFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Signs of life (paper III.A), in version 2 with what neighbours like to know of each other.
 */
final class Hello
{
    private final Outbox outbox;
    private final Connections connections;
    private final HelloFlyweight body = new HelloFlyweight();
    private final int[] mandates = new int[2];

    Hello(final Outbox outbox, final Connections connections)
    {
        this.outbox = outbox;
        this.connections = connections;
    }

    void mandates(final int internal, final int external)
    {
        mandates[SwarmTable.INTERNAL] = internal;
        mandates[SwarmTable.EXTERNAL] = external;
    }

    /**
     * The hello timer of a link expired. Version 2: HELLO, always. Version 1, as in the original: HELLO only if nothing
     * awaits acknowledgement, since that is sent again anyway, and nothing else went out since the last tick. No other
     * link's packets count (A.9-6).
     */
    void onTick(final Neighbour neighbour, final long nowNs)
    {
        neighbour.helloDeadlineNs = nowNs + neighbour.helloNs;
        if (!neighbour.isVersionOne())
        {
            send(neighbour, nowNs);
        }
        else if (0 == neighbour.inFlight())
        {
            final long silentUntilNs = neighbour.lastSentNs + neighbour.helloNs;
            if (silentUntilNs - nowNs <= 0)
            {
                send(neighbour, nowNs);
            }
            else
            {
                neighbour.helloDeadlineNs = silentUntilNs;
            }
        }
    }

    void send(final Neighbour neighbour, final long nowNs)
    {
        final MutableDirectBuffer buffer = outbox.begin(neighbour, OverlayProtocol.ACTION_HELLO, 0);
        int end = outbox.bodyOffset();
        if (!neighbour.isVersionOne())
        {
            body.wrapEncode(buffer, end)
                .heardTransactionId(neighbour.replayWindow.highest())
                .sharedSwarms(neighbour.shared.cardinality())
                .internalMandates(mandates[SwarmTable.INTERNAL])
                .externalMandates(mandates[SwarmTable.EXTERNAL])
                .neighbourDigest(connections.neighbourDigest(neighbour.scope()));
            end += HelloFlyweight.LENGTH;
        }
        outbox.send(end, nowNs);
    }

    /** Version 2. */
    void onReceived(
        final Neighbour neighbour, final DirectBuffer packet, final int bodyOffset, final int bodyLength)
    {
        if (0 != body.wrap(packet, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        neighbour.numberHeardByPeer = body.heardTransactionId();
        neighbour.sharedByPeer = body.sharedSwarms();
        neighbour.mandates[SwarmTable.INTERNAL] = body.internalMandates();
        neighbour.mandates[SwarmTable.EXTERNAL] = body.externalMandates();
        neighbour.neighboursByPeer = body.neighbourDigest();
        neighbour.hasReportedMandates = true;
    }
}
