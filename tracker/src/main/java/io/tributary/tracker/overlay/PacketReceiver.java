package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.ByeFlyweight;
import io.tributary.codec.overlay.ErrorFlyweight;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;

/**
 * Packets of standing connections, that is all but SYN: connection id, key and tag, transaction number, in this order,
 * each refusal counted once. What passes is a sign of life; acknowledgements are matched with what they acknowledge
 * (A.9-14), the rest goes to the listener. Hot path: allocates nothing, throws nothing.
 */
final class PacketReceiver
{
    private final PacketAuthenticator authenticator;
    private final Connections connections;
    private final Handshake handshake;
    private final Hello hello;
    private final SessionListener listener;
    private final InFlightListener inFlightListener;
    private final ByeFlyweight bye = new ByeFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();

    PacketReceiver(
        final PacketAuthenticator authenticator,
        final Connections connections,
        final Handshake handshake,
        final Hello hello,
        final SessionListener listener,
        final InFlightListener inFlightListener)
    {
        this.authenticator = authenticator;
        this.connections = connections;
        this.handshake = handshake;
        this.hello = hello;
        this.listener = listener;
        this.inFlightListener = inFlightListener;
    }

    /** A packet from a neighbour's address, with a known action other than SYN and the header of version 1 at least. */
    void onPacket(
        final Neighbour neighbour,
        final OverlayHeaderFlyweight header,
        final Endpoint source,
        final long nowNs,
        final int nowSec)
    {
        final long connectionId = header.connectionId();
        if (neighbour.isConnected() && connectionId == neighbour.ownId && !neighbour.isVersionOne())
        {
            onVersionTwo(neighbour, header, source, nowNs, nowSec);
        }
        else if (isVersionOne(neighbour, connectionId))
        {
            onVersionOne(neighbour, header, source, nowNs, nowSec);
        }
        else if (connectionId == neighbour.nextOwnId && OverlayProtocol.ACTION_ERROR == header.action())
        {
            onRefusal(neighbour, header, nowNs);
        }
        else
        {
            neighbour.counters().drop(LinkDrop.CONNECTION_UNKNOWN);
        }
    }

    private static boolean isVersionOne(final Neighbour neighbour, final long connectionId)
    {
        final boolean isPresent = neighbour.isConnected() && neighbour.isVersionOne() &&
            (connectionId == neighbour.peerId || connectionId == neighbour.ownId);
        return isPresent || neighbour.isNextVersionOne && connectionId == neighbour.nextOwnId;
    }

