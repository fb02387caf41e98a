package io.tributary.tracker.net;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The native methods under the JDK's datagram channel, called directly: {@code DatagramChannel.receive} makes two
 * objects for every new source, and a tracker sees a new source with almost every datagram.
 *
 * <p>They are private to {@code sun.nio.ch}, which {@code config/jvm/common.flags} opens. Whether they are there and do
 * what JDK 17 to 25 do on Linux is tried once, on a pair of loopback sockets; if not, {@link #isUsable()} is false and
 * nothing else here may be called.
 */
final class DatagramNatives
{
    static final int FAILED = -1;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPPROTO_IP = 0;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int PMTUDISC_PROBE = 3;
    private static final int PROBE_ATTEMPTS = 1000;

    private static final MethodHandle RECEIVE;
    private static final MethodHandle SEND;
    private static final MethodHandle SET_OPTION;
    private static final MethodHandle DESCRIPTOR;
    private static final String FAILURE;

    static
    {
        MethodHandle receive = null;
        MethodHandle send = null;
        MethodHandle setOption = null;
        MethodHandle descriptor = null;
        String failure = null;
        try
        {
            final Class<?> channel = Class.forName("sun.nio.ch.DatagramChannelImpl");
            final Class<?> net = Class.forName("sun.nio.ch.Net");
            final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(channel, MethodHandles.lookup());
            receive = lookup.findStatic(channel, "receive0", MethodType.methodType(
                int.class, FileDescriptor.class, long.class, int.class, long.class, boolean.class));
            send = lookup.findStatic(channel, "send0", MethodType.methodType(
                int.class, FileDescriptor.class, long.class, int.class, long.class, int.class));
            descriptor = lookup.findGetter(channel, "fd", FileDescriptor.class)
                .asType(MethodType.methodType(FileDescriptor.class, DatagramChannel.class));
            setOption = MethodHandles.privateLookupIn(net, MethodHandles.lookup()).findStatic(
                net, "setIntOption0", MethodType.methodType(
                void.class, FileDescriptor.class, boolean.class, int.class, int.class, int.class, boolean.class));
        }
        catch (final ReflectiveOperationException | RuntimeException ex)
        {
            failure = ex.toString();
        }
        RECEIVE = receive;
        SEND = send;
        SET_OPTION = setOption;
        DESCRIPTOR = descriptor;
        FAILURE = null != failure ? failure : probe();
    }

    private DatagramNatives()
    {
    }

    static boolean isUsable()
    {
        return null == FAILURE;
    }

    /** Why not, for the log; null when usable. */
    static String failure()
    {
        return FAILURE;
    }

    static FileDescriptor descriptor(final DatagramChannel channel)
    {
        try
        {
            return (FileDescriptor)DESCRIPTOR.invokeExact(channel);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Receive one datagram.
     *
     * @return its length; {@link #FAILED}, or another negative number when none is waiting.
     */
    static int receive(
        final FileDescriptor descriptor, final long address, final int length, final long socketAddress)
    {
        try
        {
            return (int)RECEIVE.invokeExact(descriptor, address, length, socketAddress, false);
        }
        catch (final Throwable ignore)
        {
            return FAILED;
        }
    }

    /**
     * Send one datagram.
     *
     * @return bytes sent; negative when the kernel would not take it.
     */
    static int send(
        final FileDescriptor descriptor,
        final long address,
        final int length,
        final long socketAddress,
        final int socketAddressLength)
    {
        try
        {
            return (int)SEND.invokeExact(descriptor, address, length, socketAddress, socketAddressLength);
        }
        catch (final Throwable ignore)
        {
            return FAILED;
        }
    }

    /** Keep IPv4 off an IPv6 socket, before it is bound; java.net has no option for it. */
    static void ipv6Only(final DatagramChannel channel)
    {
        option(channel, IPPROTO_IPV6, IPV6_V6ONLY, 1, true);
    }

    /**
     * Never fragment: datagrams are sent with DF set, whatever path MTU the kernel was told. They are sized to fit any
     * sane path; a forged ICMP message cannot make the kernel cut them up, and no fragment id is drawn for each.
     */
    static void neverFragment(final DatagramChannel channel, final boolean isIpv6)
    {
        if (isIpv6)
        {
            option(channel, IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE, true);
        }
        else
        {
            option(channel, IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE, false);
        }
    }

    private static void option(
        final DatagramChannel channel, final int level, final int name, final int value, final boolean isIpv6)
    {
        try
        {
            SET_OPTION.invokeExact(descriptor(channel), false, level, name, value, isIpv6);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** One datagram there, one back, checked; the reason when anything differs. */
    private static String probe()
    {
        try (DatagramChannel server = DatagramChannel.open(StandardProtocolFamily.INET);
            DatagramChannel client = DatagramChannel.open(StandardProtocolFamily.INET))
        {
            final InetAddress loopback = Inet4Address.getByAddress(new byte[]{127, 0, 0, 1});
            server.bind(new InetSocketAddress(loopback, 0)).configureBlocking(false);
            client.bind(new InetSocketAddress(loopback, 0)).configureBlocking(false);
            client.connect(server.getLocalAddress());

            final ByteBuffer request = ByteBuffer.allocateDirect(64);
            final ByteBuffer reply = ByteBuffer.allocateDirect(64).putLong(0, 0x7472_6962_7574_6172L);
            final RawDatagramTransport transport = new RawDatagramTransport(server, request, reply);
            client.write(ByteBuffer.allocateDirect(3));
            int length = DatagramTransport.NOTHING;
            for (int i = 0; length < 0 && i < PROBE_ATTEMPTS; i++)
            {
                length = transport.receive();
            }
            final int clientPort = ((InetSocketAddress)client.getLocalAddress()).getPort();
            final ByteBuffer answer = ByteBuffer.allocateDirect(64);
            final boolean isRight = 3 == length && 0x7F00_0001 == transport.source().ipv4Address() &&
                clientPort == transport.source().port() && transport.reply(8) && 8 == read(client, answer) &&
                reply.getLong(0) == answer.getLong(0);
            return isRight ? null : "a datagram over loopback came back wrong";
        }
        catch (final IOException | RuntimeException ex)
        {
            return ex.toString();
        }
    }

    private static int read(final DatagramChannel channel, final ByteBuffer buffer) throws IOException
    {
        int length = 0;
        for (int i = 0; 0 == length && i < PROBE_ATTEMPTS; i++)
        {
            length = channel.read(buffer);
        }
        return length;
    }
}
