package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.access.AddressScope;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.PeerMeta;
import io.tributary.tracker.swarm.SwarmAnnounce;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmNamespace;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * A handful of real agents with real stores, and whatever else talks with them, on a wire that delays every datagram by
 * the same time and loses what a test wants lost; everything in virtual time.
 */
final class OverlayBus implements AutoCloseable
{
    static final int PORT = 2710;
    static final long MS = 1_000_000L;
    static final long SEC = 1_000_000_000L;
    static final int START_SEC = 1_700_000_000;
    static final int INTERVAL_SEC = 1800;
    static final int LIFE_SEC = 2700;

    private static final long DELAY_NS = MS;
    private static final long STEP_NS = MS;

    final List<Node> nodes = new ArrayList<>();
    final List<Packet> sent = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final PriorityQueue<Packet> wire =
        new PriorityQueue<>(Comparator.comparingLong((Packet packet) -> packet.dueNs).thenComparingLong(p -> p.number));
    private Filter filter = packet -> true;
    private final long startNs;
    private long nowNs;
    private long numbers;

    OverlayBus()
    {
        this(0);
    }

    /** Monotonic clocks begin anywhere, below zero too. */
    OverlayBus(final long startNs)
    {
        this.startNs = startNs;
        this.nowNs = startNs;
    }

    /** What a test lets pass. */
    @FunctionalInterface
    interface Filter
    {
        boolean passes(Packet packet);
    }

    /** What is on the wire besides our agents. */
    interface Station
    {
        Endpoint endpoint();

        void onDatagram(Packet packet, long nowNs);

        /** Called every millisecond. */
        void doWork(long nowNs);
    }

    /** A datagram on the wire. */
    static final class Packet
    {
        final long number;
        final long dueNs;
        final int from;
        final Endpoint source;
        final Endpoint destination;
        final byte[] bytes;

        Packet(
            final long number, final long dueNs, final int from, final Endpoint source, final Endpoint destination,
            final byte[] bytes)
        {
            this.number = number;
            this.dueNs = dueNs;
            this.from = from;
            this.source = source;
            this.destination = destination;
            this.bytes = bytes;
        }

        int action()
        {
            return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getInt(8);
        }

        /** Flags of version 1's body or of version 2's header: both follow the 18 bytes. */
        int flags()
        {
            return bytes.length > 18 ? bytes[18] : 0;
        }

        boolean isUpdate()
        {
            return OverlayProtocol.ACTION_UPDATE == action() && 0 == (flags() & OverlayProtocol.FLAG_ACK);
        }
    }

    /** One tracker. */
    final class Node
    {
        final int index;
        final Endpoint endpoint;
        final List<LinkSettings> links = new ArrayList<>();
        final ChronicleSwarmStore store;
        SwarmPolicy policy = (infoHash, offset) -> true;
        OverlayAgent agent;
        boolean isDown;

        Node(final int index, final Endpoint endpoint, final OverlaySettings settings)
        {
            this.index = index;
            this.endpoint = endpoint;
            this.store = new SwarmStoreOpener(
                new SwarmLimits(10_000, 1_000_000, 64 << 20, 100_000, 100, 5, 150, 3600, 60, 50), new byte[32],
                index, () -> nowSec() * 1000L).inMemory();
            start(settings, 1 + index);
        }

        void start(final OverlaySettings settings, final long bootEpochMs)
        {
            final byte[] secrets = new byte[16];
            secrets[0] = (byte)(index + 1);
            agent = new OverlayAgent(settings, new TrackerId(index + 1, ~index), nowSec() * 1000L + bootEpochMs, store,
                (destination, buffer, offset, length) -> send(this, destination, buffer, offset, length),
                (infoHash, offset) -> policy.isShared(infoHash, offset), secrets, index);
        }

        Set<String> announce(final int swarm, final int peer, final boolean isSeeder, final boolean isStopped)
        {
            return announce(swarm, new Endpoint().ipv4(0x0C00_0000 + peer, 6881), isSeeder, isStopped);
        }

        Set<String> announce(final int swarm, final Endpoint peer, final boolean isSeeder, final boolean isStopped)
        {
            return announce(infoHash(swarm), peer, isSeeder, isStopped);
        }

