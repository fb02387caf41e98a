package io.tributary.tracker.net;

import io.tributary.codec.Endpoint;
import io.tributary.tracker.status.TrackerCounter;
import io.tributary.tracker.status.TrackerCounters;
import org.agrona.MutableDirectBuffer;
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
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        client.setSoTimeout(TIMEOUT_MS);
        client.receive(packet);
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
