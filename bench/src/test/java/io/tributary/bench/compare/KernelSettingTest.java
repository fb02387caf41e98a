package io.tributary.bench.compare;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class KernelSettingTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldRaiseAndRestore() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("rmem_default"), "212992\n");
        try (KernelSetting setting = KernelSetting.raise(file, 4_194_304))
        {
            assertThat(setting).isNotNull();
            assertThat(file).hasContent("4194304");
        }
        assertThat(file).hasContent("212992");
    }

    @Test
    void shouldLeaveALargerValueAlone() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("rmem_default"), "8388608\n");
        try (KernelSetting setting = KernelSetting.raise(file, 4_194_304))
        {
            assertThat(setting).isNotNull();
            assertThat(file).hasContent("8388608");
        }
        assertThat(file).hasContent("8388608");
    }
}
