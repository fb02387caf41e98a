package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * {@link EchoServer} in a process of its own.
 */
final class EchoContender implements Contender
{
    static final String NAME = "echo";

    private final Jdk jdk;
    private final int endpoints;

    EchoContender(final Jdk jdk, final int endpoints)
    {
        this.jdk = jdk;
        this.endpoints = endpoints;
    }

    public String name()
    {
        return NAME;
    }

    public String version()
    {
        return "bare NIO receive and send on JDK " + jdk.version() + ", " + endpoints + " peers in each answer";
    }

    public ServerCommand command(final Path directory, final InetSocketAddress address)
    {
        return ServerCommand.of(
            jdk.java().toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:-UsePerfData",
            "-cp", System.getProperty("java.class.path"),
            EchoMain.class.getName(), HostAndPort.text(address), Integer.toString(endpoints));
    }
}
