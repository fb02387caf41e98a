package io.tributary.tracker.swarm;

import io.tributary.codec.Endpoint;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Flyweight over up to 255 peers in one piece of memory: a block of the slab, or the inside of a head.
 * <pre>
 *   0  kind: 0 in a head, else 1 + size class (low four bits), IPv6 (bit 7)
 *   1  peers used
 *   2  leechers
 *   3  depth: hash bits that the directory node above has used to get here
 *   4  head: completed (4) | block: earliest end of life (2), owner tag (2)
 *   8  slots: compact endpoint as on the wire (6 or 18), meta (2, {@link PeerMeta})
 * </pre>
 * Little-endian, except the endpoints. Slots are dense, leechers first, then seeders, otherwise in no order: whatever a
 * client may be given is one contiguous run.
 *
 * <p>Stores are ordered so that a process killed between any two of them leaves every other peer in place; at worst one
 * is there twice until it expires. Single-threaded.
 */
final class PeerBlock
{
    static final int NOT_FOUND = -1;
    static final int SLOTS_OFFSET = 8;
    static final int IPV4_SLOT_LENGTH = Endpoint.IPV4_LENGTH + PeerMeta.LENGTH;
    static final int IPV6_SLOT_LENGTH = Endpoint.IPV6_LENGTH + PeerMeta.LENGTH;

    private static final int USED_OFFSET = 1;
    private static final int LEECHERS_OFFSET = 2;
    private static final int DEPTH_OFFSET = 3;
    private static final int EARLIEST_OFFSET = 4;
    private static final int OWNER_OFFSET = 6;
    private static final int IPV6_BIT = 0x80;
    private static final long IPV4_ENDPOINT_MASK = 0x0000_FFFF_FFFF_FFFFL;
    private static final int IPV4_META_SHIFT = 48;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private boolean isIpv6;
    private boolean isBlock;
    private int slotLength;
    private int capacity;
    private long expiredRemote;

    static int capacity(final int bytes, final boolean isIpv6)
    {
        return (bytes - SLOTS_OFFSET) / (isIpv6 ? IPV6_SLOT_LENGTH : IPV4_SLOT_LENGTH);
    }

    PeerBlock wrap(final long address, final int bytes, final boolean isIpv6, final boolean isBlock)
    {
        buffer.wrap(address, bytes);
        this.isIpv6 = isIpv6;
        this.isBlock = isBlock;
        this.slotLength = isIpv6 ? IPV6_SLOT_LENGTH : IPV4_SLOT_LENGTH;
        this.capacity = capacity(bytes, isIpv6);
        return this;
    }

    /** Make the wrapped memory an empty block. */
    PeerBlock format(final int sizeClass, final int owner)
    {
        buffer.putLong(0, 0);
        buffer.putByte(0, (byte)((1 + sizeClass) | (isIpv6 ? IPV6_BIT : 0)));
        buffer.putShort(OWNER_OFFSET, (short)owner);
        return this;
    }

    /** Whether the header is what {@link #format} and the methods below leave. */
    boolean isValid(final int sizeClass, final int owner)
    {
        final int kind = (1 + sizeClass) | (isIpv6 ? IPV6_BIT : 0);
        return (byte)kind == buffer.getByte(0) && (short)owner == buffer.getShort(OWNER_OFFSET) &&
            used() <= capacity && leechers() <= used();
    }

    /** Size class in the header of a block that may be damaged; negative when it is no block. */
    int sizeClass()
    {
        return (buffer.getByte(0) & 0x0F) - 1;
    }

    int used()
    {
        return buffer.getByte(USED_OFFSET) & 0xFF;
    }

    int leechers()
    {
        return buffer.getByte(LEECHERS_OFFSET) & 0xFF;
    }

    int depth()
    {
        return buffer.getByte(DEPTH_OFFSET);
    }

    void depth(final int depth)
    {
        buffer.putByte(DEPTH_OFFSET, (byte)depth);
    }

