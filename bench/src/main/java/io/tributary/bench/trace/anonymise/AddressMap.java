package io.tributary.bench.trace.anonymise;

import io.tributary.codec.Endpoint;

/**
 * Replaces addresses: {@link CryptoPan}, with ranges that mean something kept. The unspecified address, IPv6's loopback
 * and IPv4's broadcast are nobody's and stay. Owned by one thread.
 */
final class AddressMap
{
    private final CryptoPan cryptoPan;

    AddressMap(final byte[] key)
    {
        this.cryptoPan = new CryptoPan(key, AddressPrefixes.IPV4, AddressPrefixes.IPV6);
    }

    int ipv4(final int address)
    {
        return cryptoPan.ipv4(address);
    }

    /** In place; the port stays. */
    Endpoint replace(final Endpoint endpoint)
    {
        if (!endpoint.isIpv6())
        {
            return endpoint.ipv4(cryptoPan.ipv4(endpoint.ipv4Address()), endpoint.port());
        }
        if (isNobodys(endpoint))
        {
            return endpoint;
        }
        cryptoPan.ipv6(endpoint.addressHigh(), endpoint.addressLow());
        return endpoint.ipv6(cryptoPan.high(), cryptoPan.low(), endpoint.port());
    }

    /** What {@link #replace} undoes. */
    Endpoint restore(final Endpoint endpoint)
    {
        if (!endpoint.isIpv6())
        {
            return endpoint.ipv4(cryptoPan.originalIpv4(endpoint.ipv4Address()), endpoint.port());
        }
        if (isNobodys(endpoint))
        {
            return endpoint;
        }
        cryptoPan.originalIpv6(endpoint.addressHigh(), endpoint.addressLow());
        return endpoint.ipv6(cryptoPan.high(), cryptoPan.low(), endpoint.port());
    }

    /** Whether an address names nobody. */
    static boolean isNobodys(final Endpoint endpoint)
    {
        final long low = endpoint.addressLow();
        return endpoint.isIpv6() ? 0 == endpoint.addressHigh() && 0 == low >>> 1 :
            0 == low || -1 == endpoint.ipv4Address();
    }
}
