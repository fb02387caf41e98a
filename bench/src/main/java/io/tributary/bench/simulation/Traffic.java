package io.tributary.bench.simulation;

/**
 * What was sent, by action, requests and acknowledgements apart. Bytes include the headers of UDP and IP.
 */
public final class Traffic
{
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int KINDS = 2 * DatagramText.ACTIONS + 1;

    private final long[] packets = new long[KINDS];
    private final long[] bytes = new long[KINDS];

    void add(final byte[] datagram, final boolean isIpv6)
    {
        final int kind = kind(DatagramText.action(datagram), DatagramText.isAcknowledgement(datagram));
        packets[kind]++;
        bytes[kind] += datagram.length + UDP_HEADER + (isIpv6 ? IPV6_HEADER : IPV4_HEADER);
    }

    private static int kind(final int action, final boolean isAcknowledgement)
    {
        return action < 0 ? KINDS - 1 : 2 * action + (isAcknowledgement ? 1 : 0);
    }

    long packets(final int action, final boolean isAcknowledgement)
    {
        return packets[kind(action, isAcknowledgement)];
    }

    long packets()
    {
        return total(packets);
    }

    long bytes()
    {
        return total(bytes);
    }

    /** Bytes of an action, acknowledgements included. */
    long bytes(final int action)
    {
        return bytes[kind(action, false)] + bytes[kind(action, true)];
    }

    static Traffic sum(final Traffic... parts)
    {
        final Traffic sum = new Traffic();
        for (final Traffic part : parts)
        {
            for (int i = 0; i < KINDS; i++)
            {
                sum.packets[i] += part.packets[i];
                sum.bytes[i] += part.bytes[i];
            }
        }
        return sum;
    }

    /** What was sent since a copy was taken. */
    Traffic since(final Traffic earlier)
    {
        final Traffic difference = new Traffic();
        for (int i = 0; i < KINDS; i++)
        {
            difference.packets[i] = packets[i] - earlier.packets[i];
            difference.bytes[i] = bytes[i] - earlier.bytes[i];
        }
        return difference;
    }

    Traffic copy()
    {
        return since(new Traffic());
    }

    private static long total(final long[] values)
    {
        long total = 0;
        for (final long value : values)
        {
            total += value;
        }
        return total;
    }
}
