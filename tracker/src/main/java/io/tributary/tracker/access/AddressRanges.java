package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An immutable list of address ranges of both families, read by binary search. Hot path.
 *
 * <p>Ranges are sorted by start, disjoint and not adjacent, so the last one that starts at or before an address is the
 * only one that can hold it. Inclusive ends; hundreds of thousands of ranges are a few megabytes of heap and 20 steps.
 * <pre>
 *   ipv4   one long a range      start (32 bits) | end (32 bits), top bit flipped so that signed order is address order
 *   ipv6   four longs a range    start high | start low | end high | end low, unsigned
 * </pre>
 * An IPv4 address is in the list only as IPv4 ({@code ::ffff:0:0/96} is {@code 0.0.0.0/0}); {@code ::/0} is all of
 * IPv6.
 */
public final class AddressRanges
{
    public static final AddressRanges NONE = new Builder().build();

    /** Before merging; bounds what a file can make the heap hold. */
    public static final int RANGE_COUNT_MAX = 2_000_000;

    private static final int IPV6_LONGS = 4;
    private static final long END_MASK = 0xFFFF_FFFFL;

    private final long[] ipv4Ranges;
    private final long[] ipv6Ranges;

    private AddressRanges(final long[] ipv4Ranges, final long[] ipv6Ranges)
    {
        this.ipv4Ranges = ipv4Ranges;
        this.ipv6Ranges = ipv6Ranges;
    }

    /**
     * Is an address in one of the ranges?
     *
     * @param endpoint whose address is meant; the port is not looked at.
     * @return whether a range holds it.
     */
    public boolean contains(final Endpoint endpoint)
    {
        return endpoint.isIpv6() ?
            containsIpv6(endpoint.addressHigh(), endpoint.addressLow()) :
            containsIpv4(endpoint.addressLow());
    }

    /**
     * How many ranges are left after merging.
     *
     * @return of both families.
     */
    public int rangeCount()
    {
        return ipv4Ranges.length + ipv6Ranges.length / IPV6_LONGS;
    }

    private boolean containsIpv4(final long address)
    {
        final long key = ipv4Range(address, END_MASK);
        int low = 0;
        int high = ipv4Ranges.length;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (ipv4Ranges[middle] <= key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low > 0 && address <= (ipv4Ranges[low - 1] & END_MASK);
    }

    private boolean containsIpv6(final long addressHigh, final long addressLow)
    {
        int low = 0;
        int high = ipv6Ranges.length / IPV6_LONGS;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            final int start = middle * IPV6_LONGS;
            if (compare(ipv6Ranges[start], ipv6Ranges[start + 1], addressHigh, addressLow) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        final int end = low * IPV6_LONGS - 2;
        return low > 0 && compare(addressHigh, addressLow, ipv6Ranges[end], ipv6Ranges[end + 1]) <= 0;
    }

    private static long ipv4Range(final long start, final long end)
    {
        return (start << 32 | end) ^ Long.MIN_VALUE;
    }

    private static int compare(final long highA, final long lowA, final long highB, final long lowB)
    {
        final int result = Long.compareUnsigned(highA, highB);
        return 0 != result ? result : Long.compareUnsigned(lowA, lowB);
    }

    /**
     * Collects networks in any order, overlapping or repeated, and merges them. Off the packet path; allocates.
     */
    public static final class Builder
    {
        private final List<Ipv6Range> ipv6Ranges = new ArrayList<>();
        private long[] ipv4Ranges = new long[16];
        private int ipv4Count;

        /**
         * Add a network.
         *
         * @param network      any address of it; bits beyond the prefix are ignored, and so is the port.
         * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6.
         * @return this.
         */
        public Builder add(final Endpoint network, final int prefixLength)
        {
            if (network.isIpv6())
            {
                final long hostHigh = hostMask(Math.min(prefixLength, 64));
                final long hostLow = hostMask(Math.max(prefixLength - 64, 0));
                ipv6Ranges.add(new Ipv6Range(
                    network.addressHigh() & ~hostHigh, network.addressLow() & ~hostLow,
                    network.addressHigh() | hostHigh, network.addressLow() | hostLow));
                return this;
            }

            if (ipv4Count == ipv4Ranges.length)
            {
                ipv4Ranges = Arrays.copyOf(ipv4Ranges, ipv4Count * 2);
            }

            final long host = END_MASK >>> prefixLength;
            ipv4Ranges[ipv4Count++] = ipv4Range(network.addressLow() & ~host, network.addressLow() | host);
            return this;
        }

        int networkCount()
        {
            return ipv4Count + ipv6Ranges.size();
        }

        /**
         * Sort and merge.
         *
         * @return the finished list; the builder is used up.
         */
        public AddressRanges build()
        {
            return new AddressRanges(mergedIpv4(), mergedIpv6());
        }

        private long[] mergedIpv4()
        {
            Arrays.sort(ipv4Ranges, 0, ipv4Count);
            int count = 0;
            long lastEnd = -2;
            for (int i = 0; i < ipv4Count; i++)
            {
                final long start = (ipv4Ranges[i] ^ Long.MIN_VALUE) >>> 32;
                final long end = ipv4Ranges[i] & END_MASK;
                if (start <= lastEnd + 1)
                {
                    lastEnd = Math.max(lastEnd, end);
                    ipv4Ranges[count - 1] = ipv4Ranges[count - 1] & ~END_MASK | lastEnd;
                }
                else
                {
                    lastEnd = end;
                    ipv4Ranges[count++] = ipv4Ranges[i];
                }
            }
            return Arrays.copyOf(ipv4Ranges, count);
        }

        private long[] mergedIpv6()
        {
            ipv6Ranges.sort(Ipv6Range.BY_START);
            final long[] merged = new long[ipv6Ranges.size() * IPV6_LONGS];
            int length = 0;
            for (final Ipv6Range range : ipv6Ranges)
            {
                if (length > 0 && range.touches(merged[length - 2], merged[length - 1]))
                {
                    if (compare(range.endHigh, range.endLow, merged[length - 2], merged[length - 1]) > 0)
                    {
                        merged[length - 2] = range.endHigh;
                        merged[length - 1] = range.endLow;
                    }
                }
                else
                {
                    merged[length++] = range.startHigh;
                    merged[length++] = range.startLow;
                    merged[length++] = range.endHigh;
                    merged[length++] = range.endLow;
                }
            }
            return Arrays.copyOf(merged, length);
        }

        private static long hostMask(final int prefixLength)
        {
            return 64 == prefixLength ? 0 : -1L >>> prefixLength;
        }

        private record Ipv6Range(long startHigh, long startLow, long endHigh, long endLow)
        {
            static final Comparator<Ipv6Range> BY_START =
                (a, b) -> compare(a.startHigh, a.startLow, b.startHigh, b.startLow);

            /** Starts within a range that ends there, or right after it; that range starts no later than this one. */
            boolean touches(final long high, final long low)
            {
                final long beforeLow = startLow - 1;
                final long beforeHigh = 0 == startLow ? startHigh - 1 : startHigh;
                return 0 == (startHigh | startLow) || compare(beforeHigh, beforeLow, high, low) <= 0;
            }
        }
    }
}