    int capacity()
    {
        return capacity;
    }

    boolean isFull()
    {
        return used() >= capacity;
    }

    /** No record of this block ends before this unit. */
    boolean isAnyExpired(final int nowUnit)
    {
        return !isBlock || PeerMeta.isExpired(buffer.getShort(EARLIEST_OFFSET), nowUnit);
    }

    int find(final Endpoint peer)
    {
        return isIpv6 ? findIpv6(peer.addressHigh(), peer.addressLow(), peer.port()) :
            findIpv4(ipv4Key(peer));
    }

    int meta(final int index)
    {
        return buffer.getShort(slot(index) + slotLength - PeerMeta.LENGTH) & 0xFFFF;
    }

    void meta(final int index, final int meta)
    {
        buffer.putShort(slot(index) + slotLength - PeerMeta.LENGTH, (short)meta);
    }

    void endpoint(final int index, final Endpoint peer)
    {
        peer.getCompact(buffer, slot(index), isIpv6);
    }

    /** Add a peer that is not there; the block is not full. */
    void insert(final Endpoint peer, final int meta)
    {
        noteExpiry(meta);
        final int index = openSlot(PeerMeta.isSeeder(meta));
        final int slot = slot(index);
        if (isIpv6)
        {
            peer.putCompact(buffer, slot);
            buffer.putShort(slot + Endpoint.IPV6_LENGTH, (short)meta);
        }
        else
        {
            buffer.putLong(slot, ipv4Key(peer) | ((long)meta << IPV4_META_SHIFT));
        }
        closeSlot(index);
    }

    /** Add a copy of a record of another block of the same family; this block is not full. */
    void insert(final PeerBlock source, final int sourceIndex)
    {
        final int meta = source.meta(sourceIndex);
        noteExpiry(meta);
        final int index = openSlot(PeerMeta.isSeeder(meta));
        buffer.putBytes(slot(index), source.buffer, source.slot(sourceIndex), slotLength);
        closeSlot(index);
    }

    /** Replace the meta of a record, moving it when it has become or ceased to be a seeder. */
    void update(final int index, final int meta)
    {
        noteExpiry(meta);
        final boolean isSeeder = PeerMeta.isSeeder(meta);
        if (isSeeder == index >= leechers())
        {
            meta(index, meta);
        }
        else if (isSeeder)
        {
            final int last = leechers() - 1;
            exchange(index, last, meta);
            buffer.putByte(LEECHERS_OFFSET, (byte)last);
        }
        else
        {
            final int first = leechers();
            exchange(index, first, meta);
            buffer.putByte(LEECHERS_OFFSET, (byte)(first + 1));
        }
    }

    void remove(final int index)
    {
        final int leechers = leechers();
        final int last = used() - 1;
        if (index < leechers)
        {
            copySlot(leechers - 1, index);
            copySlot(last, leechers - 1);
            buffer.putByte(LEECHERS_OFFSET, (byte)(leechers - 1));
        }
        else
        {
            copySlot(last, index);
        }
        buffer.putByte(USED_OFFSET, (byte)last);
    }

    /**
     * Become a copy of another piece of the same family; this one is empty and large enough.
     *
     * @return how many records were left out because their life is over: none, unless the source was damaged.
     */
    int copy(final PeerBlock source, final int nowUnit)
    {
        copySlots(source);
        buffer.putByte(LEECHERS_OFFSET, (byte)source.leechers());
        buffer.putByte(USED_OFFSET, (byte)source.used());
        return expire(nowUnit);
    }

    /** Copy the records but no counts. */
    void copySlots(final PeerBlock source)
    {
        buffer.putBytes(SLOTS_OFFSET, source.buffer, SLOTS_OFFSET, source.used() * slotLength);
    }

    /** Forget all peers. */
    void clear()
    {
        buffer.putByte(LEECHERS_OFFSET, (byte)0);
        buffer.putByte(USED_OFFSET, (byte)0);
    }

