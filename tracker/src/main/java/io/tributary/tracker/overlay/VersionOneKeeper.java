package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;

import static io.tributary.tracker.overlay.RecordTable.GONE;
import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * Takes in what neighbours of version 1 tell of peers, which is an address and whether it has left: makes records of it
 * that those of version 2 can live with.
 *
 * <p>Use: {@link #begin}, {@link #take} for each peer of one swarm, {@link #end}. Allocates nothing; single-threaded.
 */
final class VersionOneKeeper
{
    private static final int UNIT_SEC = VersionOneUpdateFlyweight.PEER_LIFE_UNIT_SEC;

    private final OverlayTables tables;
    private final RecordKeeper keeper;
    private final NeighbourTable neighbours;
    private final OverlaySettings settings;
    private final RefreshRule refreshRule;
    private final Endpoint departed = new Endpoint();
    private Neighbour neighbour;
    private int slot;
    private int nowSec;

    VersionOneKeeper(
        final OverlayTables tables,
        final RecordKeeper keeper,
        final NeighbourTable neighbours,
        final OverlaySettings settings)
    {
        this.tables = tables;
        this.keeper = keeper;
        this.neighbours = neighbours;
        this.settings = settings;
        this.refreshRule = new RefreshRule(settings.lifeSec());
    }

    /** Begin with what a neighbour tells of one swarm. */
    void begin(final Neighbour neighbour, final int slot, final int nowSec)
    {
        this.neighbour = neighbour;
        this.slot = slot;
        this.nowSec = nowSec;
        keeper.begin(neighbour, slot, nowSec);
    }

    /** Store what was taken since {@link #begin}. */
    void end()
    {
        keeper.end();
    }

    /**
     * Take one peer from a neighbour of version 1, which says neither whose client it is nor since when: it counts as
     * the neighbour's own from the moment it is first heard of, and periodic repetitions renew it no more often than
     * version 2 would. What this tracker itself has told trackers of version 1 is an echo, and ignored (A.9-1, A.9-2).
     *
     * @param endpoint the client.
     * @param isGone   whether it has left.
     * @param toldSec  what remains of its life, or 0: the original does not say.
     * @param stamp    now.
     */
    void take(final Endpoint endpoint, final boolean isGone, final int toldSec, final int stamp)
    {
        final RecordTable records = tables.records();
        neighbour.exchange.isTellingLives |= 0 != toldSec;
        final int origin = neighbour.exchange.origin;
        final int record = records.find(slot, endpoint, origin);
        final int lifeSec = 0 == toldSec ? settings.lifeSec() : Math.min(toldSec, settings.lifeSec());
        if (NOT_FOUND == record)
        {
            if (isGone ? !isToldByVersionOne(endpoint) : !isToldByOthers(endpoint) && isEcho(endpoint, toldSec, stamp))
            {
                neighbour.counters().recordsLooped++;
                return;
            }
        }
        else if (records.isGone(record) == isGone &&
            (isGone || !isRenewal(records.endSec(record), nowSec + lifeSec)))
        {
            records.connection(record, neighbour.exchange.connections);
            neighbour.counters().recordsDuplicate++;
            return;
        }
        if (isGone)
        {
            depart(departed.set(endpoint), stamp);
        }
        keeper.take(endpoint, origin, isGone ? GONE : 0, stamp, lifeSec, 1);
    }

    private boolean isRenewal(final int previousEndSec, final int endSec)
    {
        return endSec > previousEndSec && refreshRule.isDue(previousEndSec, endSec);
    }

    /**
     * Whether this may be what this tracker itself told others. An echo cannot live longer than what was told; a client
     * that left here and has come back elsewhere does.
     */
    private boolean isEcho(final Endpoint endpoint, final int toldSec, final int stamp)
    {
        final RecordTable records = tables.records();
        final int trace = records.find(slot, endpoint, OriginTable.SELF);
        if (NOT_FOUND == trace || 0 == toldSec)
        {
            return NOT_FOUND != trace;
        }
        final int lastEndSec = records.isGone(trace) ?
            nowSec - StampClock.seconds(stamp - records.stamp(trace)) + settings.lifeSec() :
            records.endSec(trace) - settings.lifeSec();
        return nowSec + toldSec <= lastEndSec + UNIT_SEC;
    }

    /** Whether other trackers heard the same neighbour tell of a client, and it lives. */
    private boolean isToldByOthers(final Endpoint endpoint)
    {
        final RecordTable records = tables.records();
        int i = records.first(slot, endpoint);
        while (NOT_FOUND != i && (records.isGone(i) || records.endSec(i) <= nowSec ||
            !tables.origins().isSameVersionOne(records.origin(i), neighbour.exchange.origin)))
        {
            i = records.next(i);
        }
        return NOT_FOUND != i;
    }

    /** Whether a living record of a peer came by a version 1 neighbour of the present neighbour's network. */
    private boolean isToldByVersionOne(final Endpoint endpoint)
    {
        final RecordTable records = tables.records();
        for (int i = records.first(slot, endpoint); NOT_FOUND != i; i = records.next(i))
        {
            if (!records.isGone(i) && isOfVersionOneNetwork(i))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * A departure is passed on by a leader under its own name, while the client was told of by its tracker: it holds
     * for all that version 1 neighbours of the network told.
     */
    private void depart(final Endpoint endpoint, final int stamp)
    {
        final RecordTable records = tables.records();
        int i = records.first(slot, endpoint);
        while (NOT_FOUND != i)
        {
            final int next = records.next(i);
            if (!records.isGone(i) && isOfVersionOneNetwork(i) &&
                records.origin(i) != neighbour.exchange.origin)
            {
                keeper.take(endpoint, records.origin(i), GONE, stamp, 0, 1);
            }
            i = next;
        }
    }

    private boolean isOfVersionOneNetwork(final int record)
    {
        final int via = tables.records().via(record);
        final Neighbour source = via < 0 ? null : neighbours.at(via);
        return null != source && source.isVersionOne() && source.isExternal() == neighbour.isExternal() &&
            tables.records().origin(record) == source.exchange.origin;
    }
}
