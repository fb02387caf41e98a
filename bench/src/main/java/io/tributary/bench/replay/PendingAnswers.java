package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceDatagram;
import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.Endpoint;
import io.tributary.codec.RequestHeaderFlyweight;
import io.tributary.tracker.hash.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Requests of the trace with our answers, until the captured tracker's comes, found by the client's endpoint and the
 * transaction id. Bounded: a later request may take the place of one whose answer is late or never came. Per slot:
 * <pre>
 *   0      the request's first 98 bytes, or less
 *   128    our answer
 * </pre>
 */
final class PendingAnswers
{
    static final int NOT_FOUND = -1;

    private static final int CAPACITY = 1 << 14;
    private static final int SLOT_LENGTH = 2048;
    private static final int ANSWER_OFFSET = 128;

    private final SipHash hash = new SipHash(0x7472_6163_6572_7333L, 0x7061_6972_7570_6564L);
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * SLOT_LENGTH));
    private final Endpoint[] clients = new Endpoint[CAPACITY];
    private final int[] transactionIds = new int[CAPACITY];
    private final DatagramKind[] kinds = new DatagramKind[CAPACITY];
    private final int[] answerLengths = new int[CAPACITY];
    private final boolean[] areFirst = new boolean[CAPACITY];
    private int count;
    private long unanswered;

    PendingAnswers()
    {
        Arrays.setAll(clients, i -> new Endpoint());
    }

    /** Keep a request and our answer to it; of a stranger's length, only as much as is compared. */
    void put(
        final TraceDatagram request,
        final DatagramKind kind,
        final boolean isFirstOfSwarm,
        final DirectBuffer answer,
        final int answerLength)
    {
        final int transactionId = request.buffer().getInt(
            request.offset() + RequestHeaderFlyweight.TRANSACTION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
        final int slot = slot(request.source(), transactionId);
        if (null != kinds[slot])
        {
            unanswered++;
            count--;
        }
        count++;
        clients[slot].set(request.source());
        transactionIds[slot] = transactionId;
        kinds[slot] = kind;
        areFirst[slot] = isFirstOfSwarm;
        answerLengths[slot] = Math.min(answerLength, SLOT_LENGTH - ANSWER_OFFSET);
        buffer.putBytes(slot * SLOT_LENGTH, request.buffer(), request.offset(),
            Math.min(request.length(), AnnounceRequestFlyweight.LENGTH_MIN));
        buffer.putBytes(answerOffset(slot), answer, 0, answerLengths[slot]);
    }

    int find(final Endpoint client, final int transactionId)
    {
        final int slot = slot(client, transactionId);
        return null != kinds[slot] && transactionIds[slot] == transactionId && clients[slot].isSameAs(client) ?
            slot : NOT_FOUND;
    }

    void remove(final int slot)
    {
        kinds[slot] = null;
        count--;
    }

    /** Requests to which no answer was captured. */
    long unanswered()
    {
        return unanswered + count;
    }

    DatagramKind kind(final int slot)
    {
        return kinds[slot];
    }

    /** Nobody had announced in this swarm before, in the trace. */
    boolean isFirstOfSwarm(final int slot)
    {
        return areFirst[slot];
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    int requestOffset(final int slot)
    {
        return slot * SLOT_LENGTH;
    }

    int answerOffset(final int slot)
    {
        return slot * SLOT_LENGTH + ANSWER_OFFSET;
    }

    int answerLength(final int slot)
    {
        return answerLengths[slot];
    }

    private int slot(final Endpoint client, final int transactionId)
    {
        return (int)hash.hash(
            client.addressHigh() ^ client.port(), client.addressLow(), transactionId) & CAPACITY - 1;
    }
}
