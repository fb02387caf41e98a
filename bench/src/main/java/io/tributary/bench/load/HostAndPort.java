package io.tributary.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Reads and writes {@code HOST:PORT}, with an IPv6 address in brackets.
 */
public final class HostAndPort
{
    private HostAndPort()
    {
    }

    /**
     * Parse and resolve.
     *
     * @param text as typed.
     * @return resolved.
     * @throws IllegalArgumentException saying what is wrong.
     */
    public static InetSocketAddress parse(final String text)
    {
        final int colon = text.lastIndexOf(':');
        final String host = colon < 0 ? "" : text.substring(0, colon);
        final boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !isBracketed))
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not HOST:PORT, for example 127.0.0.1:6969 or [::1]:6969");
        }
        final int port = port(text, colon);
        return new InetSocketAddress(resolve(isBracketed ? host.substring(1, host.length() - 1) : host), port);
    }

    /**
     * The form that {@link #parse} reads.
     *
     * @param address resolved.
     * @return for example {@code 127.0.0.1:6969}.
     */
    public static String text(final InetSocketAddress address)
    {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static int port(final String text, final int colon)
    {
        final String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535 || 0 == Integer.parseInt(port))
        {
            throw new IllegalArgumentException("port '" + port + "' in '" + text + "', allowed is 1 to 65535");
        }
        return Integer.parseInt(port);
    }

    private static InetAddress resolve(final String host)
    {
        try
        {
            return InetAddress.getByName(host);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("host '" + host + "' is not known", ex);
        }
    }
}
