package io.tributary.tracker.capture;

import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.EnhancedPacketFlyweight;
import io.tributary.codec.capture.InterfaceDescriptionFlyweight;
import io.tributary.codec.capture.LinkType;
import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.SectionHeaderFlyweight;
import io.tributary.codec.capture.UdpPacketEncoder;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A capture on disk, in pcapng: one interface for each socket, raw IP, time stamps in nanoseconds. Headers are made up
 * around what passed the socket, with correct checksums; the local address of a wildcard socket stands as 0.0.0.0 or
 * {@code ::}, since the tracker is not told another.
 *
 * <p>Half of the limit fills a file. Then it becomes {@code FILE.1}, in place of an older one, and a new one is begun,
 * so that there is always the latest half of the limit at least. Used by one thread.
 */
final class CaptureFile implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 1024 * 1024;
    private static final int BLOCK_LENGTH_MAX =
        EnhancedPacketFlyweight.length(0xFFFF + UdpPacketEncoder.HEADERS_LENGTH_MAX);
    private static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(BUFFER_LENGTH, 64);
    private final UnsafeBuffer buffer = new UnsafeBuffer(memory);
    private final EnhancedPacketFlyweight packet = new EnhancedPacketFlyweight();
    private final Path path;
    private final Path previous;
    private final long fileBytesMax;
    private final List<Endpoint> sockets;
    private final Endpoint local = new Endpoint();
    private FileChannel channel;
    private long written;
    private int length;

    /**
     * Begin a capture.
     *
     * @param path     of the file; one that is there becomes the previous one.
     * @param bytesMax of this and the previous file together.
     * @param sockets  local addresses.
     * @throws IOException when the file cannot be written, or is a device, a directory or the like.
     */
    CaptureFile(final Path path, final long bytesMax, final List<Endpoint> sockets) throws IOException
    {
        this.path = path;
        this.previous = path.resolveSibling(path.getFileName() + ".1");
        this.fileBytesMax = bytesMax / 2;
        this.sockets = sockets;
        begin();
    }

    /**
     * Add a datagram.
     *
     * @param socket    it passed.
     * @param isInbound whether it was received.
     * @param timeNs    since the epoch.
     * @param other     source of a received one, destination of a sent one.
     * @param datagram  holds it.
     * @param offset    where in it.
     * @param length    bytes.
     * @throws IOException when the disk does not take it.
     */
    void add(
        final int socket,
        final boolean isInbound,
        final long timeNs,
        final Endpoint other,
        final DirectBuffer datagram,
        final int offset,
        final int length) throws IOException
    {
        if (buffer.capacity() - this.length < BLOCK_LENGTH_MAX)
        {
            flush();
        }
        localOf(socket, other.isIpv6());
        packet.wrap(buffer, this.length, BYTE_ORDER);
        final int packetLength = UdpPacketEncoder.encode(
            buffer, packet.packetOffset(), isInbound ? other : local, isInbound ? local : other,
            datagram, offset, length);
        this.length += packet.encode(
            socket, timeNs, packetLength, packetLength, isInbound ? PacketDirection.IN : PacketDirection.OUT);
        if (written + this.length >= fileBytesMax)
        {
            close();
            begin();
        }
    }

    /**
     * Write what is buffered.
     *
     * @throws IOException when the disk does not take it.
     */
    void flush() throws IOException
    {
        memory.limit(length).position(0);
        while (memory.hasRemaining())
        {
            channel.write(memory);
        }
        memory.clear();
        written += length;
        length = 0;
    }

    @Override
    public void close() throws IOException
    {
        try
        {
            flush();
        }
        finally
        {
            CloseHelper.quietClose(channel);
        }
    }

    private void begin() throws IOException
    {
        if (Files.exists(path))
        {
            if (!Files.isRegularFile(path))
            {
                throw new IOException("not a regular file");
            }
            Files.move(path, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        written = 0;
        new SectionHeaderFlyweight().wrap(buffer, 0, BYTE_ORDER).encode();
        length = SectionHeaderFlyweight.LENGTH_MIN;
        for (int i = 0; i < sockets.size(); i++)
        {
            new InterfaceDescriptionFlyweight().wrap(buffer, length, BYTE_ORDER).encode(LinkType.RAW, 0);
            length += InterfaceDescriptionFlyweight.ENCODED_LENGTH;
        }
    }

    /** An IPv6 socket that takes both families has no IPv4 address. */
    private void localOf(final int socket, final boolean isIpv6)
    {
        local.set(sockets.get(socket));
        if (local.isIpv6() != isIpv6)
        {
            final int port = local.port();
            if (isIpv6)
            {
                local.ipv6(0, 0, port);
            }
            else
            {
                local.ipv4(0, port);
            }
        }
    }
}
