package io.tributary.codec.overlay;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Body of an UPDATE, version 1, to be read: a cursor over swarms and their peers. Written by
 * {@link VersionOneUpdateEncoder}.
 * <pre>
 *   0                flags: 1 ACK, 2 part of a unification, 4 the sender is a border tracker
 *   1                swarms up to the end of the body
 *
 *   swarm                                                  21 bytes, then its peers
 *   0                info-hash (20)
 *   20               peer count, in the low 6 bits
 *
 *   peer                                                   7 bytes
 *   0                flags: 1 gone; remaining life in the other 7 bits, 0 if it is not told
 *   1                IPv4 address (4)
 *   5                port (2)
 * </pre>
 * <pre>
 *   while (update.nextSwarm())
 *       while (update.nextPeer())
 * </pre>
 * A swarm may be left at any peer: {@link #nextSwarm()} goes on after its end, which is known from its head alone, so
 * that an unknown swarm cannot make the reader lose its place. A swarm without peers says "I have this swarm too".
 * Owned by one thread. Hot path; only {@link #wrap} and {@link #validate()} before {@link #validate()} returned 0.
 */
public final class VersionOneUpdateFlyweight
{
    public static final int FLAGS_OFFSET = 0;
    public static final int SWARMS_OFFSET = 1;
    public static final int LENGTH_MIN = SWARMS_OFFSET;

    public static final int SWARM_PEER_COUNT_OFFSET = 20;
    public static final int SWARM_LENGTH = 21;
    public static final int PEER_FLAGS_OFFSET = 0;
    public static final int PEER_ENDPOINT_OFFSET = 1;
    public static final int PEER_LENGTH = PEER_ENDPOINT_OFFSET + Endpoint.IPV4_LENGTH;

    public static final int PEER_FLAG_GONE = 0x01;
    public static final int PEER_LIFE_SHIFT = 1;
    /** Unit in which a remaining life is told. */
    public static final int PEER_LIFE_UNIT_SEC = 16;
    /** Longer lives are told as this one. */
    public static final int PEER_LIFE_UNITS_MAX = 127;

    private static final int PEER_COUNT_MASK = 0x3F;
    private static final int BEFORE_FIRST = -1;

    private DirectBuffer buffer;
    private int offset;
    private int length;
    private int swarm;
    private int swarmEnd;
    private int peer;

    public VersionOneUpdateFlyweight wrap(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        this.buffer = buffer;
        this.offset = bodyOffset;
        this.length = bodyLength;
        return rewind();
    }

    /**
     * Put the cursor before the first swarm again.
     *
     * @return this.
     */
    public VersionOneUpdateFlyweight rewind()
    {
        swarm = BEFORE_FIRST;
        swarmEnd = offset + SWARMS_OFFSET;
        peer = swarmEnd;
        return this;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    public int encodedLength()
    {
        return length;
    }

    /**
     * Where the body ends.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return offset + length;
    }

    public int validate()
    {
        if (length < LENGTH_MIN)
        {
            return OverlayProtocol.TRUNCATED;
        }

        final int limit = offset + length;
        int position = offset + SWARMS_OFFSET;
        while (position + SWARM_LENGTH <= limit)
        {
            position = swarmEnd(position);
        }

        return position == limit ? OverlayProtocol.NONE : OverlayProtocol.TRUNCATED;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public boolean isAck()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_ACK);
    }

    public boolean isUnification()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_UNIFICATION);
    }

    public boolean isBorder()
    {
        return 0 != (flags() & OverlayProtocol.FLAG_BORDER);
    }

    /**
     * Go to the next swarm, over what is unread of this one.
     *
     * @return false when there is none; the cursor then stays behind the last.
     */
    public boolean nextSwarm()
    {
        if (swarmEnd >= offset + length)
        {
            peer = swarmEnd;
            return false;
        }

        swarm = swarmEnd;
        swarmEnd = swarmEnd(swarm);
        peer = swarm + SWARM_LENGTH - PEER_LENGTH;
        return true;
    }

    /**
     * Where the 20 bytes of the swarm's info-hash start in {@link #buffer()}.
     *
     * @return an absolute offset.
     */
    public int infoHashOffset()
    {
        return swarm;
    }

    public int peerCount()
    {
        return peerCountAt(swarm);
    }

    /**
     * Go to the next peer of the swarm.
     *
     * @return false when there is none.
     */
    public boolean nextPeer()
    {
        if (peer + PEER_LENGTH >= swarmEnd)
        {
            return false;
        }

        peer += PEER_LENGTH;
        return true;
    }

    public boolean isGone()
    {
        return 0 != (buffer.getByte(peer + PEER_FLAGS_OFFSET) & PEER_FLAG_GONE);
    }

    /**
     * Remaining life of the peer, as Tributary tells it; the original tells none.
     *
     * @return seconds; 0 if it is not told.
     */
    public int lifeSec()
    {
        return ((buffer.getByte(peer + PEER_FLAGS_OFFSET) & 0xFF) >>> PEER_LIFE_SHIFT) * PEER_LIFE_UNIT_SEC;
    }

    public int ipv4Address()
    {
        return buffer.getInt(peer + PEER_ENDPOINT_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int port()
    {
        return buffer.getShort(peer + PEER_ENDPOINT_OFFSET + 4, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    public Endpoint endpoint(final Endpoint endpoint)
    {
        return endpoint.getCompact(buffer, peer + PEER_ENDPOINT_OFFSET, false);
    }

    /**
     * For debugging. Allocates; only after {@link #validate()} returned 0.
     */
    public String toString()
    {
        return "VersionOneUpdate{flags=" + flags() + ", encodedLength=" + length + "}";
    }

    private int peerCountAt(final int position)
    {
        return buffer.getByte(position + SWARM_PEER_COUNT_OFFSET) & PEER_COUNT_MASK;
    }

    private int swarmEnd(final int position)
    {
        return position + SWARM_LENGTH + peerCountAt(position) * PEER_LENGTH;
    }
}
