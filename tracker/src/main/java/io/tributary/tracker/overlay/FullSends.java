package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.UpdateEncoder;
import io.tributary.codec.overlay.UpdateFlyweight;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.SplittableRandom;

import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * Tells a neighbour of version 2 all that it is to know of a swarm: at unification, when it asks for it, when changes
 * were lost and when a leader was. Own peers always go along, whoever leads; a sample of them in swarms that have more
 * than the link allows.
 *
 * <p>Small swarms share a datagram, large ones fill several; each datagram stands for itself. Allocates nothing.
 */
final class FullSends implements PeerSink
{
    private static final int PEERS_MAX = 4096;
    private static final int OWN_MASK = 1 << PeerMeta.ORIGIN_OWN;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final PeerFilter filter;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Outbox outbox;
    private final SplittableRandom random;
    private final UpdateEncoder encoder = new UpdateEncoder();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint scratch = new Endpoint();
    private final Endpoint[] peers = new Endpoint[PEERS_MAX];
    private final int[] ends = new int[PEERS_MAX];
    private final boolean[] areSeeders = new boolean[PEERS_MAX];
    private final int[] slots = new int[InFlight.ITEMS_MAX];
    private int peerCount;
    private int slotCount;
    private Neighbour neighbour;
    private long nowNs;
    private int nowSec;
    private boolean isOpen;
    private int datagrams;

    FullSends(
        final OverlayTables tables,
        final SwarmStore store,
        final PeerFilter filter,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final Outbox outbox,
        final SplittableRandom random)
    {
        this.tables = tables;
        this.store = store;
        this.filter = filter;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.outbox = outbox;
        this.random = random;
        for (int i = 0; i < PEERS_MAX; i++)
        {
            peers[i] = new Endpoint();
        }
    }

    /**
     * Send swarms that are pending, as far as the link and a budget allow.
     *
     * @return datagrams sent.
     */
    int send(final Neighbour neighbour, final int stamp, final int budget, final long nowNs, final int nowSec)
    {
        this.neighbour = neighbour;
        this.nowNs = nowNs;
        this.nowSec = nowSec;
        datagrams = 0;
        isOpen = false;
        slotCount = 0;
        while (datagrams < budget && !neighbour.pendingFull.isEmpty() && outbox.canSend(neighbour, nowNs))
        {
            final int slot = neighbour.pendingFull.nextSetBitAround(neighbour.exchange.fullCursor);
            neighbour.exchange.fullCursor = slot + 1;
            neighbour.pendingFull.clear(slot);
            if (tables.swarms().isUsed(slot) && neighbour.shared.get(slot))
            {
                addSwarm(slot, stamp);
            }
        }
        close();
        return datagrams;
    }

    @Override
    public void onPeer(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        if (peerCount < PEERS_MAX && PeerFilter.REFUSED != filter.namespace(peer, neighbour.settings()))
        {
            peers[peerCount].set(peer);
            areSeeders[peerCount] = isSeeder;
            ends[peerCount] = endSec;
            peerCount++;
        }
    }

    private void addSwarm(final int slot, final int stamp)
    {
        tables.swarms().infoHash(slot, infoHash, 0);
        collectOwn();
        addOwn(slot, stamp, false);
        addOwn(slot, stamp, true);
        addRecords(slot);
        if (!isOpen || !encoder.addEmptyGroup(infoHash, 0, UpdateFlyweight.GROUP_FLAG_COMPLETE))
        {
            turn();
            encoder.addEmptyGroup(infoHash, 0, UpdateFlyweight.GROUP_FLAG_COMPLETE);
        }
        note(slot);
    }

    private void collectOwn()
    {
        peerCount = 0;
        final int max = Math.min(PEERS_MAX, neighbour.settings().peersPerSwarmMax());
        for (int scope = 0; scope < filter.scopes() && peerCount < max; scope++)
        {
            for (int family = 0; family < 2 && peerCount < max; family++)
            {
                store.peers(infoHash, 0, SwarmNamespace.of(1 == family, scope), nowSec, OWN_MASK, false,
                    max - peerCount, random.nextLong(), this);
            }
        }
    }

    /** Own peers of one family. */
    private void addOwn(final int slot, final int stamp, final boolean isIpv6)
    {
        boolean isGroup = false;
        for (int i = 0; i < peerCount; i++)
        {
            if (peers[i].isIpv6() == isIpv6)
            {
                isGroup = addRecord(isGroup, slot, isIpv6, OriginTable.SELF, 0,
                    areSeeders[i] ? UpdateFlyweight.RECORD_FLAG_SEEDER : 0, stamp, ends[i] - nowSec, peers[i]);
            }
        }
        if (isGroup)
        {
            encoder.endGroup(0);
        }
    }

