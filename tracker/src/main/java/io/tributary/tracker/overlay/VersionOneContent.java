package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.VersionOneUpdateEncoder;
import io.tributary.codec.overlay.VersionOneUpdateFlyweight;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.SplittableRandom;

import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * What an UPDATE of version 1 says: for each swarm its state in full, at most 50 IPv4 peers of those that
 * {@link Propagation} lets pass, and those that left lately. Never anything back to the neighbour it came from.
 */
final class VersionOneContent implements PeerSink
{
    private static final int OWN_MASK = 1 << PeerMeta.ORIGIN_OWN;
    private static final int STAMP_MS = 16;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_SEC = 1_000_000_000L;
    private static final int PEERS_MAX = OverlayProtocol.VERSION_ONE_PEERS_MAX;
    private static final int GONE_LOOKS_MAX = 1024;
    private static final int LIFE_UNIT_SEC = VersionOneUpdateFlyweight.PEER_LIFE_UNIT_SEC;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final PeerFilter filter;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final OwnTraces traces;
    private final Outbox outbox;
    private final SplittableRandom random;
    private final int goneStamps;
    private final int updateSec;
    private final VersionOneUpdateEncoder encoder = new VersionOneUpdateEncoder();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint scratch = new Endpoint();
    private final Endpoint[] own = new Endpoint[PEERS_MAX];
    private final int[] ownEnds = new int[PEERS_MAX];
    private Neighbour neighbour;
    private int ownCount;
    private int told;

    VersionOneContent(
        final OverlayTables tables,
        final SwarmStore store,
        final PeerFilter filter,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final OwnTraces traces,
        final Outbox outbox,
        final OverlaySettings settings,
        final SplittableRandom random)
    {
        this.tables = tables;
        this.store = store;
        this.filter = filter;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.traces = traces;
        this.outbox = outbox;
        this.random = random;
        this.updateSec = (int)Math.max(1, settings.updateNs() / NS_PER_SEC);
        this.goneStamps =
            (int)(Math.max(2 * settings.disconnectNs(), 4 * settings.updateNs()) / NS_PER_MS / STAMP_MS);
        for (int i = 0; i < own.length; i++)
        {
            own[i] = new Endpoint();
        }
    }

    /** Where the body last encoded ends. */
    int limit()
    {
        return encoder.limit();
    }

    /**
     * Encode pending swarms into the packet begun, as many as fit, and take them off the set.
     *
     * @return how many slots were put into {@code items}.
     */
    int encode(
        final Neighbour neighbour,
        final SlotBits pending,
        final int flags,
        final int[] items,
        final int stamp,
        final int nowSec)
    {
        this.neighbour = neighbour;
        final boolean isUnification = pending == neighbour.pendingFull;
        encoder.wrap(outbox.buffer(), outbox.bodyOffset(), outbox.bodyLimit(), flags);
        int count = 0;
        for (int slot = pending.nextSetBit(0);
            SlotBits.NOT_FOUND != slot && count < items.length;
            slot = pending.nextSetBit(slot + 1))
        {
            final boolean isOwnTold = isUnification || Propagation.isTold(Propagation.OWN, -1, neighbour.index(),
                neighbour.isExternal(), leadership.effective(slot, neighbour.scope()));
            final boolean isNothing = !neighbour.shared.get(slot) || !isOwnTold && !isLed(slot);
            if (!isNothing && !addSwarm(slot, isOwnTold, stamp, nowSec))
            {
                break;
            }
            pending.clear(slot);
            if (!isNothing)
            {
                items[count++] = slot;
            }
        }
        return count;
    }

    @Override
    public void onPeer(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        if (ownCount < own.length && PeerFilter.REFUSED != filter.namespace(peer, neighbour.settings()))
        {
            own[ownCount].set(peer);
            ownEnds[ownCount] = endSec;
            ownCount++;
        }
    }

    private boolean isLed(final int slot)
    {
        return Propagation.SELF == leadership.effective(slot, neighbour.scope());
    }

    /** Add a swarm as a whole, or not at all. */
    private boolean addSwarm(final int slot, final boolean isOwnTold, final int stamp, final int nowSec)
    {
        tables.swarms().infoHash(slot, infoHash, 0);
        if (!encoder.beginSwarm(infoHash, 0))
        {
            return false;
        }
        ownCount = 0;
        for (int scope = 0; isOwnTold && scope < filter.scopes(); scope++)
        {
            store.peers(infoHash, 0, SwarmNamespace.of(false, scope), nowSec, OWN_MASK, false, own.length,
                random.nextLong(), this);
        }
        told = 0;
        final boolean isAdded = addGone(slot, stamp, nowSec) && addOwn(slot, stamp, nowSec) &&
            addLiving(slot, stamp, nowSec);
        if (!isAdded)
        {
            encoder.cancelSwarm();
        }
        return isAdded;
    }

    /**
     * Those that left lately have half of the places, more if there are few that live; where even that is too little,
     * each update tells of the next of them.
     */
    private boolean addGone(final int slot, final int stamp, final int nowSec)
    {
        final int count = countGone(slot, stamp, nowSec);
        final int places = Math.max(PEERS_MAX / 2, PEERS_MAX - ownCount);
        final int first = count > places ? (int)((long)(nowSec / updateSec) * places % count) : 0;
        final RecordTable records = tables.records();
        final int leader = leadership.effective(slot, neighbour.scope());
        int index = 0;
        for (int i = tables.swarms().firstRecord(slot); index < count; i = records.nextOfSwarm(i))
        {
            if (records.isGone(i) && isTold(i, leader, stamp, nowSec))
            {
                if ((index - first + count) % count < places)
                {
                    if (!encoder.addPeer(true, scratch.ipv4Address(), scratch.port()))
                    {
                        return false;
                    }
                    told++;
                }
                index++;
            }
        }
        return true;
    }

