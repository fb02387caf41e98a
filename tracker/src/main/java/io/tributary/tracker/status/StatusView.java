package io.tributary.tracker.status;

import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One reading of a tracker's counters, taken from outside. Immutable.
 *
 * <p>Counters are found by label, so a file of an older or newer tracker can be read too: what it does not have reads
 * as 0. Each value is whole; values of one reading may differ by the few requests served while it was taken.
 */
public final class StatusView
{
    /** A running tracker says that it lives far more often than this. */
    public static final long HEARTBEAT_TIMEOUT_MS = 10_000;

    /** As above, where the process is not seen: it is gone, or runs in another process namespace. */
    public static final long HEARTBEAT_UNSEEN_TIMEOUT_MS = 3_000;

    /** What became of the tracker. */
    public enum State
    {
        RUNNING,
        /** Stopped in good order. */
        STOPPED,
        /** Killed, crashed or stuck: it did not stop, and does not say any more that it lives. */
        STALE
    }

    private final long readMs;
    private final long processId;
    private final long startMs;
    private final long stopMs;
    private final long[] values;
    private final OverlayStatus overlay;

    private StatusView(final AtomicBuffer region, final long readMs)
    {
        this.readMs = readMs;
        this.processId = region.getLong(StatusLayout.PROCESS_ID_OFFSET);
        this.startMs = region.getLong(StatusLayout.START_MS_OFFSET);
        this.stopMs = region.getLongVolatile(StatusLayout.STOP_MS_OFFSET);
        this.values = values(region);
        this.overlay = OverlayStatus.read(region,
            StatusLayout.overlayOffset(region.getInt(StatusLayout.COUNTER_COUNT_OFFSET)),
            region.getInt(StatusLayout.LINK_SLOTS_OFFSET), OverlayStatus.ATTEMPTS_MAX);
    }

    /**
     * Read the status file of a tracker, which may be running.
     *
     * @param file  as written by {@link TrackerCounters#mapped}.
     * @param nowMs epoch time.
     * @return the reading.
     * @throws IOException with a message for the user, when there is no such file or it is not a status file.
     */
    public static StatusView read(final Path file, final long nowMs) throws IOException
    {
        if (!Files.isRegularFile(file))
        {
            throw new IOException("no status file " + file + "; a tracker writes it when it starts");
        }
        if (!Files.isReadable(file))
        {
            throw new IOException("status file " + file + " may not be read by this user");
        }
        if (Files.size(file) < StatusLayout.VALUES_OFFSET || Files.size(file) > Integer.MAX_VALUE)
        {
            throw new IOException(file + " is not a status file: its length is " + Files.size(file) + " bytes");
        }
        final MappedByteBuffer mapped =
            IoUtil.mapExistingFile(file.toFile(), FileChannel.MapMode.READ_ONLY, "status file");
        try
        {
            final UnsafeBuffer region = new UnsafeBuffer(mapped);
            validate(region, file);
            return new StatusView(region, nowMs);
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }

    /**
     * Read the counters of this process.
     *
     * @param counters not yet closed.
     * @param nowMs    epoch time.
     * @return the reading.
     */
    public static StatusView of(final TrackerCounters counters, final long nowMs)
    {
        return new StatusView(counters.region(), nowMs);
    }

    /**
     * Tell whether the tracker ran when this was read.
     *
     * @param isProcessSeen whether a process with id {@link #processId()} exists here.
     * @return the state.
     */
    public State state(final boolean isProcessSeen)
    {
        if (stopMs != 0)
        {
            return State.STOPPED;
        }
        final long timeoutMs = isProcessSeen ? HEARTBEAT_TIMEOUT_MS : HEARTBEAT_UNSEEN_TIMEOUT_MS;
        return readMs - value(TrackerCounter.HEARTBEAT_MS) > timeoutMs ? State.STALE : State.RUNNING;
    }

    public long value(final TrackerCounter counter)
    {
        return values[counter.id()];
    }

    public OverlayStatus overlay()
    {
        return overlay;
    }

    public long readMs()
    {
        return readMs;
    }

    public long processId()
    {
        return processId;
    }

    public long startMs()
    {
        return startMs;
    }

    /** 0 when the tracker did not stop, or not in good order. */
    public long stopMs()
    {
        return stopMs;
    }

    private static void validate(final AtomicBuffer region, final Path file) throws IOException
    {
        if (region.getLongVolatile(StatusLayout.MAGIC_OFFSET) != StatusLayout.MAGIC)
        {
            throw new IOException(file + " is not a status file of a tracker");
        }
        final int version = region.getInt(StatusLayout.VERSION_OFFSET);
        if (version != StatusLayout.VERSION)
        {
            throw new IOException("status file " + file + " has layout version " + version +
                ", this program reads version " + StatusLayout.VERSION + "; use the release that the tracker runs");
        }
        final int counterCount = region.getInt(StatusLayout.COUNTER_COUNT_OFFSET);
        final int counterCountMax = (region.capacity() - StatusLayout.VALUES_OFFSET) /
            (CountersReader.COUNTER_LENGTH + CountersReader.METADATA_LENGTH);
        if (counterCount < 1 || counterCount > counterCountMax)
        {
            throw new IOException("status file " + file + " is damaged: it names " + counterCount +
                " counters and has room for " + counterCountMax);
        }
        final int linkSlots = region.getInt(StatusLayout.LINK_SLOTS_OFFSET);
        final long linkSlotsMax = (region.capacity() - (long)StatusLayout.overlayOffset(counterCount) -
            OverlayLayout.length(0)) / OverlayLayout.LINK_LENGTH;
        if (region.capacity() < StatusLayout.length(counterCount, 0) || linkSlots < 0 || linkSlots > linkSlotsMax)
        {
            throw new IOException("status file " + file + " is damaged: it names " + linkSlots +
                " links and has room for " + Math.max(0, linkSlotsMax));
        }
    }

    private static long[] values(final AtomicBuffer region)
    {
        final Map<String, TrackerCounter> byLabel = new HashMap<>();
        for (final TrackerCounter counter : TrackerCounter.values())
        {
            byLabel.put(counter.label(), counter);
        }
        final int counterCount = region.getInt(StatusLayout.COUNTER_COUNT_OFFSET);
        final CountersReader reader = new CountersReader(
            StatusLayout.metadata(region, counterCount), StatusLayout.values(region, counterCount));
        final long[] values = new long[TrackerCounter.count()];
        reader.forEach((value, counterId, label) ->
        {
            final TrackerCounter counter = byLabel.get(label);
            if (counter != null)
            {
                values[counter.id()] = value;
            }
        });
        return values;
    }
}
