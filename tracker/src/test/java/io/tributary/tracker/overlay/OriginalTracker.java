package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import org.agrona.DirectBuffer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The original implementation as it is described and was captured, written anew without our codec: its states, its
 * timers in whole seconds that are looked at after every datagram and else every five seconds, full updates,
 * tombstones, campaigns, and its defects as far as they show on the wire, each with its number. What the description
 * leaves open follows the capture: CANDIDATURE leaves with the hello tick only; a swarm whose leader is the destination
 * is written twice into an UPDATE of a unification. Assumed: any swarm in an UPDATE makes its sender a member.
 */
final class OriginalTracker implements OverlayBus.Station
{
    static final int CONNECTED = 1;
    static final int PENDING = 2;
    static final int SYN = 4;
    static final int SUMMARY = 8;
    static final int UPDATING = 16;
    static final int SENDING_CANDIDATURE = 32;
    static final int AWAITING_CANDIDATURE = 64;
    static final int LEADER = 128;

    static final int ACTION_SYN = 128;
    static final int ACTION_HELLO = 129;
    static final int ACTION_SUMMARY = 130;
    static final int ACTION_UPDATE = 131;
    static final int ACTION_CANDIDATURE = 132;
    static final int ACTION_LEADER = 133;
    static final int ACK = 1;
    static final int UNIFICATION = 2;
    static final int BORDER = 4;

    private static final int HEADER_LENGTH = 18;
    private static final int HASH_LENGTH = 20;
    private static final int PEER_LENGTH = 7;
    private static final int PEERS_MAX = 50;
    private static final int RECEIVE_LENGTH_MAX = 2048;
    private static final int SEND_LENGTH_MAX = 65_507;
    private static final int SELECT_SEC = 5;
    private static final int OWN = -1;
    private static final int NOBODY = -2;
    private static final byte[] NOTHING = new byte[0];

    /** Peers and UPDATEs that were parsed from the wrong place: the original crashes or stores garbage (A.9-5). */
    int garbled;
    /** Datagrams of which the receive buffer dropped a part (A.9-12). */
    int truncated;
    boolean isDown;

    private final OverlayBus bus;
    private final Endpoint endpoint;
    private final Settings settings;
    private final Random random;
    private final List<Link> links = new ArrayList<>();
    private final TreeMap<String, Swarm> swarms = new TreeMap<>();
    private long wakeNs;
    private long nowSec;
    private long lastSentSec;
    private long lastUpdateSec;
    private long campaignSec;
    private boolean isCampaigning;
    private int outstanding;
    private int mandates;

    /**
     * Times in seconds.
     *
     * @param firstCampaign   after the start.
     * @param interval        announce interval.
     * @param hasConfiguredIp whether its own address takes part in elections; else it is 0.0.0.0.
     */
    record Settings(
        int hello,
        int update,
        int disconnect,
        int reconnect,
        int retries,
        int mandate,
        int firstCampaign,
        int interval,
        boolean hasConfiguredIp)
    {
    }

    /** One row of its table of trackers. */
    static final class Link
    {
        final int index;
        final Endpoint remote;
        final boolean isExternal;
        int status;
        long connectionId = -1;
        int connectId;
        int unifyId;
        int unifyIdHeard;
        int updateId;
        int candidatureId;
        int leaderId;
        final ByteArrayOutputStream summary = new ByteArrayOutputStream();
        byte[] unification = NOTHING;
        byte[] update = NOTHING;
        long heardSec;
        long reconnectSec;
        int retriesLeft;
        boolean isDelayed;
        boolean isBorder;
        int mandates;
        final Set<String> leading = new LinkedHashSet<>();

        Link(final int index, final Endpoint remote, final boolean isExternal)
        {
            this.index = index;
            this.remote = remote;
            this.isExternal = isExternal;
        }

        boolean is(final int bits)
        {
            return 0 != (status & bits);
        }
    }

    private static final class Swarm
    {
        final TreeMap<Integer, Peer> peers = new TreeMap<>(Integer::compareUnsigned);
        final Set<Link> trackers = new HashSet<>();
        final int[] leaders = {NOBODY, NOBODY};
    }

