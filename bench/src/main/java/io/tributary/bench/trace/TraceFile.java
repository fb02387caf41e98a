package io.tributary.bench.trace;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/**
 * Opens a capture: a file, a pipe, or standard input; compressed with gzip or not, which its first bytes tell.
 */
final class TraceFile
{
    static final String STANDARD_INPUT = "-";
    static final long SIZE_UNKNOWN = -1;

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int GZIP_BUFFER_LENGTH = 1 << 16;

    private final String name;
    private final ReadableByteChannel channel;
    private final long size;

    private TraceFile(final String name, final ReadableByteChannel channel, final long size)
    {
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    static TraceFile open(final String file)
    {
        final String name = STANDARD_INPUT.equals(file) ? "standard input" : file;
        try
        {
            return STANDARD_INPUT.equals(file) ?
                decompressed(name, new FileInputStream(FileDescriptor.in).getChannel(), SIZE_UNKNOWN) :
                openPath(name, Path.of(file));
        }
        catch (final NoSuchFileException ex)
        {
            throw new TraceException(name, 0, "a capture file", "no such file", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw new TraceException(name, 0, "a capture file", "no permission to read it", ex);
        }
        catch (final InvalidPathException | IOException ex)
        {
            throw new TraceException(name, 0, "a capture file that can be read", String.valueOf(ex.getMessage()), ex);
        }
    }

    static TraceFile of(final String name, final ReadableByteChannel channel)
    {
        return new TraceFile(name, channel, SIZE_UNKNOWN);
    }

    private static TraceFile openPath(final String name, final Path path) throws IOException
    {
        if (Files.isDirectory(path))
        {
            throw new TraceException(name, 0, "a capture file", "a directory");
        }

        final FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        return decompressed(name, channel, Files.isRegularFile(path) ? channel.size() : SIZE_UNKNOWN);
    }

    /** The first two bytes are taken from the channel and put before the rest. */
    private static TraceFile decompressed(final String name, final ReadableByteChannel channel, final long size)
        throws IOException
    {
        final ByteBuffer head = ByteBuffer.allocate(Short.BYTES);
        int read = 0;
        while (read >= 0 && head.hasRemaining())
        {
            read = channel.read(head);
        }

        head.flip();
        if (head.remaining() < Short.BYTES || GZIP_MAGIC != (head.getShort(0) & 0xFFFF))
        {
            return new TraceFile(name, new HeadedChannel(head, channel), size);
        }

        final InputStream whole =
            new SequenceInputStream(new ByteArrayInputStream(head.array()), Channels.newInputStream(channel));
        return new TraceFile(
            name, Channels.newChannel(new GZIPInputStream(whole, GZIP_BUFFER_LENGTH)), SIZE_UNKNOWN);
    }

    String name()
    {
        return name;
    }

    ReadableByteChannel channel()
    {
        return channel;
    }

    /** {@link #SIZE_UNKNOWN} for what is no plain file. */
    long size()
    {
        return size;
    }

    /** A channel of which the first bytes were read already. */
    private static final class HeadedChannel implements ReadableByteChannel
    {
        private final ByteBuffer head;
        private final ReadableByteChannel rest;

        HeadedChannel(final ByteBuffer head, final ReadableByteChannel rest)
        {
            this.head = head;
            this.rest = rest;
        }

        @Override
        public int read(final ByteBuffer destination) throws IOException
        {
            if (!head.hasRemaining())
            {
                return rest.read(destination);
            }

            final int length = head.remaining();
            destination.put(head);
            return length;
        }

        @Override
        public boolean isOpen()
        {
            return rest.isOpen();
        }

        @Override
        public void close() throws IOException
        {
            rest.close();
        }
    }
}
