package io.tributary.bench.trace.info;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.tributary.bench.trace.TraceReader;

/** A capture of raw IP that is written byte by byte, without the code under test. Times are milliseconds. */
final class HandMadeCapture
{
    static final String TRACKER = "192.0.2.1";
    static final int PORT = 6969;

    private static final long START_MS = 1_795_339_174_000L;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final int snapLength;

    HandMadeCapture()
    {
        this(0xFFFF);
    }

    HandMadeCapture(final int snapLength)
    {
        this.snapLength = snapLength;
        file.writeBytes(ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0xA1B2_C3D4).putShort((short)2).putShort((short)4).putLong(0).putInt(snapLength).putInt(101)
            .array());
    }

    /** A datagram. */
    HandMadeCapture add(
        final long timeMs, final String source, final int sourcePort, final String destination,
        final int destinationPort, final byte... payload)
    {
        final byte[] from = address(source);
        final byte[] to = address(destination);
        final int headLength = 4 == from.length ? 20 : 40;
        final ByteBuffer packet = ByteBuffer.allocate(headLength + 8 + payload.length);
        if (4 == from.length)
        {
            packet.put((byte)0x45).put((byte)0).putShort((short)packet.capacity()).putInt(0)
                .put((byte)64).put((byte)17).putShort((short)0);
        }
        else
        {
            packet.putInt(0x6000_0000).putShort((short)(8 + payload.length)).put((byte)17).put((byte)64);
        }
        packet.put(from).put(to).putShort((short)sourcePort).putShort((short)destinationPort)
            .putShort((short)(8 + payload.length)).putShort((short)0).put(payload);
        return record(timeMs, packet.array());
    }

    /** From a client to the tracker. */
    HandMadeCapture ask(final long timeMs, final String client, final byte... payload)
    {
        return add(timeMs, client, 5000, TRACKER, PORT, payload);
    }

    /** From the tracker to a client. */
    HandMadeCapture answer(final long timeMs, final String client, final byte... payload)
    {
        return add(timeMs, TRACKER, PORT, client, 5000, payload);
    }

    HandMadeCapture record(final long timeMs, final byte... packet)
    {
        final int captured = Math.min(snapLength, packet.length);
        final long time = START_MS + timeMs;
        file.writeBytes(ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int)(time / 1000)).putInt((int)(time % 1000) * 1000).putInt(captured).putInt(packet.length)
            .array());
        file.writeBytes(Arrays.copyOf(packet, captured));
        return this;
    }

    byte[] bytes()
    {
        return file.toByteArray();
    }

    TraceSummary summary()
    {
        return summary(TraceReader.PORT_ANY, new TraceBounds(1 << 12, 1 << 8, 1 << 8));
    }

    TraceSummary summary(final int port, final TraceBounds bounds)
    {
        final TraceSummary summary = new TraceSummary(port, bounds);
        try (TraceReader reader = reader(port))
        {
            reader.forEach(summary);
        }

        return summary;
    }

    TraceReader reader(final int port)
    {
        return TraceReader.of("hand-made", Channels.newChannel(new ByteArrayInputStream(bytes())), port);
    }

    static byte[] connect(final int transactionId)
    {
        return ByteBuffer.allocate(16).putLong(0x417_2710_1980L).putInt(0).putInt(transactionId).array();
    }

    static byte[] connectAnswer(final int transactionId, final long connectionId)
    {
        return ByteBuffer.allocate(16).putInt(0).putInt(transactionId).putLong(connectionId).array();
    }

    /** Of port 6881, 50 peers wanted, one byte left. */
    static byte[] announce(final long connectionId, final int transactionId, final int infoHash, final int event)
    {
        return announce(connectionId, transactionId, infoHash, event, 1, 50, 6881, "-qB4630-abcdefghijkl");
    }

    static byte[] announce(
        final long connectionId, final int transactionId, final int infoHash, final int event, final long left,
        final int numWant, final int port, final String peerId)
    {
        final byte[] hash = new byte[20];
        Arrays.fill(hash, (byte)infoHash);
        return ByteBuffer.allocate(98).putLong(connectionId).putInt(1).putInt(transactionId).put(hash)
            .put(peerId.getBytes(StandardCharsets.ISO_8859_1)).putLong(0).putLong(left).putLong(0).putInt(event)
            .putInt(0).putInt(0).putInt(numWant).putShort((short)port).array();
    }

    static byte[] announceAnswer(final int transactionId, final int intervalSec, final byte... peers)
    {
        return ByteBuffer.allocate(20 + peers.length).putInt(1).putInt(transactionId).putInt(intervalSec)
            .putInt(1).putInt(2).put(peers).array();
    }

    static byte[] scrape(final long connectionId, final int transactionId, final int hashBytes)
    {
        return ByteBuffer.allocate(16 + hashBytes).putLong(connectionId).putInt(2).putInt(transactionId).array();
    }

    static byte[] error(final int transactionId, final String text)
    {
        final byte[] message = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(8 + message.length).putInt(3).putInt(transactionId).put(message).array();
    }

    private static byte[] address(final String text)
    {
        try
        {
            return InetAddress.getByName(text).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }
}
