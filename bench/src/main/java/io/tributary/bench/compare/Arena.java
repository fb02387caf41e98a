package io.tributary.bench.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A temporary directory and a free port for one server at a time; closing it removes what was left.
 */
final class Arena implements AutoCloseable
{
    private final Path directory;
    private final int serverCore;

    Arena(final Path parent, final int serverCore) throws IOException
    {
        this.directory = null == parent ?
            Files.createTempDirectory("tributary-compare") : Files.createTempDirectory(parent, "compare");
        this.serverCore = serverCore;
    }

    /**
     * What is done with a running server.
     *
     * @param <T> result.
     */
    interface Visit<T>
    {
        T visit(ServerProcess server, Path directory, InetSocketAddress address) throws IOException;
    }

    @SuppressWarnings("try") // The company is held, not used.
    <T> T with(final Contender contender, final Visit<T> visit) throws IOException
    {
        final Path home = Files.createTempDirectory(directory, contender.name());
        final InetSocketAddress address = freeAddress();
        final ServerCommand command = contender.command(home, address);
        try (Company ignored = command.company();
            ServerProcess server = ServerProcess.start(command, serverCore, home.resolve("server.log")))
        {
            return visit.visit(server, home, address);
        }
        finally
        {
            delete(home);
        }
    }

    Path directory()
    {
        return directory;
    }

    /** Free now; nobody else is expected to take it in the meantime. */
    static InetSocketAddress freeAddress() throws IOException
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            return (InetSocketAddress)channel.getLocalAddress();
        }
    }

    public void close() throws IOException
    {
        delete(directory);
    }

    private static void delete(final Path root) throws IOException
    {
        Files.walkFileTree(root, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException
            {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path visited, final IOException failure)
                throws IOException
            {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
