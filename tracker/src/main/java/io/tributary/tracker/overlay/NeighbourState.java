package io.tributary.tracker.overlay;

/**
 * How far the virtual connection over a link has come (paper III.A and III.B).
 * <pre>
 *   IDLE        nothing is sent: the neighbour is behind NAT and has not been heard of yet
 *   SYN_SENT    SYN sent, at the hello interval, a few times
 *   CONFIRMING  the neighbour's SYN was answered; its next packet proves that it got the answer
 *   CONNECTED   a packet bearing our own connection id arrived, and none is missing for too long
 *   WAITING     the neighbour did not answer, refused or said good-bye: SYN at the reconnect interval
 * </pre>
 * Own SYNs go on in CONFIRMING as they did before it.
 */
enum NeighbourState
{
    IDLE, SYN_SENT, CONFIRMING, CONNECTED, WAITING;

    /** Whether the state machine has such a step. */
    boolean isNext(final NeighbourState next)
    {
        return switch (this)
        {
            case IDLE -> next != IDLE;
            case SYN_SENT -> next == CONFIRMING || next == CONNECTED || next == WAITING;
            case CONFIRMING -> next == CONNECTED || next == WAITING;
            case CONNECTED -> next == SYN_SENT || next == WAITING;
            case WAITING -> next == SYN_SENT || next == CONFIRMING || next == CONNECTED;
        };
    }
}
