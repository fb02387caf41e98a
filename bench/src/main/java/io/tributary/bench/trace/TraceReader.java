package io.tributary.bench.trace;

import io.tributary.codec.capture.CaptureDecoder;
import io.tributary.codec.capture.CaptureResult;
import io.tributary.codec.capture.DatagramDecoder;
import io.tributary.codec.capture.FragmentTable;
import io.tributary.codec.capture.PacketVerdict;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads the UDP datagrams of a capture file, one after the other, in constant memory: pcap and pcapng of any link layer
 * in {@link io.tributary.codec.capture.LinkType}, plain or compressed with gzip, from a file or standard input. What is
 * no datagram is counted by its reason. Allocates nothing per packet. Owned by one thread.
 *
 * <pre>
 *   try (TraceReader reader = TraceReader.open(file, TraceReader.PORT_ANY))
 *   {
 *       while (reader.next())
 *       {
 *           use(reader.datagram());
 *       }
 *   }
 * </pre>
 */
public final class TraceReader implements AutoCloseable
{
    /** No filter: datagrams of all ports. */
    public static final int PORT_ANY = 0;

    private static final int WINDOW_LENGTH = 4 << 20;

    private final TraceFile file;
    private final TraceWindow window;
    private final int port;
    private final CaptureDecoder capture = new CaptureDecoder();
    private final FragmentTable fragments = new FragmentTable();
    private final DatagramDecoder decoder = new DatagramDecoder(fragments);
    private final TraceDatagram datagram = new TraceDatagram(capture, decoder);
    private final long[] packetCounts = new long[PacketVerdict.COUNT];
    private final PacketTally packets = new PacketTally();
    private TraceFormat format = TraceFormat.UNKNOWN;
    private long packetCount;
    private long filteredCount;

    private TraceReader(final TraceFile file, final int port)
    {
        this.file = file;
        this.window = new TraceWindow(file.channel(), WINDOW_LENGTH);
        this.port = port;
    }

    /**
     * Open a capture.
     *
     * @param file a path, or {@code -} for standard input.
     * @param port only datagrams from or to this UDP port are handed out; {@link #PORT_ANY} for all.
     * @return a reader before the first packet.
     * @throws TraceException when there is no such file or it cannot be read.
     */
    public static TraceReader open(final String file, final int port)
    {
        return new TraceReader(TraceFile.open(file), port);
    }

    /**
     * Read from a channel.
     *
     * @param name    for messages.
     * @param channel with a capture that is not compressed; closed with the reader.
     * @param port    as with {@link #open(String, int)}.
     * @return a reader before the first packet.
     */
    public static TraceReader of(final String name, final ReadableByteChannel channel, final int port)
    {
        return new TraceReader(TraceFile.of(name, channel), port);
    }

    /**
     * Step to the next datagram.
     *
     * @return false at the end of the file.
     * @throws TraceException when the file is none of ours, damaged, or ends within a record.
     */
    public boolean next()
    {
        try
        {
            return nextDatagram();
        }
        catch (final IOException ex)
        {
            throw new TraceException(
                file.name(), window.streamOffset() + window.available(), "more bytes", String.valueOf(ex.getMessage()),
                ex);
        }
    }

    /** The one that {@link #next()} stepped to: always the same object. */
    public TraceDatagram datagram()
    {
        return datagram;
    }

    /**
     * Hand out all datagrams that are left.
     *
     * @param handler of each.
     * @return how many there were.
     * @throws TraceException as {@link #next()}.
     */
    public long forEach(final TraceHandler handler)
    {
        long count = 0;
        while (next())
        {
            handler.onDatagram(datagram);
            count++;
        }

        return count;
    }

    /** Packets read so far, of every kind. */
    public long packetCount()
    {
        return packetCount;
    }

    /**
     * Packets read so far of one kind.
     *
     * @param verdict what they are, or why they are no datagrams.
     * @return with {@link PacketVerdict#DATAGRAM}, those of other ports included.
     */
    public long packetCount(final PacketVerdict verdict)
    {
        return packetCounts[verdict.ordinal()];
    }

    /** Times and link types of the packets read so far. */
    public PacketTally packets()
    {
        return packets;
    }

    /** Known from the first packet on. */
    public TraceFormat format()
    {
        return format;
    }

    /** Datagrams that the port filter held back. */
    public long filteredCount()
    {
        return filteredCount;
    }

    /** Of datagrams that never became complete. */
    public FragmentTable fragments()
    {
        return fragments;
    }

    /** For messages: the path, or {@code standard input}. */
    public String name()
    {
        return file.name();
    }

    /** How far reading has come, in bytes of {@link #size()}. */
    public long position()
    {
        return window.streamOffset();
    }

    /** Bytes of the file, or -1 when it cannot be known: standard input, a pipe, a compressed file. */
    public long size()
    {
        return file.size();
    }

    @Override
    public void close()
    {
        try
        {
            file.channel().close();
        }
        catch (final IOException ex)
        {
            throw new TraceException(file.name(), window.streamOffset(), "to close the file", ex.getMessage(), ex);
        }
    }

    private boolean nextDatagram() throws IOException
    {
        while (true)
        {
            final CaptureResult result = capture.decode(window.buffer(), window.position(), window.available());
            switch (result)
            {
                case PACKET:
                    if (isWanted())
                    {
                        return true;
                    }
                    break;

                case OTHER:
                    noteFormat();
                    skip(capture.recordLength());
                    break;

                case INCOMPLETE:
                    if (!window.require((int)capture.recordLength()))
                    {
                        return end();
                    }
                    break;

                default:
                    throw damaged(result);
            }
        }
    }

    private void noteFormat()
    {
        if (0 == window.streamOffset())
        {
            format = TraceFormat.of(window.buffer().getInt(window.position(), ByteOrder.BIG_ENDIAN));
        }
    }

    /** The window stays where the packet is: a datagram's bytes move only with the next step. */
    private boolean isWanted() throws IOException
    {
        packetCount++;
        packets.add(capture);
        final PacketVerdict verdict = decoder.decode(capture, window.buffer());
        packetCounts[verdict.ordinal()]++;
        datagram.wrap(packetCount, window.streamOffset());
        skip(capture.recordLength());
        if (PacketVerdict.DATAGRAM != verdict)
        {
            return false;
        }

        final boolean isWanted =
            PORT_ANY == port || port == decoder.source().port() || port == decoder.destination().port();
        filteredCount += isWanted ? 0 : 1;
        return isWanted;
    }

    private void skip(final long length) throws IOException
    {
        final long start = window.streamOffset();
        final long skipped = window.skip(length);
        if (skipped < length)
        {
            throw new TraceException(
                file.name(), start, "a record of " + length + " bytes", "the end of the file after " + skipped);
        }
    }

    private boolean end()
    {
        final int available = window.available();
        if (0 == available && capture.isStarted())
        {
            return false;
        }

        final long offset = window.streamOffset();
        throw 0 == offset && 0 == available ?
            new TraceException(file.name(), 0, "a pcap or pcapng capture", "an empty file") :
            new TraceException(
                file.name(),
                offset,
                "a record of at least " + capture.recordLength() + " bytes",
                "the end of the file after " + available);
    }

    private TraceException damaged(final CaptureResult result)
    {
        final String value = String.format("%d (0x%08x)", capture.errorValue(), capture.errorValue());
        return new TraceException(
            file.name(), window.streamOffset() + capture.errorOffset(), result.expected(), value);
    }
}
