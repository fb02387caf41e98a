package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where packets of a virtual connection are written: header before the body, tag behind it, and off they go. One
 * packet at a time: {@link #begin} or {@link #beginAnswer}, write a body between {@link #bodyOffset} and
 * {@link #bodyLimit}, then one of the sends; a packet that is begun and not sent costs nothing. Hot path: allocates
 * nothing, throws nothing.
 *
 * <p>The header differs by the version of the connection. In version 1 the flags are the first byte of some bodies,
 * which is why the caller writes them there.
 */
final class Outbox
{
    private static final int BUFFER_LENGTH = 65_536;

    private final int listenPort;
    private final OverlayOutput output;
    private final PacketAuthenticator authenticator;
    private final OverlayRandom random;
    private final Wakeup wakeup;
    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private Neighbour neighbour;
    private int action;
    private int flags;
    private int answeredId;
    private boolean isAnswer;

    Outbox(
        final int listenPort,
        final OverlayOutput output,
        final PacketAuthenticator authenticator,
        final OverlayRandom random,
        final Wakeup wakeup)
    {
        this.listenPort = listenPort;
        this.output = output;
        this.authenticator = authenticator;
        this.random = random;
        this.wakeup = wakeup;
    }

    /**
     * Whether news may go to a neighbour now: it is connected, not too much is under way to it, and its bytes per
     * second are not used up. To be asked before every tracked packet; acknowledgements need not ask.
     */
    boolean canSend(final Neighbour to, final long nowNs)
    {
        return to.isConnected() && to.hasWindow() && to.pace.isDue(nowNs);
    }

    /**
     * Begin a packet with a transaction id of its own.
     *
     * @param to          connected neighbour.
     * @param packetAction of {@link OverlayProtocol}.
     * @param packetFlags version 2: of the header; version 1: not used.
     * @return where to write the body.
     */
    MutableDirectBuffer begin(final Neighbour to, final int packetAction, final int packetFlags)
    {
        neighbour = to;
        action = packetAction;
        flags = packetFlags;
        isAnswer = false;
        return buffer;
    }

    /**
     * Begin a packet that answers another and repeats its transaction id.
     *
     * @param to            connected neighbour.
     * @param packetAction  of {@link OverlayProtocol}.
     * @param packetFlags   version 2: of the header, to which ACK is added; version 1: not used.
     * @param transactionId of the packet that is answered.
     * @return where to write the body.
     */
    MutableDirectBuffer beginAnswer(
        final Neighbour to, final int packetAction, final int packetFlags, final int transactionId)
    {
        neighbour = to;
        action = packetAction;
        flags = packetFlags | OverlayProtocol.FLAG_ACK;
        answeredId = transactionId;
        isAnswer = true;
        return buffer;
    }

    /** Where the packet begun is written. */
    MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /** Where the body of the packet begun starts. */
    int bodyOffset()
    {
        return neighbour.isVersionOne() ?
            OverlayHeaderFlyweight.LENGTH : OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
    }

    /** Where the body of the packet begun must end at the latest. */
    int bodyLimit()
    {
        return neighbour.datagramMax() - (neighbour.keys.isKeyed() ? OverlayProtocol.TAG_LENGTH : 0);
    }

    /**
     * Send the packet begun and await its acknowledgement.
     *
     * @param bodyEnd   where the body ends in the buffer.
     * @param kind      of {@link InFlightKind}.
     * @param items     what it is about, from index 0; copied.
     * @param itemCount at most {@link InFlight#ITEMS_MAX}.
     * @param nowNs     monotonic time.
     * @return false when nothing was sent, because {@link #canSend} would have said so; the listener hears nothing.
     */
    boolean sendTracked(
        final int bodyEnd, final int kind, final int[] items, final int itemCount, final long nowNs)
    {
        final Neighbour to = neighbour;
        if (!to.isConnected() || to.inFlight.isFull())
        {
            to.counters().drop(to.isConnected() ? LinkDrop.NOT_TRACKED : LinkDrop.NOT_CONNECTED);
            return false;
        }

        final int transactionId = nextTransactionId();
        final long deadlineNs = nowNs + to.retransmitNs();
        if (0 == to.inFlight.count() || deadlineNs - to.lossDeadlineNs < 0)
        {
            to.lossDeadlineNs = deadlineNs;
            wakeup.by(deadlineNs);
        }
        to.inFlight.add(transactionId, action, kind, items, itemCount, nowNs);
        transmit(transactionId, bodyEnd, nowNs);
        return true;
    }

    /**
     * Send the packet begun and forget it.
     *
     * @param bodyEnd where the body ends in the buffer.
     * @param nowNs   monotonic time.
     * @return false when nothing was sent, because the neighbour is not connected.
     */
    boolean send(final int bodyEnd, final long nowNs)
    {
        if (!neighbour.isConnected())
        {
            neighbour.counters().drop(LinkDrop.NOT_CONNECTED);
            return false;
        }
        transmit(nextTransactionId(), bodyEnd, nowNs);
        return true;
    }

    /**
     * Acknowledge with an empty body; version 1: with flags ACK alone.
     *
     * @param to             connected neighbour.
     * @param packetAction   of the packet that is acknowledged.
     * @param transactionId  of that packet.
     * @param nowNs          monotonic time.
     * @return as {@link #send}.
     */
    boolean acknowledge(
        final Neighbour to, final int packetAction, final int transactionId, final long nowNs)
    {
        beginAnswer(to, packetAction, 0, transactionId);
        int end = bodyOffset();
        if (to.isVersionOne())
        {
            buffer.putByte(end++, (byte)OverlayProtocol.FLAG_ACK);
        }
        return send(end, nowNs);
    }

    private int nextTransactionId()
    {
        if (isAnswer)
        {
            return answeredId;
        }
        if (!neighbour.isVersionOne())
        {
            return neighbour.nextNumber++;
        }
        if (OverlayProtocol.ACTION_HELLO == action)
        {
            return 0;
        }
        int transactionId = random.nextTransactionId();
        while (neighbour.inFlight.hasTransactionId(transactionId))
        {
            transactionId = random.nextTransactionId();
        }
        return transactionId;
    }

    private void transmit(final int transactionId, final int bodyEnd, final long nowNs)
    {
        final Neighbour to = neighbour;
        header.wrapEncode(buffer, 0)
            .connectionId(to.peerId).action(action).transactionId(transactionId).port(listenPort);
        int length = bodyEnd;
        if (!to.isVersionOne())
        {
            final PacketKey key = to.keys.sending();
            header.flags(flags).keyId(null == key ? OverlayProtocol.NO_KEY : key.id());
            if (null != key)
            {
                authenticator.sign(key, buffer, 0, length);
                length += OverlayProtocol.TAG_LENGTH;
            }
        }
        assert length <= to.datagramMax() : length;

        to.counters().sent(action, length);
        to.pace.spend(length, nowNs);
        to.lastSentNs = nowNs;
        if (!output.send(to.destination(), buffer, 0, length))
        {
            to.counters().drop(LinkDrop.OUTPUT_REFUSED);
        }
    }
}
