package io.tributary.tracker.configuration;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A local address and port to listen on, as written: {@code 192.0.2.1:6969}, {@code [2001:db8::1]:6969},
 * {@code localhost:6969}.
 *
 * @param host numeric address without brackets, or a name.
 * @param port 0 for any free one.
 */
public record ListenAddress(String host, int port)
{
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[A-Za-z0-9.-]+):([0-9]{1,5})");
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final int PORT_MAX = 0xFFFF;

    /**
     * Read {@code HOST:PORT}. Asks no name server.
     *
     * @param text to read.
     * @return the address.
     * @throws IllegalArgumentException if this is not one; the message is the reason.
     */
    public static ListenAddress parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("not a HOST:PORT");
        }

        final String host = matcher.group(1);
        final int port = Integer.parseInt(matcher.group(2));
        if (port > PORT_MAX)
        {
            throw new IllegalArgumentException("no such port");
        }
        if (host.startsWith("["))
        {
            return new ListenAddress(ipv6(host), port);
        }
        if (NUMERIC.matcher(host).matches() && !IPV4.matcher(host).matches())
        {
            throw new IllegalArgumentException("not an IPv4 address");
        }
        return new ListenAddress(host, port);
    }

    /**
     * The address to bind; a name is looked up now.
     *
     * @return resolved.
     * @throws ConfigurationException if the name has no address.
     */
    public InetSocketAddress resolve()
    {
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved())
        {
            throw new ConfigurationException("cannot listen on " + this + ": no address found for this name");
        }
        return address;
    }

    @Override
    public String toString()
    {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String ipv6(final String bracketed)
    {
        final String host = bracketed.substring(1, bracketed.length() - 1);
        final int zone = host.indexOf('%');
        try
        {
            // Bracketed text is never looked up. The zone is left out: whether it exists depends on the machine.
            InetAddress.getByName("[" + (zone < 0 ? host : host.substring(0, zone)) + "]");
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("not an IPv6 address", ex);
        }
        return host;
    }
}
