package io.tributary.tracker.overlay;

import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The swarms that the overlay knows, own and foreign, each under a small number: its slot. Slots are dense and never
 * move, so a set of swarms is a bit set and a reference to one is an {@code int}. A slot that is freed is used again;
 * its generation tells old references from new ones.
 * <pre>
 *   0   info-hash, 20 bytes             48  swarm counts as young until, seconds
 *   20  next of the bucket's chain      52  last change, seconds
 *   24  first record                    56  question
 *   28  count of records                60  flags (1), unused (1)
 *   32  leader, internal and external   62  generation (2)
 *   40  term, internal and external     64
 * </pre>
 * Off heap, native order, one cache line for a slot. Single-threaded; allocates nothing after construction.
 */
final class SwarmTable implements AutoCloseable
{
    static final int NOT_FOUND = -1;

    /** No record, no question. */
    static final int NONE = -1;

    /** The two networks of a tracker (paper III.C). */
    static final int INTERNAL = 0;
    static final int EXTERNAL = 1;

    /** Leaders other than the index of a link. */
    static final int LEADER_NONE = -1;
    static final int LEADER_SELF = -2;

    /** Own clients are in it. */
    static final int OWN = 1;
    /** Known only because a border tracker unifies every swarm. */
    static final int TRANSIT = 2;
    /** Neighbours are being told that this tracker no longer has it. */
    static final int WITHDRAWN = 4;

    private static final int USED = 0x80;

    private static final int EXPECTED_MAX = 64;
    private static final int YOUNG_PLACES = 1 << 16;
    private static final int SLOT_SHIFT = 6;
    private static final int NEXT_OFFSET = 20;
    private static final int FIRST_RECORD_OFFSET = 24;
    private static final int RECORD_COUNT_OFFSET = 28;
    private static final int LEADER_OFFSET = 32;
    private static final int TERM_OFFSET = 40;
    private static final int YOUNG_UNTIL_OFFSET = 48;
    private static final int LAST_CHANGE_OFFSET = 52;
    private static final int QUESTION_OFFSET = 56;
    private static final int FLAGS_OFFSET = 60;
    private static final int GENERATION_OFFSET = 62;

    private final SipHash sipHash;
    private final NativeTable table;
    private final int capacity;
    private final int[] expectedBuckets = new int[EXPECTED_MAX];
    /** Of the swarms whose info-hash begins alike, until when the last counts as young. */
    private final int[] youngUntilSec = new int[YOUNG_PLACES];
    private int expected;
    private int warmth;
    private int size;
    private int highWater;
    private int firstFree = NONE;
    private int lastFree = NONE;

    /**
     * Empty table.
     *
     * @param swarmsMax capacity.
     * @param sipHash   keyed, because strangers choose info-hashes.
     */
    SwarmTable(final int swarmsMax, final SipHash sipHash)
    {
        this.sipHash = sipHash;
        this.capacity = swarmsMax;
        this.table = new NativeTable(swarmsMax, SLOT_SHIFT);
    }

    int capacity()
    {
        return capacity;
    }

    /** Slots in use. */
    int size()
    {
        return size;
    }

    /** One more than the highest slot that was ever used. */
    int highWater()
    {
        return highWater;
    }

    boolean isUsed(final int slot)
    {
        return slot < highWater && isFlagged(slot, USED);
    }

    /** Slot of an info-hash, or {@link #NOT_FOUND}. */
    int find(final DirectBuffer buffer, final int offset)
    {
        int slot = table.head(bucket(buffer, offset));
        while (NONE != slot && !isSame(slot, buffer, offset))
        {
            slot = next(slot);
        }
        return slot;
    }

    /**
     * Say that an info-hash will be looked up soon. Once all of a datagram are said, {@link #warm()} brings what they
     * need into the cache at the same time.
     */
    void expect(final DirectBuffer buffer, final int offset)
    {
        if (expected < EXPECTED_MAX)
        {
            expectedBuckets[expected++] = bucket(buffer, offset);
        }
    }

