package io.tributary.tracker.overlay;

import io.tributary.codec.Endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The UDP datagrams of a capture with their times and addresses: classic pcap, little-endian, microseconds, Ethernet,
 * IPv4 without fragments.
 */
final class Capture
{
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int PACKET_HEADER_LENGTH = 16;
    private static final int ETHERNET_LENGTH = 14;
    private static final int UDP_LENGTH = 8;
    private static final int PROTOCOL_UDP = 17;

    private Capture()
    {
    }

    /**
     * A datagram.
     *
     * @param sinceNs since the first of the capture.
     */
    record Datagram(long sinceNs, Endpoint source, Endpoint destination, byte[] bytes)
    {
        int action()
        {
            return ByteBuffer.wrap(bytes).getInt(8);
        }

        int transactionId()
        {
            return ByteBuffer.wrap(bytes).getInt(12);
        }

        int flags()
        {
            return bytes.length > 18 && OriginalTracker.ACTION_SUMMARY != action() ? bytes[18] : 0;
        }

        /** Of a client. */
        boolean isAnnounce()
        {
            return OverlayBus.PORT == destination.port() && OverlayBus.PORT != source.port() && bytes.length >= 98 &&
                1 == action();
        }

        boolean isStopped()
        {
            return 3 == ByteBuffer.wrap(bytes).getInt(80);
        }

        boolean isBetween(final Endpoint from, final Endpoint to)
        {
            return source.isSameAs(from) && destination.isSameAs(to);
        }
    }

    static List<Datagram> originalMesh()
    {
        return read("/tsup-v1-original-mesh.pcap");
    }

    private static List<Datagram> read(final String resource)
    {
        final ByteBuffer file;
        try (InputStream stream = Capture.class.getResourceAsStream(resource))
        {
            file = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(resource, ex);
        }
        if (0xA1B2_C3D4 != file.getInt(0) || 1 != file.getInt(20))
        {
            throw new IllegalArgumentException(resource + " is no little-endian pcap of Ethernet");
        }

        final List<Datagram> datagrams = new ArrayList<>();
        final long firstNs = timeNs(file, FILE_HEADER_LENGTH);
        int position = FILE_HEADER_LENGTH;
        while (position < file.capacity())
        {
            final long sinceNs = timeNs(file, position) - firstNs;
            final int length = file.getInt(position + 8);
            position += PACKET_HEADER_LENGTH;
            datagrams.add(datagram(sinceNs, Arrays.copyOfRange(file.array(), position, position + length)));
            position += length;
        }
        return datagrams;
    }

    private static long timeNs(final ByteBuffer file, final int position)
    {
        return (file.getInt(position) & 0xFFFF_FFFFL) * OverlayBus.SEC + file.getInt(position + 4) * 1000L;
    }

    private static Datagram datagram(final long sinceNs, final byte[] bytes)
    {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (PROTOCOL_UDP != frame.get(ETHERNET_LENGTH + 9))
        {
            throw new IllegalArgumentException("not UDP");
        }
        final int udp = ETHERNET_LENGTH + 4 * (frame.get(ETHERNET_LENGTH) & 0xF);
        return new Datagram(
            sinceNs,
            new Endpoint().ipv4(frame.getInt(ETHERNET_LENGTH + 12), frame.getShort(udp) & 0xFFFF),
            new Endpoint().ipv4(frame.getInt(ETHERNET_LENGTH + 16), frame.getShort(udp + 2) & 0xFFFF),
            Arrays.copyOfRange(bytes, udp + UDP_LENGTH, udp + (frame.getShort(udp + 4) & 0xFFFF)));
    }
}