    /** The newest departures are at the front of the list. */
    private int countGone(final int slot, final int stamp, final int nowSec)
    {
        final RecordTable records = tables.records();
        final int leader = leadership.effective(slot, neighbour.scope());
        int count = 0;
        int looks = 0;
        for (int i = tables.swarms().firstRecord(slot);
            NOT_FOUND != i && looks < GONE_LOOKS_MAX;
            i = records.nextOfSwarm(i))
        {
            count += records.isGone(i) && isTold(i, leader, stamp, nowSec) ? 1 : 0;
            looks++;
        }
        return count;
    }

    /** The life of an own client is told rounded up, so that it costs nothing; later ones are rounded down. */
    private boolean addOwn(final int slot, final int stamp, final int nowSec)
    {
        for (int i = 0; i < ownCount && told < PEERS_MAX; i++)
        {
            final int units = units(ownEnds[i] - nowSec + LIFE_UNIT_SEC - 1);
            if (!encoder.addPeer(false, units, own[i].ipv4Address(), own[i].port()))
            {
                return false;
            }
            traces.noteTold(slot, own[i], stamp, ownEnds[i]);
            told++;
        }
        return true;
    }

    private boolean addLiving(final int slot, final int stamp, final int nowSec)
    {
        final RecordTable records = tables.records();
        final int leader = leadership.effective(slot, neighbour.scope());
        int next = tables.swarms().firstRecord(slot);
        while (NOT_FOUND != next && told < PEERS_MAX)
        {
            final int i = next;
            next = records.nextOfSwarm(i);
            final int endSec = records.isGone(i) || !isTold(i, leader, stamp, nowSec) ?
                nowSec : endSec(i, leader, stamp, nowSec);
            if (endSec - nowSec >= LIFE_UNIT_SEC)
            {
                if (!encoder.addPeer(false, units(endSec - nowSec), scratch.ipv4Address(), scratch.port()))
                {
                    return false;
                }
                traces.noteTold(slot, scratch, stamp, endSec);
                told++;
            }
        }
        return true;
    }

    private static int units(final int lifeSec)
    {
        return Math.max(1, Math.min(lifeSec / LIFE_UNIT_SEC, VersionOneUpdateFlyweight.PEER_LIFE_UNITS_MAX));
    }

    /** A peer that several trackers assert is told once. Leaves the record's endpoint in {@link #scratch}. */
    private boolean isTold(final int record, final int leader, final int stamp, final int nowSec)
    {
        if (!isTellable(record, leader, stamp, nowSec))
        {
            return false;
        }
        final RecordTable records = tables.records();
        for (int i = records.firstAboutSame(record); i != record; i = records.next(i))
        {
            if (records.isGone(i) == records.isGone(record) && isTellable(i, leader, stamp, nowSec))
            {
                return false;
            }
        }
        return true;
    }

    /** The longest of the lives that may be told of a peer. */
    private int endSec(final int record, final int leader, final int stamp, final int nowSec)
    {
        final RecordTable records = tables.records();
        int endSec = records.endSec(record);
        for (int i = records.next(record); NOT_FOUND != i; i = records.next(i))
        {
            if (!records.isGone(i) && records.endSec(i) > endSec && isTellable(i, leader, stamp, nowSec))
            {
                endSec = records.endSec(i);
            }
        }
        return endSec;
    }

    private boolean isTellable(final int record, final int leader, final int stamp, final int nowSec)
    {
        final RecordTable records = tables.records();
        final boolean isOwn = OriginTable.SELF == records.origin(record);
        if (records.isIpv6(record) ||
            isHeardFrom(neighbour, records.origin(record)) && !isForgotten(record) ||
            isOwn && !records.isGone(record) || records.endSec(record) <= nowSec ||
            records.isGone(record) && stamp - records.stamp(record) > goneStamps ||
            PeerFilter.REFUSED == filter.namespace(records.endpoint(record, scratch), neighbour.settings()))
        {
            return false;
        }
        final int via = records.via(record);
        final Neighbour source = via < 0 ? null : neighbours.at(via);
        if (!isOwn && null == source)
        {
            return false;
        }
        final int peerClass = isOwn ? Propagation.OWN : Propagation.classOf(source.isExternal());
        return isForgotten(record) ||
            Propagation.isTold(peerClass, via, neighbour.index(), neighbour.isExternal(), leader);
    }

    private boolean isHeardFrom(final Neighbour from, final int origin)
    {
        return tables.origins().isSameVersionOne(origin, from.exchange.origin);
    }

    /**
     * Whether a neighbour told of a peer in an earlier connection and not in this one: it may have crashed since. If it
     * has not, it knows this for an echo. The original does not, and would take a ghost for a client (A.9-1).
     */
    private boolean isForgotten(final int record)
    {
        final RecordTable records = tables.records();
        return neighbour.exchange.isTellingLives && !records.isGone(record) &&
            records.origin(record) == neighbour.exchange.origin &&
            records.connection(record) != neighbour.exchange.connections;
    }
}
