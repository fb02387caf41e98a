package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.hash.SipHash;
import org.agrona.UnsafeApi;

/**
 * What other trackers assert about their clients: at the origin's time {@code stamp} this endpoint was in this swarm,
 * or had left it. Several origins may assert the same endpoint; their records lie in one chain, so the swarm store can
 * be told the sum of them. Records never move, and the records of a swarm form a list.
 * <pre>
 *   0   address, high and low (16)      40  port (2)
 *   16  slot of the swarm               42  origin (2)
 *   20  stamp, units of 16 ms           44  link it came by (2)
 *   24  end of life, seconds            46  flags (1)
 *   28  next of the bucket's chain      47  hops (1)
 *   32  next of the swarm               48  bucket
 *   36  previous of the swarm           52  hidden until, seconds
 *                                       56  connection it was told in last (4)
 *                                       60  unused (4)
 * </pre>
 * Off heap, native order, one cache line for a record. Single-threaded; allocates nothing after construction.
 */
final class RecordTable implements AutoCloseable
{
    static final int NOT_FOUND = -1;

    /** In place of a link: this tracker itself. */
    static final int VIA_SELF = -1;

    /** The client has left; what remains is kept so that older news cannot bring it back. */
    static final int GONE = 1;
    static final int SEEDER = 2;

    private static final int IPV6 = 0x40;
    private static final int USED = 0x80;
    private static final int STATE_MASK = GONE | SEEDER;

    private static final int EXPECTED_MAX = 256;
    private static final int NONE = NativeTable.NONE;
    private static final int RECORD_SHIFT = 6;
    private static final int HIGH_OFFSET = 0;
    private static final int LOW_OFFSET = 8;
    private static final int SLOT_OFFSET = 16;
    private static final int STAMP_OFFSET = 20;
    private static final int END_OFFSET = 24;
    private static final int NEXT_OFFSET = 28;
    private static final int NEXT_OF_SWARM_OFFSET = 32;
    private static final int PREVIOUS_OF_SWARM_OFFSET = 36;
    private static final int PORT_OFFSET = 40;
    private static final int ORIGIN_OFFSET = 42;
    private static final int VIA_OFFSET = 44;
    private static final int FLAGS_OFFSET = 46;
    private static final int HOPS_OFFSET = 47;
    private static final int BUCKET_OFFSET = 48;
    private static final int HIDDEN_OFFSET = 52;
    private static final int CONNECTION_OFFSET = 56;

    private final SwarmTable swarms;
    private final OriginTable origins;
    private final SipHash sipHash;
    private final NativeTable table;
    private final int capacity;
    private final int[] countsByVia;
    private final int[] expectedBuckets = new int[EXPECTED_MAX];
    private int soughtBucket;
    private int expected;
    private long warmth;
    private int size;
    private int highWater;
    private int firstFree = NONE;

    /**
     * Empty table.
     *
     * @param recordsMax capacity.
     * @param linksMax   links that records can come by.
     * @param swarms     heads of the lists of records are kept there.
     * @param origins    each record holds a reference to its origin.
     * @param sipHash    keyed, because neighbours choose endpoints.
     */
    RecordTable(
        final int recordsMax,
        final int linksMax,
        final SwarmTable swarms,
        final OriginTable origins,
        final SipHash sipHash)
    {
        this.capacity = recordsMax;
        this.swarms = swarms;
        this.origins = origins;
        this.sipHash = sipHash;
        this.table = new NativeTable(recordsMax, RECORD_SHIFT);
        this.countsByVia = new int[linksMax + 1];
    }

    int capacity()
    {
        return capacity;
    }

    int size()
    {
        return size;
    }

    /** All records in use have smaller numbers. */
    int highWater()
    {
        return highWater;
    }

    /** Records that came by a link, or by {@link #VIA_SELF}. */
    int count(final int via)
    {
        return countsByVia[via + 1];
    }

    boolean isUsed(final int record)
    {
        return record < highWater && 0 != (flags(record) & USED);
    }

