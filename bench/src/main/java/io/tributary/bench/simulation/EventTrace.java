package io.tributary.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * The last events, for the report of a failure, and a digest of all of them, which two runs of one seed must share.
 * Texts are made only when they are asked for.
 */
final class EventTrace
{
    private static final int KEPT = 50;
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;
    private static final double NS_PER_SEC = 1e9;

    private final Entry[] last = new Entry[KEPT];
    private final CRC32C checksum = new CRC32C();
    private long count;
    private long digest;
    private BiConsumer<Long, String> watch;

    /** Have every event shown as it happens, a line each, with its time. */
    void watch(final BiConsumer<Long, String> watcher)
    {
        watch = watcher;
    }

    /** Something happened to a datagram. */
    void datagram(final long nowNs, final String what, final int from, final int to, final byte[] bytes)
    {
        checksum.reset();
        checksum.update(bytes);
        add(new Entry(nowNs, what, from, to, bytes, null), checksum.getValue());
    }

    /** Something else happened. */
    void note(final long nowNs, final String what, final int node, final String detail)
    {
        add(new Entry(nowNs, what, node, -1, null, detail), detail.hashCode());
    }

    private void add(final Entry entry, final long content)
    {
        last[(int)(count++ % KEPT)] = entry;
        if (null != watch)
        {
            watch.accept(entry.timeNs, entry.line());
        }
        digest = mix(mix(mix(digest ^ entry.timeNs) ^ entry.what.hashCode()) ^ entry.from * 31L + entry.to) ^ content;
    }

    private static long mix(final long value)
    {
        final long product = value * PRIME;
        return product ^ product >>> 29;
    }

    long digest()
    {
        return mix(digest);
    }

    /** The last events, oldest first, a line each. */
    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        for (long i = Math.max(0, count - KEPT); i < count; i++)
        {
            lines.add(last[(int)(i % KEPT)].line());
        }
        return lines;
    }

    private record Entry(long timeNs, String what, int from, int to, byte[] bytes, String detail)
    {
        String line()
        {
            final String start = String.format(Locale.ROOT, "%12.6f s  %-10s ", timeNs / NS_PER_SEC, what);
            return null == bytes ?
                start + (from < 0 ? "" : from + " ") + detail :
                start + from + " -> " + to + "  " + DatagramText.of(bytes);
        }
    }
}
