package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.InfoHashListFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.UpdateFlyweight;
import io.tributary.tracker.status.LinkDrop;
import org.agrona.DirectBuffer;

/**
 * Takes the UPDATE packets of neighbours that speak version 2: who has which swarm, and which peers. Hot path.
 */
final class UpdateReceiver
{
    private final OverlayTables tables;
    private final SwarmRegister register;
    private final RecordKeeper keeper;
    private final Questions questions;
    private final Leadership leadership;
    private final Outbox outbox;
    private final OverlaySettings settings;
    private final UpdateFlyweight update = new UpdateFlyweight();
    private final InfoHashListFlyweight notLed = new InfoHashListFlyweight();
    private final int[] notLedOffsets = new int[OverlayProtocol.LIST_HASHES_MAX];
    private final int[] origins = new int[OverlayProtocol.UPDATE_ORIGINS_MAX];
    private final Endpoint endpoint = new Endpoint();
    private int notLedCount;
    private boolean isOvertaken;

    UpdateReceiver(
        final OverlayTables tables,
        final SwarmRegister register,
        final RecordKeeper keeper,
        final Questions questions,
        final Leadership leadership,
        final Outbox outbox,
        final OverlaySettings settings)
    {
        this.tables = tables;
        this.register = register;
        this.keeper = keeper;
        this.questions = questions;
        this.leadership = leadership;
        this.outbox = outbox;
        this.settings = settings;
    }

    void onUpdate(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        if (0 != update.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        warm();
        acquireOrigins();
        notLedCount = 0;
        isOvertaken = neighbour.exchange.isOvertakenByRemoval(transactionId);
        while (update.nextGroup())
        {
            onGroup(neighbour, buffer, nowNs, nowSec);
        }
        releaseOrigins();
        acknowledge(neighbour, transactionId, buffer, nowNs);
    }

    /** The acknowledgement of changes: swarms whose leader the neighbour is not, though we thought so. */
    void onNotLeader(
        final Neighbour neighbour, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        if (0 != notLed.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        for (int i = 0; i < notLed.count(); i++)
        {
            final int slot = tables.swarms().find(buffer, notLed.infoHashOffset(i));
            if (SwarmTable.NOT_FOUND != slot)
            {
                leadership.onNotLeader(neighbour, slot);
            }
        }
    }

    /** What the records need comes into the cache together, not one after the other. */
    private void warm()
    {
        final RecordTable records = tables.records();
        while (update.nextGroup())
        {
            tables.swarms().expect(update.buffer(), update.infoHashOffset());
        }
        tables.swarms().warm();
        update.rewind();
        while (update.nextGroup())
        {
            final int slot = tables.swarms().find(update.buffer(), update.infoHashOffset());
            while (SwarmTable.NOT_FOUND != slot && update.nextRecord())
            {
                records.expect(slot, update.endpoint(endpoint));
            }
        }
        records.warm();
        update.rewind();
    }

    private void onGroup(
        final Neighbour neighbour, final DirectBuffer buffer, final long nowNs, final int nowSec)
    {
        final int slot = isOvertaken && isWithdrawn(neighbour, buffer) ? SwarmTable.NOT_FOUND :
            register.onNeighbourHas(neighbour, buffer, update.infoHashOffset(), nowNs);
        if (SwarmTable.NOT_FOUND == slot)
        {
            neighbour.counters().recordsRefused += update.recordCount();
            return;
        }
        if (update.isReflect() && !leadership.isLeading(slot, neighbour.scope()) &&
            notLedCount < notLedOffsets.length)
        {
            notLedOffsets[notLedCount++] = update.infoHashOffset();
        }
        if (update.recordCount() > 0)
        {
            takeRecords(neighbour, slot, nowSec);
        }
        if (update.isComplete())
        {
            questions.onAnswer(slot, neighbour.index());
        }
    }

    /** What was sent before the swarm was withdrawn does not bring it back. */
    private boolean isWithdrawn(final Neighbour neighbour, final DirectBuffer buffer)
    {
        final int slot = tables.swarms().find(buffer, update.infoHashOffset());
        return SwarmTable.NOT_FOUND != slot && neighbour.withdrawn.get(slot);
    }

    private void takeRecords(final Neighbour neighbour, final int slot, final int nowSec)
    {
        final int origin = origins[update.originIndex()];
        if (OriginTable.NOT_FOUND == origin)
        {
            neighbour.counters().recordsRefused += update.recordCount();
            return;
        }
        final int hops = update.hops() + 1;
        final boolean wasAlone = 0 == tables.swarms().recordCount(slot);
        keeper.begin(neighbour, slot, nowSec);
        while (update.nextRecord())
        {
            keeper.take(
                update.endpoint(endpoint), origin, update.recordFlags() & (RecordTable.GONE | RecordTable.SEEDER),
                update.stamp(), update.lifeSec(), hops);
        }
        keeper.end();
        if (register.isBorder())
        {
            register.tellBorders(slot);
        }
        if (wasAlone && tables.swarms().recordCount(slot) > 0)
        {
            tables.swarms().youngUntilSec(slot, nowSec + settings.youngSec());
        }
    }

    /** Hold the packet's origins while it is read, so that none makes room for another. */
    private void acquireOrigins()
    {
        for (int i = 0; i < update.originCount(); i++)
        {
            origins[i] = tables.origins().acquire(update.originHigh(i), update.originLow(i));
        }
    }

    private void releaseOrigins()
    {
        for (int i = 0; i < update.originCount(); i++)
        {
            if (OriginTable.NOT_FOUND != origins[i])
            {
                tables.origins().release(origins[i]);
            }
        }
    }

    private void acknowledge(
        final Neighbour neighbour, final int transactionId, final DirectBuffer buffer, final long nowNs)
    {
        notLed.wrapEncode(
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_UPDATE, 0, transactionId), outbox.bodyOffset(),
            outbox.bodyLimit());
        for (int i = 0; i < notLedCount; i++)
        {
            notLed.add(buffer, notLedOffsets[i]);
        }
        outbox.send(notLed.limit(), nowNs);
    }
}
