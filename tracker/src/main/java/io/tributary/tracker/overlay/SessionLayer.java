package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * The virtual connections of the overlay (paper III.A and III.B): who is connected, and which packets are to be
 * believed. Everything above sees only connected neighbours and authentic packets of theirs. Single-threaded; hot path
 * in {@link #onDatagram} and {@link #doWork}.
 */
final class SessionLayer
{
    private final NeighbourTable neighbours;
    private final Outbox outbox;
    private final Wakeup wakeup = new Wakeup();

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
        neighbours = new NeighbourTable(settings.linksMax());
        outbox = new Outbox(settings.listenPort(), output, new PacketAuthenticator(),
            new OverlayRandom(idHash, bootEpochMs, seed), wakeup);
    }

    NeighbourTable neighbours()
    {
        return neighbours;
    }

    Outbox outbox()
    {
        return outbox;
    }

    /** Packets whose source address and header port name no link. */
    long strangers()
    {
        return 0;
    }

    /** {@link #doWork} has nothing to do before. */
    long nextDeadlineNs()
    {
        return wakeup.deadlineNs();
    }

    /** Numbers of swarms this tracker leads, told to the neighbours in HELLO. */
    void mandates(final int internal, final int external)
    {
    }

    /** Of a network: equal on all its trackers when everyone is connected with everyone (for people). */
    long neighbourDigest(final int scope)
    {
        return 0;
    }

    /** Whether this tracker joins networks, by its settings or because it has links of both kinds. */
    boolean isBorder()
    {
        return false;
    }

    /**
     * Take over the configured links: new ones are opened at once, ones that are gone are closed. A change of address,
     * kind, version or NAT is a removal and an addition; all other changes take effect without a break.
     *
     * @param links  all of them; those beyond {@link OverlaySettings#linksMax} are left out.
     * @param nowNs  monotonic time.
     * @return links left out.
     */
    int links(final List<LinkSettings> links, final long nowNs)
    {
        return 0;
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
    }

    /** Timers of all links; returns the number of links that had something to do. */
    int doWork(final long nowNs)
    {
        return 0;
    }

    /**
     * Say good-bye to every connected neighbour of version 2.
     *
     * @param reason of {@link io.tributary.codec.overlay.OverlayProtocol}.
     * @param nowNs  monotonic time.
     */
    void bye(final int reason, final long nowNs)
    {
    }
}
