package io.tributary.bench.load;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers are written by hand from BEP 15. */
class AnswerReaderTest
{
    private static final int CONNECT = 0;
    private static final int ANNOUNCE = 1;
    private static final int SCRAPE = 2;
    private static final int ERROR = 3;

    private final RequestSlots slots = new RequestSlots(1, 4);
    private final LoadCounters counters = new LoadCounters();
    private final AnswerReader reader = new AnswerReader(slots, counters, false, 2);
    private LoadSocket socket;

    @BeforeEach
    void openSocket() throws IOException
    {
        final InetAddress loopback = InetAddress.getLoopbackAddress();
        socket = new LoadSocket(0, loopback, new InetSocketAddress(loopback, 9));
    }

    @AfterEach
    void closeSocket() throws IOException
    {
        socket.close();
    }

    @Test
    void shouldKeepTheConnectionId()
    {
        answer(CONNECT, CONNECT, 16, 0x1122334455667788L);

        assertThat(counters.answered[CONNECT]).isEqualTo(1);
        assertThat(socket.connectionId()).isEqualTo(0x1122334455667788L);
        assertThat(slots.unanswered(0)).isZero();
    }

    @Test
    void shouldCountThePeersOfAnAnnounce()
    {
        answer(ANNOUNCE, ANNOUNCE, 20 + 3 * 6, 0);
        answer(ANNOUNCE, ANNOUNCE, 20, 0);

        assertThat(counters.answered[ANNOUNCE]).isEqualTo(2);
        assertThat(counters.peersReceived).isEqualTo(3);
        assertThat(counters.latencies(ANNOUNCE).getMaxValue()).isEqualTo(40);
    }

    @Test
    void shouldCountWrongLengthsAndActionsAsMalformed()
    {
        answer(ANNOUNCE, ANNOUNCE, 21, 0);
        answer(ANNOUNCE, ANNOUNCE, 19, 0);
        answer(CONNECT, CONNECT, 15, 0);
        answer(SCRAPE, SCRAPE, 8 + 12, 0);
        answer(SCRAPE, ANNOUNCE, 20, 0);

        assertThat(counters.malformed).isEqualTo(5);
        assertThat(counters.answeredTotal()).isZero();
        assertThat(slots.unanswered(0)).isZero();
        assertThat(socket.hasConnectionId()).isFalse();
    }

    @Test
    void shouldAcceptAScrapeOfTheLengthAskedFor()
    {
        answer(SCRAPE, SCRAPE, 8 + 2 * 12, 0);

        assertThat(counters.answered[SCRAPE]).isEqualTo(1);
    }

    @Test
    void shouldCountErrorsByMessage()
    {
        answer(ANNOUNCE, ERROR, 8 + 8, 0x4142434445464748L);

        assertThat(counters.errors.byMessage()).containsOnlyKeys("ABCDEFGH");
        assertThat(counters.answeredTotal()).isZero();
    }

    @Test
    void shouldNotLetAForeignAnswerCloseARequest()
    {
        final int transactionId = slots.take(0, ANNOUNCE, 0, 0);
        reader.buffer().putInt(0, ANNOUNCE).putInt(4, transactionId + 1);
        reader.onAnswer(socket, 20, 50);
        reader.onAnswer(socket, 7, 50);

        assertThat(counters.strays).isEqualTo(2);
        assertThat(slots.unanswered(0)).isEqualTo(1);
    }

    private void answer(final int kind, final int action, final int length, final long body)
    {
        final ByteBuffer buffer = reader.buffer();
        buffer.putInt(0, action).putInt(4, slots.take(0, kind, 10, 12)).putLong(8, body);
        reader.onAnswer(socket, length, 50);
    }
}
