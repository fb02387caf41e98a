package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.status.LinkField;
import io.tributary.tracker.status.LinkWithoutAddress;
import io.tributary.tracker.status.OverlayField;
import io.tributary.tracker.status.OverlayStatusWriter;
import io.tributary.tracker.status.SwarmDescription;
import io.tributary.tracker.status.SwarmDescriptionEncoder;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.PeerSink;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStore;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.tributary.tracker.overlay.RecordTable.NOT_FOUND;

/**
 * Shows people what the overlay looks like: links and roles (IM2, D37), and one swarm with its peers, trackers and
 * leaders. Reads only; allocates nothing.
 */
final class OverlayDisplay implements PeerSink
{
    private static final int PEERS_MAX = 500;
    private static final int ALL_ORIGINS = 7;
    private static final long NS_PER_US = 1_000L;

    private final OverlaySettings settings;
    private final TrackerId self;
    private final OverlayTables tables;
    private final SwarmStore store;
    private final SessionLayer session;
    private final Leadership leadership;
    private final PeerFilter filter;
    private final Questions questions;
    private final UnsafeBuffer infoHash = new UnsafeBuffer(new byte[24]);
    private final Endpoint[] peers = new Endpoint[PEERS_MAX];
    private final byte[] states = new byte[PEERS_MAX];
    private final int[] ends = new int[PEERS_MAX];
    private final int[] counts = new int[3];
    private final int[] seeders = new int[3];
    private int peerCount;

    OverlayDisplay(
        final OverlaySettings settings,
        final TrackerId self,
        final OverlayTables tables,
        final SwarmStore store,
        final SessionLayer session,
        final Leadership leadership,
        final PeerFilter filter,
        final Questions questions)
    {
        this.settings = settings;
        this.self = self;
        this.tables = tables;
        this.store = store;
        this.session = session;
        this.leadership = leadership;
        this.filter = filter;
        this.questions = questions;
        for (int i = 0; i < PEERS_MAX; i++)
        {
            peers[i] = new Endpoint();
        }
    }

    /** Everything about links and roles. */
    void publish(
        final OverlayStatusWriter writer,
        final List<LinkWithoutAddress> withoutAddress,
        final long nowNs,
        final long nowMs)
    {
        int shown = 0;
        final NeighbourTable neighbours = session.neighbours();
        long lag = 0;
        for (int i = 0; i < writer.linkSlots(); i++)
        {
            final Neighbour neighbour = i < neighbours.limit() ? neighbours.at(i) : null;
            if (null == neighbour && shown < withoutAddress.size())
            {
                writer.linkWithoutAddress(i, withoutAddress.get(shown++));
            }
            else if (null == neighbour)
            {
                writer.clearLink(i);
            }
            else
            {
                lag = Math.max(lag, lag(neighbour));
                publish(writer, neighbour, nowNs, nowMs);
            }
        }
        writer.beginOverlay()
            .set(OverlayField.TRACKER_ID_HIGH, self.high())
            .set(OverlayField.TRACKER_ID_LOW, self.low())
            .set(OverlayField.IS_BORDER, session.isBorder() ? 1 : 0)
            .set(OverlayField.MANDATES_INTERNAL, leadership.mandates(SwarmTable.INTERNAL).cardinality())
            .set(OverlayField.MANDATES_EXTERNAL, leadership.mandates(SwarmTable.EXTERNAL).cardinality())
            .set(OverlayField.SWARMS, tables.swarms().size())
            .set(OverlayField.SWARMS_MAX, tables.swarms().capacity())
            .set(OverlayField.RECORDS, tables.records().size())
            .set(OverlayField.RECORDS_MAX, tables.records().capacity())
            .set(OverlayField.ORIGINS, tables.origins().size())
            .set(OverlayField.QUESTIONS, questions.openCount())
            .set(OverlayField.CHANGES, lag)
            .set(OverlayField.CHANGES_MAX, settings.changesMax())
            .end();
    }

    /** One swarm, as far as this tracker knows it. */
    void describe(
        final DirectBuffer asked, final int offset, final int nowSec, final SwarmDescriptionEncoder answer)
    {
        infoHash.putBytes(0, asked, offset, OverlayProtocol.INFO_HASH_LENGTH);
        collect(nowSec);
        final int slot = tables.swarms().find(infoHash, 0);
        if (SwarmTable.NOT_FOUND == slot && 0 == peerCount)
        {
            return;
        }
        answer.known();
        for (int origin = PeerMeta.ORIGIN_OWN; origin <= PeerMeta.ORIGIN_EXTERNAL; origin++)
        {
            answer.count(origin, counts[origin], seeders[origin]);
        }
        if (SwarmTable.NOT_FOUND != slot)
        {
            answer.leaders(leadership.effective(slot, SwarmTable.INTERNAL),
                leadership.effective(slot, SwarmTable.EXTERNAL));
            describeLinks(slot, answer);
        }
        for (int i = 0; i < peerCount && describePeer(slot, i, nowSec, answer); i++)
        {
            assert i < PEERS_MAX;
        }
    }

    @Override
    public void onPeer(final Endpoint peer, final boolean isSeeder, final int origin, final int endSec)
    {
        counts[origin]++;
        seeders[origin] += isSeeder ? 1 : 0;
        if (peerCount < PEERS_MAX)
        {
            peers[peerCount].set(peer);
            states[peerCount] = (byte)(origin | (isSeeder ? 4 : 0));
            ends[peerCount] = endSec;
            peerCount++;
        }
    }

    private long lag(final Neighbour neighbour)
    {
        return neighbour.isConnected() && !neighbour.isVersionOne() ?
            tables.log().head() - neighbour.logCursor + neighbour.exchange.resends.size() : 0;
    }

