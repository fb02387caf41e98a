package io.tributary.codec.overlay;

import io.tributary.codec.InfoHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.FLAGS_OFFSET;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_ENDPOINT_OFFSET;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_FLAGS_OFFSET;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_FLAG_GONE;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_LENGTH;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_LIFE_SHIFT;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.PEER_LIFE_UNITS_MAX;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.SWARMS_OFFSET;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.SWARM_LENGTH;
import static io.tributary.codec.overlay.VersionOneUpdateFlyweight.SWARM_PEER_COUNT_OFFSET;

/**
 * Writes the body of an UPDATE, version 1; the layout is in {@link VersionOneUpdateFlyweight}. The body is a whole
 * after every call, so that a full one can be sent as it is. Owned by one thread. Hot path.
 */
public final class VersionOneUpdateEncoder
{
    private static final int NO_SWARM = -1;

    private MutableDirectBuffer buffer;
    private int offset;
    private int limitMax;
    private int limit;
    private int swarmCount;
    private int swarm;
    private int peerCount;

    /**
     * Begin a body without swarms.
     *
     * @param buffer     to write to.
     * @param bodyOffset where the body starts in it.
     * @param bodyLimit  absolute offset that the body must not pass.
     * @param flags      see {@link OverlayProtocol#FLAG_ACK}, FLAG_UNIFICATION and FLAG_BORDER.
     * @return this.
     */
    public VersionOneUpdateEncoder wrap(
        final MutableDirectBuffer buffer, final int bodyOffset, final int bodyLimit, final int flags)
    {
        assert bodyLimit >= bodyOffset + SWARMS_OFFSET : bodyLimit;
        this.buffer = buffer;
        this.offset = bodyOffset;
        this.limitMax = bodyLimit;
        this.limit = bodyOffset + SWARMS_OFFSET;
        this.swarmCount = 0;
        this.swarm = NO_SWARM;
        this.peerCount = 0;
        buffer.putByte(bodyOffset + FLAGS_OFFSET, (byte)flags);
        return this;
    }

    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    public int offset()
    {
        return offset;
    }

    /**
     * Where the body ends so far.
     *
     * @return an absolute offset.
     */
    public int limit()
    {
        return limit;
    }

    public int encodedLength()
    {
        return limit - offset;
    }

    public int swarmCount()
    {
        return swarmCount;
    }

    /**
     * Peers of the last swarm.
     *
     * @return 0 to 50.
     */
    public int peerCount()
    {
        return peerCount;
    }

    /**
     * Begin a swarm, if it fits; one that gets no peer says "I have this swarm too".
     *
     * @param infoHash       buffer of the info-hash.
     * @param infoHashOffset where in it.
     * @return whether it fitted; otherwise nothing has changed.
     */
    public boolean beginSwarm(final DirectBuffer infoHash, final int infoHashOffset)
    {
        if (limit + SWARM_LENGTH > limitMax)
        {
            return false;
        }

        swarm = limit;
        swarmCount++;
        peerCount = 0;
        limit += SWARM_LENGTH;
        InfoHash.copy(infoHash, infoHashOffset, buffer, swarm);
        buffer.putByte(swarm + SWARM_PEER_COUNT_OFFSET, (byte)0);
        return true;
    }

    /**
     * Add a peer to the last swarm, without a life.
     *
     * @param isGone      whether the peer has left.
     * @param ipv4Address of the peer.
     * @param port        0 to 65535.
     * @return whether it fitted, in the packet and among the swarm's 50; otherwise nothing has changed.
     */
    public boolean addPeer(final boolean isGone, final int ipv4Address, final int port)
    {
        return addPeer(isGone, 0, ipv4Address, port);
    }

    /**
     * Add a peer to the last swarm.
     *
     * @param isGone      whether the peer has left.
     * @param lifeUnits   what remains of its life, in {@link VersionOneUpdateFlyweight#PEER_LIFE_UNIT_SEC}, at most
     *                    {@link VersionOneUpdateFlyweight#PEER_LIFE_UNITS_MAX}; 0 not to tell it.
     * @param ipv4Address of the peer.
     * @param port        0 to 65535.
     * @return whether it fitted, in the packet and among the swarm's 50; otherwise nothing has changed.
     */
    public boolean addPeer(final boolean isGone, final int lifeUnits, final int ipv4Address, final int port)
    {
        assert lifeUnits >= 0 && lifeUnits <= PEER_LIFE_UNITS_MAX : lifeUnits;
        assert NO_SWARM != swarm : "no swarm was begun";
        final int position = limit;
        if (position + PEER_LENGTH > limitMax || OverlayProtocol.VERSION_ONE_PEERS_MAX == peerCount)
        {
            return false;
        }

        limit = position + PEER_LENGTH;
        peerCount++;
        buffer.putByte(swarm + SWARM_PEER_COUNT_OFFSET, (byte)peerCount);
        final int flags = lifeUnits << PEER_LIFE_SHIFT | (isGone ? PEER_FLAG_GONE : 0);
        buffer.putByte(position + PEER_FLAGS_OFFSET, (byte)flags);
        buffer.putInt(position + PEER_ENDPOINT_OFFSET, ipv4Address, ByteOrder.BIG_ENDIAN);
        buffer.putShort(position + PEER_ENDPOINT_OFFSET + 4, (short)port, ByteOrder.BIG_ENDIAN);
        return true;
    }

    /**
     * Take the last swarm back, peers and all.
     */
    public void cancelSwarm()
    {
        assert NO_SWARM != swarm : "no swarm was begun";
        limit = swarm;
        swarm = NO_SWARM;
        swarmCount--;
        peerCount = 0;
    }
}
