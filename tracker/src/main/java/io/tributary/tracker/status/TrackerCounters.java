package io.tributary.tracker.status;

import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

/**
 * The values of all {@link TrackerCounter}s, in a mapped file for readers outside, or in memory. The same region holds
 * what {@link OverlayStatusWriter} and {@link SwarmQueryMailbox} tell readers.
 *
 * <p>Hot path: a change is one load, one add and one store, without lock prefix or fence, so each counter has one
 * writing thread, whichever that is; any thread or process may read. A counter fills two cache lines: its readers and
 * the writers of its neighbours do not disturb it.
 *
 * <p>Whoever creates the counters closes them last: a change after {@link #close()} of mapped counters would write to
 * memory that is no longer there, and end the process.
 */
public final class TrackerCounters implements AutoCloseable
{
    /** Name of the status file inside the data directory. */
    public static final String FILE_NAME = "status.dat";

    private static final int PAGE_LENGTH = 4096;
    private static final int LINK_SLOTS = 4;

    private final AtomicBuffer region;
    private final UnsafeBuffer values;
    private final EpochClock epochClock;
    private final MappedByteBuffer mapped;
    private final Path file;
    private boolean isPublished;
    private boolean isClosed;

    private TrackerCounters(
        final AtomicBuffer region,
        final MappedByteBuffer mapped,
        final Path file,
        final EpochClock epochClock,
        final long processId,
        final int linkSlots)
    {
        region.putInt(StatusLayout.LINK_SLOTS_OFFSET, linkSlots);
        this.region = region;
        this.file = file;
        this.values = StatusLayout.values(region, TrackerCounter.count());
        this.mapped = mapped;
        this.epochClock = epochClock;
        initialise(processId);
    }

    /**
     * Counters in a new file, for readers outside this process.
     *
     * <p>The file is made beside its final place; {@link #publish()} moves it there.
     *
     * @param file       to create, with its directory; replaced when it exists.
     * @param epochClock tells start and stop.
     * @param processId  told to readers.
     * @param linkSlots  links of the overlay that readers can be told of.
     * @return the counters, all 0.
     * @throws IOException when the file cannot be made.
     */
    public static TrackerCounters prepared(
        final Path file, final EpochClock epochClock, final long processId, final int linkSlots) throws IOException
    {
        final Path target = file.toAbsolutePath();
        final Path fresh = fresh(target);
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(fresh);
        final MappedByteBuffer mapped = IoUtil.mapNewFile(
            fresh.toFile(), StatusLayout.length(TrackerCounter.count(), linkSlots));
        return new TrackerCounters(new UnsafeBuffer(mapped), mapped, target, epochClock, processId, linkSlots);
    }

    /**
     * {@link #prepared} for a few links, and {@link #publish()}.
     *
     * @param file       to create, with its directory; replaced when it exists.
     * @param epochClock tells start and stop.
     * @param processId  told to readers.
     * @return the counters, all 0.
     * @throws IOException when the file cannot be made.
     */
    public static TrackerCounters mapped(final Path file, final EpochClock epochClock, final long processId)
        throws IOException
    {
        final TrackerCounters counters = prepared(file, epochClock, processId, LINK_SLOTS);
        try
        {
            counters.publish();
            return counters;
        }
        catch (final IOException e)
        {
            counters.close();
            throw e;
        }
    }

    /**
     * Counters that only this process can read: tests, simulation, benchmarks, or no place for a file.
     *
     * @param epochClock tells start and stop.
     * @return the counters, all 0.
     */
    public static TrackerCounters inMemory(final EpochClock epochClock)
    {
        final int length = StatusLayout.length(TrackerCounter.count(), LINK_SLOTS);
        final UnsafeBuffer region = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, PAGE_LENGTH));
        return new TrackerCounters(
            region, null, null, epochClock, ProcessHandle.current().pid(), LINK_SLOTS);
    }

    /**
     * Let readers outside find mapped counters, once the tracker is sure to run. Moved over the file of an earlier run:
     * a reader finds either of them complete, and one that still maps the earlier keeps it.
     *
     * @throws IOException when the file cannot be moved.
     */
    public void publish() throws IOException
    {
        Files.move(fresh(file), file, ATOMIC_MOVE);
        isPublished = true;
    }

    public void increment(final TrackerCounter counter)
    {
        values.addLongOpaque(counter.valueOffset(), 1);
    }

    public void add(final TrackerCounter counter, final long delta)
    {
        values.addLongOpaque(counter.valueOffset(), delta);
    }

    public void set(final TrackerCounter counter, final long value)
    {
        values.putLongOpaque(counter.valueOffset(), value);
    }

    public long value(final TrackerCounter counter)
    {
        return values.getLongVolatile(counter.valueOffset());
    }

    /** Tell readers that the tracker stopped in good order, and give up the file. Safe to repeat. */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            region.putLongVolatile(StatusLayout.STOP_MS_OFFSET, epochClock.time());
            if (mapped != null)
            {
                IoUtil.unmap(mapped);
                if (!isPublished)
                {
                    IoUtil.delete(fresh(file).toFile(), true);
                }
            }
        }
    }

    AtomicBuffer region()
    {
        return region;
    }

    private static Path fresh(final Path target)
    {
        return target.resolveSibling(target.getFileName() + ".new");
    }

    private void initialise(final long processId)
    {
        final int counterCount = TrackerCounter.count();
        final CountersManager registry = new CountersManager(
            StatusLayout.metadata(region, counterCount), StatusLayout.values(region, counterCount));
        for (int id = 0; id < counterCount; id++)
        {
            registry.allocate(TrackerCounter.ofId(id).label(), id);
        }

        final long startMs = epochClock.time();
        set(TrackerCounter.PROCESS_ID, processId);
        set(TrackerCounter.START_TIME_MS, startMs);
        set(TrackerCounter.HEARTBEAT_MS, startMs);
        region.putInt(StatusLayout.VERSION_OFFSET, StatusLayout.VERSION);
        region.putInt(StatusLayout.COUNTER_COUNT_OFFSET, counterCount);
        region.putLong(StatusLayout.PROCESS_ID_OFFSET, processId);
        region.putLong(StatusLayout.START_MS_OFFSET, startMs);
        region.putLongVolatile(StatusLayout.MAGIC_OFFSET, StatusLayout.MAGIC);
    }
}
