package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.OverlayProtocol;
import org.agrona.DirectBuffer;

/**
 * Hands what the session layer tells to the part of the exchange that it concerns.
 */
final class OverlayEvents implements SessionListener, InFlightListener
{
    private final OverlaySettings settings;
    private final StampClock stampClock;
    private final long ownHash;
    private ExchangeParts parts;
    private Outbox outbox;
    private int nowSec;
    private boolean isPending;

    OverlayEvents(final OverlaySettings settings, final StampClock stampClock, final long ownHash)
    {
        this.settings = settings;
        this.stampClock = stampClock;
        this.ownHash = ownHash;
    }

    /** What the session layer is needed to construct; before the first event. */
    void connect(final ExchangeParts parts, final Outbox outbox)
    {
        this.parts = parts;
        this.outbox = outbox;
    }

    void time(final int nowSec)
    {
        this.nowSec = nowSec;
    }

    /** Whether an event has left something to be sent since this was asked last. */
    boolean takePending()
    {
        final boolean wasPending = isPending;
        isPending = false;
        return wasPending;
    }

    @Override
    public void onConnected(final Neighbour neighbour, final boolean isSameBoot, final long nowNs)
    {
        neighbour.exchange.onConnected(nowNs, settings.updateNs());
        acquireOrigin(neighbour);
        if (!isSameBoot)
        {
            parts.register().onForgotten(neighbour);
            parts.register().onConnected(neighbour, nowSec);
        }
        parts.election().onConnected(neighbour, isSameBoot);
        if (neighbour.isVersionOne())
        {
            neighbour.exchange.isSummaryDue = neighbour.isOpener();
            if (!neighbour.isOpener())
            {
                // The neighbour's SUMMARY is the third leg; common swarms show in the answer to it.
                neighbour.pendingSummary.clearAll();
            }
        }
    }

    @Override
    public void onDisconnected(final Neighbour neighbour, final long nowNs)
    {
        parts.questions().onLinkLost(neighbour.index());
        parts.election().onDisconnected(neighbour);
        isPending = true;
    }

    @Override
    public void onRemoved(final Neighbour neighbour, final long nowNs)
    {
        parts.register().onForgotten(neighbour);
        parts.tables().records().orphan(neighbour.index());
        if (OriginTable.NOT_FOUND != neighbour.exchange.origin)
        {
            parts.tables().origins().release(neighbour.exchange.origin);
            neighbour.exchange.origin = OriginTable.NOT_FOUND;
        }
    }

    @Override
    public void onPacket(
        final Neighbour neighbour,
        final int action,
        final int flags,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        switch (action)
        {
            case OverlayProtocol.ACTION_SUMMARY:
                onSummary(neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs);
                break;
            case OverlayProtocol.ACTION_UPDATE:
                onUpdate(neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
                break;
            case OverlayProtocol.ACTION_DIGEST:
                parts.digests().onDigest(neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
                break;
            case OverlayProtocol.ACTION_RESYNC:
                parts.digests().onDifferent(neighbour, buffer, bodyOffset, bodyLength);
                outbox.acknowledge(neighbour, action, transactionId, nowNs);
                break;
            case OverlayProtocol.ACTION_CANDIDATURE:
                parts.electionExchange().onCandidature(
                    neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs);
                break;
            case OverlayProtocol.ACTION_LEADER:
                parts.electionExchange().onLeader(neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs);
                break;
            default:
                break;
        }
    }

    @Override
    public void onRepeated(
        final Neighbour neighbour,
        final int action,
        final int flags,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        if (OverlayProtocol.ACTION_LEADER == action && neighbour.exchange.isOvertakenByLeader(transactionId))
        {
            // It may have been passed over, and then its sender must not take it for heard.
            return;
        }
        if (OverlayProtocol.ACTION_CANDIDATURE == action || OverlayProtocol.ACTION_LEADER == action)
        {
            // The sender may have said otherwise since.
            outbox.acknowledge(neighbour, action, transactionId, nowNs);
            return;
        }
        // All other requests are idempotent, and their answers are made from what they hold.
        onPacket(neighbour, action, flags, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
    }

    @Override
    public void onAcknowledged(
        final Neighbour neighbour,
        final int kind,
        final int[] items,
        final int count,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        if (neighbour.isVersionOne())
        {
            parts.versionOne().onAcknowledged(neighbour, kind, items, count, body, bodyOffset, bodyLength,
                stampClock.stamp(nowNs), nowNs, nowSec);
            return;
        }
        switch (kind)
        {
            case InFlightKind.SUMMARY:
                parts.unifier().onAcknowledged(neighbour, items, count, body, bodyOffset, bodyLength);
                break;
            case InFlightKind.LOG:
                parts.updateReceiver().onNotLeader(neighbour, body, bodyOffset, bodyLength);
                break;
            case InFlightKind.DIGEST:
                parts.digests().onDifferent(neighbour, body, bodyOffset, bodyLength);
                break;
            default:
                break;
        }
    }

    @Override
    public void onLost(final Neighbour neighbour, final int kind, final int[] items, final int count)
    {
        isPending = true;
        switch (kind)
        {
            case InFlightKind.SUMMARY:
                if (neighbour.isVersionOne())
                {
                    parts.versionOne().onSummaryLost(neighbour, items, count);
                }
                else
                {
                    parts.unifier().onSummaryLost(neighbour, items, count);
                }
                break;
            case InFlightKind.REMOVAL:
                parts.unifier().onRemovalLost(neighbour, items, count);
                break;
            case InFlightKind.RESYNC:
                Unifier.onLost(neighbour.pendingResync, items, count);
                break;
            case InFlightKind.LOG:
                parts.changeSends().onLost(neighbour, items, count);
                break;
            case InFlightKind.FULL:
                Unifier.onLost(neighbour.pendingFull, items, count);
                break;
            case InFlightKind.CANDIDATURE, InFlightKind.LEADER:
                parts.electionExchange().onLost(neighbour, kind, items, count);
                break;
            case InFlightKind.TICK:
                Unifier.onLost(neighbour.pendingTick, items, count);
                break;
            default:
                break;
        }
    }

    private void onSummary(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs)
    {
        if (neighbour.isVersionOne())
        {
            parts.versionOne().onSummary(
                neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
        }
        else
        {
            parts.unifier().onSummary(
                neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
        }
    }

    private void onUpdate(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        if (neighbour.isVersionOne())
        {
            parts.versionOne().onUpdate(neighbour, transactionId, buffer, bodyOffset, bodyLength,
                stampClock.stamp(nowNs), nowNs, nowSec);
        }
        else
        {
            parts.updateReceiver().onUpdate(
                neighbour, transactionId, buffer, bodyOffset, bodyLength, nowNs, nowSec);
        }
    }

    /**
     * Version 1 has no stamps, so whoever hears it gives its own: what different trackers hear of one neighbour cannot
     * be compared, and has different origins.
     */
    private void acquireOrigin(final Neighbour neighbour)
    {
        final OriginTable origins = parts.tables().origins();
        final TrackerId id = neighbour.isVersionOne() ?
            TrackerIdHash.heard(neighbour.trackerId(), ownHash) : neighbour.trackerId();
        final int previous = neighbour.exchange.origin;
        neighbour.exchange.origin =
            origins.acquire(id.high(), id.low());
        if (OriginTable.NOT_FOUND != previous)
        {
            origins.release(previous);
        }
    }
}