    /** What others told of this swarm and this neighbour is to be told, tombstones too. */
    private void addRecords(final int slot)
    {
        final RecordTable records = tables.records();
        final int scope = neighbour.isExternal() ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL;
        final int leader = leadership.effectiveForVersionTwo(slot, scope);
        final int max = neighbour.settings().peersPerSwarmMax();
        int told = 0;
        int groupOrigin = NOT_FOUND;
        int groupHops = 0;
        boolean isGroupIpv6 = false;
        for (int i = tables.swarms().firstRecord(slot); NOT_FOUND != i && told < max; i = records.nextOfSwarm(i))
        {
            if (!isTold(i, leader))
            {
                continue;
            }
            final boolean isSame = groupOrigin == records.origin(i) && groupHops == records.hops(i) &&
                isGroupIpv6 == records.isIpv6(i);
            if (!isSame && NOT_FOUND != groupOrigin)
            {
                encoder.endGroup(0);
            }
            groupOrigin = records.origin(i);
            groupHops = records.hops(i);
            isGroupIpv6 = records.isIpv6(i);
            addRecord(isSame, slot, isGroupIpv6, groupOrigin, groupHops, records.state(i), records.stamp(i),
                records.endSec(i) - nowSec, records.endpoint(i, scratch));
            told++;
        }
        if (NOT_FOUND != groupOrigin)
        {
            encoder.endGroup(0);
        }
    }

    private boolean isTold(final int record, final int leader)
    {
        final RecordTable records = tables.records();
        final int origin = records.origin(record);
        if (OriginTable.SELF == origin)
        {
            // An own client that has left: told to whoever may have missed it, like the own clients that are there.
            return records.isGone(record) && records.endSec(record) > nowSec &&
                PeerFilter.REFUSED != filter.namespace(records.endpoint(record, scratch), neighbour.settings());
        }
        if (records.via(record) < 0)
        {
            return false;
        }
        final Neighbour source = neighbours.at(records.via(record));
        return origin != neighbour.exchange.origin &&
            records.endSec(record) > nowSec && records.hops(record) <= RecordKeeper.HOPS_MAX && null != source &&
            Propagation.isTold(Propagation.classOf(source.isExternal()), source.index(), neighbour.index(),
                neighbour.isExternal(), leader) &&
            PeerFilter.REFUSED != filter.namespace(records.endpoint(record, scratch), neighbour.settings());
    }

    /** Add a record, opening a group and turning to a new datagram as needed; always true: a group is open. */
    private boolean addRecord(
        final boolean isGroup,
        final int slot,
        final boolean isIpv6,
        final int origin,
        final int hops,
        final int flags,
        final int stamp,
        final int lifeSec,
        final Endpoint endpoint)
    {
        neighbour.counters().recordsSent++;
        if (isGroup)
        {
            if (encoder.addRecord(flags, stamp, Math.max(1, lifeSec), endpoint))
            {
                return true;
            }
            encoder.endGroup(0);
        }
        if (!isOpen || !beginGroup(isIpv6, origin, hops))
        {
            note(slot);
            turn();
            beginGroup(isIpv6, origin, hops);
        }
        encoder.addRecord(flags, stamp, Math.max(1, lifeSec), endpoint);
        return true;
    }

    private boolean beginGroup(final boolean isIpv6, final int origin, final int hops)
    {
        return encoder.beginGroup(
            infoHash, 0, isIpv6, tables.origins().high(origin), tables.origins().low(origin), hops);
    }

    /** The datagram tells of a swarm, which is to be sent again when it is lost. */
    private void note(final int slot)
    {
        if (isOpen && (0 == slotCount || slots[slotCount - 1] != slot))
        {
            slots[slotCount++] = slot;
        }
    }

    private void turn()
    {
        close();
        encoder.wrap(
            outbox.begin(neighbour, OverlayProtocol.ACTION_UPDATE, OverlayProtocol.FLAG_UNIFICATION),
            outbox.bodyOffset(), outbox.bodyLimit());
        isOpen = true;
    }

    private void close()
    {
        if (isOpen)
        {
            isOpen = false;
            if (!outbox.sendTracked(encoder.limit(), InFlightKind.FULL, slots, slotCount, nowNs))
            {
                Unifier.onLost(neighbour.pendingFull, slots, slotCount);
            }
            slotCount = 0;
            datagrams++;
        }
    }
}
