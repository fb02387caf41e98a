package io.tributary.codec.capture;

import io.tributary.codec.Endpoint;

/**
 * What the fragments of one datagram have in common: addresses, identification, and which of equal datagrams they
 * belong to: IPv4's protocol, the family, and the direction in which they were seen. Owned by one thread.
 */
final class FragmentKey
{
    private final Endpoint source = new Endpoint();
    private final Endpoint destination = new Endpoint();
    private int identification;
    private int protocol;
    private PacketDirection direction = PacketDirection.UNKNOWN;

    FragmentKey wrap(
        final Endpoint source,
        final Endpoint destination,
        final int identification,
        final int protocol,
        final PacketDirection direction)
    {
        this.source.set(source).port(0);
        this.destination.set(destination).port(0);
        this.identification = identification;
        this.protocol = protocol;
        this.direction = direction;
        return this;
    }

    FragmentKey set(final FragmentKey other)
    {
        return wrap(other.source, other.destination, other.identification, other.protocol, other.direction);
    }

    boolean isSameAs(final FragmentKey other)
    {
        return identification == other.identification && protocol == other.protocol && direction == other.direction &&
            source.isSameAs(other.source) && destination.isSameAs(other.destination);
    }
}