    private static final class Peer
    {
        final int address;
        int port;
        /** Link it came by, or {@link #OWN}. */
        int source;
        boolean isSourceExternal;
        boolean isDead;
        long seenSec;
        long eraseSec;

        Peer(final int address, final int port, final int source, final boolean isSourceExternal)
        {
            this.address = address;
            this.port = port;
            this.source = source;
            this.isSourceExternal = isSourceExternal;
        }
    }

    OriginalTracker(final OverlayBus bus, final Endpoint endpoint, final Settings settings, final long seed)
    {
        this.bus = bus;
        this.endpoint = endpoint;
        this.settings = settings;
        this.random = new Random(seed);
        bus.add(this);
    }

    static Settings settings()
    {
        return new Settings(10, 30, 40, 60, 5, 3600, 2760, 1800, true);
    }

    Link link(final Endpoint remote, final boolean isExternal)
    {
        final Link link = new Link(links.size(), new Endpoint().set(remote), isExternal);
        links.add(link);
        return link;
    }

    /** Read the table of trackers and begin; a restart keeps the swarms, which are in the database, and no peers. */
    void start()
    {
        start(null);
    }

    /** As {@link #start()}, with the tosses of the coin given: whether each link skips its first hello tick. */
    void start(final boolean[] isDelayed)
    {
        isDown = false;
        wakeNs = bus.nowNs();
        nowSec = second();
        lastSentSec = 0;
        lastUpdateSec = nowSec;
        campaignSec = nowSec + settings.firstCampaign;
        isCampaigning = false;
        outstanding = 0;
        mandates = 0;
        swarms.replaceAll((hash, swarm) -> new Swarm());
        for (final Link link : links)
        {
            link.status = PENDING;
            link.retriesLeft = settings.retries;
            link.connectionId = -1;
            link.connectId = random.nextInt();
            link.isDelayed = null == isDelayed ? random.nextBoolean() : isDelayed[link.index];
            link.isBorder = false;
            link.mandates = 0;
            link.summary.reset();
            link.leading.clear();
        }
    }

    /** Row inserted into the table of torrents. */
    void register(final String hash)
    {
        if (null == swarms.putIfAbsent(hash, new Swarm()))
        {
            tellAll((byte)0, hash);
        }
    }

    /** Row deleted from the table of torrents. */
    void unregister(final String hash)
    {
        if (null != swarms.remove(hash))
        {
            tellAll((byte)1, hash);
        }
    }

    void announce(final int swarm, final int peer)
    {
        announce(hash(OverlayBus.infoHash(swarm)), 0x0C00_0000 + peer, 6881, false);
    }

    void stop(final int swarm, final int peer)
    {
        announce(hash(OverlayBus.infoHash(swarm)), 0x0C00_0000 + peer, 6881, true);
    }

    void announce(final String hash, final int address, final int port, final boolean isStopped)
    {
        nowSec = second();
        register(hash);
        final TreeMap<Integer, Peer> peers = swarms.get(hash).peers;
        final Peer peer = peers.computeIfAbsent(address, key -> new Peer(address, port, OWN, false));
        peer.source = OWN;
        if (isStopped)
        {
            peer.isDead = true;
            peer.eraseSec = peer.seenSec + lifeSec();
            return;
        }
        peer.port = port;
        revive(peer);
    }

    /** Whom it would hand out. */
    Set<String> peers(final int swarm)
    {
        return peers(hash(OverlayBus.infoHash(swarm)));
    }

    Set<String> peers(final String hash)
    {
        return peers(hash, false);
    }

    Set<String> ownPeers(final int swarm)
    {
        return peers(hash(OverlayBus.infoHash(swarm)), true);
    }

    private Set<String> peers(final String hash, final boolean isOwn)
    {
        final Set<String> list = new TreeSet<>();
        final Swarm swarm = swarms.get(hash);
        if (null != swarm)
        {
            swarm.peers.values().stream().filter(peer -> !peer.isDead && (!isOwn || OWN == peer.source))
                .forEach(peer -> list.add(new Endpoint().ipv4(peer.address, peer.port).toString()));
        }
        return list;
    }