    private void publish(
        final OverlayStatusWriter writer, final Neighbour neighbour, final long nowNs, final long nowMs)
    {
        final LinkCounters counters = neighbour.counters();
        final Endpoint address = neighbour.destination();
        final boolean isConnected = neighbour.isConnected();
        final boolean isHeard = counters.packetsReceivedTotal() > 0;
        writer.beginLink(neighbour.index(), neighbour.name())
            .set(LinkField.IS_EXTERNAL, neighbour.isExternal())
            .set(LinkField.STATE, neighbour.state().ordinal())
            .set(LinkField.VERSION, isConnected ? neighbour.version() : 0)
            .set(LinkField.IS_KEYED, neighbour.settings().isKeyed())
            .set(LinkField.IS_BORDER, neighbour.isBorder() || neighbour.exchange.isBorder)
            .set(LinkField.IS_IPV6, address.isIpv6())
            .set(LinkField.ADDRESS_HIGH, address.addressHigh())
            .set(LinkField.ADDRESS_LOW, address.addressLow())
            .set(LinkField.PORT, address.port())
            .set(LinkField.TRACKER_ID_HIGH, neighbour.trackerId().high())
            .set(LinkField.TRACKER_ID_LOW, neighbour.trackerId().low())
            .set(LinkField.ROUND_TRIP_US, 0 == neighbour.roundTripNs() ? -1 : neighbour.roundTripNs() / NS_PER_US)
            .set(LinkField.LAST_HEARD_MS, isHeard ? agoMs(neighbour.lastHeardNs, nowNs, nowMs) : 0)
            .set(LinkField.CONNECTED_SINCE_MS, isConnected ? agoMs(neighbour.stateSinceNs, nowNs, nowMs) : 0)
            .set(LinkField.CONNECTIONS, counters.connects)
            .set(LinkField.RETRANSMISSIONS, counters.lost)
            .set(LinkField.PACKETS_DROPPED, counters.dropsTotal())
            .set(LinkField.ERROR_CODE, neighbour.errorCode)
            .set(LinkField.LAST_DROP, counters.lastDropCode)
            .set(LinkField.RECORDS_SENT, counters.recordsSent)
            .set(LinkField.RECORDS_ACCEPTED, counters.recordsAccepted)
            .set(LinkField.RECORDS_DUPLICATE, counters.recordsDuplicate)
            .set(LinkField.RECORDS_LOOPED, counters.recordsLooped)
            .set(LinkField.RECORDS_REFUSED, counters.recordsRefused)
            .set(LinkField.RECORDS_EXPIRED, counters.recordsExpired)
            .set(LinkField.RECORDS_HELD, tables.records().count(neighbour.index()))
            .set(LinkField.LAG, lag(neighbour))
            .set(LinkField.SHARED_SWARMS, neighbour.shared.cardinality())
            .set(LinkField.MANDATES_INTERNAL, neighbour.mandates[SwarmTable.INTERNAL])
            .set(LinkField.MANDATES_EXTERNAL, neighbour.mandates[SwarmTable.EXTERNAL])
            .set(LinkField.IS_MESH_INCOMPLETE, isConnected && 0 != neighbour.neighboursByPeer &&
                !leadership.isSeeingTheSame(neighbour, neighbour.scope()));
        for (int action = OverlayProtocol.ACTION_SYN; action <= OverlayProtocol.ACTION_ERROR; action++)
        {
            writer.traffic(action, counters.packetsReceived(action), counters.bytesReceived(action),
                counters.packetsSent(action), counters.bytesSent(action));
        }
        writer.end();
    }

    private void collect(final int nowSec)
    {
        peerCount = 0;
        for (int origin = PeerMeta.ORIGIN_OWN; origin <= PeerMeta.ORIGIN_EXTERNAL; origin++)
        {
            counts[origin] = 0;
            seeders[origin] = 0;
        }
        for (int scope = 0; scope < filter.scopes(); scope++)
        {
            for (int family = 0; family < 2; family++)
            {
                store.peers(infoHash, 0, SwarmNamespace.of(1 == family, scope), nowSec, ALL_ORIGINS, false,
                    8 * PEERS_MAX, 0, this);
            }
        }
    }

    private void describeLinks(final int slot, final SwarmDescriptionEncoder answer)
    {
        final NeighbourTable neighbours = session.neighbours();
        for (int i = 0; i < neighbours.limit(); i++)
        {
            if (null != neighbours.at(i) && neighbours.at(i).isConnected() && neighbours.at(i).shared.get(slot))
            {
                answer.link(i);
            }
        }
    }

    private boolean describePeer(
        final int slot, final int index, final int nowSec, final SwarmDescriptionEncoder answer)
    {
        final Endpoint peer = peers[index];
        final int origin = states[index] & 3;
        int link = SwarmDescription.SELF;
        long originHigh = self.high();
        long originLow = self.low();
        if (PeerMeta.ORIGIN_OWN != origin && SwarmTable.NOT_FOUND != slot)
        {
            final RecordTable records = tables.records();
            int record = records.first(slot, peer);
            while (NOT_FOUND != record && (records.isGone(record) || OriginTable.SELF == records.origin(record)))
            {
                record = records.next(record);
            }
            if (NOT_FOUND != record)
            {
                link = records.via(record);
                originHigh = tables.origins().high(records.origin(record));
                originLow = tables.origins().low(records.origin(record));
            }
        }
        return answer.peer(peer.isIpv6(), peer.addressHigh(), peer.addressLow(), peer.port(),
            0 != (states[index] & 4), origin, Math.max(0, ends[index] - nowSec), link, originHigh, originLow);
    }

    private static long agoMs(final long thenNs, final long nowNs, final long nowMs)
    {
        return nowMs - TimeUnit.NANOSECONDS.toMillis(nowNs - thenNs);
    }
}
