package io.tributary.bench.trace.anonymise;

/**
 * Exchanges the ports from 1024 up among each other, but not those of trackers; or leaves all as they are. Immutable.
 */
final class PortMap
{
    private static final int FIRST = 1024;
    private static final int END = 65_536;

    private final char[] images = new char[END];

    private PortMap()
    {
        for (int port = 0; port < END; port++)
        {
            images[port] = (char)port;
        }
    }

    /** Every port stays. */
    static PortMap unchanged()
    {
        return new PortMap();
    }

    /**
     * A shuffle.
     *
     * @param fields       with the key.
     * @param trackerPorts that stay.
     * @return one-to-one.
     */
    static PortMap shuffled(final FieldMap fields, final int... trackerPorts)
    {
        final PortMap map = new PortMap();
        for (int port = END - 1; port > FIRST; port--)
        {
            map.exchange(port, FIRST + Integer.remainderUnsigned(fields.portBits(port), port - FIRST + 1));
        }
        for (final int port : trackerPorts)
        {
            map.exchange(port, map.portOf(port));
        }
        return map;
    }

    int at(final int port)
    {
        return images[port];
    }

    private int portOf(final int image)
    {
        int port = 0;
        while (images[port] != image)
        {
            port++;
        }
        return port;
    }

    private void exchange(final int left, final int right)
    {
        final char image = images[left];
        images[left] = images[right];
        images[right] = image;
    }
}
