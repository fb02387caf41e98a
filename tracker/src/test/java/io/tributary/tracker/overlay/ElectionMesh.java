package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Some trackers that do nothing but elect leaders: one {@link Election} each, and between them messages with delay and
 * loss in place of packets. Virtual time, repeatable from a seed. Slots of the same swarm differ from tracker to
 * tracker.
 */
final class ElectionMesh implements AutoCloseable
{
    static final long MS = 1_000_000L;
    static final long SEC = 1_000_000_000L;
    static final long HELLO_NS = 10 * SEC;
    static final long DISCONNECT_NS = 40 * SEC;
    static final long MANDATE_NS = 600 * SEC;
    static final long CAMPAIGN_NS = 3 * HELLO_NS;
    static final int INTERNAL = SwarmTable.INTERNAL;

    private static final long STEP_NS = 100 * MS;
    private static final long DELAY_MAX_NS = 300 * MS;

    final List<Node> nodes = new ArrayList<>();
    final int swarmCount;
    private final int versionTwoCount;
    private final boolean isAddressKnown;
    int lossPercent;
    long nowNs = Long.MAX_VALUE - 100 * SEC;
    /** Every message, in the order of arrival. */
    long transcript;
    private int sentCount;
    private final Random random;
    private final TreeMap<Long, List<Message>> messages = new TreeMap<>();
    private long stepNumber;

    ElectionMesh(final int trackers, final int swarmCount, final long seed)
    {
        this(trackers, swarmCount, seed, 2, true);
    }

    ElectionMesh(
        final int trackers, final int swarmCount, final long seed, final int version, final boolean isElecting)
    {
        this(trackers, swarmCount, seed, 2 == version ? trackers : 0, isElecting, false);
    }

    /** The first few trackers speak version 2 with each other, all others version 1. */
    ElectionMesh(
        final int trackers,
        final int swarmCount,
        final long seed,
        final int versionTwoCount,
        final boolean isElecting,
        final boolean isAddressKnown)
    {
        this.swarmCount = swarmCount;
        this.versionTwoCount = versionTwoCount;
        this.isAddressKnown = isAddressKnown;
        this.random = new Random(seed);
        for (int i = 0; i < trackers; i++)
        {
            nodes.add(new Node(i, trackers, isElecting));
        }
        for (int i = 0; i < trackers; i++)
        {
            for (int j = i + 1; j < trackers; j++)
            {
                connect(i, j);
            }
        }
    }

    /** One tracker. */
    final class Node
    {
        final int index;
        final SwarmTable swarms = new SwarmTable(Math.max(1, swarmCount), new SipHash(1, 2));
        final NeighbourTable neighbours;
        final Leadership leadership;
        final Election election;
        final int[] slots = new int[swarmCount];
        final int[] swarmsBySlot = new int[swarmCount];
        boolean isDead;

