package io.tributary.bench.compare;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * opentracker as Debian builds it: it serves only the info-hashes of a whitelist. It changes its root to the directory
 * it is given before it reads that file, and as root gives up its rights, so the directory must be open to all.
 */
final class OpentrackerContender implements Contender
{
    static final String NAME = "opentracker";

    private static final String WHITELIST = "whitelist.txt";

    private final Path program;
    private final Whitelist whitelist;

    OpentrackerContender(final Path program, final Whitelist whitelist)
    {
        this.program = program;
        this.whitelist = whitelist;
    }

    OpentrackerContender with(final Whitelist whitelist)
    {
        return new OpentrackerContender(program, whitelist);
    }

    public String name()
    {
        return NAME;
    }

    public String version()
    {
        final String version = Programs.output("dpkg-query", "-W", "-f", "${Version}", NAME);
        return "opentracker " + (version.matches("[0-9][^ \n]*") ? "(Debian " + version + ")" : "of unknown version");
    }

    public ServerCommand command(final Path directory, final InetSocketAddress address) throws IOException
    {
        try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve(WHITELIST)))
        {
            whitelist.write(writer);
        }
        directory.toFile().setReadable(true, false);
        directory.toFile().setExecutable(true, false);
        return ServerCommand.of(
            program.toString(),
            "-i", address.getAddress().getHostAddress(),
            "-P", Integer.toString(address.getPort()),
            "-d", directory.toString(),
            "-w", WHITELIST);
    }
}
