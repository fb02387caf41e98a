package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.overlay.OverlayBus.Packet;
import org.agrona.DirectBuffer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static io.tributary.tracker.overlay.OriginalTracker.ACK;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SUMMARY;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_SYN;
import static io.tributary.tracker.overlay.OriginalTracker.ACTION_UPDATE;
import static io.tributary.tracker.overlay.OriginalTracker.UNIFICATION;

/**
 * A neighbour of version 1 that says what a test tells it to say, and answers what it is asked, if it is to: SUMMARY
 * and UPDATE(S) with its standing body, everything else with ACK.
 */
final class ScriptedOriginal implements OverlayBus.Station
{
    final List<Packet> heard = new ArrayList<>();
    boolean isAnswering = true;
    /** Swarms of UPDATE(S) and UPDATE(S, ACK). */
    byte[] body = new byte[0];
    long connectionId = -1;

    private final OverlayBus bus;
    private final Endpoint endpoint;
    private final Endpoint remote;
    private int transactionId = 1000;

    ScriptedOriginal(final OverlayBus bus, final int number, final Endpoint remote)
    {
        this.bus = bus;
        this.endpoint = new Endpoint().ipv4(0x0E00_0000 + number, OverlayBus.PORT);
        this.remote = remote;
        bus.add(this);
    }

    /** Link an agent to a scripted neighbour that opens the connection, and has these swarms. */
    static ScriptedOriginal connected(
        final OverlayBus bus,
        final OverlayBus.Node node,
        final int number,
        final boolean isExternal,
        final int... swarms)
    {
        final ScriptedOriginal original = new ScriptedOriginal(bus, number, node.endpoint);
        node.links.add(
            OverlayBus.linkTo("original-" + number, original.endpoint, isExternal, LinkSettings.Version.ONE, 200));
        node.agent.links(node.links, bus.nowNs());
        original.connect(swarms);
        return original;
    }

    void connect(final int... swarms)
    {
        send(-1, ACTION_SYN, new byte[] {0});
        bus.run(3 * OverlayBus.MS);
        final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (final int swarm : swarms)
        {
            hashes.write(0);
            hashes.writeBytes(hash(swarm));
        }
        send(ACTION_SUMMARY, hashes.toByteArray());
        bus.run(5 * OverlayBus.MS);
    }

    int send(final int action, final byte[] packetBody)
    {
        return send(connectionId, action, packetBody);
    }

    int send(final long id, final int action, final byte[] packetBody)
    {
        transactionId++;
        send(id, action, transactionId, packetBody);
        return transactionId;
    }

    /** UPDATE of one swarm. */
    int update(final int swarm, final Endpoint... peers)
    {
        return send(ACTION_UPDATE, concat(new byte[] {0}, swarm(swarm, peers)));
    }

    /** A swarm in an UPDATE. */
    static byte[] swarm(final int swarm, final Endpoint... peers)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(21 + 7 * peers.length).put(hash(swarm)).put((byte)peers.length);
        for (final Endpoint peer : peers)
        {
            bytes.put((byte)0).putInt(peer.ipv4Address()).putShort((short)peer.port());
        }
        return bytes.array();
    }

    static byte[] hash(final int swarm)
    {
        final byte[] hash = new byte[20];
        final DirectBuffer infoHash = OverlayBus.infoHash(swarm);
        infoHash.getBytes(0, hash);
        return hash;
    }

    static byte[] concat(final byte[]... parts)
    {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts)
        {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** What was heard of an action, without acknowledgements. */
    List<byte[]> requests(final int action)
    {
        return heard.stream().filter(packet -> action == packet.action())
            .filter(packet -> ACTION_SUMMARY == action || 0 == (packet.flags() & ACK))
            .map(packet -> packet.bytes).toList();
    }

    /** The answer to a packet sent, or null. */
    byte[] answer(final int id)
    {
        return heard.stream().map(packet -> packet.bytes).filter(bytes -> id == ByteBuffer.wrap(bytes).getInt(12))
            .findFirst().orElse(null);
    }

    static String text(final int swarm)
    {
        return HexFormat.of().formatHex(hash(swarm)).substring(0, 8);
    }

    @Override
    public Endpoint endpoint()
    {
        return endpoint;
    }

    @Override
    public void onDatagram(final Packet packet, final long nowNs)
    {
        heard.add(packet);
        final ByteBuffer in = ByteBuffer.wrap(packet.bytes);
        final int action = packet.action();
        final int flags = ACTION_SUMMARY == action ? 0 : packet.flags();
        final long id = in.getLong(0);
        if (ACTION_SYN == action)
        {
            connectionId = 0 != (flags & ACK) ? id : connectionId;
        }
        else if (isAnswering && ACTION_SUMMARY == action)
        {
            send(id, ACTION_UPDATE, in.getInt(12), concat(new byte[] {UNIFICATION}, body));
        }
        else if (isAnswering && ACTION_UPDATE == action && UNIFICATION == (flags & (UNIFICATION | ACK)))
        {
            send(id, ACTION_UPDATE, in.getInt(12), concat(new byte[] {UNIFICATION | ACK}, body));
        }
        else if (isAnswering && packet.bytes.length > 18 && 0 == (flags & ACK))
        {
            send(id, action, in.getInt(12), new byte[] {ACK});
        }
    }

    @Override
    public void doWork(final long nowNs)
    {
    }

    void send(final long id, final int action, final int transaction, final byte[] packetBody)
    {
        bus.send(this, remote, ByteBuffer.allocate(18 + packetBody.length).putLong(id).putInt(action)
            .putInt(transaction).putShort((short)endpoint.port()).put(packetBody).array());
    }
}
