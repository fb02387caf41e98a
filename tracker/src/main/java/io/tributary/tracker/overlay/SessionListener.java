package io.tributary.tracker.overlay;

import org.agrona.DirectBuffer;

/**
 * Hears of virtual connections and of what arrives over them. All calls may send.
 */
interface SessionListener
{
    /**
     * A virtual connection stands. On a version 1 link that this side opened ({@link Neighbour#isOpener}) the next
     * packet sent must be a SUMMARY, empty if need be: it is the third leg of the handshake.
     *
     * @param neighbour  now connected.
     * @param isSameBoot whether it is the process that was last connected over this link: it still knows what it
     *                   acknowledged. Never so on a version 1 link.
     * @param nowNs      monotonic time.
     */
    void onConnected(Neighbour neighbour, boolean isSameBoot, long nowNs);

    /**
     * A virtual connection ended: silence, BYE, replaced by a new one, or its link was changed or removed.
     *
     * @param neighbour no longer connected.
     * @param nowNs     monotonic time.
     */
    void onDisconnected(Neighbour neighbour, long nowNs);

    /**
     * A link is gone from the configuration, after {@link #onDisconnected} if it was connected. Its index will be
     * given to another link.
     *
     * @param neighbour removed.
     * @param nowNs     monotonic time.
     */
    void onRemoved(Neighbour neighbour, long nowNs);

    /**
     * A request of the exchange or of the election: authentic, of this connection, seen for the first time.
     *
     * @param neighbour     it came from.
     * @param action        of {@link io.tributary.codec.overlay.OverlayProtocol}; never SYN, HELLO, BYE or ERROR.
     * @param flags         version 2: of the header; version 1: first byte of the body, 0 for SUMMARY.
     * @param transactionId to acknowledge with.
     * @param buffer        holds the packet.
     * @param bodyOffset    version 2: after the header of 20 bytes; version 1: after that of 18 bytes.
     * @param bodyLength    without the tag; may be 0; nothing about the content has been checked.
     * @param nowNs         monotonic time.
     * @param nowSec        wall clock, seconds.
     */
    void onPacket(
        Neighbour neighbour,
        int action,
        int flags,
        int transactionId,
        DirectBuffer buffer,
        int bodyOffset,
        int bodyLength,
        long nowNs,
        int nowSec);

    /**
     * A request that was given to {@link #onPacket} before: to be acknowledged again, and not to be applied again.
     * Version 2 only.
     */
    void onRepeated(
        Neighbour neighbour,
        int action,
        int flags,
        int transactionId,
        DirectBuffer buffer,
        int bodyOffset,
        int bodyLength,
        long nowNs);
}
