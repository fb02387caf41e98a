package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.UpdateEncoder;
import io.tributary.codec.overlay.UpdateFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Tells a neighbour of version 2 what has changed since it was told last: the facts of the {@link ChangeLog} behind its
 * cursor, sorted by swarm so that each swarm is named once. Facts that were lost on the way are told again, as they
 * stand in the log: a fact bears its stamp, so it can never undo a later one.
 *
 * <p>Allocates nothing: {@link Arrays#sort(long[], int, int)} works in place for so few.
 */
final class ChangeSends
{
    static final int BATCH_MAX = 2048;
    private static final int POSITION_BITS = 32;

    private final OverlayTables tables;
    private final PeerFilter filter;
    private final NeighbourTable neighbours;
    private final Leadership leadership;
    private final Outbox outbox;
    private final UpdateEncoder encoder = new UpdateEncoder();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint scratch = new Endpoint();
    private final long[] keys = new long[BATCH_MAX];
    private final int[] items = new int[InFlight.ITEMS_MAX];
    private int keyCount;
    private int itemCount;
    private Neighbour neighbour;
    private int nowSec;
    private long nowNs;
    private boolean isOpen;
    private int datagrams;

    ChangeSends(
        final OverlayTables tables,
        final PeerFilter filter,
        final NeighbourTable neighbours,
        final Leadership leadership,
        final Outbox outbox)
    {
        this.tables = tables;
        this.filter = filter;
        this.neighbours = neighbours;
        this.leadership = leadership;
        this.outbox = outbox;
    }

    /** Facts that a neighbour has not been told yet, those that do not concern it included. */
    long backlog(final Neighbour neighbour)
    {
        return tables.log().head() - neighbour.logCursor;
    }

    /**
     * Tell what was lost, then what is new.
     *
     * @return datagrams sent.
     */
    int send(final Neighbour neighbour, final long nowNs, final int nowSec)
    {
        this.neighbour = neighbour;
        this.nowNs = nowNs;
        this.nowSec = nowSec;
        datagrams = 0;
        keyCount = 0;
        while (keyCount < BATCH_MAX && neighbour.exchange.resends.isPending())
        {
            collect(position(neighbour.exchange.resends.poll()));
        }
        final ChangeLog log = tables.log();
        if (neighbour.logCursor < log.oldestPosition())
        {
            neighbour.pendingFull.or(neighbour.shared);
            neighbour.logCursor = log.head();
        }
        long cursor = neighbour.logCursor;
        for (final long head = log.head(); keyCount < BATCH_MAX && cursor < head; cursor++)
        {
            collect(cursor);
        }
        neighbour.logCursor = cursor;
        if (keyCount > 0)
        {
            Arrays.sort(keys, 0, keyCount);
            encode();
        }
        return datagrams;
    }

    /** A datagram was lost: tell its facts again, or their whole swarms when there are too many. */
    void onLost(final Neighbour neighbour, final int[] lost, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!neighbour.exchange.resends.offer(lost[i]))
            {
                final long position = position(lost[i]);
                if (position >= tables.log().oldestPosition())
                {
                    neighbour.pendingFull.set(tables.log().slot(position));
                }
                else
                {
                    neighbour.pendingFull.or(neighbour.shared);
                }
            }
        }
    }

    /** The position whose low 32 bits these are: no log is longer than that. */
    private long position(final int low)
    {
        final long head = tables.log().head();
        return head - ((int)head - low & 0xFFFF_FFFFL);
    }

    private void collect(final long position)
    {
        final ChangeLog log = tables.log();
        if (position < log.oldestPosition())
        {
            neighbour.pendingFull.or(neighbour.shared);
            return;
        }
        final int slot = log.slot(position);
        if (tables.swarms().isUsed(slot) && tables.swarms().generation(slot) == log.generation(position) &&
            neighbour.shared.get(slot) && isTold(position, slot))
        {
            keys[keyCount++] = ((long)slot << POSITION_BITS) | (position & 0xFFFF_FFFFL);
        }
    }

    private boolean isTold(final long position, final int slot)
    {
        final ChangeLog log = tables.log();
        if (log.endSec(position) <= nowSec || log.hops(position) > RecordKeeper.HOPS_MAX ||
            log.origin(position) == neighbour.exchange.origin ||
            PeerFilter.REFUSED == filter.namespace(log.endpoint(position, scratch), neighbour.settings()))
        {
            return false;
        }
        final int via = log.via(position);
        final Neighbour source = via < 0 ? null : neighbours.at(via);
        if (null == source && OriginTable.SELF != log.origin(position))
        {
            return false;
        }
        final int peerClass = null == source ? Propagation.OWN : Propagation.classOf(source.isExternal());
        final int scope = neighbour.isExternal() ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL;
        return Propagation.isTold(
            peerClass, via, neighbour.index(), neighbour.isExternal(), leadership.effectiveForVersionTwo(slot, scope));
    }

    private void encode()
    {
        final ChangeLog log = tables.log();
        isOpen = false;
        itemCount = 0;
        boolean isGroup = false;
        int slot = SwarmTable.NONE;
        int origin = 0;
        int hops = 0;
        boolean isIpv6 = false;
        for (int i = 0; i < keyCount; i++)
        {
            final int item = (int)keys[i];
            final long position = position(item);
            final int factSlot = (int)(keys[i] >>> POSITION_BITS);
            final boolean isSame = isGroup && slot == factSlot && origin == log.origin(position) &&
                hops == log.hops(position) && isIpv6 == log.isIpv6(position) && itemCount < items.length;
            if (!isSame || !addRecord(position))
            {
                if (isGroup)
                {
                    encoder.endGroup(groupFlags(slot));
                }
                slot = factSlot;
                origin = log.origin(position);
                hops = log.hops(position);
                isIpv6 = log.isIpv6(position);
                tables.swarms().infoHash(slot, infoHash, 0);
                isGroup = beginGroup(isIpv6, origin, hops) && addRecord(position);
            }
            items[itemCount++] = item;
        }
        if (isGroup)
        {
            encoder.endGroup(groupFlags(slot));
        }
        close();
    }

    private boolean addRecord(final long position)
    {
        final ChangeLog log = tables.log();
        return encoder.addRecord(
            log.state(position), log.stamp(position), log.endSec(position) - nowSec,
            log.endpoint(position, scratch));
    }

    private boolean beginGroup(final boolean isIpv6, final int origin, final int hops)
    {
        final long high = tables.origins().high(origin);
        final long low = tables.origins().low(origin);
        if (isOpen && itemCount < items.length && encoder.beginGroup(infoHash, 0, isIpv6, high, low, hops))
        {
            return true;
        }
        close();
        encoder.wrap(
            outbox.begin(neighbour, OverlayProtocol.ACTION_UPDATE, 0), outbox.bodyOffset(), outbox.bodyLimit());
        isOpen = true;
        return encoder.beginGroup(infoHash, 0, isIpv6, high, low, hops);
    }

    /** Tell a neighbour that is followed as leader so, that it can object. */
    private int groupFlags(final int slot)
    {
        final int scope = neighbour.isExternal() ? SwarmTable.EXTERNAL : SwarmTable.INTERNAL;
        return neighbour.index() == leadership.effectiveForVersionTwo(slot, scope) ?
            UpdateFlyweight.GROUP_FLAG_REFLECT : 0;
    }

    private void close()
    {
        if (isOpen)
        {
            isOpen = false;
            neighbour.counters().recordsSent += itemCount;
            if (!outbox.sendTracked(encoder.limit(), InFlightKind.LOG, items, itemCount, nowNs))
            {
                onLost(neighbour, items, itemCount);
            }
            itemCount = 0;
            datagrams++;
        }
    }
}
