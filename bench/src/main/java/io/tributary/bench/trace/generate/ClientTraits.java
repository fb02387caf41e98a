package io.tributary.bench.trace.generate;

import io.tributary.bench.load.Mix64;
import io.tributary.bench.trace.PlaceholderIds;
import io.tributary.codec.Endpoint;

/**
 * Who a client is: address, port, program, all from its seed. IPv4 addresses are from 64.0.0.0 to 95.255.255.255, IPv6
 * ones from 2a00::/16.
 */
final class ClientTraits
{
    private static final int FAMILY = 11;
    private static final int ADDRESS = 12;
    private static final int HOST = 13;
    private static final int PORT = 14;
    private static final int PREFIX = 15;
    private static final int NUM_WANT = 16;

    private static final int IPV4_BASE = 64 << 24;
    private static final int IPV4_MASK = (1 << 29) - 1;
    private static final long IPV6_BASE = 0x2A00L << 48;
    private static final int PORT_MIN = 1024;
    private static final int PORT_COUNT = 65_535 - PORT_MIN;

    private final TraceShape.Population population;
    private final int[] numWants;
    private final int trackerPort;

    ClientTraits(final TraceShape.Population population, final int trackerPort)
    {
        this.population = population;
        this.trackerPort = trackerPort;
        numWants = new int[population.numWants().count()];
        for (int i = 0; i < numWants.length; i++)
        {
            numWants[i] = numWant(population.numWants().value(i));
        }
    }

    /**
     * Let a client enter.
     *
     * @param visit      becomes that of the client.
     * @param clientSeed of the client.
     * @param round      its connection id is another in each.
     */
    void put(final Visit visit, final long clientSeed, final long round)
    {
        visit.clientSeed = clientSeed;
        visit.connectionId = PlaceholderIds.valid(Mix64.mix(clientSeed, ~round));
        visit.prefixIndex = population.prefixes().index(Mix64.mix(clientSeed, PREFIX));
        visit.numWant = numWants[population.numWants().index(Mix64.mix(clientSeed, NUM_WANT))];
        putEndpoint(visit.source, clientSeed);
    }

    void putEndpoint(final Endpoint endpoint, final long clientSeed)
    {
        final long address = Mix64.mix(clientSeed, ADDRESS);
        final int port = PORT_MIN + Draws.below(Mix64.mix(clientSeed, PORT), PORT_COUNT);
        final int otherPort = port == trackerPort ? port + 1 : port;
        if (Draws.fraction(Mix64.mix(clientSeed, FAMILY)) < population.ipv6Share())
        {
            endpoint.ipv6(IPV6_BASE | address >>> 16, Mix64.mix(clientSeed, HOST), otherPort);
        }
        else
        {
            endpoint.ipv4(IPV4_BASE | (int)address & IPV4_MASK, otherPort);
        }
    }

    private static int numWant(final String text)
    {
        try
        {
            return Integer.parseInt(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(
                "--num-want '" + text + "': allowed are whole numbers with weights, such as 200=6,80=3,-1=1", ex);
        }
    }
}
