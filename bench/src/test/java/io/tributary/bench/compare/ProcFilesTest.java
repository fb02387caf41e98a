package io.tributary.bench.compare;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Lines as proc(5) describes them. */
class ProcFilesTest
{
    @TempDir
    private Path proc;

    @Test
    void shouldReadTheAccountsOfAProcessWithAnOddName() throws IOException
    {
        write("7/stat", "7 (a) b (c) S 1 7 7 0 -1 4194560 100 0 0 0 123 456 0 0 20 0 3 0 1000 5 6 7\n");
        write("7/task/7/schedstat", "1000 5 3\n");
        write("7/task/8/schedstat", "234 0 1\n");
        write("stat", "cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\ncpu1 10 20 30 400 500 60 70 80 5 5\n");

        final ProcessUsage usage = new ProcFiles(proc).usage(7, 1);
        assertThat(usage).isEqualTo(new ProcessUsage(1_230_000_000L, 4_560_000_000L, 1_234L, 1_900_000_000L));
        assertThat(usage.since(new ProcessUsage(1, 2, 3, 4)))
            .isEqualTo(new ProcessUsage(1_229_999_999L, 4_559_999_998L, 1_231L, 1_899_999_996L));
    }

    @Test
    void shouldReadTheProportionalSetSize() throws IOException
    {
        write("7/smaps_rollup", "00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss: 900 kB\nPss:     800 kB\n" +
            "Pss_Dirty: 700 kB\n");

        assertThat(new ProcFiles(proc).residentBytes(7)).isEqualTo(800 * 1024);
    }

    @Test
    void shouldReadThisProcess() throws IOException
    {
        final ProcFiles files = new ProcFiles(Path.of("/proc"));
        final long pid = ProcessHandle.current().pid();

        assertThat(files.residentBytes(pid)).isGreaterThan(1 << 20);
        assertThat(files.usage(pid, 0).scheduledNs()).isPositive();
    }

    private void write(final String name, final String text) throws IOException
    {
        Files.createDirectories(proc.resolve(name).getParent());
        Files.writeString(proc.resolve(name), text);
    }
}
