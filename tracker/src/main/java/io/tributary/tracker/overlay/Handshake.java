package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.ErrorFlyweight;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.SynFlyweight;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The three-way handshake of both versions (paper III.A):
 * <pre>
 *   opener                                    other side
 *   SYN             own id a          --&gt;     CONFIRMING
 *   CONNECTED       own id b, to a    &lt;--     SYN|ACK
 *   SYN|ACK|CONFIRM own id a, to b    --&gt;     CONNECTED, HELLO at once
 * </pre>
 * In version 1 the SYN-ACK brings one id for both directions, and the opener's SUMMARY is the third leg.
 *
 * <p>Nothing is kept of a SYN but that it was answered. What founds a connection is a packet that bears the id which
 * this side gave to the neighbour's own address, {@link Neighbour#nextOwnId}; so a forged or stray SYN disturbs nothing
 * (A.9-11), and SYNs that cross found the same connection from both ends (A.9-10). Answers are never longer than what
 * they answer and go to the configured address; behind NAT, to the port that the SYN came from.
 */
final class Handshake
{
    private static final long ERROR_INTERVAL_NS = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int ERROR_LENGTH = OverlayHeaderFlyweight.LENGTH_VERSION_TWO + ErrorFlyweight.LENGTH;
    private static final int CONFIRM_DOUBLINGS_MAX = 10;
    private static final int BUFFER_LENGTH = 128;

    private final OverlaySettings settings;
    private final TrackerId self;
    private final long bootEpochMs;
    private final OverlayOutput output;
    private final PacketAuthenticator authenticator;
    private final OverlayRandom random;
    private final Connections connections;
    private final Hello hello;
    private final SynFlyweight syn = new SynFlyweight();
    private final SynFlyweight own = new SynFlyweight();
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();
    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final Endpoint destination = new Endpoint();
    private boolean isBorder;

    Handshake(
        final OverlaySettings settings,
        final TrackerId self,
        final long bootEpochMs,
        final OverlayOutput output,
        final PacketAuthenticator authenticator,
        final OverlayRandom random,
        final Connections connections,
        final Hello hello)
    {
        this.settings = settings;
        this.self = self;
        this.bootEpochMs = bootEpochMs;
        this.output = output;
        this.authenticator = authenticator;
        this.random = random;
        this.connections = connections;
        this.hello = hello;
    }

    void border(final boolean isBorderTracker)
    {
        isBorder = isBorderTracker;
    }

    boolean isBorder()
    {
        return isBorder;
    }

    /** The retry timer expired: one more SYN, unless only the neighbour can begin. */
    void open(final Neighbour neighbour, final long nowNs)
    {
        if (!neighbour.isPortKnown)
        {
            neighbour.retryDeadlineNs = nowNs + settings.helloNs();
            return;
        }

        if (neighbour.synsSent < settings.retries())
        {
            if (NeighbourState.IDLE == neighbour.state() || NeighbourState.WAITING == neighbour.state())
            {
                neighbour.state(NeighbourState.SYN_SENT, nowNs);
            }
            neighbour.retryDeadlineNs = nowNs + random.jitter(settings.helloNs());
        }
        else
        {
            giveUp(neighbour, nowNs);
        }

        final PacketKey key = neighbour.keys.ofSyn(neighbour.synsSent++);
        neighbour.synSentNs = nowNs;
        destination.set(neighbour.destination());
        if (LinkSettings.Version.ONE == neighbour.settings().version())
        {
            sendVersionOne(neighbour, 0, OverlayProtocol.NO_CONNECTION_ID, neighbour.synTransactionId);
        }
        else
        {
            begin(key, 0, OverlayProtocol.NO_CONNECTION_ID, neighbour.synTransactionId);
            sendVersionTwo(neighbour, key, neighbour.nextOwnId);
        }
    }

    /** The neighbour has not been heard of since its SYN-ACK: it may not know that it is connected. */
    void confirm(final Neighbour neighbour, final long nowNs)
    {
        final PacketKey key = neighbour.keys.sending();
        destination.set(neighbour.destination());
        begin(key, OverlayProtocol.FLAG_ACK | OverlayProtocol.FLAG_CONFIRM,
            neighbour.peerId, neighbour.answeredTransactionId);
        sendVersionTwo(neighbour, key, neighbour.ownId);
        final int doublings = Math.min(neighbour.confirmsSent++, CONFIRM_DOUBLINGS_MAX);
        neighbour.confirmDeadlineNs =
            nowNs + Math.min(neighbour.helloNs, neighbour.retransmitNs() << doublings);
    }

