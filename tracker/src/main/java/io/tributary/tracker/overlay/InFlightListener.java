package io.tributary.tracker.overlay;

import org.agrona.DirectBuffer;

/**
 * Hears what became of tracked datagrams. Each one that was sent ends in exactly one call. Both calls may send.
 */
interface InFlightListener
{
    /**
     * The neighbour has it. On a version 1 link the answer to a SUMMARY is an UPDATE, and the acknowledgement of a
     * unification's UPDATE holds records too: the former is also given to {@link SessionListener#onPacket}, the latter
     * only here.
     *
     * @param neighbour  that acknowledged.
     * @param kind       of {@link InFlightKind}.
     * @param items      as given to {@link Outbox#sendTracked}; valid during the call.
     * @param count      of items.
     * @param body       holds the answer.
     * @param bodyOffset of the answer's body; on a version 1 link it starts with the flags byte.
     * @param bodyLength may be 0; nothing about the content has been checked.
     * @param nowNs      monotonic time.
     */
    void onAcknowledged(
        Neighbour neighbour,
        int kind,
        int[] items,
        int count,
        DirectBuffer body,
        int bodyOffset,
        int bodyLength,
        long nowNs);

    /**
     * No answer came in time, or the connection ended; in the latter case the neighbour is no longer connected, and
     * {@link SessionListener#onDisconnected} follows.
     *
     * @param neighbour it was sent to.
     * @param kind      of {@link InFlightKind}.
     * @param items     as given to {@link Outbox#sendTracked}; valid during the call.
     * @param count     of items.
     */
    void onLost(Neighbour neighbour, int kind, int[] items, int count);
}
