package io.tributary.bench.trace.anonymise;

import io.tributary.bench.load.Mix64;
import io.tributary.codec.Endpoint;
import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

import java.nio.ByteOrder;

/**
 * What was replaced, remembered in bounded memory to look for it in the result: info-hashes and peer ids, IPv4
 * endpoints and IPv6 addresses as fingerprints of their bytes, up to {@link #COUNT_MAX}; and all addresses in a Bloom
 * filter. Owned by one thread.
 */
final class Originals
{
    static final int COUNT_MAX = 4_000_000;
    static final int IDENTIFIER_LENGTH = InfoHash.LENGTH;
    static final int IPV6_ADDRESS_LENGTH = 16;

    private static final int SIEVE_BITS = 24;
    private static final int BLOOM_BITS = 28;
    private static final int BLOOM_HASHES = 4;
    private static final long IDENTIFIER = 1;
    private static final long IPV4_ENDPOINT = 2;
    private static final long IPV6_ADDRESS = 3;

    private final LongHashSet fingerprints = new LongHashSet();
    private final long[] sieve = new long[1 << (SIEVE_BITS - 6)];
    private final long[] bloom = new long[1 << (BLOOM_BITS - 6)];
    private long endpointCount;
    private boolean isFull;

    /** An info-hash or a peer id. */
    void addIdentifier(final DirectBuffer buffer, final int offset)
    {
        add(identifier(buffer, offset));
    }

    void addEndpoint(final Endpoint endpoint)
    {
        if (AddressMap.isNobodys(endpoint))
        {
            return;
        }
        addBloom(address(endpoint));
        if (endpoint.isIpv6())
        {
            add(ipv6(endpoint.addressHigh(), endpoint.addressLow()));
        }
        else if (add(ipv4((long)endpoint.ipv4Address() << Short.SIZE | endpoint.port())))
        {
            endpointCount++;
        }
    }

    boolean hasIdentifier(final DirectBuffer buffer, final int offset)
    {
        return has(identifier(buffer, offset));
    }

    boolean hasIpv4Endpoint(final DirectBuffer buffer, final int offset)
    {
        return has(ipv4(
            (long)buffer.getInt(offset, ByteOrder.BIG_ENDIAN) << Short.SIZE |
            buffer.getShort(offset + Integer.BYTES, ByteOrder.BIG_ENDIAN) & 0xFFFF));
    }

    boolean hasIpv6Address(final DirectBuffer buffer, final int offset)
    {
        return has(ipv6(
            buffer.getLong(offset, ByteOrder.BIG_ENDIAN), buffer.getLong(offset + Long.BYTES, ByteOrder.BIG_ENDIAN)));
    }

    /** Never wrong when it says no; hardly ever when it says yes. */
    boolean mayHaveAddress(final Endpoint endpoint)
    {
        final long fingerprint = address(endpoint);
        for (int i = 0; i < BLOOM_HASHES; i++)
        {
            final long bit = Mix64.mix(fingerprint, i) >>> (Long.SIZE - BLOOM_BITS);
            if (0 == (bloom[(int)(bit >>> 6)] & 1L << bit))
            {
                return false;
            }
        }
        return true;
    }

    int count()
    {
        return fingerprints.size();
    }

    /** Different IPv4 addresses with their ports. */
    long endpointCount()
    {
        return endpointCount;
    }

    /** Whether some found no room, and are not looked for. */
    boolean isFull()
    {
        return isFull;
    }

    private boolean add(final long fingerprint)
    {
        if (fingerprints.size() >= COUNT_MAX)
        {
            isFull |= !fingerprints.contains(fingerprint);
            return false;
        }
        final int bit = (int)(fingerprint >>> (Long.SIZE - SIEVE_BITS));
        sieve[bit >>> 6] |= 1L << bit;
        return fingerprints.add(fingerprint);
    }

    private boolean has(final long fingerprint)
    {
        final int bit = (int)(fingerprint >>> (Long.SIZE - SIEVE_BITS));
        return 0 != (sieve[bit >>> 6] & 1L << bit) && fingerprints.contains(fingerprint);
    }

    private void addBloom(final long fingerprint)
    {
        for (int i = 0; i < BLOOM_HASHES; i++)
        {
            final long bit = Mix64.mix(fingerprint, i) >>> (Long.SIZE - BLOOM_BITS);
            bloom[(int)(bit >>> 6)] |= 1L << bit;
        }
    }

    private static long identifier(final DirectBuffer buffer, final int offset)
    {
        return fingerprint(IDENTIFIER, buffer.getLong(offset, ByteOrder.BIG_ENDIAN),
            Mix64.mix(buffer.getLong(offset + 8, ByteOrder.BIG_ENDIAN)) + buffer.getInt(offset + 16));
    }

    private static long address(final Endpoint endpoint)
    {
        return endpoint.isIpv6() ? ipv6(endpoint.addressHigh(), endpoint.addressLow()) :
            ipv4((long)endpoint.ipv4Address() << Short.SIZE);
    }

    private static long ipv4(final long addressAndPort)
    {
        return fingerprint(IPV4_ENDPOINT, addressAndPort & 0xFFFF_FFFF_FFFFL, 0);
    }

    private static long ipv6(final long high, final long low)
    {
        return fingerprint(IPV6_ADDRESS, high, low);
    }

    private static long fingerprint(final long kind, final long first, final long second)
    {
        return Mix64.mix(Mix64.mix(kind, first), second);
    }
}