    /** A packet with action SYN from the address of a configured neighbour. */
    void onSyn(
        final Neighbour neighbour,
        final DirectBuffer packet,
        final int offset,
        final int length,
        final Endpoint source,
        final long nowNs)
    {
        syn.wrap(packet, offset, length);
        if (0 != syn.validate())
        {
            neighbour.counters().drop(LinkDrop.SYN_MALFORMED);
            return;
        }

        destination.set(neighbour.settings().remote());
        if (neighbour.settings().isBehindNat())
        {
            destination.port(source.port());
        }

        final boolean isVersionTwo = syn.hasCapabilities() &&
            (syn.isAck() || LinkSettings.Version.ONE != neighbour.settings().version());
        if (isVersionTwo)
        {
            onVersionTwo(neighbour, source, nowNs);
        }
        else
        {
            onVersionOne(neighbour, source, nowNs);
        }
    }

    /** The neighbour refuses: known to be its answer by the id, which only it was told. */
    void onRefused(final Neighbour neighbour, final long nowNs)
    {
        giveUp(neighbour, nowNs);
    }

    private void giveUp(final Neighbour neighbour, final long nowNs)
    {
        if (NeighbourState.WAITING != neighbour.state())
        {
            neighbour.state(NeighbourState.WAITING, nowNs);
        }
        neighbour.retryDeadlineNs = nowNs + random.jitter(settings.reconnectNs());
    }

    private void onVersionOne(final Neighbour neighbour, final Endpoint source, final long nowNs)
    {
        final LinkSettings link = neighbour.settings();
        if (link.isKeyed() || LinkSettings.Version.TWO == link.version())
        {
            neighbour.counters().drop(LinkDrop.VERSION_REFUSED);
        }
        else if (!syn.isAck())
        {
            neighbour.isNextVersionOne = true;
            confirming(neighbour, nowNs);
            sendVersionOne(neighbour, OverlayProtocol.FLAG_ACK, neighbour.nextOwnId, syn.transactionId());
        }
        else if (isExpected(neighbour) && OverlayProtocol.NO_CONNECTION_ID != syn.connectionId())
        {
            neighbour.onProven(source);
            connections.openVersionOne(neighbour, syn.connectionId(), nowNs);
        }
        else
        {
            neighbour.counters().drop(LinkDrop.SYN_ACK_UNEXPECTED);
        }
    }

    private void onVersionTwo(final Neighbour neighbour, final Endpoint source, final long nowNs)
    {
        if (LinkSettings.Version.ONE == neighbour.settings().version())
        {
            neighbour.counters().drop(LinkDrop.VERSION_REFUSED);
            return;
        }

        final PacketKey key = neighbour.keys.find(syn.keyId());
        if (neighbour.keys.isKeyed() ? null == key : syn.hasTag())
        {
            neighbour.counters().drop(LinkDrop.KEY_UNKNOWN);
        }
        else if (null != key && !authenticator.isAuthentic(key, syn.buffer(), syn.offset(), syn.encodedLength()))
        {
            neighbour.counters().drop(LinkDrop.TAG_WRONG);
        }
        else if (self.high() == syn.trackerIdHigh() && self.low() == syn.trackerIdLow())
        {
            neighbour.counters().drop(LinkDrop.OWN_TRACKER_ID);
        }
        else if (syn.linkKind() != kind(neighbour))
        {
            neighbour.counters().drop(LinkDrop.KIND_MISMATCH);
            refuse(neighbour, key, OverlayProtocol.ERROR_KIND_MISMATCH, nowNs);
        }
        else if (!syn.isAck())
        {
            answer(neighbour, key, nowNs);
        }
        else if (syn.isConfirm())
        {
            onConfirm(neighbour, key, source, nowNs);
        }
        else
        {
            onAnswer(neighbour, key, source, nowNs);
        }
    }

    private void answer(final Neighbour neighbour, final PacketKey key, final long nowNs)
    {
        final boolean isPresent = isPresentConnection(neighbour);
        confirming(neighbour, nowNs);
        begin(key, OverlayProtocol.FLAG_ACK, syn.ownConnectionId(), syn.transactionId());
        sendVersionTwo(neighbour, key, isPresent ? neighbour.ownId : neighbour.nextOwnId);
    }

    private void onAnswer(
        final Neighbour neighbour, final PacketKey key, final Endpoint source, final long nowNs)
    {
        if (!isExpected(neighbour) || syn.connectionId() != neighbour.nextOwnId)
        {
            neighbour.counters().drop(LinkDrop.SYN_ACK_UNEXPECTED);
            return;
        }

        final boolean isFirstSyn = 1 == neighbour.synsSent;
        neighbour.onProven(source);
        neighbour.answeredTransactionId = syn.transactionId();
        neighbour.confirmsSent = 0;
        final boolean isSameBoot = connections.found(neighbour, syn, key, true, nowNs);
        if (isFirstSyn)
        {
            neighbour.onRoundTrip(nowNs - neighbour.synSentNs);
        }
        confirm(neighbour, nowNs);
        connections.announce(neighbour, isSameBoot, nowNs);
    }

