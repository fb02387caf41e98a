package io.tributary.tracker.request;

import io.tributary.tracker.access.AddressScope;
import io.tributary.tracker.swarm.SwarmNamespace;

/**
 * Which namespace of swarms a peer belongs to: by family, and by address scope unless scopes are mixed.
 */
final class Namespaces
{
    private Namespaces()
    {
    }

    static int of(final boolean isIpv6, final AddressScope scope, final boolean separatePrivate)
    {
        if (!separatePrivate || AddressScope.GLOBAL == scope)
        {
            return SwarmNamespace.of(isIpv6, SwarmNamespace.SCOPE_GLOBAL);
        }
        return SwarmNamespace.of(isIpv6, AddressScope.LOOPBACK == scope ?
            SwarmNamespace.SCOPE_LOOPBACK : SwarmNamespace.SCOPE_PRIVATE);
    }
}
