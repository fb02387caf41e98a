package io.tributary.bench.load;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The info-hash of each torrent: 20 bytes computed from the seed and the torrent's index, stored nowhere.
 */
public final class TorrentHashes
{
    public static final int LENGTH = 20;

    private final long seed;

    public TorrentHashes(final long seed)
    {
        this.seed = Mix64.mix(seed);
    }

    /**
     * Write one info-hash.
     *
     * @param torrent index of the torrent.
     * @param buffer  destination.
     * @param offset  where in it.
     */
    public void put(final int torrent, final MutableDirectBuffer buffer, final int offset)
    {
        final long head = Mix64.mix(seed, torrent);
        final long middle = Mix64.mix(head);
        buffer.putLong(offset, head, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 8, middle, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 16, (int)Mix64.mix(middle), ByteOrder.BIG_ENDIAN);
    }

    /**
     * Write the first info-hashes as text, one in hexadecimal on each line: the form access lists take.
     *
     * @param torrents how many.
     * @param writer   destination.
     * @throws IOException from the writer.
     */
    public void writeHex(final int torrents, final Writer writer) throws IOException
    {
        final byte[] infoHash = new byte[LENGTH];
        final UnsafeBuffer buffer = new UnsafeBuffer(infoHash);
        for (int torrent = 0; torrent < torrents; torrent++)
        {
            put(torrent, buffer, 0);
            writer.write(HexFormat.of().formatHex(infoHash));
            writer.write('\n');
        }
    }
}
