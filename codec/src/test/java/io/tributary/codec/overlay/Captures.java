package io.tributary.codec.overlay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * UDP payloads of a capture: classic pcap, little-endian, microseconds, Ethernet, IPv4 without fragments.
 */
final class Captures
{
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int PACKET_HEADER_LENGTH = 16;
    private static final int ETHERNET_LENGTH = 14;
    private static final int UDP_LENGTH = 8;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int PROTOCOL_UDP = 17;

    private Captures()
    {
    }

    /** Payloads with both ports equal to the given one, in order. */
    static List<byte[]> udpPayloads(final String resource, final int port)
    {
        final ByteBuffer file = ByteBuffer.wrap(read(resource)).order(ByteOrder.LITTLE_ENDIAN);
        if (0xA1B2_C3D4 != file.getInt(0) || 1 != file.getInt(20))
        {
            throw new IllegalArgumentException(resource + " is no little-endian pcap of Ethernet");
        }

        final List<byte[]> payloads = new ArrayList<>();
        int position = FILE_HEADER_LENGTH;
        while (position < file.capacity())
        {
            final int length = file.getInt(position + 8);
            position += PACKET_HEADER_LENGTH;
            addUdpPayload(Arrays.copyOfRange(file.array(), position, position + length), port, payloads);
            position += length;
        }

        return payloads;
    }

    private static void addUdpPayload(final byte[] bytes, final int port, final List<byte[]> payloads)
    {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (TYPE_IPV4 != frame.getShort(12) || PROTOCOL_UDP != frame.get(ETHERNET_LENGTH + 9))
        {
            return;
        }

        final int udp = ETHERNET_LENGTH + 4 * (frame.get(ETHERNET_LENGTH) & 0xF);
        final boolean isOurs = port == (frame.getShort(udp) & 0xFFFF) && port == (frame.getShort(udp + 2) & 0xFFFF);
        if (isOurs)
        {
            payloads.add(Arrays.copyOfRange(bytes, udp + UDP_LENGTH, udp + (frame.getShort(udp + 4) & 0xFFFF)));
        }
    }

    private static byte[] read(final String resource)
    {
        try (InputStream stream = Captures.class.getResourceAsStream("/" + resource))
        {
            return stream.readAllBytes();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(resource, ex);
        }
    }
}
