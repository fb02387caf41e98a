package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.access.AddressScope;
import io.tributary.tracker.swarm.SwarmNamespace;

/**
 * Which peer addresses are exchanged with a neighbour, and in which namespace of the store they belong: no addresses
 * that no peer can have and no link-local ones, private ones where the link allows them, loopback ones only with a
 * neighbour on this machine.
 */
final class PeerFilter
{
    static final int REFUSED = -1;

    private final boolean separatesScopes;

    PeerFilter(final boolean separatesScopes)
    {
        this.separatesScopes = separatesScopes;
    }

    /**
     * Namespace of a peer.
     *
     * @return {@link SwarmNamespace}, or {@link #REFUSED}.
     */
    int namespace(final Endpoint peer, final LinkSettings link)
    {
        final AddressScope scope = AddressScope.of(peer);
        if (0 == peer.port() || isLinkLocal(peer) || !isExchanged(scope, link))
        {
            return REFUSED;
        }
        return SwarmNamespace.of(peer.isIpv6(), separatesScopes ? scopeOf(scope) : SwarmNamespace.SCOPE_GLOBAL);
    }

    /** Namespace of a peer that is stored here, whatever links allow. */
    int namespace(final Endpoint peer)
    {
        return SwarmNamespace.of(
            peer.isIpv6(), separatesScopes ? scopeOf(AddressScope.of(peer)) : SwarmNamespace.SCOPE_GLOBAL);
    }

    /** How many namespaces a family has. */
    int scopes()
    {
        return separatesScopes ? SwarmNamespace.SCOPE_LOOPBACK + 1 : 1;
    }

    private static boolean isExchanged(final AddressScope scope, final LinkSettings link)
    {
        return switch (scope)
        {
            case GLOBAL -> true;
            case PRIVATE -> switch (link.privateAddresses())
            {
                case AUTO -> !link.isExternal();
                case ALLOW -> true;
                case REFUSE -> false;
            };
            case LOOPBACK -> AddressScope.LOOPBACK == AddressScope.of(link.remote());
            case UNUSABLE -> false;
        };
    }

    private static boolean isLinkLocal(final Endpoint peer)
    {
        return peer.isIpv6() ? 0xFE80 == ((int)(peer.addressHigh() >>> 48) & 0xFFC0) :
            0xA9FE == peer.ipv4Address() >>> 16;
    }

    private static int scopeOf(final AddressScope scope)
    {
        return switch (scope)
        {
            case LOOPBACK -> SwarmNamespace.SCOPE_LOOPBACK;
            case PRIVATE -> SwarmNamespace.SCOPE_PRIVATE;
            default -> SwarmNamespace.SCOPE_GLOBAL;
        };
    }
}
