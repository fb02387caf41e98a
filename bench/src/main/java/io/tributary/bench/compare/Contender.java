package io.tributary.bench.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A server that can be measured.
 */
interface Contender
{
    /** Short, without blanks; the rows of the tables and {@code --only} use it. */
    String name();

    /** For the report: what exactly was run. */
    String version();

    /**
     * Write the files the server needs and say how to start it.
     *
     * @param directory empty, the server's own.
     * @param address   to listen on.
     * @return the command.
     */
    ServerCommand command(Path directory, InetSocketAddress address) throws IOException;
}