        Set<String> announce(
            final UnsafeBuffer infoHash, final Endpoint peer, final boolean isSeeder, final boolean isStopped)
        {
            final SwarmAnnounce announce = new SwarmAnnounce();
            announce.reply = new UnsafeBuffer(new byte[8192]);
            announce.infoHashBuffer = infoHash;
            announce.namespace = namespace(peer);
            announce.peer.set(peer);
            announce.isSeeder = isSeeder;
            announce.isStopped = isStopped;
            announce.numWant = 200;
            announce.intervalSmallSec = INTERVAL_SEC;
            announce.intervalLargeSec = INTERVAL_SEC;
            announce.nowSec = nowSec();
            agent.time(nowNs, nowSec());
            store.announce(announce);
            lastQuestion = announce.question;
            lastIsYoung = announce.isYoung;
            lastLeechers = announce.leechers;
            lastSeeders = announce.seeders;
            return endpoints(announce);
        }

        int lastQuestion;
        boolean lastIsYoung;
        int lastLeechers;
        int lastSeeders;

        /** Every peer of a swarm that this tracker would hand out. */
        Set<String> peers(final int swarm)
        {
            return peers(infoHash(swarm));
        }

        Set<String> peers(final UnsafeBuffer infoHash)
        {
            return peers(infoHash, 7);
        }

        /** Own clients of this tracker. */
        Set<String> ownPeers(final int swarm)
        {
            return peers(infoHash(swarm), 1 << PeerMeta.ORIGIN_OWN);
        }

        private Set<String> peers(final UnsafeBuffer infoHash, final int origins)
        {
            final Set<String> peers = new TreeSet<>();
            for (int scope = 0; scope < 3; scope++)
            {
                for (int family = 0; family < 2; family++)
                {
                    store.peers(infoHash, 0, SwarmNamespace.of(1 == family, scope), nowSec(), origins, false, 4096, 1,
                        (peer, isSeeder, origin, endSec) ->
                        {
                            if (endSec > nowSec())
                            {
                                peers.add(peer.toString());
                            }
                        });
                }
            }
            return peers;
        }

        private Set<String> endpoints(final SwarmAnnounce announce)
        {
            final Set<String> peers = new TreeSet<>();
            final Endpoint peer = new Endpoint();
            final boolean isIpv6 = SwarmNamespace.isIpv6(announce.namespace);
            for (int i = 0; i < announce.endpointCount; i++)
            {
                peers.add(peer.getCompact(
                    announce.reply, announce.endpointsOffset + i * Endpoint.length(isIpv6), isIpv6).toString());
            }
            return peers;
        }
    }

    static int namespace(final Endpoint peer)
    {
        return SwarmNamespace.of(peer.isIpv6(), switch (AddressScope.of(peer))
        {
            case PRIVATE -> SwarmNamespace.SCOPE_PRIVATE;
            case LOOPBACK -> SwarmNamespace.SCOPE_LOOPBACK;
            default -> SwarmNamespace.SCOPE_GLOBAL;
        });
    }

    static OverlaySettings settings()
    {
        return new OverlaySettings(PORT, new Endpoint().ipv4(0, 0), 10 * SEC, 30 * SEC, 40 * SEC, 60 * SEC, 5,
            3600 * SEC, 20 * MS, 600 * SEC, 150 * MS, 600, 10, 200, 1372, 1232, 10_000, 50_000, 1 << 14, 64,
            OverlaySettings.Border.AUTO, false, true, LIFE_SEC);
    }

    /** Leaders are elected, soon after the start. */
    static OverlaySettings electing()
    {
        return new OverlaySettings(PORT, new Endpoint().ipv4(0, 0), 10 * SEC, 30 * SEC, 40 * SEC, 60 * SEC, 5,
            3600 * SEC, 20 * MS, 600 * SEC, 150 * MS, 600, 10, 200, 1372, 1232, 10_000, 50_000, 1 << 14, 64,
            OverlaySettings.Border.AUTO, true, true, LIFE_SEC);
    }

