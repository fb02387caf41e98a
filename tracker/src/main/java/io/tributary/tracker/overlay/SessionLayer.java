package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.ByeFlyweight;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * The virtual connections of the overlay (paper III.A and III.B): who is connected, and which packets are to be
 * believed. Everything above sees only connected neighbours and authentic packets of theirs. Single-threaded; hot path
 * in {@link #onDatagram} and {@link #doWork}, which allocate nothing while connections stand.
 */
final class SessionLayer
{
    /** One may be lost. */
    private static final int BYES = 2;

    private final OverlaySettings settings;
    private final NeighbourTable neighbours;
    private final Connections connections;
    private final Handshake handshake;
    private final Hello hello;
    private final Outbox outbox;
    private final PacketReceiver receiver;
    private final Wakeup wakeup = new Wakeup();
    private final ByeFlyweight bye = new ByeFlyweight();
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private final SessionListener listener;
    private long strangers;

    /**
     * Without links.
     *
     * @param settings    of the overlay.
     * @param self        own tracker id.
     * @param bootEpochMs when this process started, wall clock.
     * @param output      the only way out.
     * @param idHash      keyed with a secret; makes ids that cannot be guessed.
     * @param seed        for jitter and ids.
     * @param listener    of connections and packets; not called before {@link #links}.
     * @param inFlight    of acknowledgements and losses.
     */
    SessionLayer(
        final OverlaySettings settings,
        final TrackerId self,
        final long bootEpochMs,
        final OverlayOutput output,
        final SipHash idHash,
        final long seed,
        final SessionListener listener,
        final InFlightListener inFlight)
    {
        final PacketAuthenticator authenticator = new PacketAuthenticator();
        final OverlayRandom random = new OverlayRandom(idHash, bootEpochMs, seed);
        this.settings = settings;
        this.listener = listener;
        neighbours = new NeighbourTable(settings.linksMax());
        connections = new Connections(settings, self, random, listener, inFlight);
        outbox = new Outbox(settings.listenPort(), output, authenticator, random, wakeup);
        hello = new Hello(outbox, connections);
        handshake = new Handshake(settings, self, bootEpochMs, output, authenticator, random, connections, hello);
        receiver = new PacketReceiver(authenticator, connections, handshake, hello, listener, inFlight);
    }

    NeighbourTable neighbours()
    {
        return neighbours;
    }

    Outbox outbox()
    {
        return outbox;
    }

    /** Packets whose source address and header port name no link, or that have no header. */
    long strangers()
    {
        return strangers;
    }

    /** {@link #doWork} has nothing to do before. */
    long nextDeadlineNs()
    {
        return wakeup.deadlineNs();
    }

    /** Numbers of swarms this tracker leads, told to the neighbours in HELLO. */
    void mandates(final int internal, final int external)
    {
        hello.mandates(internal, external);
    }

    /** Of a network: equal on all its trackers when everyone is connected with everyone (for people). */
    long neighbourDigest(final int scope)
    {
        return connections.neighbourDigest(scope);
    }

    /** Whether this tracker joins networks, by its settings or because it has links of both kinds. */
    boolean isBorder()
    {
        return handshake.isBorder();
    }

    /**
     * Take over the configured links: new ones are opened at once, ones that are gone are closed. A change of address,
     * kind, version, NAT, or between key and none, is a removal and an addition; all other changes take effect without
     * a break.
     *
     * @param links all of them, with unique names and addresses; those beyond {@link OverlaySettings#linksMax} are left
     *              out.
     * @param nowNs monotonic time.
     * @return links left out.
     */
    int links(final List<LinkSettings> links, final long nowNs)
    {
        for (int i = neighbours.limit() - 1; i >= 0; i--)
        {
            if (null != neighbours.at(i) && !isContinued(neighbours.at(i), links))
            {
                remove(neighbours.at(i), nowNs);
            }
        }

        int leftOut = 0;
        for (final LinkSettings link : links)
        {
            final Neighbour known = neighbours.find(link.name());
            if (null != known)
            {
                known.change(link, nowNs);
            }
            else if (neighbours.size() < neighbours.capacity())
            {
                add(link, nowNs);
            }
            else
            {
                leftOut++;
            }
        }
        handshake.border(isBorder(links));
        wakeup.by(nowNs);
        return leftOut;
    }

    /**
     * A datagram whose action has bit 7 set, or that claims so by coming here.
     *
     * @param buffer holds it.
     * @param offset of its first byte.
     * @param length of it.
     * @param source it came from.
     * @param nowNs  monotonic time.
     * @param nowSec wall clock, seconds.
     */
    void onDatagram(
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final Endpoint source,
        final long nowNs,
        final int nowSec)
    {
        final boolean hasHeader = 0 == header.wrap(buffer, offset, length).validate();
        final Neighbour neighbour = hasHeader ? neighbours.find(source, header.port()) : null;
        if (null == neighbour)
        {
            strangers++;
            return;
        }

        final int action = header.action();
        if (!OverlayProtocol.isKnown(action, OverlayProtocol.VERSION_TWO))
        {
            neighbour.counters().drop(LinkDrop.ACTION_UNKNOWN);
            return;
        }

        neighbour.counters().received(action, length);
        if (OverlayProtocol.ACTION_SYN == action)
        {
            handshake.onSyn(neighbour, buffer, offset, length, source, nowNs);
        }
        else
        {
            receiver.onPacket(neighbour, header, source, nowNs, nowSec);
        }
        wakeup.by(neighbour.nextDeadlineNs());
    }

    /** Timers of all links; returns the number of links that had something to do. */
    int doWork(final long nowNs)
    {
        if (!wakeup.isDue(nowNs))
        {
            return 0;
        }

        wakeup.reset(nowNs);
        int work = 0;
        for (int i = 0; i < neighbours.limit(); i++)
        {
            final Neighbour neighbour = neighbours.at(i);
            if (null != neighbour)
            {
                if (neighbour.nextDeadlineNs() - nowNs <= 0)
                {
                    onTimer(neighbour, nowNs);
                    work++;
                }
                wakeup.by(neighbour.nextDeadlineNs());
            }
        }
        return work;
    }

    /**
     * Say good-bye to every connected neighbour of version 2. They are no longer served after it.
     *
     * @param reason of {@link OverlayProtocol}.
     * @param nowNs  monotonic time.
     */
    void bye(final int reason, final long nowNs)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            if (null != neighbours.at(i))
            {
                bye(neighbours.at(i), reason, nowNs);
            }
        }
    }

    private void onTimer(final Neighbour neighbour, final long nowNs)
    {
        if (neighbour.isConnected() && nowNs - neighbour.lastHeardNs >= neighbour.deadNs)
        {
            connections.end(neighbour, NeighbourState.SYN_SENT, nowNs);
        }

        if (!neighbour.isConnected())
        {
            if (neighbour.retryDeadlineNs - nowNs <= 0)
            {
                handshake.open(neighbour, nowNs);
            }
            return;
        }

        if (!neighbour.isConfirmed && neighbour.confirmDeadlineNs - nowNs <= 0)
        {
            handshake.confirm(neighbour, nowNs);
        }
        if (neighbour.inFlight() > 0 && neighbour.lossDeadlineNs - nowNs <= 0)
        {
            onLossTimer(neighbour, nowNs);
        }
        if (neighbour.helloDeadlineNs - nowNs <= 0)
        {
            hello.onTick(neighbour, nowNs);
        }
    }

    private void onLossTimer(final Neighbour neighbour, final long nowNs)
    {
        final InFlight inFlight = neighbour.inFlight;
        final long sentBeforeNs = nowNs - neighbour.retransmitNs();
        boolean isLossRun = false;
        long oldestNs = nowNs;
        for (int slot = inFlight.next(0); slot >= 0; slot = inFlight.next(slot + 1))
        {
            final long sentNs = inFlight.sentNs(slot);
            if (sentNs - sentBeforeNs <= 0)
            {
                isLossRun = true;
                connections.lose(neighbour, slot);
            }
            else if (sentNs - oldestNs < 0)
            {
                oldestNs = sentNs;
            }
        }
        if (isLossRun)
        {
            neighbour.onLossRun();
        }
        neighbour.lossDeadlineNs = oldestNs + neighbour.retransmitNs();
    }

    private void add(final LinkSettings link, final long nowNs)
    {
        final Neighbour neighbour = new Neighbour(neighbours.freeIndex(), link, settings.swarmsMax());
        neighbour.change(link, nowNs);
        connections.prepare(neighbour, nowNs);
        neighbours.add(neighbour);
    }

    private void remove(final Neighbour neighbour, final long nowNs)
    {
        bye(neighbour, OverlayProtocol.BYE_LINK_REMOVED, nowNs);
        connections.end(neighbour, NeighbourState.WAITING, nowNs);
        neighbours.remove(neighbour);
        listener.onRemoved(neighbour, nowNs);
    }

    private void bye(final Neighbour neighbour, final int reason, final long nowNs)
    {
        for (int i = 0; i < BYES && neighbour.isConnected() && !neighbour.isVersionOne(); i++)
        {
            final MutableDirectBuffer buffer = outbox.begin(neighbour, OverlayProtocol.ACTION_BYE, 0);
            bye.wrapEncode(buffer, outbox.bodyOffset()).reason(reason);
            outbox.send(outbox.bodyOffset() + ByeFlyweight.LENGTH, nowNs);
        }
    }

    private boolean isBorder(final List<LinkSettings> links)
    {
        final boolean hasBothKinds = links.stream().anyMatch(LinkSettings::isExternal) &&
            !links.stream().allMatch(LinkSettings::isExternal);
        return OverlaySettings.Border.YES == settings.border() ||
            OverlaySettings.Border.AUTO == settings.border() && hasBothKinds;
    }

    private static boolean isContinued(final Neighbour neighbour, final List<LinkSettings> links)
    {
        final LinkSettings present = neighbour.settings();
        for (final LinkSettings link : links)
        {
            if (link.name().equals(present.name()))
            {
                return link.remote().isSameAs(present.remote()) && link.isExternal() == present.isExternal() &&
                    link.version() == present.version() && link.isBehindNat() == present.isBehindNat() &&
                    link.isKeyed() == present.isKeyed();
            }
        }
        return false;
    }
}
