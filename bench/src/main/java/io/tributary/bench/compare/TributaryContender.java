package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This tracker, as a user starts it: through the launcher, with its embedded defaults.
 */
final class TributaryContender implements Contender
{
    static final String PREFIX = "tributary-";

    /** The kernel doubles what is asked for, so this equals the default that all others are given. */
    private static final String RECEIVE_BUFFER =
        "network.receive_buffer=" + KernelSetting.SOCKET_BUFFER_BYTES / 2 / 1024 + "KiB";

    private final Path launcher;
    private final Jdk jdk;
    private final boolean isPersistent;
    private final List<String> settings;

    /**
     * On a JDK.
     *
     * @param launcher     of this tracker.
     * @param jdk          to run it on.
     * @param isPersistent whether swarms are kept in a file.
     * @param settings     {@code key=value}, beside the defaults.
     */
    TributaryContender(
        final Path launcher, final Jdk jdk, final boolean isPersistent, final List<String> settings)
    {
        this.launcher = launcher;
        this.jdk = jdk;
        this.isPersistent = isPersistent;
        this.settings = settings;
    }

    public String name()
    {
        return PREFIX + jdk.major();
    }

    public String version()
    {
        return "this tracker on JDK " + jdk.version() + (isPersistent ? ", swarms in a file" : ", memory only");
    }

    public ServerCommand command(final Path directory, final InetSocketAddress address)
    {
        final List<String> arguments = new ArrayList<>(List.of(
            launcher.toString(), "serve",
            "--listen", HostAndPort.text(address),
            "--data", isPersistent ? directory.resolve("data").toString() : "",
            "--set", RECEIVE_BUFFER));
        for (final String setting : settings)
        {
            arguments.add("--set");
            arguments.add(setting);
        }
        return new ServerCommand(arguments, Map.of("JAVA_HOME", jdk.home().toString()), Company.NONE);
    }
}