    /**
     * Remove every record whose life is over.
     *
     * @return how many.
     */
    int expire(final int nowUnit)
    {
        final int before = used();
        int earliest = PeerMeta.expiryUnit(nowUnit << 4, PeerMeta.LIFE_MAX_SEC);
        expiredRemote = 0;
        for (int i = before - 1; i >= 0; i--)
        {
            final int meta = meta(i);
            if (PeerMeta.isExpired(meta, nowUnit))
            {
                expiredRemote += RemoteCount.of(meta);
                remove(i);
            }
            else if (PeerMeta.remainingUnits(meta, nowUnit) < PeerMeta.remainingUnits(earliest, nowUnit))
            {
                earliest = meta;
            }
        }
        if (isBlock)
        {
            buffer.putShort(EARLIEST_OFFSET, (short)earliest);
        }
        return before - used();
    }

    /** Of those that {@link #expire} last removed, the ones of other trackers. */
    long expiredRemote()
    {
        return expiredRemote;
    }

    /** Count the records of other trackers, one by one. */
    long remote()
    {
        long remote = 0;
        for (int i = 0, used = used(); i < used; i++)
        {
            remote += RemoteCount.of(meta(i));
        }
        return remote;
    }

    /**
     * Copy endpoints into a reply: all that may be given when they fit, else two runs, half the ring apart, from a
     * random place.
     *
     * @param leechersOnly whether seeders are left out.
     * @param self         index of the asker, or {@link #NOT_FOUND}.
     * @param want         most endpoints to copy.
     * @param random       32 random bits.
     * @return endpoints copied.
     */
    int select(
        final boolean leechersOnly,
        final int self,
        final int want,
        final int random,
        final MutableDirectBuffer reply,
        final int replyOffset)
    {
        final int candidates = leechersOnly ? leechers() : used();
        if (candidates <= want)
        {
            return copyRun(0, candidates, self, candidates, reply, replyOffset);
        }

        final int start = (int)(((random & 0xFFFF_FFFFL) * candidates) >>> 32);
        final int half = candidates >> 1;
        final int wantFirst = (want + 1) >> 1;
        int copied = copyRing(start, half, candidates, self, wantFirst, reply, replyOffset);
        final int second = start + half >= candidates ? start + half - candidates : start + half;
        copied += copyRing(second, candidates - half, candidates, self, want - copied,
            reply, replyOffset + copied * Endpoint.length(isIpv6));
        return copied;
    }

    private int copyRing(
        final int start,
        final int length,
        final int candidates,
        final int self,
        final int want,
        final MutableDirectBuffer reply,
        final int replyOffset)
    {
        final int untilEnd = Math.min(length, candidates - start);
        int copied = copyRun(start, start + untilEnd, self, want, reply, replyOffset);
        if (copied < want && length > untilEnd)
        {
            copied += copyRun(0, length - untilEnd, self, want - copied,
                reply, replyOffset + copied * Endpoint.length(isIpv6));
        }
        return copied;
    }

    private int copyRun(
        final int from,
        final int to,
        final int self,
        final int want,
        final MutableDirectBuffer reply,
        final int replyOffset)
    {
        int offset = replyOffset;
        int copied = 0;
        for (int i = from; i < to && copied < want; i++)
        {
            if (i != self)
            {
                copyEndpoint(slot(i), reply, offset);
                offset += slotLength - PeerMeta.LENGTH;
                copied++;
            }
        }
        return copied;
    }

    /** Writes the meta behind the endpoint, which the next endpoint overwrites: one store instead of two. */
    private void copyEndpoint(final int slot, final MutableDirectBuffer reply, final int offset)
    {
        if (isIpv6)
        {
            reply.putLong(offset, buffer.getLong(slot));
            reply.putLong(offset + 8, buffer.getLong(slot + 8));
            reply.putInt(offset + 16, buffer.getInt(slot + 16));
        }
        else
        {
            reply.putLong(offset, buffer.getLong(slot));
        }
    }

