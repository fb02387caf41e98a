package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * One tracker with a session layer and, in place of exchange and election, the least that keeps a session going: it
 * acknowledges what it gets, and remembers what it was told.
 */
final class SessionNode implements SessionListener, InFlightListener
{
    final Endpoint address;
    final SessionLayer sessions;
    /** What happened, as words: "connected b same", "disconnected b", "removed b". */
    final List<String> events = new ArrayList<>();
    final List<Integer> acknowledgedKinds = new ArrayList<>();
    final List<List<Integer>> lostItems = new ArrayList<>();
    final List<Integer> receivedActions = new ArrayList<>();
    int repeats;
    boolean isAcknowledging = true;
    boolean isSending = true;

    private final SessionNetwork network;
    private final Endpoint natAddress;

    SessionNode(
        final SessionNetwork network,
        final Endpoint address,
        final Endpoint natAddress,
        final OverlaySettings settings,
        final TrackerId id,
        final long bootEpochMs)
    {
        this.network = network;
        this.address = address;
        this.natAddress = natAddress;
        this.sessions = new SessionLayer(settings, id, bootEpochMs, this::output,
            new SipHash(id.high(), id.low() ^ 0x5EC2E7L), id.low(), this, this);
        network.add(this);
    }

    boolean isAt(final Endpoint destination)
    {
        return destination.isSameAs(null == natAddress ? address : natAddress);
    }

    Neighbour neighbour(final String name)
    {
        return sessions.neighbours().find(name);
    }

    boolean isConnectedTo(final String name)
    {
        return neighbour(name).isConnected();
    }

    void links(final LinkSettings... links)
    {
        sessions.links(List.of(links), network.nowNs());
    }

    void onDatagram(final Endpoint source, final byte[] bytes, final long nowNs)
    {
        final MutableDirectBuffer buffer = SessionNetwork.buffer(bytes);
        sessions.onDatagram(buffer, 0, bytes.length, source, nowNs, (int)(nowNs / SessionNetwork.SECOND));
    }

    boolean canSend(final String name)
    {
        return sessions.outbox().canSend(neighbour(name), network.nowNs());
    }

    boolean sendTracked(final String name, final int action, final int kind, final int bodyLength, final int... items)
    {
        final Outbox outbox = sessions.outbox();
        final MutableDirectBuffer buffer = outbox.begin(neighbour(name), action, 0);
        final int bodyOffset = outbox.bodyOffset();
        buffer.setMemory(bodyOffset, bodyLength, (byte)0);
        return outbox.sendTracked(bodyOffset + bodyLength, kind, items, items.length, network.nowNs());
    }

    @Override
    public void onConnected(final Neighbour neighbour, final boolean isSameBoot, final long nowNs)
    {
        events.add("connected " + neighbour.name() + (isSameBoot ? " same" : ""));
        if (neighbour.isVersionOne() && neighbour.isOpener())
        {
            final Outbox outbox = sessions.outbox();
            outbox.begin(neighbour, OverlayProtocol.ACTION_SUMMARY, 0);
            outbox.sendTracked(outbox.bodyOffset(), InFlightKind.SUMMARY, new int[0], 0, nowNs);
        }
    }

    @Override
    public void onDisconnected(final Neighbour neighbour, final long nowNs)
    {
        events.add("disconnected " + neighbour.name());
    }

    @Override
    public void onRemoved(final Neighbour neighbour, final long nowNs)
    {
        events.add("removed " + neighbour.name());
    }

    @Override
    public void onPacket(
        final Neighbour neighbour,
        final int action,
        final int flags,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        receivedActions.add(action);
        if (!isAcknowledging)
        {
            return;
        }
        final Outbox outbox = sessions.outbox();
        if (neighbour.isVersionOne() && OverlayProtocol.ACTION_SUMMARY == action)
        {
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_UPDATE, 0, transactionId)
                .putByte(outbox.bodyOffset(), (byte)OverlayProtocol.FLAG_UNIFICATION);
            outbox.sendTracked(outbox.bodyOffset() + 1, InFlightKind.FULL, new int[0], 0, nowNs);
        }
        else if (neighbour.isVersionOne() && 0 != (flags & OverlayProtocol.FLAG_UNIFICATION))
        {
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_UPDATE, 0, transactionId)
                .putByte(outbox.bodyOffset(), (byte)(OverlayProtocol.FLAG_UNIFICATION | OverlayProtocol.FLAG_ACK));
            outbox.send(outbox.bodyOffset() + 1, nowNs);
        }
        else
        {
            outbox.acknowledge(neighbour, action, transactionId, nowNs);
        }
    }

    @Override
    public void onRepeated(
        final Neighbour neighbour,
        final int action,
        final int flags,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        repeats++;
        sessions.outbox().acknowledge(neighbour, action, transactionId, nowNs);
    }

    @Override
    public void onAcknowledged(
        final Neighbour neighbour,
        final int kind,
        final int[] items,
        final int count,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        acknowledgedKinds.add(kind);
    }

    @Override
    public void onLost(final Neighbour neighbour, final int kind, final int[] items, final int count)
    {
        final List<Integer> lost = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            lost.add(items[i]);
        }
        lostItems.add(lost);
    }

    private boolean output(
        final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        assert 0 == offset : offset;
        return isSending &&
            network.send(null == natAddress ? address : natAddress, destination, buffer, length);
    }
}
