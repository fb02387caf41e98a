package io.tributary.tracker.status;

import org.agrona.MutableDirectBuffer;

/**
 * Writes a {@link SwarmDescription}: counts and leaders, then links, then peers. Allocates nothing.
 */
public final class SwarmDescriptionEncoder
{
    private MutableDirectBuffer buffer;
    private int offset;
    private int length;

    /** Begin an empty description: a swarm not known. */
    SwarmDescriptionEncoder wrap(final MutableDirectBuffer destination, final int destinationOffset)
    {
        buffer = destination;
        offset = destinationOffset;
        length = SwarmDescription.HEAD_LENGTH;
        buffer.setMemory(offset, length, (byte)0);
        return leaders(SwarmDescription.NO_LEADER, SwarmDescription.NO_LEADER);
    }

    /** The swarm is known, be it without peers. */
    public SwarmDescriptionEncoder known()
    {
        buffer.putInt(offset + SwarmDescription.IS_KNOWN_OFFSET, 1);
        return this;
    }

    /**
     * How many peers there are of one origin.
     *
     * @param origin  {@link SwarmDescription#OWN}, {@link SwarmDescription#INTERNAL} or
     *                {@link SwarmDescription#EXTERNAL}.
     * @param peers   seeders included.
     * @param seeders of them.
     * @return this.
     */
    public SwarmDescriptionEncoder count(final int origin, final int peers, final int seeders)
    {
        buffer.putInt(offset + SwarmDescription.COUNTS_OFFSET + 8 * origin, peers);
        buffer.putInt(offset + SwarmDescription.COUNTS_OFFSET + 8 * origin + 4, seeders);
        return this;
    }

    /**
     * Who leads the swarm in each network.
     *
     * @param internal slot of a link, {@link SwarmDescription#NO_LEADER} or {@link SwarmDescription#SELF}.
     * @param external likewise.
     * @return this.
     */
    public SwarmDescriptionEncoder leaders(final int internal, final int external)
    {
        buffer.putInt(offset + SwarmDescription.LEADERS_OFFSET, internal);
        buffer.putInt(offset + SwarmDescription.LEADERS_OFFSET + 4, external);
        return this;
    }

    /**
     * Add a link whose tracker shares the swarm.
     *
     * @param slot of the link.
     * @return false when there is no more room, or after the first peer.
     */
    public boolean link(final int slot)
    {
        if (length + SwarmDescription.LINK_LENGTH > SwarmDescription.LENGTH_MAX ||
            0 != buffer.getInt(offset + SwarmDescription.PEER_COUNT_OFFSET))
        {
            return false;
        }
        buffer.putInt(offset + length, slot);
        buffer.putInt(offset + length + 4, 0);
        length += SwarmDescription.LINK_LENGTH;
        increment(SwarmDescription.LINK_COUNT_OFFSET);
        return true;
    }

    /**
     * Add a peer.
     *
     * @param isIpv6        whether the address is one of IPv6.
     * @param addressHigh   first eight bytes, 0 for IPv4.
     * @param addressLow    last eight bytes, for IPv4 the address in the low 32 bits.
     * @param port          of the peer.
     * @param isSeeder      or else a leecher.
     * @param origin        as in {@link #count}.
     * @param lifeSec       remaining life, seconds.
     * @param linkSlot      link that reports it, {@link SwarmDescription#SELF} for an own one.
     * @param originHigh    tracker id of its origin.
     * @param originLow     likewise.
     * @return false when there is no more room.
     */
    public boolean peer(
        final boolean isIpv6,
        final long addressHigh,
        final long addressLow,
        final int port,
        final boolean isSeeder,
        final int origin,
        final int lifeSec,
        final int linkSlot,
        final long originHigh,
        final long originLow)
    {
        if (length + SwarmDescription.PEER_LENGTH > SwarmDescription.LENGTH_MAX)
        {
            return false;
        }
        final int peer = offset + length;
        buffer.putLong(peer, addressHigh);
        buffer.putLong(peer + 8, addressLow);
        buffer.putInt(peer + 16, port);
        buffer.putInt(peer + 20, (isIpv6 ? SwarmDescription.IPV6_FLAG : 0) |
            (isSeeder ? SwarmDescription.SEEDER_FLAG : 0) | origin << SwarmDescription.ORIGIN_SHIFT);
        buffer.putInt(peer + 24, lifeSec);
        buffer.putInt(peer + 28, linkSlot);
        buffer.putLong(peer + 32, originHigh);
        buffer.putLong(peer + 40, originLow);
        length += SwarmDescription.PEER_LENGTH;
        increment(SwarmDescription.PEER_COUNT_OFFSET);
        return true;
    }

    int encodedLength()
    {
        return length;
    }

    private void increment(final int fieldOffset)
    {
        buffer.putInt(offset + fieldOffset, buffer.getInt(offset + fieldOffset) + 1);
    }
}
