package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

/**
 * One configured link and the virtual connection over it, if there is one. Lives as long as its link is configured
 * with the same address, kind and version; a link that changes in these is a new neighbour under the same name.
 *
 * <p>Three parts of the overlay keep their state of a link here, each in its own section: the session layer, the
 * exchange of swarms and peers, and the election. No part writes into another's section. Single-threaded; allocates
 * only to grow its sets.
 */
final class Neighbour
{
    /** Shortest retransmission timer. */
    static final long RETRANSMIT_MIN_NS = 100_000_000L;

    /** Retransmission timer before the round trip is known. */
    private static final long RETRANSMIT_INITIAL_NS = 300_000_000L;
    private static final int LOSS_RUN_MAX = 10;
    private static final int WINDOW_MIN = 4;
    private static final int WINDOW_INITIAL = 16;

    // ---- exchange: swarms by slot ----

    /** Swarms that both trackers have. */
    final SlotBits shared = new SlotBits();
    /** Swarms of this tracker that the other one has said it has no more. */
    final SlotBits withdrawn = new SlotBits();
    /** To be told of in a SUMMARY. */
    final SlotBits pendingSummary = new SlotBits();
    /** To be withdrawn in a SUMMARY. */
    final SlotBits pendingRemoval = new SlotBits();
    /** Swarms that this side let go of, and has again, without the other having heard of it: to be asked for. */
    final SlotBits pendingResync = new SlotBits();
    /** To be sent in full. */
    final SlotBits pendingFull = new SlotBits();
    /** To be sent with the periodic update. */
    final SlotBits pendingTick = new SlotBits();
    /** Whose last digest differed. */
    final SlotBits mismatched = new SlotBits();
    /** Records taken from this neighbour. */
    final SlotCounts recordCounts;
    /** Absolute position in the change log up to which this neighbour was told. */
    long logCursor;
    /** Everything else of the exchange. */
    final ExchangeState exchange = new ExchangeState();

    // ---- election ----

    /** Number of swarms the neighbour last said it leads, internal and external. */
    final int[] mandates = new int[2];
    /** Whether it said so in this connection. */
    boolean hasReportedMandates;

    // ---- session layer ----

    final InFlight inFlight = new InFlight();
    final ReplayWindow replayWindow = new ReplayWindow();
    final LinkPace pace = new LinkPace();
    final LinkKeys keys = new LinkKeys();

    /** Expected in packets from the neighbour. */
    long ownId;
    /** Put into packets to the neighbour; version 1: also accepted from it. */
    long peerId;
    /** Offered in every SYN and SYN-ACK until a packet bears it, and thereby founds the next connection. */
    long nextOwnId;
    /** Whether {@link #nextOwnId} was given to a neighbour of version 1, whose next packet need not be a SYN. */
    boolean isNextVersionOne;
    /** Of own SYNs. */
    int synTransactionId;
    int synsSent;
    /** Number of the next request, version 2. */
    int nextNumber;
    int version;
    boolean isOpener;
    /** Version 2, opener: a packet that is no SYN came, so the neighbour has got the confirmation. */
    boolean isConfirmed;
    long helloNs;
    long deadNs;
    int datagramMax;
    boolean isBorder;
    TrackerId trackerId;
    long bootEpochMs;
    /** Highest of our transaction numbers that the neighbour has heard of. */
    int numberHeardByPeer;
    /** Swarms it says we share. */
    int sharedByPeer;
    /** What it thinks the neighbours of this network are; 0 until its first HELLO. */
    long neighboursByPeer;
    /** Last code of an ERROR it sent, 0 for none. */
    int errorCode;

    long lastHeardNs;
    /** Of packets that are signs of life: a SYN, or an answer to a forged one, is none. */
    long lastSentNs;
    long stateSinceNs;
    long synSentNs;
    /** Transaction id of the handshake that founded the present connection; opener. */
    int answeredTransactionId;
    long helloDeadlineNs;
    long retryDeadlineNs;
    long confirmDeadlineNs;
    int confirmsSent;
    long lossDeadlineNs;
    long errorAllowedNs;
    boolean isPortKnown;

    private final int index;
    private final LinkCounters counters = new LinkCounters();
    private final Endpoint destination;
    private final TrackerId versionOneId;
    private LinkSettings settings;
    private NeighbourState state = NeighbourState.IDLE;
    private long roundTripNs;
    private int lossRun;
    private int window = WINDOW_INITIAL;

    Neighbour(final int index, final LinkSettings settings, final int swarmsMax)
    {
        this.index = index;
        this.settings = settings;
        this.destination = new Endpoint().set(settings.remote());
        this.isPortKnown = !settings.isBehindNat();
        this.recordCounts = new SlotCounts(swarmsMax);
        this.versionOneId = TrackerIdHash.versionOne(settings.remote());
        this.trackerId = versionOneId;
    }

    /** Place in the {@link NeighbourTable}; stays while the link is configured. */
    int index()
    {
        return index;
    }

    String name()
    {
        return settings.name();
    }

    LinkSettings settings()
    {
        return settings;
    }

