package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.DigestFlyweight;
import io.tributary.codec.overlay.InfoHashListFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkDrop;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * Compares, slowly and for ever, what neighbours know of this tracker's own peers with what there is: a number and a
 * fingerprint for each quiet, small swarm, whichever way the peers went. What differs twice is sent again in full.
 * Acknowledgements make sure of delivery already; this finds what no acknowledgement can: what was refused for lack of
 * room, lost with a leader, or with the memory of a neighbour. Version 2.
 *
 * <p>Swarms that changed lately or have more peers than fit into a datagram are left out: there every peer is told
 * anew before a quarter of its life is over.
 */
final class DigestExchange implements PeerSink
{
    private static final int PEERS_MAX = 80;
    private static final int OWN_MASK = 1 << PeerMeta.ORIGIN_OWN;
    private static final int DATAGRAMS_PER_PASS = 4;
    private static final long NS_PER_SEC = 1_000_000_000L;

    private final OverlayTables tables;
    private final SwarmStore store;
    private final PeerFilter filter;
    private final Outbox outbox;
    private final OverlaySettings settings;
    private final DigestFlyweight digest = new DigestFlyweight();
    private final InfoHashListFlyweight different = new InfoHashListFlyweight();
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint endpoint = new Endpoint();
    private final int[] items = new int[InFlight.ITEMS_MAX];
    private LinkSettings link;
    private int peers;
    private long fingerprint;

