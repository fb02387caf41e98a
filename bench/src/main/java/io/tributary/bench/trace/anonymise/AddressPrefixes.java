package io.tributary.bench.trace.anonymise;

/**
 * Ranges of addresses that are to stay themselves. An address keeps the bits that it shares with the nearest of them,
 * and the one that parts it from it, so that none leaves its range or gets into another. Immutable.
 */
final class AddressPrefixes
{
    /** None: every bit may change. */
    static final AddressPrefixes NONE = new AddressPrefixes(new long[0]);

    /**
     * "This" network, private, shared (RFC 6598), loopback, link-local, multicast, reserved; and two addresses that are
     * nobody's.
     */
    static final AddressPrefixes IPV4 = new AddressPrefixes(
        v4(0, 0, 0, 0), 32, v4(0, 0, 0, 0), 8, v4(10, 0, 0, 0), 8, v4(100, 64, 0, 0), 10, v4(127, 0, 0, 0), 8,
        v4(169, 254, 0, 0), 16, v4(172, 16, 0, 0), 12, v4(192, 168, 0, 0), 16, v4(224, 0, 0, 0), 4,
        v4(240, 0, 0, 0), 4, v4(255, 255, 255, 255), 32);

    /** Global unicast, unique local, link-local, multicast; {@code ::} and {@code ::1} are treated apart. */
    static final AddressPrefixes IPV6 = new AddressPrefixes(
        0x2000L << 48, 3, 0xFC00L << 48, 7, 0xFE80L << 48, 10, 0xFF00L << 48, 8);

    /** Pairs: first 64 bits of the range, then its length in bits. */
    private final long[] prefixes;

    private AddressPrefixes(final long... prefixes)
    {
        this.prefixes = prefixes;
    }

    /**
     * How many leading bits of an address stay.
     *
     * @param addressHigh its first 64 bits; of an IPv4 address the upper half has it.
     * @return 0 to 64.
     */
    int keptBits(final long addressHigh)
    {
        int kept = 0;
        for (int i = 0; i < prefixes.length; i += 2)
        {
            final int common = Long.numberOfLeadingZeros(addressHigh ^ prefixes[i]);
            kept = Math.max(kept, (int)Math.min(common + 1L, prefixes[i + 1]));
        }
        return kept;
    }

    private static long v4(final int first, final int second, final int third, final int fourth)
    {
        return ((long)first << 24 | second << 16 | third << 8 | fourth) << 32;
    }
}
