package io.tributary.bench.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads the kernel's accounts under {@code /proc}.
 */
final class ProcFiles
{
    /** Linux fixes the tick of these files at 100 Hz for user space. */
    static final long TICK_NS = 10_000_000L;

    private static final int STAT_USER_FIELD = 11; // utime, counted from the field after the name
    private static final int CPU_IDLE_FIELD = 4;
    private static final int CPU_IO_WAIT_FIELD = 5;
    private static final int CPU_STEAL_FIELD = 8;

    private final Path root;

    ProcFiles(final Path root)
    {
        this.root = root;
    }

    ProcessUsage usage(final long pid, final int core) throws IOException
    {
        final String[] stat = statFields(Files.readString(root.resolve(pid + "/stat")));
        return new ProcessUsage(
            Long.parseLong(stat[STAT_USER_FIELD]) * TICK_NS,
            Long.parseLong(stat[STAT_USER_FIELD + 1]) * TICK_NS,
            scheduledNs(pid),
            coreBusyNs(core));
    }

    /**
     * Proportional set size: private pages plus a share of shared ones, files and shared memory included.
     */
    long residentBytes(final long pid) throws IOException
    {
        for (final String line : Files.readAllLines(root.resolve(pid + "/smaps_rollup")))
        {
            final String[] words = line.split("\\s+");
            if ("Pss:".equals(words[0]) && "kb".equals(words[2].toLowerCase(Locale.ROOT)))
            {
                return Long.parseLong(words[1]) * 1024;
            }
        }
        throw new IOException("no Pss in " + root.resolve(pid + "/smaps_rollup"));
    }

    private long scheduledNs(final long pid) throws IOException
    {
        long sumNs = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(root.resolve(pid + "/task")))
        {
            for (final Path thread : threads)
            {
                final Path file = thread.resolve("schedstat");
                if (Files.isReadable(file))
                {
                    sumNs += Long.parseLong(Files.readString(file).split(" ")[0]);
                }
            }
        }
        return sumNs;
    }

    private long coreBusyNs(final int core) throws IOException
    {
        for (final String line : Files.readAllLines(root.resolve("stat")))
        {
            final String[] fields = line.split("\\s+");
            if (("cpu" + core).equals(fields[0]))
            {
                long ticks = 0;
                for (int i = 1; i < CPU_STEAL_FIELD; i++)
                {
                    ticks += CPU_IDLE_FIELD == i || CPU_IO_WAIT_FIELD == i ? 0 : Long.parseLong(fields[i]);
                }
                return ticks * TICK_NS;
            }
        }
        throw new IOException("no core " + core + " in " + root.resolve("stat"));
    }

    /** The name, second field, may hold blanks and brackets; what follows its last bracket does not. */
    private static String[] statFields(final String line)
    {
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
