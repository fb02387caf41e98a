package io.tributary.bench.trace;

import io.tributary.codec.Endpoint;
import io.tributary.codec.capture.EnhancedPacketFlyweight;
import io.tributary.codec.capture.InterfaceDescriptionFlyweight;
import io.tributary.codec.capture.LinkType;
import io.tributary.codec.capture.PacketDirection;
import io.tributary.codec.capture.SectionHeaderFlyweight;
import io.tributary.codec.capture.UdpPacketEncoder;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * Writes UDP datagrams as pcapng: one interface, raw IP, time stamps in nanoseconds, headers made anew. The payload is
 * put together where it will be written:
 * <pre>
 *   final int offset = writer.claim(source.isIpv6());
 *   final int length = encode(writer.buffer(), offset);
 *   writer.commit(timeNs, source, destination, length, PacketDirection.IN);
 * </pre>
 * A claim that is not committed is forgotten with the next one. Allocates nothing per datagram. Used by one thread.
 */
public final class TraceWriter implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 4 << 20;
    private static final int BLOCK_LENGTH_MAX =
        EnhancedPacketFlyweight.length(0xFFFF + UdpPacketEncoder.HEADERS_LENGTH_MAX);
    private static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private final WritableByteChannel channel;
    private final ByteBuffer bytes = BufferUtil.allocateDirectAligned(BUFFER_LENGTH, 64);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final EnhancedPacketFlyweight packet = new EnhancedPacketFlyweight();
    private int length;
    private long flushedLength;

    /**
     * Begin a capture.
     *
     * @param channel to write to; closed with the writer.
     */
    public TraceWriter(final WritableByteChannel channel)
    {
        this.channel = channel;
        new SectionHeaderFlyweight().wrap(buffer, 0, BYTE_ORDER).encode();
        length = SectionHeaderFlyweight.LENGTH_MIN;
        new InterfaceDescriptionFlyweight().wrap(buffer, length, BYTE_ORDER).encode(LinkType.RAW, 0);
        length += InterfaceDescriptionFlyweight.ENCODED_LENGTH;
    }

    /** Where payloads are put. */
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Room for the longest payload.
     *
     * @param isIpv6 family of the datagram.
     * @return where in the buffer the payload goes.
     * @throws IOException when what was written before finds no room on the disk.
     */
    public int claim(final boolean isIpv6) throws IOException
    {
        if (BUFFER_LENGTH - length < BLOCK_LENGTH_MAX)
        {
            flush();
        }

        packet.wrap(buffer, length, BYTE_ORDER);
        return packet.packetOffset() + UdpPacketEncoder.headersLength(isIpv6);
    }

    /**
     * Write what was put where the claim said.
     *
     * @param timeNs        since the epoch.
     * @param source        of the datagram.
     * @param destination   of the same family.
     * @param payloadLength up to {@link UdpPacketEncoder#payloadLengthMax}.
     * @param direction     to or from the tracker.
     */
    public void commit(
        final long timeNs,
        final Endpoint source,
        final Endpoint destination,
        final int payloadLength,
        final PacketDirection direction)
    {
        final int packetLength =
            UdpPacketEncoder.encodeHeaders(buffer, packet.packetOffset(), source, destination, payloadLength);
        length += packet.encode(0, timeNs, packetLength, packetLength, direction);
    }

    /** Bytes of the file so far. */
    public long position()
    {
        return flushedLength + length;
    }

    @Override
    public void close() throws IOException
    {
        try (channel)
        {
            flush();
        }
    }

    private void flush() throws IOException
    {
        bytes.limit(length).position(0);
        while (bytes.hasRemaining())
        {
            channel.write(bytes);
        }
        bytes.clear();
        flushedLength += length;
        length = 0;
    }
}
