package io.tributary.tracker.net;

import com.sun.management.ThreadMXBean;
import io.tributary.codec.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Both transports over real loopback sockets. */
class DatagramTransportTest
{
    private static final int ATTEMPTS_MAX = 10_000;
    private static final int BUFFER_BYTES = 1 << 20;

    enum Kind
    {
        RAW, CHANNEL;

        DatagramTransport on(final DatagramChannel channel, final ByteBuffer request, final ByteBuffer reply)
            throws IOException
        {
            return RAW == this ? new RawDatagramTransport(channel, request, reply) :
                new ChannelDatagramTransport(channel, request, reply);
        }
    }

    private final ByteBuffer request = ByteBuffer.allocateDirect(DatagramPoller.REQUEST_BUFFER_LENGTH);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(DatagramPoller.REPLY_BUFFER_LENGTH);
    private final List<AutoCloseable> closeables = new ArrayList<>();

    @AfterEach
    void close() throws Exception
    {
        for (final AutoCloseable closeable : closeables)
        {
            closeable.close();
        }
    }

    private DatagramTransport transport(final Kind kind, final String address) throws IOException
    {
        return transport(kind, address, request);
    }

    private DatagramTransport transport(final Kind kind, final String address, final ByteBuffer into)
        throws IOException
    {
        final InetAddress local = InetAddress.getByName(address);
        final DatagramChannel channel = DatagramChannel.open(
            4 == local.getAddress().length ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        channel.bind(new InetSocketAddress(local, 0)).configureBlocking(false);
        final DatagramTransport transport = kind.on(channel, into, reply);
        closeables.add(transport);
        return transport;
    }

    private DatagramChannel client(final String address) throws IOException
    {
        final InetAddress local = InetAddress.getByName(address);
        final DatagramChannel channel = DatagramChannel.open(
            4 == local.getAddress().length ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        closeables.add(channel);
        channel.bind(new InetSocketAddress(local, 0)).configureBlocking(false);
        return channel;
    }

    private static int port(final DatagramChannel channel) throws IOException
    {
        return ((InetSocketAddress)channel.getLocalAddress()).getPort();
    }

    private static InetSocketAddress at(final String address, final DatagramTransport transport)
    {
        return new InetSocketAddress(address, transport.localAddress().getPort());
    }

    private static int receive(final DatagramTransport transport)
    {
        int length = transport.receive();
        for (int i = 0; DatagramTransport.NOTHING == length && i < ATTEMPTS_MAX; i++)
        {
            Thread.onSpinWait();
            length = transport.receive();
        }
        return length;
    }

    private static InetSocketAddress receive(final DatagramChannel client, final ByteBuffer into) throws IOException
    {
        InetSocketAddress from = (InetSocketAddress)client.receive(into.clear());
        for (int i = 0; null == from && i < ATTEMPTS_MAX; i++)
        {
            Thread.onSpinWait();
            from = (InetSocketAddress)client.receive(into);
        }
        return from;
    }

    @ParameterizedTest
    @CsvSource({
        "RAW, 127.0.0.1, 127.0.0.1, 127.0.0.1",
        "RAW, 127.0.0.2, 127.0.0.9, 127.0.0.2",
        "RAW, ::1, ::1, ::1",
        "RAW, ::, ::1, ::1",
        "RAW, ::, 127.0.0.5, 127.0.0.1",
        "RAW, 0.0.0.0, 127.0.0.5, 127.0.0.1",
        "CHANNEL, 127.0.0.1, 127.0.0.1, 127.0.0.1",
        "CHANNEL, 127.0.0.2, 127.0.0.9, 127.0.0.2",
        "CHANNEL, ::1, ::1, ::1",
        "CHANNEL, ::, ::1, ::1",
        "CHANNEL, ::, 127.0.0.5, 127.0.0.1",
        "CHANNEL, 0.0.0.0, 127.0.0.5, 127.0.0.1"})
    void shouldCarryADatagramThereAndBack(
        final Kind kind, final String bound, final String clientAddress, final String asked) throws Exception
    {
        final DatagramTransport transport = transport(kind, bound);
        final DatagramChannel client = client(clientAddress);
        client.send(ByteBuffer.wrap(new byte[]{1, 2, 3}), at(asked, transport));

        assertThat(receive(transport)).isEqualTo(3);
        assertThat(request.getInt(0) >>> 8).isEqualTo(0x01_02_03);
        assertThat(transport.source().isSameAs(endpoint(clientAddress, port(client))))
            .as(transport.source().toString()).isTrue();

        reply.putLong(0, 0x0102_0304_0506_0708L);
        assertThat(transport.reply(8)).isTrue();
        final ByteBuffer answer = ByteBuffer.allocate(64);
        assertThat(receive(client, answer)).as("from where it was asked").isEqualTo(at(asked, transport));
        assertThat(answer.position()).isEqualTo(8);
        assertThat(answer.getLong(0)).isEqualTo(0x0102_0304_0506_0708L);
        assertThat(transport.receive()).isEqualTo(DatagramTransport.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "RAW, 127.0.0.1, 127.0.0.1",
        "RAW, 127.0.0.2, 127.0.0.9",
        "RAW, 0.0.0.0, 127.0.0.5",
        "RAW, ::1, ::1",
        "RAW, ::, ::1",
        "RAW, ::, 127.0.0.5",
        "CHANNEL, 127.0.0.1, 127.0.0.1",
        "CHANNEL, 127.0.0.2, 127.0.0.9",
        "CHANNEL, 0.0.0.0, 127.0.0.5",
        "CHANNEL, ::1, ::1",
        "CHANNEL, ::, ::1",
        "CHANNEL, ::, 127.0.0.5"})
    void shouldSendUnaskedToAnyDestination(final Kind kind, final String bound, final String address) throws Exception
    {
        final DatagramTransport transport = transport(kind, bound);
        final List<DatagramChannel> clients = List.of(client(address), client(address));
        final ByteBuffer datagram = ByteBuffer.allocateDirect(1500);
        final ByteBuffer received = ByteBuffer.allocate(1600);
        for (int i = 0; i < 6; i++)
        {
            final DatagramChannel client = clients.get(i & 1);
            datagram.put(0, (byte)i);
            assertThat(transport.send(endpoint(address, port(client)), datagram, 1400 - i)).isTrue();
            assertThat(receive(client, received).getPort()).isEqualTo(transport.localAddress().getPort());
            assertThat(received.position()).isEqualTo(1400 - i);
            assertThat(received.get(0)).isEqualTo((byte)i);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldNotDisturbAReplyBySending(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        final DatagramChannel client = client("127.0.0.1");
        final DatagramChannel other = client("127.0.0.7");
        client.send(ByteBuffer.wrap(new byte[]{9}), transport.localAddress());
        assertThat(receive(transport)).isEqualTo(1);
        reply.put(0, (byte)5);

        assertThat(transport.send(endpoint("127.0.0.7", port(other)), ByteBuffer.allocateDirect(8), 3)).isTrue();

        assertThat(request.get(0)).isEqualTo((byte)9);
        assertThat(transport.source().isSameAs(endpoint("127.0.0.1", port(client)))).isTrue();
        assertThat(transport.reply(1)).isTrue();
        final ByteBuffer answer = ByteBuffer.allocate(64);
        assertThat(receive(client, answer)).isNotNull();
        assertThat(answer.get(0)).isEqualTo((byte)5);
        assertThat(receive(other, answer)).isNotNull();
        assertThat(answer.position()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReportADatagramThatTheKernelRefuses(final Kind kind) throws Exception
    {
        final ByteBuffer datagram = ByteBuffer.allocateDirect(65_536);
        final DatagramTransport transport = transport(kind, "127.0.0.1");

        assertThat(transport.send(endpoint("127.0.0.1", 9), datagram, 65_530)).as("too long for IPv4").isFalse();
        assertThat(transport.send(endpoint("::1", 9), datagram, 8)).as("IPv6 from an IPv4 socket").isFalse();
        assertThat(transport.send(endpoint("127.0.0.1", 9), datagram, 8)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RAW, 127.0.0.1", "RAW, ::1", "CHANNEL, 127.0.0.1", "CHANNEL, ::1"})
    void shouldAllocateNothingForSendingToKnownDestinations(final Kind kind, final String address) throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final DatagramTransport transport = transport(kind, address);
        final List<Endpoint> destinations =
            List.of(endpoint(address, port(client(address))), endpoint(address, port(client(address))));
        final ByteBuffer datagram = ByteBuffer.allocateDirect(64);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++)
            {
                transport.send(destinations.get(i & 1), datagram, 16);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldAnswerEachOfSeveralClients(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        final List<DatagramChannel> clients = List.of(client("127.0.0.1"), client("127.0.0.1"), client("127.1.2.3"));
        for (int i = 0; i < 12; i++)
        {
            clients.get(i % 3).send(ByteBuffer.wrap(new byte[]{(byte)i}), transport.localAddress());
        }
        for (int i = 0; i < 12; i++)
        {
            assertThat(receive(transport)).isEqualTo(1);
            assertThat(transport.source().port()).isEqualTo(port(clients.get(i % 3)));
            reply.put(0, request.get(0));
            assertThat(transport.reply(1)).isTrue();
        }
        final ByteBuffer answer = ByteBuffer.allocate(64);
        for (int i = 0; i < 12; i++)
        {
            assertThat(receive(clients.get(i % 3), answer)).isNotNull();
            assertThat(answer.get(0)).isEqualTo((byte)i);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReceiveADatagramOfNoBytes(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        client("127.0.0.1").send(ByteBuffer.allocate(0), transport.localAddress());
        assertThat(receive(transport)).isZero();
        assertThat(transport.receive()).isEqualTo(DatagramTransport.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReceiveTheLongestDatagramOfUdp(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        client("127.0.0.1").send(ByteBuffer.allocate(65_507), transport.localAddress());

        assertThat(receive(transport)).isEqualTo(65_507);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCutOffWhatDoesNotFitAndGoOn(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1", ByteBuffer.allocateDirect(4096));
        final DatagramChannel client = client("127.0.0.1");
        client.send(ByteBuffer.allocate(60_000), transport.localAddress());
        client.send(ByteBuffer.allocate(100), transport.localAddress());

        assertThat(receive(transport)).isEqualTo(4096);
        assertThat(receive(transport)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReportAReplyThatTheKernelRefuses(final Kind kind) throws Exception
    {
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        final DatagramChannel client = client("127.0.0.1");
        client.send(ByteBuffer.allocate(1), transport.localAddress());
        assertThat(receive(transport)).isEqualTo(1);

        assertThat(transport.reply(65_530)).as("longer than any datagram over IPv4").isFalse();
        assertThat(transport.reply(10)).isTrue();
    }

    @Test
    void shouldReportAReceiveThatFails() throws Exception
    {
        final DatagramTransport transport = transport(Kind.CHANNEL, "127.0.0.1");
        transport.close();
        assertThat(transport.receive()).isEqualTo(DatagramTransport.FAILED);
    }

    @Test
    void shouldBindBothWildcardsOnOnePortAndKeepFamiliesApart() throws Exception
    {
        final DatagramTransport ipv6 = open("::", 0);
        final DatagramTransport ipv4 = open("0.0.0.0", ipv6.localAddress().getPort());

        client("127.0.0.1").send(ByteBuffer.allocate(4), at("127.0.0.1", ipv4));
        client("::1").send(ByteBuffer.allocate(6), at("::1", ipv6));

        assertThat(receive(ipv4)).isEqualTo(4);
        assertThat(receive(ipv6)).isEqualTo(6);
        assertThat(ipv4.source().isIpv6()).isFalse();
        assertThat(ipv6.source().isIpv6()).isTrue();
        assertThat(ipv4.receive()).isEqualTo(DatagramTransport.NOTHING);
        assertThat(ipv6.receive()).isEqualTo(DatagramTransport.NOTHING);
    }

    /** Also the negative control: what the channel allocates is seen. */
    @Test
    void shouldAllocateNothingForAChangeOfSource() throws Exception
    {
        final long raw = allocatedBytes(Kind.RAW);
        final long channel = allocatedBytes(Kind.CHANNEL);
        System.out.println(
            "DatagramChannel.receive allocates " + channel / 1000 + " bytes for a datagram of a new source");

        assertThat(raw).isZero();
        assertThat(channel).isGreaterThan(1000 * 16);
    }

    private DatagramTransport open(final String address, final int port) throws IOException
    {
        final DatagramTransport transport = DatagramSockets.open(
            new InetSocketAddress(InetAddress.getByName(address), port), BUFFER_BYTES, BUFFER_BYTES, request, reply);
        closeables.add(transport);
        return transport;
    }

    /** The least of several thousands: the JVM itself now and then allocates a few bytes on any thread. */
    private long allocatedBytes(final Kind kind) throws IOException
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final DatagramTransport transport = transport(kind, "127.0.0.1");
        final DatagramChannel[] clients = {client("127.0.0.1"), client("127.0.0.2")};
        final ByteBuffer packet = ByteBuffer.allocateDirect(16);
        long allocated = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 25_000; i++)
        {
            clients[i & 1].send(packet.clear(), transport.localAddress());
            final long before = threads.getCurrentThreadAllocatedBytes();
            final int length = receive(transport);
            final boolean isSent = transport.reply(16);
            final long after = threads.getCurrentThreadAllocatedBytes();
            allocated += after - before;
            assertThat(16 == length && isSent).isTrue();
            receive(clients[i & 1], packet);
            if (999 == i % 1000)
            {
                least = i < 20_000 ? least : Math.min(least, allocated);
                allocated = 0;
            }
        }
        return least;
    }

    private static Endpoint endpoint(final String address, final int port) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
        return 4 == bytes.remaining() ? new Endpoint().ipv4(bytes.getInt(), port) :
            new Endpoint().ipv6(bytes.getLong(), bytes.getLong(), port);
    }
}
