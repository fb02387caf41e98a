package io.tributary.tracker.status;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads how many datagrams the kernel dropped at our sockets from Linux' {@code /proc/net/udp} and {@code udp6}.
 *
 * <p>Housekeeping thread only: this reads files and allocates. The tables are those of the network namespace, and
 * sockets are told apart by local port alone, so another program's socket on the same port is counted too. The
 * kernel counts from the creation of a socket.
 */
public final class SocketDrops
{
    /** The table is missing or not in the known form. */
    public static final long UNKNOWN = -1;

    private static final int PORT_MAX = 0xFFFF;
    private static final int HEXADECIMAL = 16;
    private static final int LOCAL_ADDRESS_FIELD = 1;

    private final Path ipv4Table;
    private final Path ipv6Table;
    private final BitSet ports = new BitSet();

    /**
     * Watch the sockets of some ports.
     *
     * @param networkTables the directory {@code /proc/net}.
     * @param localPorts    of our sockets.
     */
    public SocketDrops(final Path networkTables, final int... localPorts)
    {
        this.ipv4Table = networkTables.resolve("udp");
        this.ipv6Table = networkTables.resolve("udp6");
        for (final int port : localPorts)
        {
            ports.set(port);
        }
    }

    /** Read both tables and set the counters of both families. */
    public void publish(final TrackerCounters counters)
    {
        counters.set(TrackerCounter.SOCKET_DROPS_IPV4, ipv4());
        counters.set(TrackerCounter.SOCKET_DROPS_IPV6, ipv6());
    }

    public long ipv4()
    {
        return drops(ipv4Table);
    }

    public long ipv6()
    {
        return drops(ipv6Table);
    }

    private long drops(final Path table)
    {
        try (BufferedReader reader = Files.newBufferedReader(table, US_ASCII))
        {
            final String heading = reader.readLine();
            if (heading == null || !heading.stripTrailing().endsWith(" drops"))
            {
                return UNKNOWN;
            }
            long sum = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                sum += drops(line.strip().split("\\s+"));
            }
            return sum;
        }
        catch (final IOException | NumberFormatException e)
        {
            return UNKNOWN;
        }
    }

    private long drops(final String[] fields)
    {
        if (fields.length <= LOCAL_ADDRESS_FIELD)
        {
            return 0;
        }
        final String localAddress = fields[LOCAL_ADDRESS_FIELD];
        final int port = Integer.parseInt(localAddress.substring(localAddress.indexOf(':') + 1), HEXADECIMAL);
        return ports.get(port & PORT_MAX) ? Long.parseLong(fields[fields.length - 1]) : 0;
    }
}