    boolean isConnected(final int link)
    {
        return links.get(link).is(CONNECTED);
    }

    boolean isLeading(final int swarm, final boolean isExternal)
    {
        return OWN == swarms.get(hash(OverlayBus.infoHash(swarm))).leaders[isExternal ? 1 : 0];
    }

    boolean isCampaigning()
    {
        return isCampaigning;
    }

    /** As after an election that it has won. */
    void lead(final int swarm, final boolean isExternal)
    {
        swarms.get(hash(OverlayBus.infoHash(swarm))).leaders[isExternal ? 1 : 0] = OWN;
    }

    /** Tell a neighbour of the swarms led, as it does when that joins them late. */
    void announceLeadership(final int link, final int... led)
    {
        for (final int swarm : led)
        {
            links.get(link).leading.add(hash(OverlayBus.infoHash(swarm)));
        }
        links.get(link).status |= LEADER;
    }

    static String hash(final DirectBuffer infoHash)
    {
        final byte[] bytes = new byte[HASH_LENGTH];
        infoHash.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public Endpoint endpoint()
    {
        return endpoint;
    }

    @Override
    public void onDatagram(final Packet packet, final long nowNs)
    {
        if (isDown)
        {
            return;
        }
        nowSec = second();
        final byte[] bytes = packet.bytes;
        if (bytes.length > RECEIVE_LENGTH_MAX)
        {
            truncated++;
        }
        final ByteBuffer in = ByteBuffer.wrap(bytes, 0, Math.min(RECEIVE_LENGTH_MAX, bytes.length)).slice();
        final Link link = in.limit() < HEADER_LENGTH ? null : find(packet.source, in.getShort(16) & 0xFFFF);
        if (null != link)
        {
            in.position(HEADER_LENGTH);
            onPacket(link, in.getLong(0), in.getInt(8), in.getInt(12), in);
        }
        wakeUp(nowNs);
    }

    @Override
    public void doWork(final long nowNs)
    {
        if (!isDown && nowNs - wakeNs >= 0)
        {
            wakeUp(nowNs);
        }
    }

    private void wakeUp(final long nowNs)
    {
        nowSec = second();
        wakeNs = nowNs + SELECT_SEC * OverlayBus.SEC;
        final boolean isHelloDue = nowSec - lastSentSec >= settings.hello;
        final boolean isUpdateDue = nowSec - lastUpdateSec >= settings.update;
        expire();
        if (nowSec >= campaignSec)
        {
            campaignSec += settings.mandate;
            campaign();
        }
        for (final Link link : links)
        {
            if (link.is(CONNECTED | SYN) && nowSec - link.heardSec >= settings.disconnect)
            {
                link.status = PENDING;
                link.retriesLeft = settings.retries;
                link.connectId = random.nextInt();
            }
            final boolean isUnificationSent = isHelloDue && tick(link, isUpdateDue);
            if (isUpdateDue && link.is(CONNECTED) && !isUnificationSent)
            {
                update(link);
            }
        }
        // One clock for all links (A.9-6).
        lastSentSec = isHelloDue ? nowSec : lastSentSec;
        lastUpdateSec = isUpdateDue ? nowSec : lastUpdateSec;
    }

    /** Hello tick: whatever is outstanding, else HELLO; whether UPDATE(S) went out. */
    private boolean tick(final Link link, final boolean isUpdateDue)
    {
        if (!link.is(CONNECTED))
        {
            open(link);
            return false;
        }
        final boolean isUnification = !link.is(PENDING) && link.is(SUMMARY);
        if (link.is(PENDING))
        {
            send(link, ACTION_SUMMARY, link.unifyId, link.summary.toByteArray());
        }
        else if (isUnification)
        {
            send(link, ACTION_UPDATE, link.unifyIdHeard, link.unification);
        }
        else if (link.is(SENDING_CANDIDATURE))
        {
            send(link, ACTION_CANDIDATURE, link.candidatureId, ByteBuffer.allocate(5).putInt(1, mandates).array());
        }
        else if (link.is(LEADER))
        {
            sendLeader(link);
        }
        else if (!link.is(UPDATING))
        {
            send(link, ACTION_HELLO, 0, NOTHING);
        }
        if (link.is(UPDATING) && !isUpdateDue)
        {
            send(link, ACTION_UPDATE, link.updateId, link.update);
        }
        return isUnification;
    }

    private void open(final Link link)
    {
        if (SYN == link.status)
        {
            send(link, ACTION_SYN, link.connectId, new byte[] {ACK});
            return;
        }
        if (0 == (link.status & ~PENDING) && link.isDelayed)
        {
            link.isDelayed = false;
            return;
        }
        if (0 == link.status && nowSec >= link.reconnectSec)
        {
            link.status = PENDING;
            link.retriesLeft = 1;
            link.connectId = random.nextInt();
        }
        if (PENDING == link.status)
        {
            if (link.retriesLeft-- > 0)
            {
                link.connectionId = -1;
                send(link, ACTION_SYN, link.connectId, new byte[] {0});
            }
            else
            {
                // Only now its leaderships end (A.9-9).
                link.status = 0;
                link.reconnectSec = nowSec + settings.reconnect;
                swarms.values().forEach(swarm -> clearLeader(swarm, link));
            }
        }
    }

    private void update(final Link link)
    {
        link.update = build(link, false, 0);
        if (link.update.length > 1)
        {
            link.status |= UPDATING;
            link.updateId = random.nextInt();
            send(link, ACTION_UPDATE, link.updateId, link.update);
        }
    }

    private void sendLeader(final Link link)
    {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        link.leading.forEach(hash -> body.writeBytes(HexFormat.of().parseHex(hash)));
        send(link, ACTION_LEADER, link.leaderId = random.nextInt(), body.toByteArray());
    }

    private void onPacket(final Link link, final long connectionId, final int action, final int id, final ByteBuffer in)
    {
        if (ACTION_SYN == action)
        {
            if (in.hasRemaining())
            {
                onSyn(link, connectionId, id, 0 != (in.get() & ACK));
            }
            return;
        }
        final boolean isExpected = link.is(CONNECTED) || link.is(SYN) && ACTION_SUMMARY == action;
        if (!isExpected || connectionId != link.connectionId)
        {
            return;
        }
        link.heardSec = nowSec;
        switch (action)
        {
            case ACTION_SUMMARY -> onSummary(link, id, in);
            case ACTION_UPDATE -> onUpdate(link, id, in);
            case ACTION_CANDIDATURE -> onCandidature(link, id, in);
            case ACTION_LEADER -> onLeader(link, id, in);
            default ->
            {
            }
        }
    }

    private void onSyn(final Link link, final long connectionId, final int id, final boolean isAck)
    {
        if (!isAck)
        {
            // Whoever sent it: what stood is torn down (A.9-11).
            link.summary.reset();
            link.status = SYN;
            link.connectId = id;
            link.connectionId = 0x5EC2_E700_0000_0000L ^ endpoint.addressLow() << 32 ^ link.remote.addressLow();
            link.heardSec = nowSec;
            send(link, ACTION_SYN, id, new byte[] {ACK});
        }
        else if (PENDING == link.status && id == link.connectId)
        {
            // A SYN that crossed has made it SYN, and this is refused (A.9-10).
            link.status = CONNECTED | PENDING;
            link.connectionId = connectionId;
            link.heardSec = nowSec;
            link.retriesLeft = settings.retries;
            link.summary.reset();
            if (isBorder())
            {
                link.summary.write(BORDER);
            }
            else
            {
                swarms.keySet().forEach(hash -> append(link, (byte)0, hash));
            }
            summary(link);
        }
    }

    private void summary(final Link link)
    {
        link.unifyId = random.nextInt();
        send(link, ACTION_SUMMARY, link.unifyId, link.summary.toByteArray());
    }

    private void onSummary(final Link link, final int id, final ByteBuffer in)
    {
        final boolean isAll = 1 == in.remaining() && BORDER == in.get(in.position());
        if (!isAll && 0 != in.remaining() % (1 + HASH_LENGTH))
        {
            return;
        }
        if (link.is(SYN))
        {
            link.status = link.status & PENDING | CONNECTED;
            link.retriesLeft = settings.retries;
        }
        link.status |= SUMMARY;
        link.unifyIdHeard = id;
        if (isAll)
        {
            joinAll(link);
        }
        while (!isAll && in.hasRemaining())
        {
            final boolean isRemoved = 1 == in.get();
            final String hash = hash(in);
            final Swarm swarm = swarms.get(hash);
            if (null != swarm && isRemoved)
            {
                swarm.trackers.remove(link);
                clearLeader(swarm, link);
            }
            else if (null != swarm)
            {
                join(link, hash, swarm);
            }
            else if (isBorder() && !isRemoved)
            {
                // Without its first member (A.9-3).
                swarms.put(hash, new Swarm());
            }
        }
        link.unification = build(link, true, UNIFICATION);
        send(link, ACTION_UPDATE, id, link.unification);
    }

    private void onUpdate(final Link link, final int id, final ByteBuffer in)
    {
        if (!in.hasRemaining())
        {
            return;
        }
        final int flags = in.get();
        final boolean isUnification = 0 != (flags & UNIFICATION);
        if (0 != (flags & ACK) && !isUnification)
        {
            // Of whichever update (A.9-14).
            link.status &= ~UPDATING;
        }
        else if (0 != (flags & ACK))
        {
            link.status &= id == link.unifyIdHeard ? ~SUMMARY : ~0;
            take(link, in);
        }
        else if (!isUnification)
        {
            take(link, in);
            send(link, ACTION_UPDATE, id, new byte[] {ACK});
        }
        else if (id == link.unifyId)
        {
            link.status &= ~PENDING;
            link.summary.reset();
            if (0 != (flags & BORDER) && !link.isBorder)
            {
                link.isBorder = true;
                joinAll(link);
            }
            take(link, in);
            send(link, ACTION_UPDATE, id, build(link, true, UNIFICATION | ACK));
        }
    }

    private void take(final Link link, final ByteBuffer in)
    {
        while (in.remaining() > HASH_LENGTH)
        {
            final String hash = hash(in);
            final int count = in.get() & 0x3F;
            if (null == swarms.get(hash) && isBorder())
            {
                swarms.put(hash, new Swarm());
            }
            final Swarm swarm = swarms.get(hash);
            if (null == swarm || in.remaining() < count * PEER_LENGTH)
            {
                garbled++;
                return;
            }
            join(link, hash, swarm);
            for (int i = 0; i < count; i++)
            {
                take(link, swarm, 0 != (in.get() & 1), in.getInt(), in.getShort() & 0xFFFF);
            }
        }
    }

    private void take(final Link link, final Swarm swarm, final boolean isGone, final int address, final int port)
    {
        final Peer known = swarm.peers.get(address);
        if (!isGone)
        {
            // Also an own one, also a dead one, and never its port (A.9-1, A.9-16).
            revive(swarm.peers.computeIfAbsent(
                address, key -> new Peer(address, port, link.index, link.isExternal)));
        }
        else if (null != known && OWN != known.source)
        {
            known.isDead = true;
            known.eraseSec = known.seenSec + lifeSec();
        }
    }

    private void onCandidature(final Link link, final int id, final ByteBuffer in)
    {
        if (0 != (in.get() & ACK))
        {
            settle(link, SENDING_CANDIDATURE);
            return;
        }
        if (in.remaining() < Integer.BYTES)
        {
            return;
        }
        link.mandates = in.getInt();
        send(link, ACTION_CANDIDATURE, id, new byte[] {ACK});
        campaign();
        settle(link, AWAITING_CANDIDATURE);
    }

    private void onLeader(final Link link, final int id, final ByteBuffer in)
    {
        if (0 != (in.get() & ACK))
        {
            link.status &= ~LEADER;
            link.leading.clear();
            return;
        }
        while (in.remaining() >= HASH_LENGTH)
        {
            final Swarm swarm = swarms.get(hash(in));
            if (null != swarm)
            {
                swarm.leaders[link.isExternal ? 1 : 0] = link.index;
            }
        }
        send(link, ACTION_LEADER, id, new byte[] {ACK});
    }

    /** Nothing ends a campaign but that all has been sent and received (A.9-7). */
    private void campaign()
    {
        if (isCampaigning)
        {
            return;
        }
        isCampaigning = true;
        outstanding = 0;
        for (final Link link : links)
        {
            if (link.is(CONNECTED) && swarms.values().stream().anyMatch(swarm -> swarm.trackers.contains(link)))
            {
                link.status |= SENDING_CANDIDATURE | AWAITING_CANDIDATURE;
                link.candidatureId = random.nextInt();
                outstanding += 2;
            }
        }
        elect();
    }

    private void settle(final Link link, final int bit)
    {
        if (link.is(bit))
        {
            link.status &= ~bit;
            outstanding--;
            elect();
        }
    }

    /** Lowest mandates, address and port, among those this tracker happens to know (A.9-8). */
    private void elect()
    {
        if (outstanding > 0)
        {
            return;
        }
        isCampaigning = false;
        for (final Swarm swarm : swarms.values())
        {
            for (int kind = 0; kind < 2; kind++)
            {
                add(swarm.leaders[kind], -1);
                swarm.leaders[kind] = winner(swarm, 1 == kind);
                add(swarm.leaders[kind], 1);
            }
        }
    }

    private int winner(final Swarm swarm, final boolean isExternal)
    {
        int winner = NOBODY;
        for (final Link link : links)
        {
            if (isExternal == link.isExternal && link.is(CONNECTED) && swarm.trackers.contains(link))
            {
                winner = NOBODY == winner || isBefore(link.index, winner) ? link.index : winner;
            }
        }
        return NOBODY != winner && isBefore(OWN, winner) ? OWN : winner;
    }

    private boolean isBefore(final int left, final int right)
    {
        final int leftMandates = OWN == left ? mandates : links.get(left).mandates;
        final int rightMandates = OWN == right ? mandates : links.get(right).mandates;
        return leftMandates == rightMandates ? address(left) < address(right) : leftMandates < rightMandates;
    }

    private long address(final int candidate)
    {
        final Endpoint address = OWN == candidate ? endpoint : links.get(candidate).remote;
        return OWN == candidate && !settings.hasConfiguredIp ? 0 : address.addressLow() << 16 | address.port();
    }

    private void add(final int leader, final int count)
    {
        if (OWN == leader)
        {
            mandates += count;
        }
        else if (NOBODY != leader)
        {
            links.get(leader).mandates += count;
        }
    }

    private void join(final Link link, final String hash, final Swarm swarm)
    {
        if (!swarm.trackers.add(link))
        {
            return;
        }
        if (OWN == swarm.leaders[link.isExternal ? 1 : 0])
        {
            link.leading.add(hash);
            link.status |= LEADER;
        }
        if (isCampaigning && !link.is(SENDING_CANDIDATURE))
        {
            // Counted again, though it may have been counted before, and not waited for if it was not (A.9-7).
            link.status |= SENDING_CANDIDATURE;
            link.candidatureId = random.nextInt();
            outstanding++;
        }
    }

    private void joinAll(final Link link)
    {
        swarms.forEach((hash, swarm) -> join(link, hash, swarm));
    }

    private static void clearLeader(final Swarm swarm, final Link link)
    {
        final int kind = link.isExternal ? 1 : 0;
        swarm.leaders[kind] = link.index == swarm.leaders[kind] ? NOBODY : swarm.leaders[kind];
    }

    /** Body of an UPDATE for one neighbour: the full state of each swarm that goes there. */
    private byte[] build(final Link link, final boolean isUnification, final int flags)
    {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(flags | (isUnification && isBorder() ? BORDER : 0));
        for (final Map.Entry<String, Swarm> entry : swarms.entrySet())
        {
            final Swarm swarm = entry.getValue();
            final int leader = swarm.leaders[link.isExternal ? 1 : 0];
            if (swarm.trackers.contains(link))
            {
                if (isUnification || link.index == leader || leader < 0)
                {
                    write(body, entry.getKey(), swarm, link, OWN == leader);
                }
                if (isUnification && link.index == leader)
                {
                    write(body, entry.getKey(), swarm, link, false);
                }
            }
        }
        return body.toByteArray();
    }

    private void write(
        final ByteArrayOutputStream body,
        final String hash,
        final Swarm swarm,
        final Link link,
        final boolean isLeader)
    {
        final List<Peer> peers = new ArrayList<>();
        for (final Peer peer : swarm.peers.values())
        {
            // A leader does not ask where a peer came from: everyone gets its own back (A.9-1).
            if (isLeader || OWN == peer.source || peer.isSourceExternal != link.isExternal)
            {
                peers.add(peer);
            }
        }
        if (peers.size() > PEERS_MAX)
        {
            Collections.shuffle(peers, random);
        }
        final int count = Math.min(PEERS_MAX, peers.size());
        body.writeBytes(HexFormat.of().parseHex(hash));
        body.write(count);
        for (final Peer peer : peers.subList(0, count))
        {
            body.writeBytes(ByteBuffer.allocate(PEER_LENGTH).put((byte)(peer.isDead ? 1 : 0))
                .putInt(peer.address).putShort((short)peer.port).array());
        }
    }

    /** To every link, also to those that are not connected, and on top of what they have not answered (A.9-18). */
    private void tellAll(final byte flag, final String hash)
    {
        for (final Link link : links)
        {
            append(link, flag, hash);
            link.status |= PENDING;
            summary(link);
        }
    }

    private static void append(final Link link, final byte flag, final String hash)
    {
        // Also after the single byte of a border tracker (A.9-4).
        link.summary.write(flag);
        link.summary.writeBytes(HexFormat.of().parseHex(hash));
    }

    private boolean isBorder()
    {
        return links.stream().anyMatch(link -> link.isExternal) && links.stream().anyMatch(link -> !link.isExternal);
    }

    private void revive(final Peer peer)
    {
        peer.seenSec = nowSec;
        peer.isDead = false;
    }

    private void expire()
    {
        for (final Swarm swarm : swarms.values())
        {
            swarm.peers.values().removeIf(peer -> peer.isDead ?
                nowSec > peer.eraseSec : OWN != peer.source && !isBorder() && nowSec - peer.seenSec > lifeSec());
            for (final Peer peer : swarm.peers.values())
            {
                if (!peer.isDead && nowSec - peer.seenSec > lifeSec())
                {
                    peer.isDead = true;
                    peer.eraseSec = nowSec + lifeSec();
                }
            }
        }
    }

    private long lifeSec()
    {
        return settings.interval * 3 / 2;
    }

    private long second()
    {
        return OverlayBus.START_SEC + bus.nowNs() / OverlayBus.SEC;
    }

    private Link find(final Endpoint source, final int port)
    {
        return links.stream()
            .filter(link -> link.remote.addressLow() == source.addressLow() && link.remote.port() == port)
            .findFirst().orElse(null);
    }

    private void send(final Link link, final int action, final int id, final byte[] body)
    {
        lastSentSec = nowSec;
        if (HEADER_LENGTH + body.length <= SEND_LENGTH_MAX && !isDown)
        {
            bus.send(this, link.remote, ByteBuffer.allocate(HEADER_LENGTH + body.length).putLong(link.connectionId)
                .putInt(action).putInt(id).putShort((short)endpoint.port()).put(body).array());
        }
    }

    private static String hash(final ByteBuffer in)
    {
        final byte[] bytes = new byte[HASH_LENGTH];
        in.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