    /** Touch all that is expected: the heads of the chains, then the swarms. Every load stands alone. */
    void warm()
    {
        int sum = 0;
        for (int i = 0; i < expected; i++)
        {
            expectedBuckets[i] = table.head(expectedBuckets[i]);
        }
        for (int i = 0; i < expected; i++)
        {
            sum += NONE == expectedBuckets[i] ? 0 : next(expectedBuckets[i]);
        }
        warmth += sum;
        expected = 0;
    }

    /**
     * Take a slot for an info-hash that has none.
     *
     * @param buffer holds the info-hash.
     * @param offset of its 20 bytes.
     * @return the slot, without flags, records and leaders; {@link #NOT_FOUND} when the table is full.
     */
    int add(final DirectBuffer buffer, final int offset)
    {
        assert NOT_FOUND == find(buffer, offset) : "known already";
        final int slot = takeFree();
        if (NOT_FOUND == slot)
        {
            return NOT_FOUND;
        }
        final long address = table.address(slot);
        UnsafeApi.putLong(address, buffer.getLong(offset));
        UnsafeApi.putLong(address + 8, buffer.getLong(offset + 8));
        UnsafeApi.putInt(address + 16, buffer.getInt(offset + 16));
        final int bucket = bucket(buffer, offset);
        next(slot, table.head(bucket));
        table.head(bucket, slot);
        firstRecord(slot, NONE);
        leader(slot, INTERNAL, LEADER_NONE);
        leader(slot, EXTERNAL, LEADER_NONE);
        questionIndex(slot, NONE);
        flag(slot, USED);
        size++;
        return slot;
    }

    /** Give a slot up. It may have no records left. */
    void free(final int slot)
    {
        assert isUsed(slot) && 0 == recordCount(slot) : slot;
        unlink(slot);
        final int generation = generation(slot) + 1;
        table.clear(slot);
        UnsafeApi.putShort(table.address(slot) + GENERATION_OFFSET, (short)generation);
        next(slot, NONE);
        if (NONE == lastFree)
        {
            firstFree = slot;
        }
        else
        {
            next(lastFree, slot);
        }
        lastFree = slot;
        size--;
    }

    void infoHash(final int slot, final MutableDirectBuffer buffer, final int offset)
    {
        final long address = table.address(slot);
        buffer.putLong(offset, UnsafeApi.getLong(address));
        buffer.putLong(offset + 8, UnsafeApi.getLong(address + 8));
        buffer.putInt(offset + 16, UnsafeApi.getInt(address + 16));
    }

    boolean isSame(final int slot, final DirectBuffer buffer, final int offset)
    {
        final long address = table.address(slot);
        return UnsafeApi.getLong(address) == buffer.getLong(offset) &&
            UnsafeApi.getLong(address + 8) == buffer.getLong(offset + 8) &&
            UnsafeApi.getInt(address + 16) == buffer.getInt(offset + 16);
    }

    /** Counts the times the slot was given up, modulo 65,536. */
    int generation(final int slot)
    {
        return UnsafeApi.getShort(table.address(slot) + GENERATION_OFFSET) & 0xFFFF;
    }

    /** Whether any of some flags is set. */
    boolean isFlagged(final int slot, final int flags)
    {
        return 0 != (flags(slot) & flags);
    }

    void flag(final int slot, final int flags)
    {
        UnsafeApi.putByte(table.address(slot) + FLAGS_OFFSET, (byte)(flags(slot) | flags));
    }

    void unflag(final int slot, final int flags)
    {
        UnsafeApi.putByte(table.address(slot) + FLAGS_OFFSET, (byte)(flags(slot) & ~flags));
    }

    /** Leader in a network as it was last learned, whether its link is up or not; see Leadership. */
    int leader(final int slot, final int scope)
    {
        return get(slot, LEADER_OFFSET + (scope << 2));
    }

    void leader(final int slot, final int scope, final int leader)
    {
        put(slot, LEADER_OFFSET + (scope << 2), leader);
    }

    /** Term of the leader in a network; grows with each change. */
    int term(final int slot, final int scope)
    {
        return get(slot, TERM_OFFSET + (scope << 2));
    }

