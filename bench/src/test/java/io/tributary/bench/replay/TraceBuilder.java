package io.tributary.bench.replay;

import io.tributary.bench.trace.TraceReader;
import io.tributary.codec.Endpoint;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Writes captures by hand: pcap with nanoseconds, big-endian, raw IP. Packets by the drafts, not by our encoders. */
final class TraceBuilder
{
    static final long START_NS = 1_795_339_289_000_000_000L;
    static final Endpoint TRACKER = ipv4("198.51.100.2", 6969);
    static final Endpoint TRACKER_IPV6 = new Endpoint().ipv6(0x2001_0DB8_0000_0000L, 0x53, 6969);

    private static final int LINK_TYPE_RAW = 101;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long timeNs = START_NS;

    TraceBuilder()
    {
        bytes.writeBytes(ByteBuffer.allocate(24).putInt(0xA1B2_3C4D).putShort((short)2).putShort((short)4).putLong(0)
            .putInt(1 << 18).putInt(LINK_TYPE_RAW).array());
    }

    static Endpoint ipv4(final String address, final int port)
    {
        int word = 0;
        for (final String part : address.split("\\."))
        {
            word = word << 8 | Integer.parseInt(part);
        }
        return new Endpoint().ipv4(word, port);
    }

    static Endpoint client(final int number)
    {
        return ipv4("203.0.113." + number, 40_000 + number);
    }

    static byte[] hex(final String text)
    {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static byte[] connect(final int transactionId)
    {
        return ByteBuffer.allocate(16).putLong(0x41727101980L).putInt(0).putInt(transactionId).array();
    }

    static byte[] connectAnswer(final int transactionId, final long connectionId)
    {
        return ByteBuffer.allocate(16).putInt(0).putInt(transactionId).putLong(connectionId).array();
    }

    static byte[] infoHash(final int number)
    {
        final byte[] infoHash = new byte[20];
        infoHash[0] = (byte)0xA5;
        infoHash[19] = (byte)number;
        return infoHash;
    }

    /** Event as BEP 15 numbers it; numWant below 0 leaves it to the tracker. */
    static byte[] announce(
        final int transactionId,
        final int infoHash,
        final long left,
        final int event,
        final int numWant,
        final int port)
    {
        return ByteBuffer.allocate(98).putLong(0x1234_5678_9ABC_DEF0L).putInt(1).putInt(transactionId)
            .put(infoHash(infoHash)).put(new byte[20]).putLong(0).putLong(left).putLong(0).putInt(event).putInt(0)
            .putInt(77).putInt(numWant).putShort((short)port).array();
    }

    static byte[] announceAnswer(
        final int transactionId, final int leechers, final int seeders, final Endpoint... peers)
    {
        final ByteBuffer answer = ByteBuffer.allocate(20 + peers.length * 6)
            .putInt(1).putInt(transactionId).putInt(1800).putInt(leechers).putInt(seeders);
        for (final Endpoint peer : peers)
        {
            answer.putInt(peer.ipv4Address()).putShort((short)peer.port());
        }
        return answer.array();
    }

    static byte[] scrape(final int transactionId, final int... infoHashes)
    {
        final ByteBuffer request = ByteBuffer.allocate(16 + 20 * infoHashes.length)
            .putLong(0x1234_5678_9ABC_DEF0L).putInt(2).putInt(transactionId);
        for (final int infoHash : infoHashes)
        {
            request.put(infoHash(infoHash));
        }
        return request.array();
    }

    /** Counts in the order of BEP 15: seeders, completed, leechers, for each info-hash. */
    static byte[] scrapeAnswer(final int transactionId, final int... counts)
    {
        final ByteBuffer answer = ByteBuffer.allocate(8 + 4 * counts.length).putInt(2).putInt(transactionId);
        for (final int count : counts)
        {
            answer.putInt(count);
        }
        return answer.array();
    }

    static byte[] error(final int transactionId, final String message)
    {
        return ByteBuffer.allocate(8 + message.length()).putInt(3).putInt(transactionId)
            .put(message.getBytes(StandardCharsets.US_ASCII)).array();
    }

    /** A SYN of TSUP, version 1: as in the captured mesh of the original. */
    static byte[] overlay()
    {
        return hex("ffffffffffffffff 00000080 3bb16187 0a96 00");
    }

    TraceBuilder after(final long ns)
    {
        timeNs += ns;
        return this;
    }

    /** From a client to the tracker of its family. */
    TraceBuilder request(final Endpoint client, final byte[] payload)
    {
        return datagram(client, client.isIpv6() ? TRACKER_IPV6 : TRACKER, payload, payload.length);
    }

    TraceBuilder answer(final Endpoint client, final byte[] payload)
    {
        return datagram(client.isIpv6() ? TRACKER_IPV6 : TRACKER, client, payload, payload.length);
    }

    /** A millisecond after the one before; cut to a number of payload bytes. */
    TraceBuilder datagram(
        final Endpoint source, final Endpoint destination, final byte[] payload, final int capturedLength)
    {
        timeNs += 1_000_000;
        final int udpLength = UDP_HEADER + payload.length;
        final ByteBuffer packet = ByteBuffer.allocate(40 + udpLength);
        if (source.isIpv6())
        {
            packet.putInt(0x6000_0000).putShort((short)udpLength).put((byte)UDP).put((byte)64)
                .putLong(source.addressHigh()).putLong(source.addressLow())
                .putLong(destination.addressHigh()).putLong(destination.addressLow());
        }
        else
        {
            packet.putShort((short)0x4500).putShort((short)(20 + udpLength)).putInt(0).put((byte)64).put((byte)UDP)
                .putShort((short)0).putInt(source.ipv4Address()).putInt(destination.ipv4Address());
        }
        packet.putShort((short)source.port()).putShort((short)destination.port()).putShort((short)udpLength)
            .putShort((short)0).put(payload);
        final int length = packet.position();
        final int captured = length - (payload.length - capturedLength);
        bytes.writeBytes(ByteBuffer.allocate(16).putInt((int)(timeNs / 1_000_000_000))
            .putInt((int)(timeNs % 1_000_000_000)).putInt(captured).putInt(length).array());
        bytes.write(packet.array(), 0, captured);
        return this;
    }

    byte[] bytes()
    {
        return bytes.toByteArray();
    }

    TraceReader reader()
    {
        return TraceReader.of(
            "hand-made", Channels.newChannel(new ByteArrayInputStream(bytes())), TraceReader.PORT_ANY);
    }

    Path write(final Path file) throws IOException
    {
        return Files.write(file, bytes());
    }

    static UnsafeBuffer buffer(final byte[] content)
    {
        return new UnsafeBuffer(content);
    }
}