        private Node(final int index, final int trackers, final boolean isElecting)
        {
            this.index = index;
            this.neighbours = new NeighbourTable(trackers);
            this.leadership = new Leadership(swarms, neighbours);
            this.election = new Election(settings(trackers, isElecting), id(index),
                isAddressKnown ? versionOneId(index) : id(index), swarms, neighbours, leadership,
                new SplittableRandom(random.nextLong()));
            final List<Integer> order = new ArrayList<>();
            for (int i = 0; i < swarmCount; i++)
            {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (final int swarm : order)
            {
                slots[swarm] = swarms.add(infoHash(swarm), 0);
                swarmsBySlot[slots[swarm]] = swarm;
            }
            for (int i = 0; i < trackers; i++)
            {
                neighbours.add(newNeighbour(i));
            }
        }

        private Neighbour newNeighbour(final int other)
        {
            final LinkSettings link = new LinkSettings(
                "to-" + other, new Endpoint().ipv4(0x0B00_0000 + other, 1), false,
                LinkSettings.Version.AUTO, new byte[0], 0, new byte[0], 0, false,
                LinkSettings.PrivateAddresses.AUTO, 200, 1000, 1 << 20);
            final Neighbour neighbour = new Neighbour(other, link, Math.max(1, swarmCount));
            neighbour.version = Math.max(index, other) < versionTwoCount ? 2 : 1;
            neighbour.trackerId = neighbour.isVersionOne() ? versionOneId(other) : id(other);
            return neighbour;
        }

        Neighbour neighbour(final int other)
        {
            return neighbours.at(other);
        }

        int mandates()
        {
            return leadership.mandates(INTERNAL).cardinality();
        }

        /** Tracker that leads a swarm as seen from here, or {@link SwarmTable#LEADER_NONE}. */
        int leader(final int swarm)
        {
            final int leader = leadership.effective(slots[swarm], INTERNAL);
            return SwarmTable.LEADER_SELF == leader ? index : leader;
        }

        boolean isConnectedTo(final int other)
        {
            return !isDead && other != index && neighbours.at(other).isConnected();
        }

        private long digest()
        {
            long digest = id(index).low();
            for (int i = 0; i < nodes.size(); i++)
            {
                digest ^= isConnectedTo(i) ? id(i).low() : 0;
            }
            return digest;
        }
    }

    private record Message(
        int from, int to, int kind, long campaign, int swarm, int value, long digest, int number)
    {
        boolean isLeader()
        {
            return kind < CANDIDATURE;
        }
    }

    private static final int CANDIDATURE = 100;
    private static final int HELLO = 101;

    static TrackerId id(final int index)
    {
        return new TrackerId(index * 0x9E37_79B9_7F4A_7C15L, (index + 1) * 0xD6E8_FEB8_6659_FD93L);
    }

    static TrackerId versionOneId(final int index)
    {
        return new TrackerId(index, 1);
    }