    void term(final int slot, final int scope, final int term)
    {
        put(slot, TERM_OFFSET + (scope << 2), term);
    }

    int youngUntilSec(final int slot)
    {
        return get(slot, YOUNG_UNTIL_OFFSET);
    }

    void youngUntilSec(final int slot, final int untilSec)
    {
        put(slot, YOUNG_UNTIL_OFFSET, untilSec);
        youngUntilSec[youngPlace(UnsafeApi.getLong(table.address(slot)))] = untilSec;
    }

    /**
     * Whether a swarm may count as young, without looking for it: false is certain, true is not.
     *
     * @param buffer holds the info-hash.
     * @param offset of its 20 bytes.
     * @param nowSec wall clock.
     * @return false if it is known, and not young.
     */
    boolean mayBeYoung(final DirectBuffer buffer, final int offset, final int nowSec)
    {
        return youngUntilSec[youngPlace(buffer.getLong(offset))] - nowSec > 0;
    }

    int lastChangeSec(final int slot)
    {
        return get(slot, LAST_CHANGE_OFFSET);
    }

    void lastChangeSec(final int slot, final int lastChangeSec)
    {
        put(slot, LAST_CHANGE_OFFSET, lastChangeSec);
    }

    /** Question to the neighbours that is open about this swarm, or {@link #NONE}. */
    int questionIndex(final int slot)
    {
        return get(slot, QUESTION_OFFSET);
    }

    void questionIndex(final int slot, final int questionIndex)
    {
        put(slot, QUESTION_OFFSET, questionIndex);
    }

    /** Head of the swarm's list in the {@link RecordTable}, which keeps it, or {@link #NONE}. */
    int firstRecord(final int slot)
    {
        return get(slot, FIRST_RECORD_OFFSET);
    }

    void firstRecord(final int slot, final int record)
    {
        put(slot, FIRST_RECORD_OFFSET, record);
    }

    int recordCount(final int slot)
    {
        return get(slot, RECORD_COUNT_OFFSET);
    }

    void recordCount(final int slot, final int recordCount)
    {
        put(slot, RECORD_COUNT_OFFSET, recordCount);
    }

    @Override
    public void close()
    {
        table.close();
    }

    private static int youngPlace(final long word0)
    {
        return (int)word0 & (YOUNG_PLACES - 1);
    }

    private int takeFree()
    {
        if (NONE != firstFree)
        {
            final int slot = firstFree;
            firstFree = next(slot);
            lastFree = NONE == firstFree ? NONE : lastFree;
            return slot;
        }
        if (highWater == capacity)
        {
            return NOT_FOUND;
        }
        table.clear(highWater);
        return highWater++;
    }

    private void unlink(final int slot)
    {
        final int bucket = bucket(slot);
        int previous = table.head(bucket);
        if (previous == slot)
        {
            table.head(bucket, next(slot));
            return;
        }
        while (next(previous) != slot)
        {
            previous = next(previous);
        }
        next(previous, next(slot));
    }

    private int bucket(final DirectBuffer buffer, final int offset)
    {
        return bucket(buffer.getLong(offset), buffer.getLong(offset + 8), buffer.getInt(offset + 16));
    }

    private int bucket(final int slot)
    {
        final long address = table.address(slot);
        return bucket(UnsafeApi.getLong(address), UnsafeApi.getLong(address + 8), UnsafeApi.getInt(address + 16));
    }

    private int bucket(final long word0, final long word1, final int word2)
    {
        return table.bucket(sipHash.hash(word0, word1, word2));
    }

    private int flags(final int slot)
    {
        return UnsafeApi.getByte(table.address(slot) + FLAGS_OFFSET);
    }

    private int next(final int slot)
    {
        return get(slot, NEXT_OFFSET);
    }

    private void next(final int slot, final int next)
    {
        put(slot, NEXT_OFFSET, next);
    }

    private int get(final int slot, final int offset)
    {
        return UnsafeApi.getInt(table.address(slot) + offset);
    }

    private void put(final int slot, final int offset, final int value)
    {
        UnsafeApi.putInt(table.address(slot) + offset, value);
    }
}