    /**
     * Say that an endpoint will be looked up soon. Once all of a datagram are said, {@link #warm()} brings what they
     * need into the cache at once.
     */
    void expect(final int slot, final Endpoint endpoint)
    {
        if (expected < EXPECTED_MAX)
        {
            expectedBuckets[expected++] = bucket(slot, endpoint);
        }
    }

    /** Touch all that is expected: the buckets, the heads of their chains, what follows. Every load stands alone. */
    void warm()
    {
        for (int i = 0; i < expected; i++)
        {
            expectedBuckets[i] = table.head(expectedBuckets[i]);
        }
        for (int i = 0; i < expected; i++)
        {
            final int record = expectedBuckets[i];
            expectedBuckets[i] = NONE == record ? NONE : nextOfChain(record);
        }
        for (int i = 0; i < expected; i++)
        {
            final int record = expectedBuckets[i];
            warmth += NONE == record ? 0 : getInt(record, SLOT_OFFSET);
        }
        expected = 0;
    }

    /** What one origin asserts about an endpoint, or {@link #NOT_FOUND}. */
    int find(final int slot, final Endpoint endpoint, final int origin)
    {
        int record = first(slot, endpoint);
        while (NOT_FOUND != record && origin(record) != origin)
        {
            record = next(record);
        }
        return record;
    }

    /** First assertion about an endpoint, in no order that means anything, or {@link #NOT_FOUND}. */
    int first(final int slot, final Endpoint endpoint)
    {
        soughtBucket = bucket(slot, endpoint);
        int record = table.head(soughtBucket);
        while (NONE != record && !isAbout(record, slot, endpoint))
        {
            record = nextOfChain(record);
        }
        return record;
    }

    /** First assertion about the endpoint that a record is about: that record, or another. */
    int firstAboutSame(final int record)
    {
        int first = table.head(getInt(record, BUCKET_OFFSET));
        while (first != record && !isAboutSame(first, record))
        {
            first = nextOfChain(first);
        }
        return first;
    }

    /** Next assertion about the same endpoint, or {@link #NOT_FOUND}. */
    int next(final int record)
    {
        int next = nextOfChain(record);
        while (NONE != next && !isAboutSame(next, record))
        {
            next = nextOfChain(next);
        }
        return next;
    }

    /** Next record of the same swarm, from {@link SwarmTable#firstRecord} on, or {@link #NOT_FOUND}. */
    int nextOfSwarm(final int record)
    {
        return getInt(record, NEXT_OF_SWARM_OFFSET);
    }

    /**
     * Add a record that {@link #find} has just not found. Its state is to be set by {@link #update}.
     *
     * @param slot     swarm.
     * @param endpoint client.
     * @param origin   tracker whose client it is.
     * @param via      link by which it came.
     * @return the record; {@link #NOT_FOUND} when the table is full.
     */
    int add(final int slot, final Endpoint endpoint, final int origin, final int via)
    {
        assert soughtBucket == bucket(slot, endpoint) : "not what was looked for last";
        assert NOT_FOUND == find(slot, endpoint, origin) : "known already";
        final int record = takeFree();
        if (NOT_FOUND == record)
        {
            return NOT_FOUND;
        }
        final long address = table.address(record);
        UnsafeApi.putLong(address + HIGH_OFFSET, endpoint.addressHigh());
        UnsafeApi.putLong(address + LOW_OFFSET, endpoint.addressLow());
        UnsafeApi.putShort(address + PORT_OFFSET, (short)endpoint.port());
        UnsafeApi.putByte(address + FLAGS_OFFSET, (byte)(USED | (endpoint.isIpv6() ? IPV6 : 0)));
        UnsafeApi.putInt(address + SLOT_OFFSET, slot);
        UnsafeApi.putShort(address + ORIGIN_OFFSET, (short)origin);
        UnsafeApi.putShort(address + VIA_OFFSET, (short)via);
        origins.retain(origin);
        countsByVia[via + 1]++;
        linkToChain(record, soughtBucket);
        linkToSwarm(record, slot);
        size++;
        return record;
    }