    static UnsafeBuffer infoHash(final int swarm)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[24]);
        buffer.putLong(0, swarm * 0x9E37_79B9_7F4A_7C15L);
        buffer.putInt(8, swarm);
        return buffer;
    }

    static String peer(final int number)
    {
        return new Endpoint().ipv4(0x0C00_0000 + number, 6881).toString();
    }

    Node node(final OverlaySettings settings)
    {
        return node(new Endpoint().ipv4(0x0B00_0001 + nodes.size(), PORT), settings);
    }

    Node node(final Endpoint endpoint, final OverlaySettings settings)
    {
        final Node node = new Node(nodes.size(), endpoint, settings);
        nodes.add(node);
        return node;
    }

    Node node()
    {
        return node(settings());
    }

    void link(final Node one, final Node other, final boolean isExternal, final LinkSettings.Version version)
    {
        link(one, other, isExternal, version, 200);
    }

    void link(
        final Node one,
        final Node other,
        final boolean isExternal,
        final LinkSettings.Version version,
        final int peersPerSwarmMax)
    {
        one.links.add(linkTo(other, isExternal, version, peersPerSwarmMax));
        other.links.add(linkTo(one, isExternal, version, peersPerSwarmMax));
        one.agent.links(one.links, nowNs);
        other.agent.links(other.links, nowNs);
    }

    static LinkSettings linkTo(
        final Node other, final boolean isExternal, final LinkSettings.Version version, final int peersPerSwarmMax)
    {
        return linkTo("to-" + other.index, other.endpoint, isExternal, version, peersPerSwarmMax);
    }

    static LinkSettings linkTo(
        final String name,
        final Endpoint remote,
        final boolean isExternal,
        final LinkSettings.Version version,
        final int peersPerSwarmMax)
    {
        return new LinkSettings(name, new Endpoint().set(remote), isExternal, version,
            new byte[0], 0, new byte[0], 0, false, LinkSettings.PrivateAddresses.AUTO, peersPerSwarmMax, 100_000,
            1 << 20);
    }

    void add(final Station station)
    {
        stations.add(station);
    }

    void filter(final Filter filter)
    {
        this.filter = filter;
    }

    long nowNs()
    {
        return nowNs;
    }

    int nowSec()
    {
        return START_SEC + (int)((nowNs - startNs) / SEC);
    }

    /** Let time pass, agents work and datagrams arrive. */
    void run(final long durationNs)
    {
        final long endNs = nowNs + durationNs;
        while (nowNs < endNs)
        {
            nowNs += STEP_NS;
            while (!wire.isEmpty() && wire.peek().dueNs <= nowNs)
            {
                deliver(wire.poll());
            }
            for (final Node node : nodes)
            {
                if (!node.isDown && node.agent.nextDeadlineNs() - nowNs <= 0)
                {
                    node.agent.doWork(nowNs, nowSec());
                }
                if (!node.isDown && 0 == nowNs % (100 * MS))
                {
                    node.store.sweep(nowSec());
                }
            }
            for (final Station station : stations)
            {
                station.doWork(nowNs);
            }
        }
    }

    /** A station sends. */
    void send(final Station from, final Endpoint destination, final byte[] bytes)
    {
        final Packet packet = new Packet(numbers++, nowNs + DELAY_NS, -1, from.endpoint(),
            new Endpoint().set(destination), bytes);
        sent.add(packet);
        if (filter.passes(packet))
        {
            wire.add(packet);
        }
    }

    /** Put bytes on the wire as if a tracker had sent them. */
    void inject(final Endpoint source, final Node to, final byte[] bytes)
    {
        wire.add(new Packet(numbers++, nowNs + DELAY_NS, -1, source, to.endpoint, bytes));
    }

    long updates()
    {
        return sent.stream().filter(Packet::isUpdate).count();
    }

    private boolean send(
        final Node from,
        final Endpoint destination,
        final MutableDirectBuffer buffer,
        final int offset,
        final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        final Packet packet = new Packet(numbers++, nowNs + DELAY_NS, from.index, new Endpoint().set(from.endpoint),
            new Endpoint().set(destination), bytes);
        sent.add(packet);
        if (!from.isDown && filter.passes(packet))
        {
            wire.add(packet);
        }
        return true;
    }

    private void deliver(final Packet packet)
    {
        for (final Node node : nodes)
        {
            if (!node.isDown && node.endpoint.isSameAs(packet.destination))
            {
                node.agent.onDatagram(new UnsafeBuffer(packet.bytes), 0, packet.bytes.length, packet.source,
                    new UnsafeBuffer(new byte[0]), nowNs, nowSec());
            }
        }
        for (final Station station : stations)
        {
            if (station.endpoint().isSameAs(packet.destination))
            {
                station.onDatagram(packet, nowNs);
            }
        }
    }

    @Override
    public void close()
    {
        for (final Node node : nodes)
        {
            node.agent.close();
            node.store.close();
        }
    }
}
