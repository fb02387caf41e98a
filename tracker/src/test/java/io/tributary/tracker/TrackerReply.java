package io.tributary.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A reply as a client reads it, from BEP 15 and not with the tracker's own codec.
 *
 * @param bytes of the datagram; none for silence.
 */
public record TrackerReply(byte[] bytes)
{
    public boolean isSilence()
    {
        return 0 == bytes.length;
    }

    public int action()
    {
        return intAt(0);
    }

    public int transactionId()
    {
        return intAt(4);
    }

    public long connectionId()
    {
        return ByteBuffer.wrap(bytes).getLong(8);
    }

    public String error()
    {
        return new String(bytes, 8, bytes.length - 8, StandardCharsets.US_ASCII);
    }

    public int interval()
    {
        return intAt(8);
    }

    public int leechers()
    {
        return intAt(12);
    }

    public int seeders()
    {
        return intAt(16);
    }

    /** Peers of an announce as hexadecimal digits, address and port. */
    public List<String> peers(final int stride)
    {
        final List<String> peers = new ArrayList<>();
        for (int i = 20; i < bytes.length; i += stride)
        {
            peers.add(HexFormat.of().formatHex(bytes, i, i + stride));
        }
        return peers;
    }

    /** Seeders, completed and leechers of one info-hash of a scrape. */
    public List<Integer> scraped(final int index)
    {
        return List.of(intAt(8 + 12 * index), intAt(12 + 12 * index), intAt(16 + 12 * index));
    }

    private int intAt(final int offset)
    {
        return ByteBuffer.wrap(bytes).getInt(offset);
    }
}
