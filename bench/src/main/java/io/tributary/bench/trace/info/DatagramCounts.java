package io.tributary.bench.trace.info;

import io.tributary.codec.capture.PacketDirection;

/** Datagrams by kind, family and direction, their bytes, and the malformed ones by defect. */
final class DatagramCounts
{
    private static final PacketDirection[] DIRECTIONS = PacketDirection.values();

    private final long[] counts = new long[DatagramKind.COUNT * 2 * DIRECTIONS.length];
    private final long[] bytes = new long[DatagramKind.COUNT];
    private final long[] defects = new long[Defect.COUNT];
    private long total;
    private long cutCount;
    private long reassembledCount;

    void add(final Message message)
    {
        total++;
        counts[index(message.kind, message.isIpv6(), message.datagram().direction())]++;
        bytes[message.kind.ordinal()] += message.originalLength();
        defects[message.defect.ordinal()]++;
        cutCount += message.length() < message.originalLength() ? 1 : 0;
        reassembledCount += message.datagram().isReassembled() ? 1 : 0;
    }

    private static int index(final DatagramKind kind, final boolean isIpv6, final PacketDirection direction)
    {
        return (kind.ordinal() * 2 + (isIpv6 ? 1 : 0)) * DIRECTIONS.length + direction.ordinal();
    }

    long count(final DatagramKind kind, final boolean isIpv6, final PacketDirection direction)
    {
        return counts[index(kind, isIpv6, direction)];
    }

    long count(final DatagramKind kind, final boolean isIpv6)
    {
        long count = 0;
        for (final PacketDirection direction : DIRECTIONS)
        {
            count += count(kind, isIpv6, direction);
        }

        return count;
    }

    long count(final DatagramKind kind)
    {
        return count(kind, false) + count(kind, true);
    }

    long count(final DatagramKind.Group group, final boolean isIpv6)
    {
        long count = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            count += group == kind.group() ? count(kind, isIpv6) : 0;
        }

        return count;
    }

    long count(final PacketDirection direction)
    {
        long count = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            count += count(kind, false, direction) + count(kind, true, direction);
        }

        return count;
    }

    /** Announces of all events. */
    long announces()
    {
        long count = 0;
        for (final DatagramKind kind : DatagramKind.values())
        {
            count += kind.isAnnounce() ? count(kind) : 0;
        }

        return count;
    }

    /** UDP payload on the wire. */
    long bytes(final DatagramKind kind)
    {
        return bytes[kind.ordinal()];
    }

    long defects(final Defect defect)
    {
        return defects[defect.ordinal()];
    }

    long total()
    {
        return total;
    }

    /** Datagrams of which the snap length left only a part. */
    long cutCount()
    {
        return cutCount;
    }

    long reassembledCount()
    {
        return reassembledCount;
    }
}