    static UnsafeBuffer infoHash(final int swarm)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[20]);
        buffer.putLong(0, (swarm + 1) * 0x9E37_79B9_7F4A_7C15L);
        buffer.putInt(16, swarm);
        return buffer;
    }

    static OverlaySettings settings(final int linksMax, final boolean isElecting)
    {
        return new OverlaySettings(1, new Endpoint(), HELLO_NS, 30 * SEC, DISCONNECT_NS, 60 * SEC, 5, MANDATE_NS,
            20 * MS, 0, 0, 600, 10, 200, 1372, 1232, 1000, 1000, 1024, linksMax, OverlaySettings.Border.AUTO,
            isElecting, true, 2700);
    }

    /** Link two trackers that share every swarm. */
    void connect(final int one, final int other)
    {
        establish(nodes.get(one), other);
        establish(nodes.get(other), one);
    }

    /** End a connection; both sides notice. */
    void disconnect(final int one, final int other)
    {
        drop(nodes.get(one), other);
        drop(nodes.get(other), one);
    }

    /** A tracker dies; its neighbours notice at once. */
    void kill(final int index)
    {
        silence(index);
        for (int i = 0; i < nodes.size(); i++)
        {
            drop(nodes.get(i), index);
        }
    }

    /** A tracker dies, and nobody has noticed yet. */
    void silence(final int index)
    {
        nodes.get(index).isDead = true;
    }

    void run(final long durationNs)
    {
        for (long steps = durationNs / STEP_NS; steps > 0; steps--)
        {
            nowNs += STEP_NS;
            stepNumber++;
            final List<Message> due = messages.remove(stepNumber);
            if (null != due)
            {
                due.forEach(this::deliver);
            }
            for (final Node node : nodes)
            {
                if (!node.isDead)
                {
                    node.leadership.neighbourDigest(INTERNAL, node.digest());
                    node.election.doWork(nowNs);
                    pull(node);
                }
            }
        }
    }

    /** Run until the first leaders are elected and the first campaign has evened them out. */
    void settle()
    {
        run(DISCONNECT_NS + 8 * HELLO_NS + CAMPAIGN_NS + 4 * HELLO_NS);
    }

    /** The one leader that all living members see, or {@link SwarmTable#LEADER_NONE} when they do not agree. */
    int leader(final int swarm)
    {
        int agreed = SwarmTable.LEADER_NONE;
        for (final Node node : nodes)
        {
            if (!node.isDead)
            {
                final int leader = node.leader(swarm);
                if (SwarmTable.LEADER_NONE == leader || SwarmTable.LEADER_NONE != agreed && agreed != leader)
                {
                    return SwarmTable.LEADER_NONE;
                }
                agreed = leader;
            }
        }
        return agreed;
    }

    /** For a failure: whom each tracker follows. */
    String views(final int swarm)
    {
        final StringBuilder views = new StringBuilder();
        for (final Node node : nodes)
        {
            views.append(node.isDead ? "x" : Integer.toString(node.leader(swarm))).append(
                node.election.campaign(INTERNAL).isRunning() ? "* " : " ");
        }
        return views.toString();
    }

    int[] leaders()
    {
        final int[] leaders = new int[swarmCount];
        for (int swarm = 0; swarm < swarmCount; swarm++)
        {
            leaders[swarm] = leader(swarm);
        }
        return leaders;
    }

    /** Most mandates less fewest, among the living. */
    int spread()
    {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (final Node node : nodes)
        {
            if (!node.isDead)
            {
                least = Math.min(least, node.mandates());
                most = Math.max(most, node.mandates());
            }
        }
        return most - least;
    }

    /** Trackers that learn of an own peer of one of them, by the rules of {@link Propagation}. */
    Set<Integer> reached(final int origin, final int swarm)
    {
        final Set<Integer> reached = new HashSet<>();
        final List<int[]> open = new ArrayList<>();
        open.add(new int[]{origin, origin});
        reached.add(origin);
        while (!open.isEmpty())
        {
            final int[] hop = open.remove(open.size() - 1);
            final Node node = nodes.get(hop[0]);
            final int leader = node.leadership.effective(node.slots[swarm], INTERNAL);
            final int peerClass = hop[0] == origin ? Propagation.OWN : Propagation.INTERNAL;
            for (int next = 0; next < nodes.size(); next++)
            {
                final int source = hop[0] == origin ? RecordTable.VIA_SELF : hop[1];
                if (node.isConnectedTo(next) && next != origin &&
                    Propagation.isTold(peerClass, source, next, false, leader) && reached.add(next))
                {
                    open.add(new int[]{next, hop[0]});
                }
            }
        }
        return reached;
    }

    @Override
    public void close()
    {
        nodes.forEach(node -> node.swarms.close());
    }

    private void establish(final Node node, final int other)
    {
        final Neighbour neighbour = node.neighbour(other);
        neighbour.neighboursByPeer = 0;
        neighbour.state(NeighbourState.CONNECTED, nowNs);
        node.election.onConnected(neighbour, false);
        for (int swarm = 0; swarm < swarmCount; swarm++)
        {
            neighbour.shared.set(node.slots[swarm]);
            node.leadership.onMemberJoined(neighbour, node.slots[swarm]);
        }
    }

    private static void drop(final Node node, final int other)
    {
        if (node.index != other && node.neighbour(other).isConnected())
        {
            node.neighbour(other).state(NeighbourState.WAITING, 0);
            node.election.onDisconnected(node.neighbour(other));
            node.neighbour(other).shared.clearAll();
        }
    }

    private void pull(final Node node)
    {
        final Campaign campaign = node.election.campaign(INTERNAL);
        for (int to = 0; to < nodes.size(); to++)
        {
            if (node.isConnectedTo(to))
            {
                final Elector elector = node.leadership.elector(to);
                if (elector.isCandidatureDue && campaign.isRunning())
                {
                    send(node, to, CANDIDATURE, campaign.id(), 0, campaign.mandates());
                }
                elector.isCandidatureDue = false;
                pullClaims(node, to, elector);
                if (0 == (stepNumber + node.index) % (HELLO_NS / STEP_NS))
                {
                    send(node, to, HELLO, 0, 0, node.mandates());
                }
            }
        }
    }

    private void pullClaims(final Node node, final int to, final Elector elector)
    {
        final Neighbour neighbour = node.neighbour(to);
        final Claims claims = node.election.claims();
        for (int slot = elector.appointments.nextSetBit(0); slot >= 0; slot = elector.appointments.nextSetBit(slot))
        {
            elector.appointments.clear(slot);
            if (claims.isAppointment(neighbour, slot))
            {
                send(node, to, OverlayProtocol.LEADER_APPOINT, 0, node.swarmsBySlot[slot],
                    node.swarms.term(slot, INTERNAL) + 1);
            }
        }
        for (int slot = elector.news.nextSetBit(0); slot >= 0; slot = elector.news.nextSetBit(slot))
        {
            elector.news.clear(slot);
            if (claims.isNews(neighbour, slot))
            {
                final int kind = node.leadership.isLeading(slot, INTERNAL) ?
                    OverlayProtocol.LEADER_CLAIM : OverlayProtocol.LEADER_RESIGN;
                send(node, to, kind, 0, node.swarmsBySlot[slot], node.swarms.term(slot, INTERNAL));
            }
        }
    }

    private void send(
        final Node from, final int to, final int kind, final long campaign, final int swarm, final int value)
    {
        final long steps = 1 + (long)(random.nextDouble() * DELAY_MAX_NS / STEP_NS);
        messages.computeIfAbsent(stepNumber + steps, step -> new ArrayList<>()).add(
            new Message(from.index, to, kind, campaign, swarm, value, from.digest(), ++sentCount));
    }

    private void deliver(final Message message)
    {
        final Node node = nodes.get(message.to);
        final Node from = nodes.get(message.from);
        if (node.isDead || !node.isConnectedTo(message.from) || !from.isConnectedTo(message.to))
        {
            return;
        }
        if (random.nextInt(100) < lossPercent)
        {
            onLost(from, message);
            return;
        }
        transcript = 31 * transcript + message.hashCode();
        final Neighbour neighbour = node.neighbour(message.from);
        if (message.isLeader() && !neighbour.isVersionOne())
        {
            if (neighbour.exchange.isOvertakenByLeader(message.number))
            {
                onLost(from, message);
                return;
            }
            neighbour.exchange.onLeader(message.number);
        }
        final int slot = node.slots[message.swarm];
        final boolean isVersionOne = neighbour.isVersionOne();
        switch (message.kind)
        {
            case HELLO ->
            {
                neighbour.neighboursByPeer = message.digest;
                neighbour.mandates[INTERNAL] = isVersionOne ? neighbour.mandates[INTERNAL] : message.value;
            }
            case CANDIDATURE ->
            {
                if (isVersionOne)
                {
                    node.election.onCandidatureVersionOne(neighbour, message.value, nowNs);
                }
                else
                {
                    node.election.onCandidature(neighbour, message.campaign, message.value, nowNs);
                }
            }
            case OverlayProtocol.LEADER_APPOINT -> node.election.onAppointed(neighbour, slot, message.value);
            case OverlayProtocol.LEADER_RESIGN -> node.election.onResigned(neighbour, slot);
            default ->
            {
                if (isVersionOne)
                {
                    node.election.onClaimVersionOne(neighbour, slot);
                }
                else
                {
                    node.election.onClaim(neighbour, slot, message.value);
                }
            }
        }
    }

    private static void onLost(final Node from, final Message message)
    {
        final Elector elector = from.leadership.elector(message.to);
        if (CANDIDATURE == message.kind)
        {
            elector.isCandidatureDue = from.election.campaign(INTERNAL).isRunning();
        }
        else if (OverlayProtocol.LEADER_APPOINT == message.kind)
        {
            elector.appointments.set(from.slots[message.swarm]);
        }
        else if (HELLO != message.kind)
        {
            elector.news.set(from.slots[message.swarm]);
        }
    }
}
