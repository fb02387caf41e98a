package io.tributary.bench.load;

import java.util.Arrays;

/**
 * The peers of the model. A peer is an index; its torrent, source socket and listening port follow from it.
 *
 * <p>Peers of one torrent are consecutive. Peer {@code p} speaks from socket {@code p % sockets}, so the peers of a
 * socket can be drawn uniformly without a table, and neighbours in a swarm have different addresses. The port counts up
 * within a torrent from a start of its own: no two peers of a torrent share address and port.
 *
 * <p>Costs 5 bytes for each peer and 4 for each torrent. Immutable but for the stage of each peer, which
 * {@link PeerLife} owns.
 */
final class PeerPopulation
{
    static final int PORT_MIN = 1024;
    static final int PORT_COUNT = 65_536 - PORT_MIN;

    private final PopulationShape shape;
    private final int[] firstPeers;
    private final int[] torrents;
    private final byte[] stages;

    PeerPopulation(final PopulationShape shape)
    {
        this.shape = shape;
        final long sizeMax = Math.min(Integer.MAX_VALUE, (long)shape.addresses() * PORT_COUNT);
        firstPeers = SwarmSizes.firstPeers(shape.torrents(), shape.peers(), (int)sizeMax);
        torrents = new int[shape.peers()];
        stages = new byte[shape.peers()];
        for (int torrent = 0; torrent < shape.torrents(); torrent++)
        {
            Arrays.fill(torrents, firstPeers[torrent], firstPeers[torrent + 1], torrent);
        }
    }

    int peers()
    {
        return torrents.length;
    }

    int torrents()
    {
        return firstPeers.length - 1;
    }

    int swarmSize(final int torrent)
    {
        return firstPeers[torrent + 1] - firstPeers[torrent];
    }

    /**
     * How many peers speak from a socket; they are numbered from 0.
     */
    int peersOfSocket(final int socket)
    {
        return (torrents.length - socket + shape.sockets() - 1) / shape.sockets();
    }

    int peer(final int socket, final int index)
    {
        return socket + index * shape.sockets();
    }

    int torrent(final int peer)
    {
        return torrents[peer];
    }

    /** Which source address a peer has; sockets are dealt out over the addresses in turn. */
    int address(final int peer)
    {
        return peer % shape.addresses();
    }

    int port(final int peer)
    {
        final int torrent = torrents[peer];
        final int start = (int)(Mix64.mix(shape.seed(), ~torrent) >>> 33);
        final long turn = (long)start + (peer - firstPeers[torrent]) / shape.addresses();
        return PORT_MIN + (int)(turn % PORT_COUNT);
    }

    int stage(final int peer)
    {
        return stages[peer];
    }

    void stage(final int peer, final int stage)
    {
        stages[peer] = (byte)stage;
    }
}
