package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

import java.util.Arrays;

/**
 * The links of this tracker under small numbers, found by what names a link on the wire: the source address of a
 * packet and the listening port in its header. Hot path: one hash and mostly one comparison. Single-threaded;
 * allocates only when links are added.
 */
final class NeighbourTable
{
    private static final int CELLS_PER_LINK = 4;
    private static final int EMPTY = -1;

    private final Neighbour[] neighbours;
    private final int[] cells;
    private int size;
    private int limit;

    NeighbourTable(final int linksMax)
    {
        neighbours = new Neighbour[linksMax];
        cells = new int[Math.max(16, Integer.highestOneBit(linksMax * CELLS_PER_LINK) << 1)];
        Arrays.fill(cells, EMPTY);
    }

    /** Most links. */
    int capacity()
    {
        return neighbours.length;
    }

    int size()
    {
        return size;
    }

    /** One more than the highest index in use. */
    int limit()
    {
        return limit;
    }

    /** The neighbour at an index below {@link #limit}, or null where there is none. */
    Neighbour at(final int index)
    {
        return neighbours[index];
    }

    /** The neighbour of a packet, or null for a stranger. */
    Neighbour find(final Endpoint source, final int listenPort)
    {
        for (int cell = cell(source, listenPort); EMPTY != cells[cell]; cell = (cell + 1) & (cells.length - 1))
        {
            final Neighbour neighbour = neighbours[cells[cell]];
            if (isAt(neighbour.settings().remote(), source, listenPort))
            {
                return neighbour;
            }
        }
        return null;
    }

    /** The neighbour of a name, or null. Off the hot path. */
    Neighbour find(final String name)
    {
        for (int i = 0; i < limit; i++)
        {
            if (null != neighbours[i] && neighbours[i].name().equals(name))
            {
                return neighbours[i];
            }
        }
        return null;
    }

    /** Lowest index that is free, or -1. */
    int freeIndex()
    {
        for (int i = 0; i < neighbours.length; i++)
        {
            if (null == neighbours[i])
            {
                return i;
            }
        }
        return -1;
    }

    void add(final Neighbour neighbour)
    {
        neighbours[neighbour.index()] = neighbour;
        index();
    }

    void remove(final Neighbour neighbour)
    {
        neighbours[neighbour.index()] = null;
        index();
    }

    private void index()
    {
        Arrays.fill(cells, EMPTY);
        size = 0;
        limit = 0;
        for (int i = 0; i < neighbours.length; i++)
        {
            if (null != neighbours[i])
            {
                final Endpoint remote = neighbours[i].settings().remote();
                int cell = cell(remote, remote.port());
                while (EMPTY != cells[cell])
                {
                    cell = (cell + 1) & (cells.length - 1);
                }
                cells[cell] = i;
                size++;
                limit = i + 1;
            }
        }
    }

    private int cell(final Endpoint source, final int listenPort)
    {
        final long mixed = (source.addressHigh() * 0x9E3779B97F4A7C15L ^ source.addressLow()) * 0xD6E8FEB86659FD93L +
            listenPort * 0xA0761D6478BD642FL;
        return (int)((mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L >>> 40) & (cells.length - 1);
    }

    private static boolean isAt(final Endpoint remote, final Endpoint source, final int listenPort)
    {
        return remote.port() == listenPort && remote.addressLow() == source.addressLow() &&
            remote.addressHigh() == source.addressHigh() && remote.isIpv6() == source.isIpv6();
    }
}
