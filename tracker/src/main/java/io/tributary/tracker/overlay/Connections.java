package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.SynFlyweight;

/**
 * Beginning and end of virtual connections: the only place where a neighbour becomes or ceases to be connected, and
 * where the listeners hear of it.
 */
final class Connections
{
    /** Intervals and datagrams shorter than these are not believed: nobody can make this tracker send faster. */
    static final long HELLO_MIN_NS = 100_000_000L;
    static final int DATAGRAM_LENGTH_MIN = 256;

    private static final long NS_PER_MS = 1_000_000L;

    private final OverlaySettings settings;
    private final OverlayRandom random;
    private final SessionListener listener;
    private final InFlightListener inFlightListener;
    private final long[] digests = new long[2];

    Connections(
        final OverlaySettings settings,
        final TrackerId self,
        final OverlayRandom random,
        final SessionListener listener,
        final InFlightListener inFlightListener)
    {
        this.settings = settings;
        this.random = random;
        this.listener = listener;
        this.inFlightListener = inFlightListener;
        final long selfHash = TrackerIdHash.hash(self);
        digests[SwarmTable.INTERNAL] = selfHash;
        digests[SwarmTable.EXTERNAL] = selfHash;
    }

    long neighbourDigest(final int scope)
    {
        return digests[scope];
    }

    /** Give a new link what it needs before its first SYN. */
    void prepare(final Neighbour neighbour, final long nowNs)
    {
        neighbour.stateSinceNs = nowNs;
        neighbour.lastHeardNs = nowNs;
        neighbour.errorAllowedNs = nowNs;
        neighbour.retryDeadlineNs = nowNs;
        newAttempt(neighbour);
    }

    /**
     * The neighbour of version 1 answered a SYN. Where both sides' SYNs crossed, each uses the id that the other chose,
     * and both ids are good (A.9-10).
     */
    void openVersionOne(final Neighbour neighbour, final long connectionId, final long nowNs)
    {
        final long ownId = neighbour.isNextVersionOne ? neighbour.nextOwnId : connectionId;
        founded(neighbour, ownId, connectionId, nowNs);
        versionOne(neighbour, true, nowNs);
    }

    /** The neighbour of version 1 uses the id that it was given in answer to its SYN. */
    void acceptVersionOne(final Neighbour neighbour, final long nowNs)
    {
        founded(neighbour, neighbour.nextOwnId, neighbour.nextOwnId, nowNs);
        versionOne(neighbour, false, nowNs);
    }

    /**
     * Connect with a neighbour of version 2. The listener has not heard of it before {@link #announce}, so that the
     * handshake's packet goes out first.
     *
     * @param neighbour that proved itself.
     * @param syn       SYN-ACK, or confirmation of ours.
     * @param key       it was tagged with, or null.
     * @param isOpener  whether it is a SYN-ACK.
     * @param nowNs     monotonic time.
     * @return whether it is the process that was connected before.
     */
    boolean found(
        final Neighbour neighbour,
        final SynFlyweight syn,
        final PacketKey key,
        final boolean isOpener,
        final long nowNs)
    {
        founded(neighbour, neighbour.nextOwnId, syn.ownConnectionId(), nowNs);
        neighbour.keys.onUsedByPeer(key);
        final boolean isSameBoot = OverlayProtocol.VERSION_TWO == neighbour.version &&
            neighbour.bootEpochMs == syn.bootEpochMs() &&
            neighbour.trackerId.high() == syn.trackerIdHigh() && neighbour.trackerId.low() == syn.trackerIdLow();
        if (!isSameBoot)
        {
            neighbour.trackerId = new TrackerId(syn.trackerIdHigh(), syn.trackerIdLow());
            neighbour.bootEpochMs = syn.bootEpochMs();
        }
        neighbour.version = OverlayProtocol.VERSION_TWO;
        neighbour.isOpener = isOpener;
        neighbour.isConfirmed = !isOpener;
        neighbour.isBorder = syn.isBorder();
        neighbour.helloNs = Math.min(settings.helloNs(), Math.max(HELLO_MIN_NS, syn.helloMs() * NS_PER_MS));
        neighbour.deadNs = Math.max(2 * neighbour.helloNs,
            Math.min(settings.disconnectNs(), syn.disconnectMs() * NS_PER_MS));
        neighbour.datagramMax =
            Math.min(ownDatagramMax(neighbour), Math.max(DATAGRAM_LENGTH_MIN, syn.datagramLengthMax()));
        neighbour.helloDeadlineNs = nowNs + neighbour.helloNs;
        digests[neighbour.scope()] ^= TrackerIdHash.hash(neighbour.trackerId);
        return isSameBoot;
    }

