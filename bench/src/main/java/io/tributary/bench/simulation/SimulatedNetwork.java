package io.tributary.bench.simulation;

import io.tributary.codec.Endpoint;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The network between trackers. Loses, repeats, delays and reorders datagrams, limits bandwidth, blocks paths, and
 * rewrites the source port of a node behind address translation. A node has one address of each family; its number is
 * in the last bytes of both.
 */
final class SimulatedNetwork
{
    static final int PORT = 6969;

    private static final int IPV4_PREFIX = 0xC612_0000;
    private static final long IPV6_PREFIX = 0x2001_0DB8_0000_0001L;
    private static final int NUMBER_MASK = 0xFFFF;
    private static final int NAT_PORT_FIRST = 40_000;
    private static final long QUEUE_BYTES_MAX = 65_536;
    private static final long NS_PER_SEC = 1_000_000_000L;

    private final EventQueue events;
    private final EventTrace trace;
    private final SimulationOptions options;
    private final SplittableRandom random;
    private final int[][] blocked;
    private final long[][] lastArrivalNs;
    private final long[][] busyUntilNs;
    private final Receiver[] receivers;
    private final Endpoint source = new Endpoint();
    private final Traffic[] traffic;
    private int natPort;
    private boolean isCalm;

    /** Where datagrams arrive. */
    @FunctionalInterface
    interface Receiver
    {
        void onDatagram(byte[] datagram, Endpoint source);
    }

    SimulatedNetwork(
        final EventQueue events,
        final EventTrace trace,
        final SimulationOptions options,
        final SplittableRandom random)
    {
        this.events = events;
        this.trace = trace;
        this.options = options;
        this.random = random;
        this.blocked = new int[options.nodes][options.nodes];
        this.lastArrivalNs = new long[options.nodes][options.nodes];
        this.busyUntilNs = new long[options.nodes][options.nodes];
        this.receivers = new Receiver[options.nodes];
        this.traffic = new Traffic[options.nodes];
        Arrays.setAll(traffic, (node) -> new Traffic());
    }

    static Endpoint endpoint(final int node, final boolean isIpv6)
    {
        return isIpv6 ?
            new Endpoint().ipv6(IPV6_PREFIX, node + 1, PORT) : new Endpoint().ipv4(IPV4_PREFIX | node + 1, PORT);
    }

    /** The node that has an address, or -1. */
    int nodeAt(final Endpoint endpoint)
    {
        final int node = (int)(endpoint.addressLow() & NUMBER_MASK) - 1;
        return node >= 0 && node < receivers.length &&
            endpoint.addressLow() == endpoint(node, endpoint.isIpv6()).addressLow() ? node : -1;
    }

    void receiver(final int node, final Receiver receiver)
    {
        receivers[node] = receiver;
    }

    /** What all have sent. */
    Traffic traffic()
    {
        return Traffic.sum(traffic);
    }

    /** What a node has sent. */
    Traffic traffic(final int node)
    {
        return traffic[node];
    }

    /** From now on nothing is lost, repeated, reordered or blocked; datagrams still take their time. */
    void calm()
    {
        isCalm = true;
        for (final int[] row : blocked)
        {
            Arrays.fill(row, 0);
        }
    }

    /** Block one direction of a path, or take back one block. */
    void block(final int from, final int to, final boolean isBlocked)
    {
        blocked[from][to] = Math.max(0, blocked[from][to] + (isBlocked ? 1 : -1));
    }

    /** The address translation forgets; the next datagram from inside opens another port. */
    void rebind()
    {
        natPort = 0;
    }

    void send(final int from, final int to, final Endpoint destination, final byte[] datagram)
    {
        traffic[from].add(datagram, destination.isIpv6());
        final boolean isTranslated = from == options.natNode;
        if (isTranslated && 0 == natPort)
        {
            natPort = random.nextInt(NAT_PORT_FIRST, NUMBER_MASK);
        }
        final int sourcePort = isTranslated ? natPort : PORT;
        final int reachable = to == options.natNode ? natPort : PORT;
        if (blocked[from][to] > 0 || destination.port() != reachable || isDrawn(options.lossShare))
        {
            trace.datagram(events.nowNs(), "lost", from, to, datagram);
            return;
        }
        trace.datagram(events.nowNs(), "sent", from, to, datagram);
        transmit(from, to, sourcePort, destination.isIpv6(), datagram);
        if (isDrawn(options.duplicateShare))
        {
            transmit(from, to, sourcePort, destination.isIpv6(), datagram);
        }
    }

    private boolean isDrawn(final double share)
    {
        return !isCalm && share > 0 && random.nextDouble() < share;
    }

    private void transmit(
        final int from, final int to, final int sourcePort, final boolean isIpv6, final byte[] datagram)
    {
        long departureNs = events.nowNs();
        if (options.bytesPerSecond > 0)
        {
            final long queuedNs = Math.max(0, busyUntilNs[from][to] - departureNs);
            if (queuedNs > QUEUE_BYTES_MAX * NS_PER_SEC / options.bytesPerSecond)
            {
                trace.datagram(departureNs, "overflowed", from, to, datagram);
                return;
            }
            departureNs += queuedNs + datagram.length * NS_PER_SEC / options.bytesPerSecond;
            busyUntilNs[from][to] = departureNs;
        }
        final double meanNs = options.delayMeanNs - options.delayMinNs;
        final long delayNs = options.delayMinNs + (long)(-meanNs * Math.log(1 - random.nextDouble()));
        long arrivalNs = departureNs + Math.min(delayNs, options.delayMaxNs());
        if (!isDrawn(options.reorderShare))
        {
            arrivalNs = Math.max(arrivalNs, lastArrivalNs[from][to]);
            lastArrivalNs[from][to] = arrivalNs;
        }
        events.at(arrivalNs, () -> deliver(from, to, sourcePort, isIpv6, datagram));
    }

    private void deliver(
        final int from, final int to, final int sourcePort, final boolean isIpv6, final byte[] datagram)
    {
        if (null == receivers[to])
        {
            trace.datagram(events.nowNs(), "unheard", from, to, datagram);
            return;
        }
        trace.datagram(events.nowNs(), "arrived", from, to, datagram);
        source.set(endpoint(from, isIpv6)).port(sourcePort);
        receivers[to].onDatagram(datagram, source);
    }
}