    private void onVersionOne(
        final Neighbour neighbour,
        final OverlayHeaderFlyweight header,
        final Endpoint source,
        final long nowNs,
        final int nowSec)
    {
        final int action = header.action();
        if (!OverlayProtocol.isKnown(action, OverlayProtocol.VERSION_ONE))
        {
            neighbour.counters().drop(LinkDrop.ACTION_UNKNOWN);
            return;
        }

        neighbour.onProven(source);
        if (header.connectionId() == neighbour.nextOwnId)
        {
            connections.acceptVersionOne(neighbour, nowNs);
        }
        neighbour.lastHeardNs = nowNs;
        if (OverlayProtocol.ACTION_HELLO == action)
        {
            return;
        }

        final DirectBuffer buffer = header.buffer();
        final int transactionId = header.transactionId();
        final int bodyOffset = header.offset() + OverlayHeaderFlyweight.LENGTH;
        final int bodyLength = header.encodedLength() - OverlayHeaderFlyweight.LENGTH;
        final boolean hasFlags = OverlayProtocol.ACTION_SUMMARY != action && bodyLength > 0;
        final int flags = hasFlags ? buffer.getByte(bodyOffset) & 0xFF : 0;
        if (0 != (flags & OverlayProtocol.FLAG_ACK))
        {
            onAcknowledgement(neighbour, action, transactionId, buffer, bodyOffset, bodyLength, nowNs);
            return;
        }

        if (OverlayProtocol.ACTION_UPDATE == action && 0 != (flags & OverlayProtocol.FLAG_UNIFICATION) &&
            neighbour.inFlight.find(transactionId, OverlayProtocol.ACTION_SUMMARY) >= 0)
        {
            onAcknowledgement(neighbour, OverlayProtocol.ACTION_SUMMARY, transactionId,
                buffer, bodyOffset, bodyLength, nowNs);
        }
        listener.onPacket(
            neighbour, action, flags, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
    }

    private void onVersionTwo(
        final Neighbour neighbour,
        final OverlayHeaderFlyweight header,
        final Endpoint source,
        final long nowNs,
        final int nowSec)
    {
        final int bodyLength = authenticBodyLength(neighbour, header);
        if (bodyLength < 0)
        {
            return;
        }

        final int transactionId = header.transactionId();
        final int bodyOffset = header.offset() + OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
        if (0 != (header.flags() & OverlayProtocol.FLAG_ACK))
        {
            if (onAcknowledgement(neighbour, header.action(), transactionId,
                header.buffer(), bodyOffset, bodyLength, nowNs))
            {
                onAlive(neighbour, header, source, nowNs);
            }
            return;
        }

        final int novelty = neighbour.replayWindow.accept(transactionId);
        if (ReplayWindow.FRESH == novelty)
        {
            onAlive(neighbour, header, source, nowNs);
            onRequest(neighbour, header, bodyOffset, bodyLength, nowNs, nowSec);
        }
        else
        {
            onRepeated(neighbour, header, novelty, bodyOffset, bodyLength, nowNs);
        }
    }

    private void onRequest(
        final Neighbour neighbour,
        final OverlayHeaderFlyweight header,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        final DirectBuffer buffer = header.buffer();
        switch (header.action())
        {
            case OverlayProtocol.ACTION_HELLO:
                hello.onReceived(neighbour, buffer, bodyOffset, bodyLength);
                break;

            case OverlayProtocol.ACTION_BYE:
                onBye(neighbour, buffer, bodyOffset, bodyLength, nowNs);
                break;

            case OverlayProtocol.ACTION_ERROR:
                onError(neighbour, buffer, bodyOffset, bodyLength);
                break;

            default:
                listener.onPacket(neighbour, header.action(), header.flags(), header.transactionId(),
                    buffer, bodyOffset, bodyLength, nowNs, nowSec);
                break;
        }
    }

    private void onRepeated(
        final Neighbour neighbour,
        final OverlayHeaderFlyweight header,
        final int novelty,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        neighbour.counters().drop(
            ReplayWindow.REPEATED == novelty ? LinkDrop.NUMBER_REPEATED : LinkDrop.NUMBER_OLD);
        final int action = header.action();
        final boolean isAcknowledged = OverlayProtocol.ACTION_HELLO != action &&
            OverlayProtocol.ACTION_BYE != action && OverlayProtocol.ACTION_ERROR != action;
        if (ReplayWindow.REPEATED == novelty && isAcknowledged)
        {
            listener.onRepeated(neighbour, action, header.flags(), header.transactionId(),
                header.buffer(), bodyOffset, bodyLength, nowNs);
        }
    }

    private boolean onAcknowledgement(
        final Neighbour neighbour,
        final int action,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        final InFlight inFlight = neighbour.inFlight;
        final int slot = inFlight.find(transactionId, action);
        if (slot < 0)
        {
            neighbour.counters().drop(LinkDrop.ACK_UNEXPECTED);
            return false;
        }

        neighbour.onRoundTrip(nowNs - inFlight.sentNs(slot));
        neighbour.onAcknowledged(nowNs);
        inFlightListener.onAcknowledged(neighbour, inFlight.kind(slot), inFlight.items(slot),
            inFlight.itemCount(slot), buffer, bodyOffset, bodyLength, nowNs);
        inFlight.free(slot);
        return true;
    }

    /** Length of the body of a packet that is what it claims to be, or negative; the refusal is counted. */
    private int authenticBodyLength(final Neighbour neighbour, final OverlayHeaderFlyweight header)
    {
        final LinkKeys keys = neighbour.keys;
        final int tagLength = keys.isKeyed() ? OverlayProtocol.TAG_LENGTH : 0;
        final int bodyLength = header.encodedLength() - OverlayHeaderFlyweight.LENGTH_VERSION_TWO - tagLength;
        if (bodyLength < 0)
        {
            neighbour.counters().drop(LinkDrop.TOO_SHORT);
            return bodyLength;
        }

        final PacketKey key = keys.find(header.keyId());
        if (keys.isKeyed() ? null == key : OverlayProtocol.NO_KEY != header.keyId())
        {
            neighbour.counters().drop(LinkDrop.KEY_UNKNOWN);
            return -1;
        }

        if (null != key &&
            !authenticator.isAuthentic(key, header.buffer(), header.offset(), header.encodedLength()))
        {
            neighbour.counters().drop(LinkDrop.TAG_WRONG);
            return -1;
        }
        return bodyLength;
    }

    private static void onAlive(
        final Neighbour neighbour, final OverlayHeaderFlyweight header, final Endpoint source, final long nowNs)
    {
        neighbour.onProven(source);
        neighbour.keys.onUsedByPeer(neighbour.keys.find(header.keyId()));
        neighbour.lastHeardNs = nowNs;
        neighbour.isConfirmed = true;
    }

    private void onBye(
        final Neighbour neighbour,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        if (0 != bye.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        connections.end(neighbour, NeighbourState.WAITING, nowNs);
        if (OverlayProtocol.BYE_RESTARTING == bye.reason())
        {
            neighbour.retryDeadlineNs = nowNs + neighbour.helloNs;
        }
    }

    private void onError(
        final Neighbour neighbour, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        if (0 != error.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        neighbour.errorCode = error.code();
    }

    /** An ERROR with the id of our SYN: there will be no connection for now. */
    private void onRefusal(final Neighbour neighbour, final OverlayHeaderFlyweight header, final long nowNs)
    {
        final int bodyLength = authenticBodyLength(neighbour, header);
        if (bodyLength < 0)
        {
            return;
        }
        onError(neighbour, header.buffer(),
            header.offset() + OverlayHeaderFlyweight.LENGTH_VERSION_TWO, bodyLength);
        if (!neighbour.isConnected())
        {
            handshake.onRefused(neighbour, nowNs);
        }
    }
}