    /** Take over settings that name the same link. */
    void change(final LinkSettings changed, final long nowNs)
    {
        settings = changed;
        pace.reset(changed.bytesPerSecondMax(), nowNs);
        keys.reset(changed);
    }

    boolean isExternal()
    {
        return settings.isExternal();
    }

    /** {@link SwarmTable#INTERNAL} or {@link SwarmTable#EXTERNAL}. */
    int scope()
    {
        return settings.isExternal() ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL;
    }

    NeighbourState state()
    {
        return state;
    }

    boolean isConnected()
    {
        return NeighbourState.CONNECTED == state;
    }

    /** The one place where the state changes. */
    void state(final NeighbourState next, final long nowNs)
    {
        assert state.isNext(next) : state + " to " + next;
        state = next;
        stateSinceNs = nowNs;
    }

    /** Of the protocol spoken over the present connection, or over the last one; 0 before the first. */
    int version()
    {
        return version;
    }

    boolean isVersionOne()
    {
        return 1 == version;
    }

    /** Whether this side's SYN founded the present connection. */
    boolean isOpener()
    {
        return isOpener;
    }

    /** Whether the neighbour says that it is a border tracker; version 1 says so elsewhere. */
    boolean isBorder()
    {
        return isBorder;
    }

    /** Of the tracker at the other end; version 1: derived from the link's address. Valid once connected. */
    TrackerId trackerId()
    {
        return trackerId;
    }

    /** The id that a tracker at this address has while it speaks version 1. */
    TrackerId versionOneId()
    {
        return versionOneId;
    }

    /** Where to send to: the configured address, behind NAT with the port that was learned. */
    Endpoint destination()
    {
        return destination;
    }

    /** Longest datagram that may be sent over the present connection. */
    int datagramMax()
    {
        return datagramMax;
    }

    LinkCounters counters()
    {
        return counters;
    }

    /** Datagrams that await their acknowledgement. */
    int inFlight()
    {
        return inFlight.count();
    }

    /** Datagrams of a kind of {@link InFlightKind} that await their acknowledgement. */
    int inFlight(final int kind)
    {
        return inFlight.count(kind);
    }

    /** Smoothed; 0 when it is not known. */
    long roundTripNs()
    {
        return roundTripNs;
    }

    void onRoundTrip(final long sampleNs)
    {
        roundTripNs = 0 == roundTripNs ? Math.max(1, sampleNs) : roundTripNs + (sampleNs - roundTripNs) / 8;
    }

    /** How long an acknowledgement is waited for: doubled by each loss in a row, up to the hello interval. */
    long retransmitNs()
    {
        if (1 == version)
        {
            return helloNs;
        }
        final long baseNs = 0 == roundTripNs ? RETRANSMIT_INITIAL_NS : Math.max(RETRANSMIT_MIN_NS, 3 * roundTripNs);
        return Math.min(helloNs, baseNs << lossRun);
    }

    /** A packet came that only the neighbour can have sent; behind NAT its port is now known. */
    void onProven(final Endpoint source)
    {
        if (settings.isBehindNat())
        {
            destination.port(source.port());
            isPortKnown = true;
        }
    }

    /** When the session layer has something to do for this link. */
    long nextDeadlineNs()
    {
        if (!isConnected())
        {
            return retryDeadlineNs;
        }
        long deadlineNs = lastHeardNs + deadNs;
        deadlineNs = earlier(deadlineNs, helloDeadlineNs);
        deadlineNs = isConfirmed ? deadlineNs : earlier(deadlineNs, confirmDeadlineNs);
        return 0 == inFlight.count() ? deadlineNs : earlier(deadlineNs, lossDeadlineNs);
    }

    private static long earlier(final long leftNs, final long rightNs)
    {
        return leftNs - rightNs < 0 ? leftNs : rightNs;
    }

    /** Whether one more datagram may await its acknowledgement. */
    boolean hasWindow()
    {
        return inFlight.count() < window;
    }

    void onAcknowledged(final long nowNs)
    {
        lossRun = 0;
        window = Math.min(InFlight.CAPACITY, window + 1);
        lossDeadlineNs = earlier(lossDeadlineNs, nowNs + retransmitNs());
        counters.acknowledged++;
    }

    /** The timer expired for one datagram or for several at once. */
    void onLossRun()
    {
        if (lossRun > 0)
        {
            window = Math.max(WINDOW_MIN, window >>> 1);
        }
        lossRun = Math.min(LOSS_RUN_MAX, lossRun + 1);
    }

    /** What a new connection starts with. */
    void onNewConnection()
    {
        nextNumber = 1;
        replayWindow.reset();
        lossRun = 0;
        window = WINDOW_INITIAL;
        roundTripNs = 0;
        hasReportedMandates = false;
        numberHeardByPeer = 0;
        sharedByPeer = 0;
        neighboursByPeer = 0;
        errorCode = 0;
    }

    /** For debugging. Allocates. */
    @Override
    public String toString()
    {
        return name() + " " + destination + " " + state + " version " + version;
    }
}
