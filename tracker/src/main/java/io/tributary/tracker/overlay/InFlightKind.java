package io.tributary.tracker.overlay;

/**
 * What a datagram that awaits its acknowledgement was about, so that what it carried can be marked as to be told again
 * when it is lost: it is never the bytes that are repeated, but the present state of its items.
 */
final class InFlightKind
{
    /** Items are slots told of. */
    static final int SUMMARY = 0;
    /** Items are slots withdrawn. */
    static final int REMOVAL = 1;
    /** Changes from the log; items are the sender's. */
    static final int LOG = 2;
    /** Full sends; items are slots. */
    static final int FULL = 3;
    /** Periodic update; items are slots. */
    static final int TICK = 4;
    static final int CANDIDATURE = 5;
    /** Items are slots. */
    static final int LEADER = 6;
    /** Items are slots. */
    static final int DIGEST = 7;
    /** Items are slots. */
    static final int RESYNC = 8;

    static final int COUNT = 9;

    private InFlightKind()
    {
    }
}
