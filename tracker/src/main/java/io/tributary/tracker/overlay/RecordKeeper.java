package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.swarm.MergeOutcome;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.RemotePeers;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

import static io.tributary.tracker.overlay.RecordTable.GONE;
import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;
import static io.tributary.tracker.overlay.RecordTable.SEEDER;

/**
 * Takes in what neighbours tell of peers: decides what is news, keeps it as a record, has the swarm store hand the peer
 * out, and passes the news on.
 *
 * <p>A record is a register of which the newest fact wins ({@link StampClock#isNewer}), so lost, late, repeated and
 * reordered facts do no harm (UP3, UP4). Nothing but a newer fact of its own origin prolongs a life. Several origins
 * may assert one endpoint: it is stored once, for as long as any of them does.
 *
 * <p>Use: {@link #begin}, {@link #take} for each fact of one swarm, {@link #end}. Allocates nothing; single-threaded.
 */
final class RecordKeeper implements RecordListener
{
    /** Hops after which a record goes no further: a fuse, since stamps already end every loop. */
    static final int HOPS_MAX = 16;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final PeerFilter filter;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final OverlaySettings settings;
    private final Assertions assertions;
    private final RecordSweep sweep;
    private final RemotePeers batch = new RemotePeers();
    private final int[] batchRecords = new int[RemotePeers.COUNT_MAX];
    private final boolean[] isBatchNews = new boolean[RemotePeers.COUNT_MAX];
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint scratch = new Endpoint();
    private final Endpoint departed = new Endpoint();
    private Neighbour neighbour;
    private int slot;
    private int nowSec;
    private boolean isForwarded;
    private int checkedOrigin;
    private boolean isOriginOut;

    RecordKeeper(
        final OverlayTables tables,
        final SwarmStore store,
        final PeerFilter filter,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final OverlaySettings settings)
    {
        this.tables = tables;
        this.store = store;
        this.filter = filter;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.settings = settings;
        this.assertions = new Assertions(tables.records(), neighbours);
        this.sweep = new RecordSweep(tables.records(), this);
    }

    /** Begin with the facts that a neighbour tells of one swarm. */
    void begin(final Neighbour neighbour, final int slot, final int nowSec)
    {
        this.neighbour = neighbour;
        this.slot = slot;
        this.nowSec = nowSec;
        this.isForwarded = isForwarded();
        this.checkedOrigin = neighbour.exchange.origin;
        this.isOriginOut = false;
        tables.swarms().infoHash(slot, infoHash, 0);
        batch.clear();
    }

    /**
     * Take one fact.
     *
     * @param endpoint the client.
     * @param origin   whose client it is, in the {@link OriginTable}.
     * @param state    {@link RecordTable#GONE} and {@link RecordTable#SEEDER}.
     * @param stamp    origin's time.
     * @param lifeSec  what remains of the client's life.
     * @param hops     trackers between the origin and this one.
     */
    void take(
        final Endpoint endpoint,
        final int origin,
        final int state,
        final int stamp,
        final int lifeSec,
        final int hops)
    {
        final LinkCounters counters = neighbour.counters();
        if (OriginTable.SELF == origin || hops > HOPS_MAX || 0 == (state & GONE) && isOut(origin))
        {
            counters.recordsLooped++;
            return;
        }
        final int namespace = filter.namespace(endpoint, neighbour.settings());
        if (PeerFilter.REFUSED == namespace)
        {
            counters.recordsRefused++;
            return;
        }

        final RecordTable records = tables.records();
        int record = records.find(slot, endpoint, origin);
        final boolean isKnown = NOT_FOUND != record;
        final boolean wasGone = !isKnown || records.isGone(record);
        final boolean wasSeeder = isKnown && records.isSeeder(record);
        final boolean isGone = 0 != (state & GONE);
        final boolean isSeeder = 0 != (state & SEEDER);
        final boolean isSame = isKnown && stamp == records.stamp(record) && state == records.state(record);
        if (isKnown)
        {
            // What comes again by a shorter way is taken over to that way: who passed it on before may have forgotten.
            if ((!isSame || hops >= records.hops(record)) && !StampClock.isNewer(
                stamp, isGone, isSeeder, records.stamp(record), wasGone, wasSeeder))
            {
                counters.recordsDuplicate++;
                return;
            }
        }
        else
        {
            record = isRoom() ? records.add(slot, endpoint, origin, neighbour.index()) : NOT_FOUND;
            if (NOT_FOUND == record)
            {
                counters.recordsRefused++;
                return;
            }
        }

        final int endSec = isSame ? records.endSec(record) :
            isGone ? endOfTombstone(record, isKnown) : nowSec + lifeOf(lifeSec);
        if (isKnown)
        {
            discount(record);
        }
        neighbour.recordCounts.increment(slot);
        records.update(record, neighbour.index(), stamp, endSec, state, hops);
        records.connection(record, neighbour.exchange.connections);
        tables.swarms().lastChangeSec(slot, nowSec);
        add(endpoint, namespace, record, wasGone != isGone || wasSeeder != isSeeder);
    }