    /**
     * Replace a record's state.
     *
     * @param via    link by which the news came.
     * @param stamp  origin's time, units of 16 ms.
     * @param endSec end of life, own clock.
     * @param state  {@link #GONE} and {@link #SEEDER}.
     * @param hops   trackers between the origin and this one.
     */
    void update(
        final int record, final int via, final int stamp, final int endSec, final int state, final int hops)
    {
        final long address = table.address(record);
        countsByVia[via(record) + 1]--;
        countsByVia[via + 1]++;
        UnsafeApi.putShort(address + VIA_OFFSET, (short)via);
        UnsafeApi.putInt(address + STAMP_OFFSET, stamp);
        UnsafeApi.putInt(address + END_OFFSET, endSec);
        UnsafeApi.putByte(address + FLAGS_OFFSET, (byte)((flags(record) & ~STATE_MASK) | (state & STATE_MASK)));
        UnsafeApi.putByte(address + HOPS_OFFSET, (byte)hops);
    }

    /** A link is no more: its records live on, but came by none that another could be taken for. */
    void orphan(final int via)
    {
        for (int record = 0; record < highWater && count(via) > 0; record++)
        {
            if (isUsed(record) && via(record) == via)
            {
                UnsafeApi.putShort(table.address(record) + VIA_OFFSET, (short)VIA_SELF);
                countsByVia[via + 1]--;
                countsByVia[VIA_SELF + 1]++;
            }
        }
    }

    void remove(final int record)
    {
        assert isUsed(record) : record;
        unlinkFromChain(record);
        unlinkFromSwarm(record);
        origins.release(origin(record));
        countsByVia[via(record) + 1]--;
        UnsafeApi.putByte(table.address(record) + FLAGS_OFFSET, (byte)0);
        putInt(record, NEXT_OFFSET, firstFree);
        firstFree = record;
        size--;
    }

    Endpoint endpoint(final int record, final Endpoint endpoint)
    {
        final long address = table.address(record);
        final int port = UnsafeApi.getShort(address + PORT_OFFSET) & 0xFFFF;
        final long low = UnsafeApi.getLong(address + LOW_OFFSET);
        return isIpv6(record) ? endpoint.ipv6(UnsafeApi.getLong(address + HIGH_OFFSET), low, port) :
            endpoint.ipv4((int)low, port);
    }

    boolean isIpv6(final int record)
    {
        return 0 != (flags(record) & IPV6);
    }

    int slot(final int record)
    {
        return getInt(record, SLOT_OFFSET);
    }

    int origin(final int record)
    {
        return UnsafeApi.getShort(table.address(record) + ORIGIN_OFFSET);
    }

    int via(final int record)
    {
        return UnsafeApi.getShort(table.address(record) + VIA_OFFSET);
    }

    int stamp(final int record)
    {
        return getInt(record, STAMP_OFFSET);
    }

    int endSec(final int record)
    {
        return getInt(record, END_OFFSET);
    }

    /** Until when the endpoint is an own client here, as far as is known; or 0. */
    int hiddenUntilSec(final int record)
    {
        return getInt(record, HIDDEN_OFFSET);
    }

    void hiddenUntilSec(final int record, final int endSec)
    {
        putInt(record, HIDDEN_OFFSET, endSec);
    }

    /** Which of the connections with its link told of it last; kept for version 1. */
    int connection(final int record)
    {
        return getInt(record, CONNECTION_OFFSET);
    }

    void connection(final int record, final int connection)
    {
        putInt(record, CONNECTION_OFFSET, connection);
    }

    /** {@link #GONE} and {@link #SEEDER}. */
    int state(final int record)
    {
        return flags(record) & STATE_MASK;
    }

    boolean isGone(final int record)
    {
        return 0 != (flags(record) & GONE);
    }

    boolean isSeeder(final int record)
    {
        return 0 != (flags(record) & SEEDER);
    }

    int hops(final int record)
    {
        return UnsafeApi.getByte(table.address(record) + HOPS_OFFSET) & 0xFF;
    }

    @Override
    public void close()
    {
        table.close();
    }

