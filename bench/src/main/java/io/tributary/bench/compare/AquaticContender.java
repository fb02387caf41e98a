package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * aquatic_udp with one socket worker, over epoll or over io_uring. Its receive buffer is left to the kernel's default,
 * which is the same for all.
 */
final class AquaticContender implements Contender
{
    static final String NAME_EPOLL = "aquatic-mio";
    static final String NAME_IO_URING = "aquatic-io_uring";

    private final Path program;
    private final boolean isIoUring;
    private final int numWant;

    AquaticContender(final Path program, final boolean isIoUring, final int numWant)
    {
        this.program = program;
        this.isIoUring = isIoUring;
        this.numWant = numWant;
    }

    public String name()
    {
        return isIoUring ? NAME_IO_URING : NAME_EPOLL;
    }

    public String version()
    {
        return "aquatic_udp " + Programs.output(program.toString(), "--version").lines().findFirst().orElse("") +
            (isIoUring ? ", io_uring" : ", mio (epoll)") + ", one socket worker";
    }

    public ServerCommand command(final Path directory, final InetSocketAddress address) throws IOException
    {
        final Path configuration = directory.resolve("aquatic.toml");
        Files.writeString(configuration, String.join("\n",
            "socket_workers = 1",
            "[network]",
            "address = \"" + HostAndPort.text(address) + "\"",
            "socket_recv_buffer_size = 0",
            "use_io_uring = " + isIoUring,
            "[protocol]",
            "max_response_peers = " + Math.max(1, numWant),
            "max_scrape_torrents = 74",
            ""));
        return ServerCommand.of(program.toString(), "-c", configuration.toString());
    }
}
