package io.tributary.tracker.request;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import io.tributary.tracker.swarm.SwarmAnnounce;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Announces that are stored but not answered yet: their swarm is new here and neighbours have been asked about it, so
 * an answer a moment later holds more peers. A fixed number of slots, set aside at construction.
 *
 * <p>Slots in use form a ring, oldest first, around a sentinel; those of one hash of (info-hash, peer) form a chain, by
 * which a peer's next announce finds the answer it overtakes. Free slots form a list. Each slot holds the request
 * without its options, and where the answer has to go. Hot path; one thread.
 */
final class HeldAnswers
{
    static final int NONE = -1;

    private static final int REQUEST_STRIDE =
        BitUtil.align(AnnounceRequestFlyweight.LENGTH_MIN, BitUtil.SIZE_OF_LONG);
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final TrackerCounters counters;
    private final UnsafeBuffer requests;
    private final Endpoint[] sources;
    private final Endpoint[] peers;
    private final long[] deadlinesNs;
    private final int[] questions;
    private final int[] sockets;
    private final int[] next;
    private final int[] previous;
    private final int[] chainFirst;
    private final int[] chainNext;
    private final int chainShift;
    private final long seed;
    private final int sentinel;
    private int free;
    private int cursor;
    private int count;

    HeldAnswers(final int capacity, final long seed, final TrackerCounters counters)
    {
        final int chains = BitUtil.findNextPositivePowerOfTwo(Math.max(2, 2 * capacity));
        this.counters = counters;
        this.seed = seed;
        this.requests = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * REQUEST_STRIDE));
        this.sources = endpoints(capacity);
        this.peers = endpoints(capacity);
        this.deadlinesNs = new long[capacity];
        this.questions = new int[capacity];
        this.sockets = new int[capacity];
        this.next = new int[capacity + 1];
        this.previous = new int[capacity + 1];
        this.chainFirst = new int[chains];
        this.chainNext = new int[capacity];
        this.chainShift = Long.SIZE - Integer.numberOfTrailingZeros(chains);
        this.sentinel = capacity;
        Arrays.fill(chainFirst, NONE);
        for (int i = 0; i < capacity; i++)
        {
            next[i] = i + 1 < capacity ? i + 1 : NONE;
        }
        this.free = capacity > 0 ? 0 : NONE;
        next[sentinel] = sentinel;
        previous[sentinel] = sentinel;
        this.cursor = sentinel;
    }

    int count()
    {
        return count;
    }

    /** How many there is memory for. */
    int capacity()
    {
        return sentinel;
    }

    /** Remember an announce as the youngest; there must be room, and none of the same peer in the same swarm. */
    void hold(
        final SwarmAnnounce announce,
        final AnnounceRequestFlyweight request,
        final Endpoint source,
        final int socket,
        final long deadlineNs)
    {
        final int slot = free;
        free = next[slot];
        requests.putBytes(offset(slot), request.buffer(), request.offset(), AnnounceRequestFlyweight.LENGTH_MIN);
        sources[slot].set(source);
        peers[slot].set(announce.peer);
        deadlinesNs[slot] = deadlineNs;
        questions[slot] = announce.question;
        sockets[slot] = socket;

        final int chain = chain(announce.infoHashBuffer, announce.infoHashOffset, announce.peer);
        chainNext[slot] = chainFirst[chain];
        chainFirst[chain] = slot;
        final int youngest = previous[sentinel];
        next[youngest] = slot;
        previous[slot] = youngest;
        next[slot] = sentinel;
        previous[sentinel] = slot;
        countIs(count + 1);
    }

    /** The slot of a peer in a swarm, or {@link #NONE}. */
    int find(final SwarmAnnounce announce)
    {
        int slot = chainFirst[chain(announce.infoHashBuffer, announce.infoHashOffset, announce.peer)];
        while (NONE != slot && !isOf(slot, announce))
        {
            slot = chainNext[slot];
        }
        return slot;
    }

    /** Each slot in its turn, from the oldest on and round again; there must be one. */
    int advance()
    {
        if (sentinel == cursor)
        {
            cursor = next[sentinel];
        }
        final int slot = cursor;
        cursor = next[slot];
        return slot;
    }

    /** Free a slot. What it holds can be read until the next {@link #hold}. */
    void remove(final int slot)
    {
        if (slot == cursor)
        {
            cursor = next[slot];
        }
        next[previous[slot]] = next[slot];
        previous[next[slot]] = previous[slot];
        unchain(slot);
        next[slot] = free;
        free = slot;
        countIs(count - 1);
    }

    /** Deadline of the one held longest; there must be one. */
    long oldestDeadlineNs()
    {
        return deadlinesNs[next[sentinel]];
    }

    long deadlineNs(final int slot)
    {
        return deadlinesNs[slot];
    }

    int question(final int slot)
    {
        return questions[slot];
    }

    int socket(final int slot)
    {
        return sockets[slot];
    }

    Endpoint source(final int slot)
    {
        return sources[slot];
    }

    /** Where the requests are, each at its {@link #offset}. */
    MutableDirectBuffer requests()
    {
        return requests;
    }

    int offset(final int slot)
    {
        return slot * REQUEST_STRIDE;
    }

    private void unchain(final int slot)
    {
        final int chain = chain(requests, infoHashOffset(slot), peers[slot]);
        if (slot == chainFirst[chain])
        {
            chainFirst[chain] = chainNext[slot];
            return;
        }
        int before = chainFirst[chain];
        while (slot != chainNext[before])
        {
            before = chainNext[before];
        }
        chainNext[before] = chainNext[slot];
    }

    private boolean isOf(final int slot, final SwarmAnnounce announce)
    {
        final DirectBuffer buffer = announce.infoHashBuffer;
        final int offset = announce.infoHashOffset;
        final int own = infoHashOffset(slot);
        return peers[slot].isSameAs(announce.peer) &&
            requests.getLong(own) == buffer.getLong(offset) &&
            requests.getLong(own + 8) == buffer.getLong(offset + 8) &&
            requests.getInt(own + 16) == buffer.getInt(offset + 16);
    }

    private int infoHashOffset(final int slot)
    {
        return offset(slot) + AnnounceRequestFlyweight.INFO_HASH_OFFSET;
    }

    private int chain(final DirectBuffer infoHashBuffer, final int infoHashOffset, final Endpoint peer)
    {
        final long swarm = (seed ^ infoHashBuffer.getLong(infoHashOffset)) * MULTIPLIER;
        final long address = (swarm ^ peer.addressHigh()) * MULTIPLIER ^ peer.addressLow();
        return (int)(((address ^ address >>> 32) * MULTIPLIER + peer.port()) * MULTIPLIER >>> chainShift);
    }

    private void countIs(final int newCount)
    {
        count = newCount;
        counters.set(TrackerCounter.HELD_ANSWERS_NOW, newCount);
    }

    private static Endpoint[] endpoints(final int count)
    {
        final Endpoint[] endpoints = new Endpoint[count];
        Arrays.setAll(endpoints, i -> new Endpoint());
        return endpoints;
    }
}
