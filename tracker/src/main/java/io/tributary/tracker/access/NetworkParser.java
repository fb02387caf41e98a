package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;

/**
 * Parses an address or a network in CIDR form (RFC 4632, RFC 4291 2.2 and 2.3). Its own parser, because the JDK's takes
 * what is no address for a host name and asks the DNS. Re-used for every line, allocates nothing.
 *
 * <p>Strict: no leading zeros in IPv4 (some read them as octal), no zone, no bits set beyond the prefix. An IPv4-mapped
 * network becomes IPv4.
 */
final class NetworkParser
{
    static final String NOT_A_NETWORK =
        "expected an address or network such as 192.0.2.1, 192.0.2.0/24, 2001:db8::1 or 2001:db8::/32";
    static final String BITS_BEYOND_PREFIX =
        "expected a network without bits set beyond its prefix length, such as 192.0.2.0/24";

    private static final int GROUPS = 8;
    private static final int INVALID = -1;

    private final Endpoint network = new Endpoint();
    private final int[] groups = new int[GROUPS];
    private byte[] text;
    private int prefixLength;

    /** Returns null when the text was fine, otherwise what is allowed. */
    String parse(final byte[] text, final int length)
    {
        this.text = text;
        final int slash = indexOf('/', 0, length);
        final boolean isIpv6Text = slash != indexOf(':', 0, slash);
        if (!(isIpv6Text ? parseIpv6(slash) : parseIpv4(slash)))
        {
            return NOT_A_NETWORK;
        }

        final int bits = isIpv6Text ? 128 : 32;
        prefixLength = slash == length ? bits : parseDecimal(slash + 1, length, bits);
        if (INVALID == prefixLength)
        {
            return NOT_A_NETWORK;
        }

        if (isIpv6Text && !network.isIpv6())
        {
            // A prefix shorter than the mapped prefix ::ffff:0:0/96 leaves bits of that prefix beyond it.
            prefixLength -= 96;
        }
        return isBeyondPrefixClear() ? null : BITS_BEYOND_PREFIX;
    }

    Endpoint network()
    {
        return network;
    }

    int prefixLength()
    {
        return prefixLength;
    }

    private boolean isBeyondPrefixClear()
    {
        if (prefixLength < 0)
        {
            return false;
        }

        if (!network.isIpv6())
        {
            return 0 == (network.addressLow() & 0xFFFF_FFFFL >>> prefixLength);
        }

        final long beyondHigh = prefixLength < 64 ? network.addressHigh() << prefixLength : 0;
        final long beyondLow = prefixLength <= 64 ? network.addressLow() :
            prefixLength < 128 ? network.addressLow() << (prefixLength - 64) : 0;
        return 0 == (beyondHigh | beyondLow);
    }

    private boolean parseIpv4(final int limit)
    {
        final long address = ipv4(0, limit);
        network.ipv4((int)address, 0);
        return INVALID != address;
    }

    private boolean parseIpv6(final int limit)
    {
        int count = 0;
        int gap = INVALID;
        int i = 0;
        if (limit >= 2 && ':' == text[0] && ':' == text[1])
        {
            gap = 0;
            i = 2;
        }

        while (i < limit)
        {
            final int end = indexOf(':', i, limit);
            final int parsed = parseGroups(i, end, limit, count);
            if (INVALID == parsed)
            {
                return false;
            }

            count += parsed;
            i = end + 1;
            if (i == limit)
            {
                return false;
            }

            if (i < limit && ':' == text[i])
            {
                if (INVALID != gap)
                {
                    return false;
                }
                gap = count;
                i++;
            }
        }
        return storeGroups(count, gap);
    }

    /** One group of hexadecimal digits or, at the end of the address, an IPv4 address for two. How many were stored. */
    private int parseGroups(final int start, final int end, final int limit, final int count)
    {
        if (end == limit && count <= GROUPS - 2 && end != indexOf('.', start, end))
        {
            final long address = ipv4(start, end);
            groups[count] = (int)(address >>> 16);
            groups[count + 1] = (int)(address & 0xFFFF);
            return INVALID == address ? INVALID : 2;
        }

        if (GROUPS == count || start == end || end - start > 4)
        {
            return INVALID;
        }

        int value = 0;
        for (int i = start; i < end; i++)
        {
            final int digit = Character.digit(text[i], 16);
            if (digit < 0)
            {
                return INVALID;
            }
            value = value << 4 | digit;
        }
        groups[count] = value;
        return 1;
    }

    private boolean storeGroups(final int count, final int gap)
    {
        if (INVALID == gap ? GROUPS != count : GROUPS == count)
        {
            return false;
        }

        final int head = INVALID == gap ? GROUPS : gap;
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++)
        {
            final int tail = i - (GROUPS - count);
            final long group = i < head ? groups[i] : tail >= head ? groups[tail] : 0;
            high = high << 16 | low >>> 48;
            low = low << 16 | group;
        }
        network.ipv6(high, low, 0);
        return true;
    }

    private long ipv4(final int start, final int limit)
    {
        long address = 0;
        int i = start;
        for (int part = 0; part < 4; part++)
        {
            final int end = part < 3 ? indexOf('.', i, limit) : limit;
            final int value = parseDecimal(i, end, 255);
            if (INVALID == value || part < 3 && end == limit)
            {
                return INVALID;
            }
            address = address << 8 | value;
            i = end + 1;
        }
        return address;
    }

    private int parseDecimal(final int start, final int end, final int max)
    {
        if (start >= end || end - start > 3 || '0' == text[start] && end - start > 1)
        {
            return INVALID;
        }

        int value = 0;
        for (int i = start; i < end; i++)
        {
            final int digit = Character.digit(text[i], 10);
            if (digit < 0)
            {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value <= max ? value : INVALID;
    }

    private int indexOf(final char wanted, final int start, final int limit)
    {
        int i = start;
        while (i < limit && wanted != text[i])
        {
            i++;
        }
        return i;
    }
}
