package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;

import java.io.IOException;

/**
 * Runs {@link EchoServer} as a process of its own: address and number of endpoints as arguments.
 */
final class EchoMain
{
    private EchoMain()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        try (EchoServer server = new EchoServer(HostAndPort.parse(args[0]), Integer.parseInt(args[1])))
        {
            server.run();
        }
    }
}