    /** The last step of connecting. */
    void announce(final Neighbour neighbour, final boolean isSameBoot, final long nowNs)
    {
        listener.onConnected(neighbour, isSameBoot, nowNs);
    }

    /**
     * End the connection, if there is one.
     *
     * @param neighbour any.
     * @param next      SYN_SENT to try again at once, WAITING to leave it in peace for the reconnect interval.
     * @param nowNs     monotonic time.
     */
    void end(final Neighbour neighbour, final NeighbourState next, final long nowNs)
    {
        if (!neighbour.isConnected())
        {
            return;
        }
        neighbour.state(next, nowNs);
        neighbour.counters().disconnects++;
        neighbour.retryDeadlineNs =
            NeighbourState.WAITING == next ? nowNs + random.jitter(settings.reconnectNs()) : nowNs;
        digests[neighbour.scope()] ^= TrackerIdHash.hash(neighbour.trackerId);
        final InFlight inFlight = neighbour.inFlight;
        for (int slot = inFlight.next(0); slot >= 0; slot = inFlight.next(slot + 1))
        {
            lose(neighbour, slot);
        }
        listener.onDisconnected(neighbour, nowNs);
    }

    /** Give up waiting for one acknowledgement. */
    void lose(final Neighbour neighbour, final int slot)
    {
        final InFlight inFlight = neighbour.inFlight;
        neighbour.counters().lost++;
        inFlightListener.onLost(neighbour, inFlight.kind(slot), inFlight.items(slot), inFlight.itemCount(slot));
        inFlight.free(slot);
    }

    private void versionOne(final Neighbour neighbour, final boolean isOpener, final long nowNs)
    {
        neighbour.version = OverlayProtocol.VERSION_ONE;
        neighbour.trackerId = neighbour.versionOneId();
        neighbour.isOpener = isOpener;
        neighbour.isConfirmed = true;
        neighbour.isBorder = false;
        neighbour.helloNs = settings.helloNs();
        neighbour.deadNs = settings.disconnectNs();
        neighbour.datagramMax =
            Math.min(ownDatagramMax(neighbour), OverlayProtocol.VERSION_ONE_DATAGRAM_LENGTH_MAX);
        neighbour.helloDeadlineNs = nowNs + neighbour.helloNs;
        digests[neighbour.scope()] ^= TrackerIdHash.hash(neighbour.trackerId);
        announce(neighbour, false, nowNs);
    }

    private void founded(final Neighbour neighbour, final long ownId, final long peerId, final long nowNs)
    {
        end(neighbour, NeighbourState.SYN_SENT, nowNs);
        neighbour.ownId = ownId;
        neighbour.peerId = peerId;
        neighbour.lastHeardNs = nowNs;
        neighbour.onNewConnection();
        newAttempt(neighbour);
        neighbour.counters().connects++;
        neighbour.state(NeighbourState.CONNECTED, nowNs);
    }

    /** Whatever comes after the connection that now stands or failed has ids of its own. */
    private void newAttempt(final Neighbour neighbour)
    {
        neighbour.nextOwnId = random.nextConnectionId();
        neighbour.isNextVersionOne = false;
        neighbour.synTransactionId = random.nextTransactionId();
        neighbour.synsSent = 0;
        neighbour.keys.onNewAttempt();
    }

    private int ownDatagramMax(final Neighbour neighbour)
    {
        return neighbour.settings().remote().isIpv6() ? settings.datagramMaxIpv6() : settings.datagramMaxIpv4();
    }
}
