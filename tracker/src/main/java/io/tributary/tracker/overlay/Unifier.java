package io.tributary.tracker.overlay;

import io.tributary.codec.overlay.InfoHashListFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.SummaryAcknowledgementFlyweight;
import io.tributary.codec.overlay.SummaryFlyweight;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds out which swarms are common with a neighbour of version 2 (UN1 to UN6): tells it of every swarm in SUMMARY
 * packets, notes which of them it has, too, and answers its own. What is common is sent in full at once, so
 * unification and the first update run as one (UN2).
 *
 * <p>A million swarms go out as the link's window and rate allow: the set of those still to be told is the memory of
 * how far it has come, so a loss costs one datagram and a broken connection nothing.
 */
final class Unifier
{
    private final OverlayTables tables;
    private final Outbox outbox;
    private final SwarmRegister register;
    private final Questions questions;
    private final SummaryFlyweight summary = new SummaryFlyweight();
    private final SummaryAcknowledgementFlyweight acknowledgement = new SummaryAcknowledgementFlyweight();
    private final InfoHashListFlyweight wanted = new InfoHashListFlyweight();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final int[] items = new int[InFlight.ITEMS_MAX];

    Unifier(
        final OverlayTables tables, final Outbox outbox, final SwarmRegister register, final Questions questions)
    {
        this.tables = tables;
        this.outbox = outbox;
        this.register = register;
        this.questions = questions;
    }

    /** Tell of swarms that are new and of swarms that are no more; datagrams sent. */
    int send(final Neighbour neighbour, final int budget, final long nowNs)
    {
        int sent = 0;
        while (sent < budget && !neighbour.pendingRemoval.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            send(neighbour, neighbour.pendingRemoval, OverlayProtocol.SUMMARY_REMOVE, InFlightKind.REMOVAL, nowNs);
            sent++;
        }
        while (sent < budget && !neighbour.pendingSummary.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            send(neighbour, neighbour.pendingSummary, OverlayProtocol.SUMMARY_ADD, InFlightKind.SUMMARY, nowNs);
            sent++;
        }
        while (sent < budget && !neighbour.pendingResync.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            ask(neighbour, nowNs);
            sent++;
        }
        return sent;
    }

    private void ask(final Neighbour neighbour, final long nowNs)
    {
        final SlotBits pending = neighbour.pendingResync;
        wanted.wrapEncode(
            outbox.begin(neighbour, OverlayProtocol.ACTION_RESYNC, 0), outbox.bodyOffset(), outbox.bodyLimit());
        int count = 0;
        for (int slot = pending.nextSetBit(0); SlotBits.NOT_FOUND != slot; slot = pending.nextSetBit(slot + 1))
        {
            tables.swarms().infoHash(slot, infoHash, 0);
            if (!wanted.add(infoHash, 0))
            {
                break;
            }
            pending.clear(slot);
            items[count++] = slot;
        }
        if (!outbox.sendTracked(wanted.limit(), InFlightKind.RESYNC, items, count, nowNs))
        {
            onLost(pending, items, count);
        }
    }

    private void send(
        final Neighbour neighbour, final SlotBits pending, final int type, final int kind, final long nowNs)
    {
        summary.wrapEncode(
            outbox.begin(neighbour, OverlayProtocol.ACTION_SUMMARY, 0), outbox.bodyOffset(), outbox.bodyLimit(), type);
        int count = 0;
        for (int slot = pending.nextSetBitAround(neighbour.exchange.summaryCursor);
            SlotBits.NOT_FOUND != slot;
            slot = pending.nextSetBitAround(slot + 1))
        {
            tables.swarms().infoHash(slot, infoHash, 0);
            if (!summary.add(infoHash, 0))
            {
                break;
            }
            pending.clear(slot);
            items[count++] = slot;
            neighbour.exchange.summaryCursor = slot + 1;
        }
        if (!outbox.sendTracked(summary.limit(), kind, items, count, nowNs))
        {
            onLost(pending, items, count);
        }
    }

    /** A neighbour tells of its swarms. */
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
        final boolean isAdded = OverlayProtocol.SUMMARY_ADD == summary.type();
        final boolean isOvertaken = isAdded ? neighbour.exchange.isOvertakenByRemoval(transactionId) :
            transactionId != neighbour.replayWindow.highest();
        if (isOvertaken)
        {
            // What overtook it may say the contrary. The neighbour tells again what is so.
            return;
        }
        if (!isAdded)
        {
            neighbour.exchange.onRemoval(transactionId);
        }
        acknowledgement.wrapEncode(
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_SUMMARY, 0, transactionId), outbox.bodyOffset(),
            summary.count());
        for (int i = 0; i < summary.count(); i++)
        {
            final int hashOffset = summary.infoHashOffset(i);
            if (isAdded)
            {
                final int slot = register.onNeighbourHas(neighbour, buffer, hashOffset, nowNs);
                if (SwarmTable.NOT_FOUND != slot)
                {
                    acknowledgement.share(i);
                }
            }
            else
            {
                register.onNeighbourWithdrew(neighbour, tables.swarms().find(buffer, hashOffset), nowSec);
            }
        }
        outbox.send(acknowledgement.limit(), nowNs);
    }

    /** The answer to a SUMMARY of ours. */
    void onAcknowledged(
        final Neighbour neighbour,
        final int[] slots,
        final int count,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength)
    {
        if (0 != acknowledgement.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            if (i < acknowledgement.count() && acknowledgement.isShared(i))
            {
                register.onShared(neighbour, slots[i]);
            }
            else
            {
                register.onNeighbourHasNot(neighbour, slots[i]);
                questions.onAnswer(slots[i], neighbour.index());
            }
        }
    }

    /** A SUMMARY of ours was lost. */
    void onSummaryLost(final Neighbour neighbour, final int[] slots, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            register.tellAgain(neighbour, slots[i], false);
        }
    }

    /** A SUMMARY of swarms withdrawn was lost. */
    void onRemovalLost(final Neighbour neighbour, final int[] slots, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            register.tellAgain(neighbour, slots[i], true);
        }
    }

    /** Datagrams were lost: what they told is to be told again. */
    static void onLost(final SlotBits pending, final int[] slots, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            pending.set(slots[i]);
        }
    }
}
