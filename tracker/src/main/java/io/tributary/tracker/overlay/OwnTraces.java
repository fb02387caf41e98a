package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

import static io.tributary.tracker.overlay.RecordTable.GONE;
import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * What this tracker has to remember of its own word, as records whose origin it is itself: which own clients have left,
 * for neighbours that were away when they did, and whom it told trackers of version 1 of, to know their echoes.
 */
final class OwnTraces
{
    private final OverlayTables tables;
    private final OverlaySettings settings;

    OwnTraces(final OverlayTables tables, final OverlaySettings settings)
    {
        this.tables = tables;
        this.settings = settings;
    }

    /** Note that version 1 trackers were told of a peer, to know its echoes for another life after its end. */
    void noteTold(final int slot, final Endpoint endpoint, final int stamp, final int endSec)
    {
        final RecordTable records = tables.records();
        int record = records.find(slot, endpoint, OriginTable.SELF);
        if (NOT_FOUND == record && !tables.isCrowded())
        {
            record = records.add(slot, endpoint, OriginTable.SELF, RecordTable.VIA_SELF);
        }
        if (NOT_FOUND != record)
        {
            records.update(record, RecordTable.VIA_SELF, stamp, endSec + settings.lifeSec(), 0, 0);
        }
    }

    /**
     * Note that an own client has left, for as long as copies of it may live. What version 1 trackers were told of they
     * may echo for another life.
     */
    void noteGone(final int slot, final Endpoint endpoint, final int stamp, final int copiesEndSec)
    {
        final RecordTable records = tables.records();
        int record = records.find(slot, endpoint, OriginTable.SELF);
        int endSec = copiesEndSec;
        if (NOT_FOUND != record)
        {
            // To the front of the swarm's list, where departures are looked for.
            endSec = Math.max(endSec, records.endSec(record));
            records.remove(record);
        }
        else if (tables.isCrowded())
        {
            return;
        }
        record = records.add(slot, endpoint, OriginTable.SELF, RecordTable.VIA_SELF);
        if (NOT_FOUND != record)
        {
            records.update(record, RecordTable.VIA_SELF, stamp, endSec, GONE, 0);
        }
    }

    /** An own client that had left is back. */
    void noteThere(final int slot, final Endpoint endpoint, final int stamp)
    {
        final RecordTable records = tables.records();
        final int record = records.find(slot, endpoint, OriginTable.SELF);
        if (NOT_FOUND != record && records.isGone(record))
        {
            records.update(record, RecordTable.VIA_SELF, stamp, records.endSec(record), 0, 0);
        }
    }
}