    /**
     * Whether an origin is itself a neighbour, and has said that it has no clients of the swarm any more. Somebody who
     * has not heard of that yet may still tell of them, with a stamp that is newer than that of the last word here.
     */
    private boolean isOut(final int origin)
    {
        if (origin != checkedOrigin)
        {
            checkedOrigin = origin;
            isOriginOut = false;
            for (int i = 0; i < neighbours.limit() && !isOriginOut; i++)
            {
                final Neighbour other = neighbours.at(i);
                isOriginOut = null != other && other.withdrawn.get(slot) && isOf(other, origin) &&
                    other.isConnected();
            }
        }
        return isOriginOut;
    }

    /** Whether an origin is a neighbour; one of version 1 goes by several names, as others heard it. */
    private boolean isOf(final Neighbour other, final int origin)
    {
        return other.isVersionOne() ?
            tables.origins().isSameVersionOne(other.exchange.origin, origin) : other.exchange.origin == origin;
    }

    /** A neighbour has a swarm no more, so it has no clients of it: those it told of have gone. */
    void onWithdrawn(final Neighbour from, final int withdrawn, final int now)
    {
        if (from.isVersionOne())
        {
            // It need not be their tracker, so they need not have left: nobody is told that they have.
            drop(withdrawn, from, now);
            return;
        }
        begin(from, withdrawn, now);
        final RecordTable records = tables.records();
        int record = tables.swarms().firstRecord(slot);
        while (NOT_FOUND != record)
        {
            final int next = records.nextOfSwarm(record);
            if (records.origin(record) == from.exchange.origin && !records.isGone(record))
            {
                take(records.endpoint(record, departed), from.exchange.origin, GONE, records.stamp(record), 0,
                    records.hops(record));
            }
            record = next;
        }
        end();
    }

    /** This tracker has a swarm no more and hears of departures no more: let go of what others told. */
    void drop(final int dropped, final int now)
    {
        drop(dropped, null, now);
    }

    /** Let go of what all others told, or of what was heard of one neighbour. */
    private void drop(final int dropped, final Neighbour from, final int now)
    {
        slot = dropped;
        nowSec = now;
        tables.swarms().infoHash(slot, infoHash, 0);
        batch.clear();
        final RecordTable records = tables.records();
        int record = tables.swarms().firstRecord(slot);
        while (NOT_FOUND != record)
        {
            final int next = records.nextOfSwarm(record);
            if (OriginTable.SELF != records.origin(record) && !records.isGone(record) &&
                (null == from || isOf(from, records.origin(record))))
            {
                final int namespace = filter.namespace(records.endpoint(record, departed));
                if (batch.count() > 0 && (namespace != batch.namespace || batch.isFull()))
                {
                    merge();
                    batch.clear();
                }
                batch.namespace = namespace;
                remove(record);
                assertions.add(batch, departed, records.first(slot, departed), now);
            }
            record = next;
        }
        if (batch.count() > 0)
        {
            merge();
        }
    }

    /** Store what was taken since {@link #begin}. */
    void end()
    {
        if (batch.count() > 0)
        {
            flush();
        }
    }

    /** An own client has come: for as long as it lives it hides what others assert. */
    void onOwnCame(final int slot, final Endpoint endpoint, final int endSec)
    {
        final RecordTable records = tables.records();
        for (int i = records.first(slot, endpoint); NOT_FOUND != i; i = records.next(i))
        {
            records.hiddenUntilSec(i, endSec);
        }
    }

    /** An own client has left: store it as what other trackers still assert, if any does. */
    void onOwnGone(final int left, final Endpoint endpoint, final int now)
    {
        slot = left;
        nowSec = now;
        restore(endpoint, tables.records().first(slot, endpoint));
    }

    /** Go on with the sweep; returns how many records of an ended life were removed. */
    int expire(final int now, final int budget)
    {
        nowSec = now;
        return sweep.expire(now, budget);
    }

    @Override
    public void onUncovered(final int record)
    {
        final RecordTable records = tables.records();
        slot = records.slot(record);
        restore(records.endpoint(record, departed), records.firstAboutSame(record));
    }

    @Override
    public void onExpired(final int record)
    {
        discount(record);
        final RecordTable records = tables.records();
        if (records.isGone(record))
        {
            return;
        }
        final int via = records.via(record);
        if (via >= 0 && null != neighbours.at(via))
        {
            neighbours.at(via).counters().recordsExpired++;
        }
        // Others may assert the same client, as less than it was.
        slot = records.slot(record);
        restore(records.endpoint(record, departed), records.firstAboutSame(record));
    }

