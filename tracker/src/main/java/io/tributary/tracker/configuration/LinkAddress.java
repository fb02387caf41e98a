package io.tributary.tracker.configuration;

/**
 * Where a neighbour's tracker is, as written: {@code 192.0.2.1:6969}, {@code [2001:db8::1]:6969},
 * {@code tracker.example.org:6969}. Names are looked up by whoever opens the link, not here.
 *
 * @param host numeric address without brackets, or a name.
 * @param port 1 to 65535.
 */
public record LinkAddress(String host, int port)
{
    /**
     * Read {@code HOST:PORT}. Asks no name server.
     *
     * @param text to read.
     * @return the address.
     * @throws IllegalArgumentException if this is not one; the message is the reason.
     */
    public static LinkAddress parse(final String text)
    {
        final ListenAddress address = ListenAddress.parse(text);
        if (0 == address.port())
        {
            throw new IllegalArgumentException("no such port");
        }
        if (address.host().indexOf('%') >= 0)
        {
            throw new IllegalArgumentException("not an address without a zone");
        }
        return new LinkAddress(address.host(), address.port());
    }

    @Override
    public String toString()
    {
        return new ListenAddress(host, port).toString();
    }
}
