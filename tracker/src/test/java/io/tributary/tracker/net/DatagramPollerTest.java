package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class DatagramPollerTest
{
    private static final int TIMEOUT_MS = 20_000;

    /** Echoes; the first byte of a request chooses something worse. */
    private static final class Echo implements DatagramHandler
    {
        private int calls;
        private DatagramPoller poller;
        private int receivingSocket;

        @Override
        public int onDatagram(
            final MutableDirectBuffer request,
            final int offset,
            final int length,
            final Endpoint source,
            final MutableDirectBuffer reply,
            final long nowNs,
            final int nowSec)
        {
            calls++;
            receivingSocket = null == poller ? -1 : poller.receivingSocket();
            final int what = 0 == length ? 0 : request.getByte(offset);
            if ('x' == what)
            {
                throw new IllegalStateException("expected by the test");
            }
            reply.putBytes(0, request, offset, length);
            return 's' == what ? NO_REPLY : 'l' == what ? 65_530 : length;
        }
    }

    private final TrackerCounters counters = TrackerCounters.inMemory(() -> 0);
    private final Echo echo = new Echo();
    private final List<Throwable> errors = new ArrayList<>();

    private DatagramPoller poller(final int budget, final InetSocketAddress... addresses) throws IOException
    {
        return new DatagramPoller(List.of(addresses), 1 << 16, 1 << 16, budget, echo, counters, errors::add);
    }

    private static InetSocketAddress loopback(final String address, final int port) throws IOException
    {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private static void send(final DatagramSocket client, final String bytes, final InetSocketAddress to)
        throws IOException
    {
        client.send(new DatagramPacket(bytes.getBytes(), bytes.length(), to));
    }

    private static int poll(final DatagramPoller poller, final int expected)
    {
        int received = 0;
        while (received < expected)
        {
            poller.await(TIMEOUT_MS);
            received += poller.poll(0, 0);
        }
        return received;
    }

    private static String read(final DatagramSocket client) throws IOException
    {
        return text(receive(client));
    }

    private static String readFrom(final DatagramSocket client) throws IOException
    {
        final DatagramPacket packet = receive(client);
        return text(packet) + " from " + packet.getSocketAddress();
    }

    private static DatagramPacket receive(final DatagramSocket client) throws IOException
    {
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        client.setSoTimeout(TIMEOUT_MS);
        client.receive(packet);
        return packet;
    }

    private static String text(final DatagramPacket packet)
    {
        return new String(packet.getData(), 0, packet.getLength());
    }

    @Test
    void shouldAnswerOnEverySocketAndCountByFamily() throws Exception
    {
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0), loopback("127.0.0.2", 0), loopback("::1", 0));
            DatagramSocket client = new DatagramSocket())
        {
            for (final InetSocketAddress address : poller.localAddresses())
            {
                assertThat(address.getPort()).isPositive();
                send(client, "hello", address);
                assertThat(poll(poller, 1)).isEqualTo(1);
                assertThat(read(client)).isEqualTo("hello");
            }
            assertThat(poller.transportDescription()).isEqualTo("native calls");
            assertThat(poller.receiveBufferBytes()).isGreaterThanOrEqualTo(1 << 16);
        }
        assertThat(value(TrackerCounter.DATAGRAMS_RECEIVED_IPV4)).isEqualTo(2);
        assertThat(value(TrackerCounter.DATAGRAMS_RECEIVED_IPV6)).isEqualTo(1);
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV4)).isEqualTo(2);
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV6)).isEqualTo(1);
        assertThat(value(TrackerCounter.RECEIVED_BYTES_IPV4)).isEqualTo(10);
        assertThat(value(TrackerCounter.SENT_BYTES_IPV6)).isEqualTo(5);
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldTakeNoMoreThanItsBudgetInATurn() throws Exception
    {
        try (DatagramPoller poller = poller(3, loopback("127.0.0.1", 0));
            DatagramSocket client = new DatagramSocket())
        {
            for (int i = 0; i < 8; i++)
            {
                send(client, "s", poller.localAddresses().get(0));
            }
            assertThat(poller.poll(0, 0)).isEqualTo(3);
            poller.receiveBudget(4);
            assertThat(poller.poll(0, 0)).isEqualTo(4);
            assertThat(poller.poll(0, 0)).isEqualTo(1);
            assertThat(poller.poll(0, 0)).isZero();
        }
        assertThat(echo.calls).isEqualTo(8);
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV4)).as("silence").isZero();
    }

    @Test
    void shouldLoseOneDatagramToAnExceptionOrARefusedReplyAndGoOn() throws Exception
    {
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0));
            DatagramSocket client = new DatagramSocket())
        {
            final InetSocketAddress address = poller.localAddresses().get(0);
            send(client, "x", address);
            send(client, "long", address);
            send(client, "", address);
            send(client, "good", address);
            poll(poller, 4);
            assertThat(read(client)).isEqualTo("good");
        }
        assertThat(value(TrackerCounter.DROPS_INTERNAL_ERROR)).isEqualTo(1);
        assertThat(value(TrackerCounter.DROPS_SEND_FAILED)).isEqualTo(1);
        assertThat(value(TrackerCounter.DROPS_RECEIVE_FAILED)).isZero();
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV4)).isEqualTo(1);
        assertThat(errors).hasSize(1).first().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSendFromTheFirstSocketOfTheFamilyOrTheOneNamed() throws Exception
    {
        final UnsafeBuffer datagram = new UnsafeBuffer("..later".getBytes());
        try (DatagramPoller poller = poller(64, loopback("::1", 0), loopback("127.0.0.1", 0), loopback("127.0.0.2", 0));
            DatagramSocket ipv4 = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
            DatagramSocket ipv6 = new DatagramSocket(0, InetAddress.getByName("::1")))
        {
            final Endpoint toIpv4 = new Endpoint().ipv4(0x7F00_0001, ipv4.getLocalPort());
            final Endpoint toIpv6 = new Endpoint().ipv6(0, 1, ipv6.getLocalPort());

            assertThat(poller.send(toIpv4, datagram, 2, 5)).isTrue();
            assertThat(poller.send(toIpv6, datagram, 2, 4)).isTrue();
            assertThat(poller.send(2, toIpv4, datagram, 2, 3)).isTrue();

            assertThat(readFrom(ipv4)).isEqualTo("later from " + poller.localAddresses().get(1));
            assertThat(readFrom(ipv4)).isEqualTo("lat from " + poller.localAddresses().get(2));
            assertThat(readFrom(ipv6)).isEqualTo("late from " + poller.localAddresses().get(0));
        }
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV4)).isEqualTo(2);
        assertThat(value(TrackerCounter.SENT_BYTES_IPV4)).isEqualTo(8);
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV6)).isEqualTo(1);
        assertThat(value(TrackerCounter.SENT_BYTES_IPV6)).isEqualTo(4);
        assertThat(value(TrackerCounter.DROPS_SEND_FAILED)).isZero();
    }

    @Test
    void shouldCountWhatNoSocketCanSend() throws Exception
    {
        final UnsafeBuffer datagram = new UnsafeBuffer(new byte[8]);
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0)))
        {
            assertThat(poller.send(new Endpoint().ipv6(0, 1, 9), datagram, 0, 8)).isFalse();
        }
        try (DatagramPoller poller = poller(64, loopback("::1", 0)))
        {
            assertThat(poller.send(new Endpoint().ipv4(0x7F00_0001, 9), datagram, 0, 8)).isFalse();
        }
        assertThat(value(TrackerCounter.DROPS_SEND_FAILED)).isEqualTo(2);
        assertThat(value(TrackerCounter.DATAGRAMS_SENT_IPV4) + value(TrackerCounter.DATAGRAMS_SENT_IPV6)).isZero();
    }

    @Test
    void shouldNameTheSocketThatIsReceiving() throws Exception
    {
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0), loopback("127.0.0.2", 0));
            DatagramSocket client = new DatagramSocket())
        {
            echo.poller = poller;
            for (final int socket : new int[]{1, 0, 1})
            {
                send(client, "hello", poller.localAddresses().get(socket));
                poll(poller, 1);
                assertThat(echo.receivingSocket).isEqualTo(socket);
            }
        }
    }

    @Test
    void shouldEndAWaitThatIsWokenUp() throws Exception
    {
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0)))
        {
            poller.wakeUp();
            poller.await(Long.MAX_VALUE);
            assertThat(poller.poll(0, 0)).isZero();
        }
    }

    @Test
    void shouldNameTheAddressThatCannotBeBoundAndKeepNothingOpen() throws Exception
    {
        try (DatagramPoller poller = poller(64, loopback("127.0.0.1", 0)))
        {
            final int port = poller.localAddresses().get(0).getPort();
            final InetSocketAddress free = loopback("127.0.0.3", port);
            assertThatThrownBy(() -> poller(64, free, loopback("127.0.0.1", port)))
                .isInstanceOf(IOException.class).hasMessageContaining("cannot listen on")
                .hasMessageContaining("127.0.0.1:" + port);
            poller(64, free).close();
        }
    }

    @Test
    void shouldLeaveOutNothingThisMachineCanDo() throws Exception
    {
        final List<InetSocketAddress> addresses =
            List.of(loopback("0.0.0.0", 6969), loopback("::", 6969), loopback("::1", 1), loopback("127.0.0.1", 1));
        assertThat(ListenAddresses.usable(addresses)).isEqualTo(addresses);
    }

    private long value(final TrackerCounter counter)
    {
        return counters.value(counter);
    }
}