    /** Store an endpoint as what is still asserted of it; if nothing is, its life in the store ends by itself. */
    private void restore(final Endpoint endpoint, final int first)
    {
        if (assertions.isAny(first, nowSec))
        {
            tables.swarms().infoHash(slot, infoHash, 0);
            batch.clear();
            batch.namespace = filter.namespace(endpoint);
            assertions.add(batch, endpoint, first, nowSec);
            merge();
            if (MergeOutcome.OWN == batch.outcome(0))
            {
                onOwnCame(slot, endpoint, batch.ownEndSec(0));
            }
        }
    }

    /** A link is no more: its records stay until their life ends (D12), but count for nobody. */
    private void discount(final int record)
    {
        final int via = tables.records().via(record);
        final Neighbour source = via < 0 ? null : neighbours.at(via);
        if (null != source && source.recordCounts.get(tables.records().slot(record)) > 0)
        {
            source.recordCounts.decrement(tables.records().slot(record));
        }
    }

    private void remove(final int record)
    {
        discount(record);
        tables.records().remove(record);
    }

    private boolean isJoined(final boolean isExternal)
    {
        for (int i = 0; i < neighbours.limit(); i++)
        {
            if (null != neighbours.at(i) && neighbours.at(i).isExternal() == isExternal)
            {
                return true;
            }
        }
        return false;
    }

    private int lifeOf(final int lifeSec)
    {
        return Math.min(lifeSec, PeerMeta.LIFE_MAX_SEC);
    }

    /** A tombstone is kept as long as an older fact could still say otherwise. */
    private int endOfTombstone(final int record, final boolean isKnown)
    {
        final int leastSec = nowSec + (int)(2 * settings.disconnectNs() / 1_000_000_000L);
        if (tables.isCrowded())
        {
            return leastSec;
        }
        return Math.max(leastSec, isKnown ? tables.records().endSec(record) : nowSec + settings.lifeSec());
    }

    private boolean isRoom()
    {
        return tables.records().count(neighbour.index()) < neighbour.settings().recordsMax() &&
            neighbour.recordCounts.get(slot) < neighbour.settings().peersPerSwarmMax();
    }

    /** Whether anybody might have to be told of what this neighbour tells. */
    private boolean isForwarded()
    {
        final int scope = neighbour.isExternal() ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL;
        return isJoined(!neighbour.isExternal()) ||
            Propagation.SELF == leadership.effective(slot, scope);
    }

    private void add(final Endpoint endpoint, final int namespace, final int record, final boolean isNews)
    {
        if (batch.count() > 0 && namespace != batch.namespace || batch.isFull())
        {
            flush();
            batch.clear();
        }
        batch.namespace = namespace;
        batchRecords[batch.count()] = record;
        isBatchNews[batch.count()] = isNews;
        assertions.add(batch, endpoint, tables.records().firstAboutSame(record), nowSec);
    }

    private void merge()
    {
        batch.infoHashBuffer = infoHash;
        batch.infoHashOffset = 0;
        batch.nowSec = nowSec;
        batch.mayCreate = true;
        batch.peersPerSwarmMax = Integer.MAX_VALUE;
        store.merge(batch);
    }

    private void flush()
    {
        merge();
        for (int i = 0, count = batch.count(); i < count; i++)
        {
            settle(i, batchRecords[i], batch.outcome(i));
        }
    }

    private void settle(final int index, final int record, final MergeOutcome outcome)
    {
        final RecordTable records = tables.records();
        if (!records.isUsed(record))
        {
            return;
        }
        switch (outcome)
        {
            case REFUSED_FAMILY, REFUSED_NO_SWARM, REFUSED_SWARM_BUDGET, REFUSED_PEER_BUDGET, REFUSED_BYTE_BUDGET,
                REFUSED_SWARM_FULL ->
            {
                neighbour.counters().recordsRefused++;
                remove(record);
                return;
            }
            case OWN ->
            {
                if (neighbour.isVersionOne())
                {
                    // Version 1 cannot say whose client it is. This one is ours, and only it renews itself (A.9-1).
                    neighbour.counters().recordsLooped++;
                    remove(record);
                    return;
                }
                records.hiddenUntilSec(record, batch.ownEndSec(index));
            }
            default ->
            {
            }
        }
        neighbour.counters().recordsAccepted++;
        if (isForwarded)
        {
            forward(record, batch.peer(index), isBatchNews[index]);
        }
    }

    private void forward(final int record, final Endpoint endpoint, final boolean isNews)
    {
        final RecordTable records = tables.records();
        tables.log().append(
            slot,
            tables.swarms().generation(slot),
            scratch.set(endpoint),
            records.state(record),
            records.via(record),
            records.origin(record),
            records.stamp(record),
            records.endSec(record),
            records.hops(record),
            isNews);
    }
}
