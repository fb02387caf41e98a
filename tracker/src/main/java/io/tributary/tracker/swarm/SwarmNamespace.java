package io.tributary.tracker.swarm;

/**
 * The part of a swarm's key beside its info-hash: address family and address scope. Swarms of different namespaces
 * never share peers: BEP 15 answers an IPv6 packet with IPv6 peers only, and a private or loopback address means
 * nothing to a stranger.
 */
public final class SwarmNamespace
{
    public static final int SCOPE_GLOBAL = 0;
    public static final int SCOPE_PRIVATE = 1;
    public static final int SCOPE_LOOPBACK = 2;

    private static final int IPV6_BIT = 1;
    private static final int SCOPE_SHIFT = 1;

    private SwarmNamespace()
    {
    }

    public static int of(final boolean isIpv6, final int scope)
    {
        return (scope << SCOPE_SHIFT) | (isIpv6 ? IPV6_BIT : 0);
    }

    public static boolean isIpv6(final int namespace)
    {
        return 0 != (namespace & IPV6_BIT);
    }
}
