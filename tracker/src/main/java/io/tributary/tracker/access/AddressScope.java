package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;

/**
 * How far an address reaches, which decides to whom it may be handed out. Hot path.
 *
 * <p>IPv4-mapped addresses are IPv4 by the time they are in an {@link Endpoint}. Documentation and test ranges count as
 * global: nobody can announce from them, and tests and simulations do.
 */
public enum AddressScope
{
    /** Reachable from anywhere, as far as the address tells. */
    GLOBAL,
    /** RFC 1918, shared 100.64/10 (RFC 6598), link-local (RFC 3927, RFC 4291), unique local fc00::/7 (RFC 4193). */
    PRIVATE,
    /** 127/8 and ::1. */
    LOOPBACK,
    /** No peer can have it: 0/8, multicast, reserved 240/4 with broadcast, the unspecified address. */
    UNUSABLE;

    /**
     * Classify an address.
     *
     * @param endpoint whose address is meant; the port is not looked at.
     * @return its scope.
     */
    public static AddressScope of(final Endpoint endpoint)
    {
        return endpoint.isIpv6() ?
            ofIpv6(endpoint.addressHigh(), endpoint.addressLow()) :
            ofIpv4(endpoint.ipv4Address());
    }

    private static AddressScope ofIpv4(final int address)
    {
        final int first = address >>> 24;
        return switch (first)
        {
            case 0 -> UNUSABLE;
            case 10 -> PRIVATE;
            case 100 -> privateIf(0x6440 == (address >>> 16 & 0xFFC0));
            case 127 -> LOOPBACK;
            case 169 -> privateIf(0xA9FE == address >>> 16);
            case 172 -> privateIf(0xAC10 == (address >>> 16 & 0xFFF0));
            case 192 -> privateIf(0xC0A8 == address >>> 16);
            default -> first < 224 ? GLOBAL : UNUSABLE;
        };
    }

    private static AddressScope ofIpv6(final long high, final long low)
    {
        final int first = (int)(high >>> 48);
        if (0 == high && low >>> 1 == 0)
        {
            return 0 == low ? UNUSABLE : LOOPBACK;
        }

        if (0xFF00 == (first & 0xFF00))
        {
            return UNUSABLE;
        }

        return privateIf(0xFC00 == (first & 0xFE00) || 0xFE80 == (first & 0xFFC0));
    }

    private static AddressScope privateIf(final boolean isPrivate)
    {
        return isPrivate ? PRIVATE : GLOBAL;
    }
}