    private int findIpv4(final long key)
    {
        final int end = SLOTS_OFFSET + used() * IPV4_SLOT_LENGTH;
        for (int slot = SLOTS_OFFSET; slot < end; slot += IPV4_SLOT_LENGTH)
        {
            if (key == (buffer.getLong(slot) & IPV4_ENDPOINT_MASK))
            {
                return (slot - SLOTS_OFFSET) / IPV4_SLOT_LENGTH;
            }
        }
        return NOT_FOUND;
    }

    private int findIpv6(final long addressHigh, final long addressLow, final int port)
    {
        final long high = Long.reverseBytes(addressHigh);
        final long low = Long.reverseBytes(addressLow);
        final short wirePort = Short.reverseBytes((short)port);
        final int end = SLOTS_OFFSET + used() * IPV6_SLOT_LENGTH;
        for (int slot = SLOTS_OFFSET; slot < end; slot += IPV6_SLOT_LENGTH)
        {
            if (low == buffer.getLong(slot + 8) && high == buffer.getLong(slot) &&
                wirePort == buffer.getShort(slot + 16))
            {
                return (slot - SLOTS_OFFSET) / IPV6_SLOT_LENGTH;
            }
        }
        return NOT_FOUND;
    }

    /** The endpoint as its six wire bytes read in a little-endian word. */
    private static long ipv4Key(final Endpoint peer)
    {
        return (Integer.reverseBytes(peer.ipv4Address()) & 0xFFFF_FFFFL) |
            ((long)(Short.reverseBytes((short)peer.port()) & 0xFFFF) << 32);
    }

    /** Make room for a record; a leecher takes the first seeder's place, which is copied to the end before. */
    private int openSlot(final boolean isSeeder)
    {
        final int used = used();
        if (isSeeder)
        {
            return used;
        }
        final int leechers = leechers();
        if (leechers < used)
        {
            copySlot(leechers, used);
            buffer.putByte(USED_OFFSET, (byte)(used + 1));
        }
        return leechers;
    }

    private void closeSlot(final int index)
    {
        final int leechers = leechers();
        final int used = used();
        if (index == used)
        {
            buffer.putByte(USED_OFFSET, (byte)(used + 1));
        }
        if (index == leechers && !PeerMeta.isSeeder(meta(index)))
        {
            buffer.putByte(LEECHERS_OFFSET, (byte)(leechers + 1));
        }
    }

    private void noteExpiry(final int meta)
    {
        if (isBlock)
        {
            final int earliest = buffer.getShort(EARLIEST_OFFSET);
            if (0 == used() || PeerMeta.remainingUnits(earliest, meta) > 0)
            {
                buffer.putShort(EARLIEST_OFFSET, (short)meta);
            }
        }
    }

    /** Let two records change places and give the first its new meta: the other one is never out of memory. */
    private void exchange(final int index, final int other, final int meta)
    {
        final int from = slot(index);
        final int to = slot(other);
        final long word0 = buffer.getLong(from);
        if (isIpv6)
        {
            final long word1 = buffer.getLong(from + 8);
            final int port = buffer.getInt(from + 16) & 0xFFFF;
            copySlot(other, index);
            buffer.putLong(to, word0);
            buffer.putLong(to + 8, word1);
            buffer.putInt(to + 16, port | (meta << 16));
        }
        else
        {
            copySlot(other, index);
            buffer.putLong(to, (word0 & IPV4_ENDPOINT_MASK) | ((long)meta << IPV4_META_SHIFT));
        }
    }

    private void copySlot(final int from, final int to)
    {
        final int source = slot(from);
        final int target = slot(to);
        buffer.putLong(target, buffer.getLong(source));
        if (isIpv6)
        {
            buffer.putLong(target + 8, buffer.getLong(source + 8));
            buffer.putInt(target + 16, buffer.getInt(source + 16));
        }
    }

    private int slot(final int index)
    {
        return SLOTS_OFFSET + index * slotLength;
    }
}
