package io.tributary.tracker.status;

import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Addresses and tracker ids as people read them. For readers: allocates freely.
 */
final class AddressText
{
    private AddressText()
    {
    }

    /** As in {@code 192.0.2.1:6969} or {@code [2001:db8::1]:6969}. */
    static String of(final boolean isIpv6, final long high, final long low, final int port)
    {
        final byte[] address = new byte[isIpv6 ? 16 : 4];
        final UnsafeBuffer buffer = new UnsafeBuffer(address);
        if (isIpv6)
        {
            buffer.putLong(0, high, ByteOrder.BIG_ENDIAN);
            buffer.putLong(8, low, ByteOrder.BIG_ENDIAN);
        }
        else
        {
            buffer.putInt(0, (int)low, ByteOrder.BIG_ENDIAN);
        }
        try
        {
            final String text = InetAddress.getByAddress(address).getHostAddress();
            return (isIpv6 ? "[" + text.replaceFirst("(^|:)(0(:|$)){2,}", "::") + "]" : text) + ":" + port;
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** 32 hexadecimal digits. */
    static String trackerId(final long high, final long low)
    {
        return String.format(Locale.ROOT, "%016x%016x", high, low);
    }
}
