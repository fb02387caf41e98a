package io.tributary.tracker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a tracker and its clients meet: the loopback interface of the machine or, for clients that refuse peers with
 * loopback addresses, a network namespace that has other addresses on its own. Such a namespace lives as long as the
 * process that holds it, and needs no root where users may have namespaces.
 */
final class TestNetwork implements AutoCloseable
{
    private static final List<String> NAMESPACE_ADDRESSES = List.of("10.97.0.1", "10.97.0.2", "10.97.0.3");

    private final List<String> addresses;
    private final List<String> enter;
    private final ChildProcess holder;

    private TestNetwork(final List<String> addresses, final List<String> enter, final ChildProcess holder)
    {
        this.addresses = addresses;
        this.enter = enter;
        this.holder = holder;
    }

    static TestNetwork loopbackIpv4()
    {
        return new TestNetwork(List.of("127.0.0.1", "127.0.0.1", "127.0.0.1"), List.of(), null);
    }

    static TestNetwork loopbackIpv6()
    {
        return new TestNetwork(List.of("::1", "::1", "::1"), List.of(), null);
    }

    static boolean isNamespacePossible()
    {
        final List<String> command = unshare();
        command.addAll(List.of("ip", "link", "set", "lo", "up"));
        return ChildProcess.succeeds(command.toArray(new String[0]));
    }

    static TestNetwork namespace(final Path log) throws IOException
    {
        final StringBuilder script = new StringBuilder("ip link set lo up");
        for (final String address : NAMESPACE_ADDRESSES)
        {
            script.append(" && ip address add ").append(address).append("/24 dev lo");
        }
        script.append(" && echo ready && exec cat");
        final List<String> command = unshare();
        command.addAll(List.of("sh", "-c", script.toString()));
        final ChildProcess holder = ChildProcess.start(command, log);
        holder.awaitLine("ready");

        final List<String> enter = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.id()), "--net"));
        if (!isRoot())
        {
            enter.add("--user");
            enter.add("--preserve-credentials");
        }
        return new TestNetwork(NAMESPACE_ADDRESSES, enter, holder);
    }

    String trackerAddress()
    {
        return addresses.get(0);
    }

    String seederAddress()
    {
        return addresses.get(1);
    }

    String leecherAddress()
    {
        return addresses.get(2);
    }

    boolean isIpv6()
    {
        return trackerAddress().contains(":");
    }

    /** Run a command in this network. */
    ChildProcess start(final List<String> command, final Path log) throws IOException
    {
        final List<String> entering = new ArrayList<>(enter);
        entering.addAll(command);
        return ChildProcess.start(entering, log);
    }

    @Override
    public void close()
    {
        if (null != holder)
        {
            holder.close();
        }
    }

    private static List<String> unshare()
    {
        final List<String> command = new ArrayList<>(List.of("unshare", "--net"));
        if (!isRoot())
        {
            command.add("--user");
            command.add("--map-root-user");
        }
        return command;
    }

    private static boolean isRoot()
    {
        return "root".equals(System.getProperty("user.name"));
    }
}
