package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.VersionOneSummaryFlyweight;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Unification and updating with a neighbour that speaks version 1, as the original does it: SUMMARY, answered by
 * UPDATE(S), answered by UPDATE(S, ACK); then the full state of every common swarm each update interval, acknowledged
 * packet by packet. No packet is longer than the original's receive buffer (A.9-12).
 */
final class VersionOneExchange
{
    private final OverlayTables tables;
    private final SwarmRegister register;
    private final VersionOneKeeper keeper;
    private final Questions questions;
    private final Outbox outbox;
    private final VersionOneContent content;
    private final VersionOneSummaryFlyweight summary = new VersionOneSummaryFlyweight();
    private final VersionOneUpdateFlyweight update = new VersionOneUpdateFlyweight();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint endpoint = new Endpoint();
    private final int[] items = new int[InFlight.ITEMS_MAX];

    VersionOneExchange(
        final OverlayTables tables,
        final SwarmRegister register,
        final VersionOneKeeper keeper,
        final Questions questions,
        final Outbox outbox,
        final VersionOneContent content)
    {
        this.tables = tables;
        this.register = register;
        this.keeper = keeper;
        this.questions = questions;
        this.outbox = outbox;
        this.content = content;
    }

    /** Send what is due, as far as a budget allows; datagrams sent. */
    int send(final Neighbour neighbour, final int stamp, final int budget, final long nowNs, final int nowSec)
    {
        final ExchangeState state = neighbour.exchange;
        int sent = 0;
        if (state.isAnswerDue && outbox.canSend(neighbour, nowNs))
        {
            state.isAnswerDue = false;
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_UPDATE, 0, state.answerTransactionId);
            sendSwarms(neighbour, neighbour.pendingFull, OverlayProtocol.FLAG_UNIFICATION, InFlightKind.FULL, stamp,
                nowNs, nowSec);
            sent++;
        }
        if (isSummaryDue(neighbour) && outbox.canSend(neighbour, nowNs))
        {
            sendSummary(neighbour, nowNs);
            sent++;
        }
        while (sent < budget && !neighbour.pendingFull.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            outbox.begin(neighbour, OverlayProtocol.ACTION_UPDATE, 0);
            sendSwarms(neighbour, neighbour.pendingFull, 0, InFlightKind.FULL, stamp, nowNs, nowSec);
            sent++;
        }
        while (sent < budget && !neighbour.pendingTick.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            outbox.begin(neighbour, OverlayProtocol.ACTION_UPDATE, 0);
            sendSwarms(neighbour, neighbour.pendingTick, 0, InFlightKind.TICK, stamp, nowNs, nowSec);
            sent++;
        }
        return sent;
    }

    void onSummary(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        if (0 != summary.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        if (summary.isBorder())
        {
            onBorder(neighbour);
        }
        else
        {
            for (int i = 0; i < summary.count(); i++)
            {
                final int hashOffset = summary.infoHashOffset(i);
                if (summary.isRemoved(i))
                {
                    register.onNeighbourWithdrew(neighbour, tables.swarms().find(buffer, hashOffset), nowSec);
                }
                else
                {
                    final int slot = register.onNeighbourHas(neighbour, buffer, hashOffset, nowNs);
                    if (SwarmTable.NOT_FOUND != slot)
                    {
                        neighbour.pendingFull.set(slot);
                    }
                }
            }
        }
        neighbour.exchange.isAnswerDue = true;
        neighbour.exchange.answerTransactionId = transactionId;
    }

    /** An UPDATE that is no acknowledgement. */
    void onUpdate(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final int stamp,
        final long nowNs,
        final int nowSec)
    {
        if (!apply(neighbour, buffer, bodyOffset, bodyLength, stamp, nowNs, nowSec))
        {
            return;
        }
        if (update.isUnification())
        {
            // Third leg of the unification: what we know of the swarms that just turned out to be common.
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_UPDATE, 0, transactionId);
            final int flags = OverlayProtocol.FLAG_ACK | OverlayProtocol.FLAG_UNIFICATION;
            final int count =
                content.encode(neighbour, neighbour.pendingFull, flags | border(), items, stamp, nowSec);
            if (!outbox.send(content.limit(), nowNs))
            {
                Unifier.onLost(neighbour.pendingFull, items, count);
            }
        }
        else
        {
            outbox.acknowledge(neighbour, OverlayProtocol.ACTION_UPDATE, transactionId, nowNs);
        }
    }

    /** The answer to a SUMMARY or to an UPDATE(S) of ours; the latter's holds peers. */
    void onAcknowledged(
        final Neighbour neighbour,
        final int kind,
        final int[] acknowledged,
        final int count,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final int stamp,
        final long nowNs,
        final int nowSec)
    {
        if (InFlightKind.SUMMARY == kind)
        {
            for (int i = 0; i < count; i++)
            {
                if (acknowledged[i] >= 0)
                {
                    questions.onAnswer(acknowledged[i], neighbour.index());
                }
            }
        }
        else if (InFlightKind.FULL == kind && bodyLength > VersionOneUpdateFlyweight.LENGTH_MIN)
        {
            apply(neighbour, buffer, bodyOffset, bodyLength, stamp, nowNs, nowSec);
        }
    }

    /** A SUMMARY of ours was lost: what it told is to be told again. */
    void onSummaryLost(final Neighbour neighbour, final int[] lost, final int count)
    {
        neighbour.exchange.isSummaryDue |= 0 == count;
        for (int i = 0; i < count; i++)
        {
            register.tellAgain(neighbour, lost[i] >= 0 ? lost[i] : ~lost[i], false);
        }
    }

    private boolean apply(
        final Neighbour neighbour,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final int stamp,
        final long nowNs,
        final int nowSec)
    {
        if (0 != update.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return false;
        }
        if (update.isBorder())
        {
            onBorder(neighbour);
        }
        while (update.nextSwarm())
        {
            final int slot = isWorthEntering(buffer) ?
                register.onNeighbourHas(neighbour, buffer, update.infoHashOffset(), nowNs) : SwarmTable.NOT_FOUND;
            if (SwarmTable.NOT_FOUND == slot)
            {
                neighbour.counters().recordsRefused += update.peerCount();
                continue;
            }
            keeper.begin(neighbour, slot, nowSec);
            while (update.nextPeer())
            {
                keeper.take(update.endpoint(endpoint), update.isGone(), update.lifeSec(), stamp);
            }
            keeper.end();
            if (register.isBorder() && update.peerCount() > 0)
            {
                register.tellBorders(slot);
            }
        }
        return true;
    }

    /**
     * An UPDATE names every common swarm each interval, also one without peers. A border tracker that has dropped such
     * a swarm would enter it again each time, and two of them keep it alive between them for ever.
     */
    private boolean isWorthEntering(final DirectBuffer buffer)
    {
        return update.isUnification() || update.peerCount() > 0 ||
            register.isPresent(tables.swarms().find(buffer, update.infoHashOffset()));
    }

    /** A border tracker unifies any swarm (NW6), so it shares all there are. */
    private void onBorder(final Neighbour neighbour)
    {
        neighbour.exchange.isBorder = true;
        register.onUnifiesAll(neighbour);
    }

    private static boolean isSummaryDue(final Neighbour neighbour)
    {
        return 0 == neighbour.inFlight(InFlightKind.SUMMARY) && (neighbour.exchange.isSummaryDue ||
            !neighbour.pendingSummary.isEmpty() || !neighbour.pendingRemoval.isEmpty());
    }

    /** One SUMMARY at a time: the original remembers one transaction. */
    private void sendSummary(final Neighbour neighbour, final long nowNs)
    {
        summary.wrapEncode(
            outbox.begin(neighbour, OverlayProtocol.ACTION_SUMMARY, 0), outbox.bodyOffset(), outbox.bodyLimit());
        int count = 0;
        if (register.isBorder())
        {
            summary.border();
            neighbour.pendingSummary.clearAll();
            neighbour.pendingRemoval.clearAll();
        }
        else
        {
            count = addAll(neighbour.pendingRemoval, true, count);
            count = addAll(neighbour.pendingSummary, false, count);
        }
        neighbour.exchange.isSummaryDue = false;
        if (!outbox.sendTracked(summary.limit(), InFlightKind.SUMMARY, items, count, nowNs))
        {
            onSummaryLost(neighbour, items, count);
        }
    }

    private int addAll(final SlotBits pending, final boolean isRemoval, final int from)
    {
        int count = from;
        for (int slot = pending.nextSetBit(0);
            SlotBits.NOT_FOUND != slot && count < items.length;
            slot = pending.nextSetBit(slot + 1))
        {
            tables.swarms().infoHash(slot, infoHash, 0);
            if (!summary.add(infoHash, 0, isRemoval))
            {
                break;
            }
            pending.clear(slot);
            items[count++] = isRemoval ? ~slot : slot;
        }
        return count;
    }

    private void sendSwarms(
        final Neighbour neighbour,
        final SlotBits pending,
        final int flags,
        final int kind,
        final int stamp,
        final long nowNs,
        final int nowSec)
    {
        final int unification = flags & OverlayProtocol.FLAG_UNIFICATION;
        final int count = content.encode(
            neighbour, pending, 0 == unification ? flags : flags | border(), items, stamp, nowSec);
        if ((count > 0 || 0 != unification) && !outbox.sendTracked(content.limit(), kind, items, count, nowNs))
        {
            Unifier.onLost(pending, items, count);
        }
    }

    private int border()
    {
        return register.isBorder() ? OverlayProtocol.FLAG_BORDER : 0;
    }
}