    DigestExchange(
        final OverlayTables tables,
        final SwarmStore store,
        final PeerFilter filter,
        final Outbox outbox,
        final OverlaySettings settings)
    {
        this.tables = tables;
        this.store = store;
        this.filter = filter;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** Fingerprint of one peer: the finaliser of SplitMix64 over its bytes. */
    static long fingerprint(final Endpoint peer, final boolean isSeeder)
    {
        return mix(mix(peer.addressHigh()) ^ peer.addressLow()) ^
            mix(((long)peer.port() << 2) | (peer.isIpv6() ? 2 : 0) | (isSeeder ? 1 : 0));
    }

    /** Send the next digests when they are due; datagrams sent. */
    int send(final Neighbour neighbour, final long nowNs, final int nowSec)
    {
        final ExchangeState state = neighbour.exchange;
        if (0 == settings.digestNs() || nowNs - state.digestDeadlineNs < 0)
        {
            return 0;
        }
        int sent = 0;
        int visited = 0;
        while (sent < DATAGRAMS_PER_PASS && visited < neighbour.shared.cardinality() &&
            outbox.canSend(neighbour, nowNs))
        {
            visited += sendOne(neighbour, nowNs, nowSec);
            sent++;
        }
        final long swarms = Math.max(1, neighbour.shared.cardinality());
        state.digestDeadlineNs = nowNs + Math.max(1, settings.digestNs() / swarms * Math.max(1, visited));
        return sent;
    }

    /** A neighbour's digests: answer with those that differ twice running. */
    void onDigest(
        final Neighbour neighbour,
        final int transactionId,
        final DirectBuffer buffer,
        final int bodyOffset,
        final int bodyLength,
        final long nowNs,
        final int nowSec)
    {
        if (0 != digest.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        different.wrapEncode(
            outbox.beginAnswer(neighbour, OverlayProtocol.ACTION_DIGEST, 0, transactionId), outbox.bodyOffset(),
            outbox.bodyLimit());
        for (int i = 0; i < digest.count(); i++)
        {
            final int slot = tables.swarms().find(buffer, digest.infoHashOffset(i));
            if (SwarmTable.NOT_FOUND == slot)
            {
                continue;
            }
            sumRecords(neighbour, slot, nowSec);
            if (peers == digest.records(i) && fingerprint == digest.digest(i))
            {
                neighbour.mismatched.clear(slot);
            }
            else if (neighbour.mismatched.get(slot))
            {
                neighbour.mismatched.clear(slot);
                different.add(buffer, digest.infoHashOffset(i));
            }
            else
            {
                neighbour.mismatched.set(slot);
            }
        }
        outbox.send(different.limit(), nowNs);
    }

    /** The answer to digests of ours, or a RESYNC: swarms to be sent in full. */
    void onDifferent(
        final Neighbour neighbour, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        if (0 != different.wrap(buffer, bodyOffset, bodyLength).validate())
        {
            neighbour.counters().drop(LinkDrop.BODY_MALFORMED);
            return;
        }
        for (int i = 0; i < different.count(); i++)
        {
            final int slot = tables.swarms().find(buffer, different.infoHashOffset(i));
            if (SwarmTable.NOT_FOUND != slot && neighbour.shared.get(slot))
            {
                neighbour.pendingFull.set(slot);
            }
        }
    }

    @Override
    public void onPeer(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        if (PeerFilter.REFUSED != filter.namespace(peer, link))
        {
            peers++;
            fingerprint ^= fingerprint(peer, isSeeder);
        }
    }

    /** One datagram of digests; swarms visited. */
    private int sendOne(final Neighbour neighbour, final long nowNs, final int nowSec)
    {
        digest.wrapEncode(
            outbox.begin(neighbour, OverlayProtocol.ACTION_DIGEST, 0), outbox.bodyOffset(), outbox.bodyLimit());
        int visited = 0;
        int count = 0;
        while (visited < OverlayProtocol.DIGEST_ENTRIES_MAX)
        {
            final int slot = neighbour.shared.nextSetBitAround(neighbour.exchange.digestCursor);
            if (SlotBits.NOT_FOUND == slot)
            {
                break;
            }
            neighbour.exchange.digestCursor = slot + 1;
            visited++;
            if (isQuiet(slot, nowSec) && sumOwn(neighbour, slot, nowSec) &&
                digest.add(infoHash, 0, peers, fingerprint))
            {
                items[count++] = slot;
            }
            if (visited >= neighbour.shared.cardinality())
            {
                break;
            }
        }
        if (count > 0)
        {
            outbox.sendTracked(digest.limit(), InFlightKind.DIGEST, items, count, nowNs);
        }
        return Math.max(1, visited);
    }

    private boolean isQuiet(final int slot, final int nowSec)
    {
        return tables.swarms().isFlagged(slot, SwarmTable.OWN) &&
            nowSec - tables.swarms().lastChangeSec(slot) > settings.updateNs() / NS_PER_SEC;
    }

    /** Sum up own peers; false when there are too many to compare. */
    private boolean sumOwn(final Neighbour neighbour, final int slot, final int nowSec)
    {
        link = neighbour.settings();
        peers = 0;
        fingerprint = 0;
        tables.swarms().infoHash(slot, infoHash, 0);
        final int max = Math.min(PEERS_MAX, link.peersPerSwarmMax());
        int visited = 0;
        for (int scope = 0; scope < filter.scopes() && visited <= max; scope++)
        {
            visited += store.peers(infoHash, 0, SwarmNamespace.of(false, scope), nowSec, OWN_MASK, false, max + 1,
                0, this);
            visited += store.peers(infoHash, 0, SwarmNamespace.of(true, scope), nowSec, OWN_MASK, false, max + 1,
                0, this);
        }
        return visited <= max;
    }

    private void sumRecords(final Neighbour neighbour, final int slot, final int nowSec)
    {
        final RecordTable records = tables.records();
        peers = 0;
        fingerprint = 0;
        for (int i = tables.swarms().firstRecord(slot); NOT_FOUND != i; i = records.nextOfSwarm(i))
        {
            if (records.origin(i) == neighbour.exchange.origin && !records.isGone(i) && records.endSec(i) > nowSec)
            {
                peers++;
                fingerprint ^= fingerprint(records.endpoint(i, endpoint), records.isSeeder(i));
            }
        }
    }

    private static long mix(final long value)
    {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
