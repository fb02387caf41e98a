package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Session layers joined by a network in memory, in virtual time: delays, loses, repeats and overtakes datagrams as its
 * seed says. Addresses behind NAT send from a port of the network's choice.
 */
final class SessionNetwork
{
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    final List<Datagram> sent = new ArrayList<>();
    double loss;
    double duplication;
    long delayMinNs = MS;
    long delayMaxNs = MS;
    /** What arrives, beside what chance decides. */
    Predicate<Datagram> isDelivered = datagram -> true;

    private final SplittableRandom random;
    private final PriorityQueue<Datagram> underway = new PriorityQueue<>();
    private final List<SessionNode> nodes = new ArrayList<>();
    private long nowNs = 5_000 * SECOND;
    private long sequence;

    SessionNetwork(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    long nowNs()
    {
        return nowNs;
    }

    void add(final SessionNode node)
    {
        nodes.removeIf(other -> other.address.isSameAs(node.address));
        nodes.add(node);
    }

    void remove(final SessionNode node)
    {
        nodes.remove(node);
    }

    boolean send(final Endpoint source, final Endpoint destination, final MutableDirectBuffer buffer, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        final Datagram datagram = new Datagram(
            nowNs, source, new Endpoint().set(destination), bytes, nowNs + delayNs(), sequence++);
        sent.add(datagram);
        if (isDelivered.test(datagram) && random.nextDouble() >= loss)
        {
            underway.add(datagram);
            if (random.nextDouble() < duplication)
            {
                underway.add(new Datagram(
                    nowNs, source, datagram.destination(), bytes, nowNs + delayNs(), sequence++));
            }
        }
        return true;
    }

    /** A forged datagram, or one of a tracker that is not simulated. */
    void inject(final Endpoint source, final SessionNode to, final byte[] bytes)
    {
        to.onDatagram(source, bytes, nowNs);
    }

    void run(final long durationNs)
    {
        final long endNs = nowNs + durationNs;
        while (true)
        {
            long nextNs = underway.isEmpty() ? endNs : Math.min(endNs, underway.peek().dueNs());
            for (final SessionNode node : nodes)
            {
                nextNs = Math.min(nextNs, node.sessions.nextDeadlineNs());
            }
            nowNs = Math.max(nowNs, nextNs);
            if (nowNs >= endNs)
            {
                nowNs = endNs;
                return;
            }
            step();
        }
    }

    private void step()
    {
        while (!underway.isEmpty() && underway.peek().dueNs() <= nowNs)
        {
            final Datagram datagram = underway.poll();
            nodes.stream().filter(node -> node.isAt(datagram.destination())).findFirst()
                .ifPresent(node -> node.onDatagram(datagram.source(), datagram.bytes(), nowNs));
        }
        for (final SessionNode node : List.copyOf(nodes))
        {
            node.sessions.doWork(nowNs);
        }
    }

    private long delayNs()
    {
        return delayMinNs + (delayMaxNs > delayMinNs ? random.nextLong(delayMaxNs - delayMinNs) : 0);
    }

    static MutableDirectBuffer buffer(final byte[] bytes)
    {
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer(Math.max(1, bytes.length));
        buffer.putBytes(0, bytes);
        return buffer;
    }

    /** One datagram, as it was sent. */
    record Datagram(long sentNs, Endpoint source, Endpoint destination, byte[] bytes, long dueNs, long sequence)
        implements Comparable<Datagram>
    {
        @Override
        public int compareTo(final Datagram other)
        {
            return dueNs != other.dueNs ? Long.compare(dueNs, other.dueNs) : Long.compare(sequence, other.sequence);
        }

        int action()
        {
            return new UnsafeBuffer(bytes).getInt(8, ByteOrder.BIG_ENDIAN);
        }

        long connectionId()
        {
            return new UnsafeBuffer(bytes).getLong(0, ByteOrder.BIG_ENDIAN);
        }

        int flags()
        {
            return bytes[18];
        }
    }
}
