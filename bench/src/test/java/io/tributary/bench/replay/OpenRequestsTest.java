package io.tributary.bench.replay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;

import static org.assertj.core.api.Assertions.assertThat;

class OpenRequestsTest
{
    private final OpenRequests requests = new OpenRequests(100);
    private Selector selector;
    private ReplaySocket socket;
    private ReplaySocket other;

    @BeforeEach
    void open() throws IOException
    {
        final InetAddress loopback = InetAddress.getByName("127.0.0.1");
        selector = Selector.open();
        socket = new ReplaySocket(loopback, new InetSocketAddress(loopback, 9), selector);
        other = new ReplaySocket(loopback, new InetSocketAddress(loopback, 9), selector);
    }

    @AfterEach
    void close() throws IOException
    {
        socket.close();
        other.close();
        selector.close();
    }

    private int add(final int kind, final long sentNs)
    {
        final int transactionId = requests.nextTransactionId();
        requests.add(socket, kind, sentNs - 5, sentNs);
        return transactionId;
    }

    @Test
    void shouldFindTheRequestOfAnAnswerOnce()
    {
        final int first = add(1, 1000);
        final int second = add(2, 1001);

        assertThat(requests.find(other, first)).isEqualTo(OpenRequests.NOT_FOUND);
        assertThat(requests.find(socket, first + OpenRequests.CAPACITY)).isEqualTo(OpenRequests.NOT_FOUND);
        final int slot = requests.find(socket, second);
        assertThat(requests.kind(slot)).isEqualTo(2);
        assertThat(requests.intendedNs(slot)).isEqualTo(996);
        requests.release(slot);
        assertThat(requests.find(socket, second)).isEqualTo(OpenRequests.NOT_FOUND);
        assertThat(requests.open()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpTheOldestAfterTheTimeout()
    {
        final int first = add(0, 1000);
        add(1, 1010);
        add(2, 1020);
        requests.release(requests.find(socket, first));

        assertThat(requests.expireOne(1109)).isEqualTo(OpenRequests.NOT_FOUND);
        assertThat(requests.expireOne(1110)).isEqualTo(1);
        assertThat(requests.expireOne(1110)).isEqualTo(OpenRequests.NOT_FOUND);
        assertThat(requests.expireOne(2000)).isEqualTo(2);
        assertThat(requests.open()).isZero();
    }

    @Test
    void shouldBeFullUntilTheOldestIsGone()
    {
        for (int i = 0; i < OpenRequests.CAPACITY; i++)
        {
            add(0, i);
        }
        assertThat(requests.isFull()).isTrue();
        assertThat(requests.expireOne(100)).isZero();
        assertThat(requests.isFull()).isFalse();
    }
}
