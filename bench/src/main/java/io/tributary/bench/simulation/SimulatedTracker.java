package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayOutput;
import io.tributary.tracker.overlay.OverlayView;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmAnnounce;
import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * What the simulation sees of a tracker: what a socket, a client and an operator see, and what the checks have to look
 * into. One process lifetime: a crash ends it.
 */
interface SimulatedTracker
{
    /** Nobody leads. */
    int LEADER_NONE = OverlayView.LEADER_NONE;
    /** The tracker itself leads. */
    int LEADER_SELF = OverlayView.LEADER_SELF;

    /** Starts a tracker. */
    @FunctionalInterface
    interface Maker
    {
        /**
         * Start one.
         *
         * @param setup  everything it is told at its start.
         * @param output where it sends.
         * @return a tracker that has not worked yet.
         */
        SimulatedTracker start(NodeSetup setup, OverlayOutput output);
    }

    int doWork(long nowNs, int nowSec);

    void onDatagram(MutableDirectBuffer buffer, int length, Endpoint source, long nowNs, int nowSec);

    long nextDeadlineNs();

    void announce(SwarmAnnounce announce, long nowNs);

    void sweep(int nowSec);

    void links(List<LinkSettings> links, long nowNs);

    void bye(long nowNs);

    boolean isOpen(int question);

    boolean isConnected(Endpoint remote);

    /** Every stored peer of a swarm in both families, expired ones too. */
    void peers(byte[] infoHash, int nowSec, PeerSink sink);

    /**
     * Whom it takes for the leader of a swarm.
     *
     * @param infoHash   of the swarm.
     * @param isExternal in which of its networks.
     * @param remote     result: the leader's address, when it is neither nobody nor the tracker itself.
     * @return {@link #LEADER_NONE}, {@link #LEADER_SELF} or anything else.
     */
    int leader(byte[] infoHash, boolean isExternal, Endpoint remote);

    /** The process ends. What it stored stays with the {@link NodeSetup}. */
    void close();
}
