package io.tributary.tracker.overlay;

/**
 * How far the exchange of swarms and peers with one neighbour has come. Belongs to the exchange; single-threaded.
 */
final class ExchangeState
{
    /** Triggers of so long may come at once. */
    private static final long TRIGGER_BURST_NS = 1_000_000_000L;

    /** Facts to be told again. */
    final ResendQueue resends = new ResendQueue();
    /** Where to go on in the pending sets, so that each swarm has its turn. */
    int summaryCursor;
    int removalCursor;
    int fullCursor;
    int tickCursor;
    int digestCursor;
    /** Number of the neighbour in the {@link OriginTable}, which holds a reference for it. */
    int origin = OriginTable.NOT_FOUND;
    /** When the next periodic update is due. */
    long updateDeadlineNs;
    /** When urgent news may be sent again. */
    long triggerDeadlineNs;
    /** News that may not wait for the period waits for company until then. */
    boolean isUrgent;
    long urgentDeadlineNs;
    boolean isTickDue;
    long digestDeadlineNs;
    /** Version 2: number of the last packet that withdrew swarms, 0 before the first of a connection. */
    private int removalNumber;
    /** Version 2: number of the last LEADER, 0 before the first of a connection. */
    private int leaderNumber;
    /** Version 1: an answer to the neighbour's SUMMARY is due, with this transaction id. */
    boolean isAnswerDue;
    int answerTransactionId;
    /** Version 1: the first SUMMARY of the connection, third leg of the handshake, is due. */
    boolean isSummaryDue;
    /** Version 1: the neighbour says that it is a border tracker. */
    boolean isBorder;
    /** Version 1: the neighbour has told what remains of a life, so it is none of the original's kind. */
    boolean isTellingLives;
    /** Connections so far. */
    int connections;

    void onConnected(final long nowNs, final long updateNs)
    {
        connections++;
        removalNumber = 0;
        leaderNumber = 0;
        updateDeadlineNs = nowNs + updateNs;
        triggerDeadlineNs = nowNs - TRIGGER_BURST_NS;
        digestDeadlineNs = nowNs + updateNs;
        isUrgent = false;
        isTickDue = false;
        isAnswerDue = false;
        isSummaryDue = false;
    }

    void onRemoval(final int number)
    {
        removalNumber = number;
    }

    /** Whether a packet was sent before one that withdrew swarms and has come already. */
    boolean isOvertakenByRemoval(final int number)
    {
        return 0 != removalNumber && number - removalNumber < 0;
    }

    void onLeader(final int number)
    {
        leaderNumber = number;
    }

    /** Whether a LEADER was sent before another that has come already. */
    boolean isOvertakenByLeader(final int number)
    {
        return 0 != leaderNumber && number - leaderNumber < 0;
    }

    /** Urgent news goes out; the next may follow an interval later, or at once after a quiet time. */
    void triggered(final long nowNs, final long intervalNs)
    {
        final long earliestNs = nowNs - TRIGGER_BURST_NS;
        triggerDeadlineNs = (triggerDeadlineNs - earliestNs > 0 ? triggerDeadlineNs : earliestNs) + intervalNs;
        isUrgent = false;
    }
}
