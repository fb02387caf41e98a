package io.tributary.bench.compare;

import io.tributary.codec.AnnounceRequestFlyweight;
import io.tributary.codec.InfoHash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ClosedChannelException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

import static io.tributary.codec.UdpTrackerProtocol.ACTION_ANNOUNCE;

/**
 * Answers like {@link EchoServer} and remembers which info-hashes were announced: the way to a whitelist for a load
 * generator that keeps its info-hashes to itself but always uses the same ones.
 */
final class InfoHashRecorder implements Runnable, Whitelist, AutoCloseable
{
    private static final int BUFFER_LENGTH = 4096;

    private final DatagramChannel channel;
    private final EchoAnswer answer = new EchoAnswer(0, false);
    private final Set<String> infoHashes = new HashSet<>();
    private final Thread thread = new Thread(this, "info-hash-recorder");

    InfoHashRecorder(final InetSocketAddress address) throws IOException
    {
        channel = DatagramChannel.open();
        channel.bind(address);
        thread.start();
    }

    public void run()
    {
        final ByteBuffer request = ByteBuffer.allocate(BUFFER_LENGTH);
        final ByteBuffer reply = ByteBuffer.allocate(BUFFER_LENGTH);
        try
        {
            while (true)
            {
                final SocketAddress source = channel.receive(request.clear());
                final int length = request.position();
                if (length >= AnnounceRequestFlyweight.LENGTH_MIN &&
                    ACTION_ANNOUNCE == request.getInt(AnnounceRequestFlyweight.ACTION_OFFSET))
                {
                    infoHashes.add(HexFormat.of().formatHex(
                        request.array(),
                        AnnounceRequestFlyweight.INFO_HASH_OFFSET,
                        AnnounceRequestFlyweight.INFO_HASH_OFFSET + InfoHash.LENGTH));
                }
                final int replyLength = answer.answer(request, length, reply.clear());
                channel.send(reply.limit(replyLength), source);
            }
        }
        catch (final ClosedChannelException ex)
        {
            return; // The way it ends.
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** After closing. */
    @Override
    public void write(final Writer writer) throws IOException
    {
        for (final String infoHash : infoHashes)
        {
            writer.write(infoHash);
            writer.write('\n');
        }
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