    private int takeFree()
    {
        final int record;
        if (NONE != firstFree)
        {
            record = firstFree;
            firstFree = nextOfChain(record);
        }
        else if (highWater < capacity)
        {
            record = highWater++;
        }
        else
        {
            return NOT_FOUND;
        }
        table.clear(record);
        return record;
    }

    private void linkToChain(final int record, final int bucket)
    {
        putInt(record, BUCKET_OFFSET, bucket);
        putInt(record, NEXT_OFFSET, table.head(bucket));
        table.head(bucket, record);
    }

    private void unlinkFromChain(final int record)
    {
        final int bucket = getInt(record, BUCKET_OFFSET);
        int previous = table.head(bucket);
        if (previous == record)
        {
            table.head(bucket, nextOfChain(record));
            return;
        }
        while (nextOfChain(previous) != record)
        {
            previous = nextOfChain(previous);
        }
        putInt(previous, NEXT_OFFSET, nextOfChain(record));
    }

    private void linkToSwarm(final int record, final int slot)
    {
        final int first = swarms.firstRecord(slot);
        putInt(record, NEXT_OF_SWARM_OFFSET, first);
        putInt(record, PREVIOUS_OF_SWARM_OFFSET, NONE);
        if (NONE != first)
        {
            putInt(first, PREVIOUS_OF_SWARM_OFFSET, record);
        }
        swarms.firstRecord(slot, record);
        swarms.recordCount(slot, swarms.recordCount(slot) + 1);
    }

    private void unlinkFromSwarm(final int record)
    {
        final int slot = slot(record);
        final int next = nextOfSwarm(record);
        final int previous = getInt(record, PREVIOUS_OF_SWARM_OFFSET);
        if (NONE != next)
        {
            putInt(next, PREVIOUS_OF_SWARM_OFFSET, previous);
        }
        if (NONE != previous)
        {
            putInt(previous, NEXT_OF_SWARM_OFFSET, next);
        }
        else
        {
            swarms.firstRecord(slot, next);
        }
        swarms.recordCount(slot, swarms.recordCount(slot) - 1);
    }

    private boolean isAbout(final int record, final int slot, final Endpoint endpoint)
    {
        final long address = table.address(record);
        return UnsafeApi.getLong(address + LOW_OFFSET) == endpoint.addressLow() &&
            UnsafeApi.getInt(address + SLOT_OFFSET) == slot &&
            UnsafeApi.getShort(address + PORT_OFFSET) == (short)endpoint.port() &&
            UnsafeApi.getLong(address + HIGH_OFFSET) == endpoint.addressHigh() &&
            isIpv6(record) == endpoint.isIpv6();
    }

    private boolean isAboutSame(final int record, final int other)
    {
        final long address = table.address(record);
        final long otherAddress = table.address(other);
        return UnsafeApi.getLong(address + LOW_OFFSET) == UnsafeApi.getLong(otherAddress + LOW_OFFSET) &&
            UnsafeApi.getInt(address + SLOT_OFFSET) == UnsafeApi.getInt(otherAddress + SLOT_OFFSET) &&
            UnsafeApi.getShort(address + PORT_OFFSET) == UnsafeApi.getShort(otherAddress + PORT_OFFSET) &&
            UnsafeApi.getLong(address + HIGH_OFFSET) == UnsafeApi.getLong(otherAddress + HIGH_OFFSET) &&
            isIpv6(record) == isIpv6(other);
    }

    private int bucket(final int slot, final Endpoint endpoint)
    {
        final long rest = ((long)slot << 32) | (endpoint.isIpv6() ? 1L << 16 : 0) | endpoint.port();
        return table.bucket(sipHash.hash(endpoint.addressHigh(), endpoint.addressLow(), rest));
    }

    private int nextOfChain(final int record)
    {
        return getInt(record, NEXT_OFFSET);
    }

    private int flags(final int record)
    {
        return UnsafeApi.getByte(table.address(record) + FLAGS_OFFSET);
    }

    private int getInt(final int record, final int offset)
    {
        return UnsafeApi.getInt(table.address(record) + offset);
    }

    private void putInt(final int record, final int offset, final int value)
    {
        UnsafeApi.putInt(table.address(record) + offset, value);
    }
}
