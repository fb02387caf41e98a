package io.tributary.bench.compare;

import io.tributary.bench.load.HostAndPort;
import io.tributary.bench.neighbours.NeighbourPlan;
import io.tributary.bench.neighbours.Neighbours;
import io.tributary.tracker.status.StatusView;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * This tracker with links to neighbours that have clients in the torrents of the load: what does the overlay cost those
 * who only want an answer? The neighbours run on the core of the load.
 */
final class LinkedContender implements Contender
{
    static final String SUFFIX = "-linked";

    private final TributaryContender alone;
    private final int links;
    private final NeighbourPlan plan;

    /**
     * A tracker with links.
     *
     * @param alone the same without.
     * @param links how many.
     * @param plan  of each neighbour.
     */
    LinkedContender(final TributaryContender alone, final int links, final NeighbourPlan plan)
    {
        this.alone = alone;
        this.links = links;
        this.plan = plan;
    }

    public String name()
    {
        return alone.name() + SUFFIX;
    }

    public String version()
    {
        return alone.version() + ", " + links + " internal links without key, no elections; each neighbour has " +
            "clients in the " + plan.torrents() + " most popular torrents, of which " + plan.recordsPerSecond() +
            " come or go in a second";
    }

    public ServerCommand command(final Path directory, final InetSocketAddress address) throws IOException
    {
        final Path status = directory.resolve("status.dat");
        final ServerCommand command = alone.command(directory, address);
        final List<String> arguments = new ArrayList<>(command.arguments());
        arguments.addAll(List.of("--set", "tsup.elect=false", "--set", "status.file=" + status));

        final Neighbours neighbours = Neighbours.start(links, plan, address);
        for (final InetSocketAddress neighbour : neighbours.addresses())
        {
            arguments.add("--link");
            arguments.add("internal:" + HostAndPort.text(neighbour));
        }
        return new ServerCommand(arguments, command.environment(), new LinkedCompany(neighbours, status));
    }

    private record LinkedCompany(Neighbours neighbours, Path status) implements Company
    {
        @Override
        public List<LinkTraffic> traffic() throws IOException
        {
            neighbours.requireAlive();
            return StatusView.read(status, 0).overlay().links().stream().map(LinkTraffic::of).toList();
        }

        @Override
        public void close()
        {
            neighbours.close();
        }
    }
}
