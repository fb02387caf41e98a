package io.tributary.bench.neighbours;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import io.tributary.tracker.overlay.OverlaySettings;
import io.tributary.tracker.overlay.TrackerId;
import io.tributary.tracker.swarm.ChronicleSwarmStore;
import io.tributary.tracker.swarm.SwarmLimits;
import io.tributary.tracker.swarm.SwarmStoreOpener;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A tracker with one link, to the one that is measured. Overlay, store and socket are real and set as by default, but
 * leaders are not elected; the clients are made up. One thread; allocates nothing in a turn.
 */
final class Neighbour implements AutoCloseable
{
    private static final int DATAGRAMS_PER_TURN = 64;
    private static final int DATAGRAM_MAX = 2048;
    private static final int SOCKET_BUFFER_LENGTH = 1 << 20;
    private static final int SECRET_LENGTH = 32;
    private static final int OVERLAY_SECRET_LENGTH = 16;
    private static final long TRACKER_ID_HIGH = 0x6E65_6967_6862_6F75L;
    private static final int TABLE_MIN = 1000;
    private static final int RECORDS_MAX = 500_000;
    private static final int PEERS_MAX = 2_000_000;
    private static final int PEERS_PER_SWARM_MAX = 200;
    private static final int LINK_BYTES_PER_SECOND = 1 << 20;
    private static final long STORE_BYTES_MAX = 256L << 20;
    private static final int CHANGES_MAX = 1 << 16;
    private static final int LIFE_SEC = 3600;
    private static final long MS = 1_000_000L;
    private static final long SEC = 1000 * MS;

    private final NeighbourPlan plan;
    private final DatagramChannel channel;
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    private final UnsafeBuffer datagram = new UnsafeBuffer(receiveBuffer);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[0]);
    private final ChronicleSwarmStore store;
    private final OverlayAgent agent;
    private final NeighbourClients clients;
    private Endpoint tracker;

    /**
     * A neighbour that listens on a free port of 127.0.0.1 and knows nobody.
     *
     * @param index tells it from others.
     * @param plan  of its clients.
     * @param clock wall clock.
     * @throws IOException if there is no socket.
     */
    Neighbour(final int index, final NeighbourPlan plan, final EpochClock clock) throws IOException
    {
        this.plan = plan;
        final SplittableRandom random = new SplittableRandom(index);
        final byte[] secret = new byte[SECRET_LENGTH];
        final byte[] overlaySecret = new byte[OVERLAY_SECRET_LENGTH];
        random.nextBytes(secret);
        random.nextBytes(overlaySecret);
        clients = new NeighbourClients(index, plan);
        channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_LENGTH);
        channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        store = new SwarmStoreOpener(limits(), secret, random.nextLong(), clock).inMemory();
        agent = new OverlayAgent(settings(address().getPort()), new TrackerId(TRACKER_ID_HIGH, index), clock.time(),
            store, this::send, (infoHash, offset) -> true, overlaySecret, random.nextLong());
    }

    InetSocketAddress address() throws IOException
    {
        return (InetSocketAddress)channel.getLocalAddress();
    }

    /** Peers in the store, its own and those that it was told of. */
    long peers()
    {
        return store.totals().peers(false);
    }

    /** Link with a tracker, whether it runs already or not. */
    void join(final InetSocketAddress address, final long nowNs) throws IOException
    {
        channel.connect(address);
        final int ipv4 = ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.BIG_ENDIAN).getInt();
        tracker = new Endpoint().ipv4(ipv4, address.getPort());
        agent.links(List.of(new LinkSettings("tracker", tracker, false, LinkSettings.Version.AUTO, new byte[0], 0,
            new byte[0], 0, false, LinkSettings.PrivateAddresses.AUTO, PEERS_PER_SWARM_MAX, RECORDS_MAX,
            LINK_BYTES_PER_SECOND)), nowNs);
    }

    /** One turn of the loop: datagrams, clients, overlay, housekeeping. */
    void doWork(final long nowNs, final int nowSec) throws IOException
    {
        agent.time(nowNs, nowSec);
        receive(nowNs, nowSec);
        clients.doWork(store, nowNs, nowSec);
        agent.doWork(nowNs, nowSec);
        store.sweep(nowSec);
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(agent, store, channel);
    }

    private void receive(final long nowNs, final int nowSec) throws IOException
    {
        for (int i = 0; i < DATAGRAMS_PER_TURN; i++)
        {
            try
            {
                final int length = channel.read(receiveBuffer.clear());
                if (length <= 0)
                {
                    return;
                }
                agent.onDatagram(datagram, 0, length, tracker, reply, nowNs, nowSec);
            }
            catch (final PortUnreachableException ignore)
            {
                // The tracker has not started, or has ended.
                return;
            }
        }
    }

    private boolean send(
        final Endpoint destination, final MutableDirectBuffer buffer, final int offset, final int length)
    {
        try
        {
            buffer.getBytes(offset, sendBuffer.clear(), length);
            return channel.write(sendBuffer.flip()) > 0;
        }
        catch (final IOException ignore)
        {
            // As any network, this one loses what it cannot carry.
            return false;
        }
    }

    private SwarmLimits limits()
    {
        return new SwarmLimits(
            Math.max(TABLE_MIN, 2L * plan.torrents()), PEERS_MAX, STORE_BYTES_MAX, PEERS_MAX, 20, 5, 200, 0, 120, 50);
    }

    private OverlaySettings settings(final int port)
    {
        return new OverlaySettings(
            port,
            new Endpoint().ipv4(0, port),
            10 * SEC,
            30 * SEC,
            40 * SEC,
            60 * SEC,
            5,
            3600 * SEC,
            20 * MS,
            600 * SEC,
            0,
            600,
            10,
            200,
            OverlayProtocol.DATAGRAM_LENGTH_IPV4_DEFAULT,
            OverlayProtocol.DATAGRAM_LENGTH_IPV6_DEFAULT,
            Math.max(TABLE_MIN, 2 * plan.torrents()),
            RECORDS_MAX,
            CHANGES_MAX,
            1,
            OverlaySettings.Border.NO,
            false,
            true,
            LIFE_SEC);
    }
}