    private void onConfirm(
        final Neighbour neighbour, final PacketKey key, final Endpoint source, final long nowNs)
    {
        if (syn.connectionId() == neighbour.nextOwnId)
        {
            neighbour.onProven(source);
            final boolean isSameBoot = connections.found(neighbour, syn, key, false, nowNs);
            hello.send(neighbour, nowNs);
            connections.announce(neighbour, isSameBoot, nowNs);
        }
        else if (isPresentConnection(neighbour) && syn.connectionId() == neighbour.ownId)
        {
            hello.send(neighbour, nowNs);
        }
        else
        {
            neighbour.counters().drop(LinkDrop.CONNECTION_UNKNOWN);
        }
    }

    /** Whether the SYN at hand belongs to the connection that stands: a late or repeated leg of its handshake. */
    private boolean isPresentConnection(final Neighbour neighbour)
    {
        return neighbour.isConnected() && !neighbour.isVersionOne() && syn.ownConnectionId() == neighbour.peerId;
    }

    /** Whether an answer to the latest SYN is waited for, and this is one. */
    private boolean isExpected(final Neighbour neighbour)
    {
        return !neighbour.isConnected() && neighbour.synsSent > 0 &&
            syn.transactionId() == neighbour.synTransactionId;
    }

    private static void confirming(final Neighbour neighbour, final long nowNs)
    {
        if (!neighbour.isConnected() && NeighbourState.CONFIRMING != neighbour.state())
        {
            neighbour.state(NeighbourState.CONFIRMING, nowNs);
        }
    }

    private static int kind(final Neighbour neighbour)
    {
        return neighbour.isExternal() ? OverlayProtocol.KIND_EXTERNAL : OverlayProtocol.KIND_INTERNAL;
    }

    private void sendVersionOne(
        final Neighbour neighbour,
        final int flags,
        final long connectionId,
        final int transactionId)
    {
        own.wrapEncodeVersionOne(buffer, 0)
            .connectionId(connectionId).transactionId(transactionId).port(settings.listenPort()).flags(flags);
        send(neighbour, OverlayProtocol.ACTION_SYN, own.encodedLength());
    }

    private void begin(final PacketKey key, final int flags, final long connectionId, final int transactionId)
    {
        own.wrapEncodeVersionTwo(buffer, 0, null == key ? OverlayProtocol.NO_KEY : key.id())
            .connectionId(connectionId).transactionId(transactionId).port(settings.listenPort()).flags(flags);
    }

    private void sendVersionTwo(
        final Neighbour neighbour, final PacketKey key, final long ownConnectionId)
    {
        final boolean isIpv6 = neighbour.settings().remote().isIpv6();
        own.capabilities(isBorder ? OverlayProtocol.CAPABILITY_BORDER : 0)
            .linkKind(kind(neighbour))
            .helloMs(settings.helloNs() / NS_PER_MS)
            .disconnectMs(settings.disconnectNs() / NS_PER_MS)
            .datagramLengthMax(isIpv6 ? settings.datagramMaxIpv6() : settings.datagramMaxIpv4())
            .trackerId(self.high(), self.low())
            .bootEpochMs(bootEpochMs)
            .ownConnectionId(ownConnectionId);
        if (null != key)
        {
            authenticator.sign(key, buffer, 0, SynFlyweight.LENGTH_VERSION_TWO);
        }
        send(neighbour, OverlayProtocol.ACTION_SYN, own.encodedLength());
    }

    private void refuse(final Neighbour neighbour, final PacketKey key, final int code, final long nowNs)
    {
        if (syn.isAck() || nowNs - neighbour.errorAllowedNs < 0)
        {
            return;
        }
        neighbour.errorAllowedNs = nowNs + ERROR_INTERVAL_NS;
        header.wrapEncode(buffer, 0)
            .connectionId(syn.ownConnectionId()).action(OverlayProtocol.ACTION_ERROR)
            .transactionId(syn.transactionId()).port(settings.listenPort())
            .flags(0).keyId(null == key ? OverlayProtocol.NO_KEY : key.id());
        error.wrapEncode(buffer, OverlayHeaderFlyweight.LENGTH_VERSION_TWO).code(code);
        int length = ERROR_LENGTH;
        if (null != key)
        {
            authenticator.sign(key, buffer, 0, length);
            length += OverlayProtocol.TAG_LENGTH;
        }
        send(neighbour, OverlayProtocol.ACTION_ERROR, length);
    }

    private void send(final Neighbour neighbour, final int action, final int length)
    {
        neighbour.counters().sent(action, length);
        if (!output.send(destination, buffer, 0, length))
        {
            neighbour.counters().drop(LinkDrop.OUTPUT_REFUSED);
        }
    }
}
