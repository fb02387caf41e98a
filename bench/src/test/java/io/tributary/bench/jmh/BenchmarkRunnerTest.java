package io.tributary.bench.jmh;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchmarkRunnerTest
{
    @Test
    void shouldPassTheFlagsOfServe(@TempDir final Path home) throws IOException
    {
        final Path directory = Files.createDirectories(home.resolve("config/jvm"));
        for (final String name : List.of("common.flags", "17.flags", "25.flags", "serve.flags"))
        {
            Files.writeString(directory.resolve(name), "");
        }

        final String version = Runtime.version().feature() < 24 ? "17.flags" : "25.flags";
        assertThat(BenchmarkRunner.jvmFlags(home)).containsExactly(
            "@" + directory.resolve("common.flags"),
            "@" + directory.resolve(version),
            "@" + directory.resolve("serve.flags"));
    }

    @Test
    void shouldSayWhichFlagsAreMissing(@TempDir final Path home)
    {
        assertThatThrownBy(() -> BenchmarkRunner.jvmFlags(home))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("common.flags")
            .hasMessageContaining("tributary.home");
    }

    @Test
    void shouldRefuseNamesOfNothing() throws IOException
    {
        System.setProperty("jmh.ignoreLock", "true");
        final Path home = Path.of("..");
        assertThat(BenchmarkRunner.run(home, "NoSuchBenchmark")).isEqualTo(2);
    }

    @Test
    void shouldRefuseOptionsThatLoseTheFlags(@TempDir final Path home) throws IOException
    {
        assertThat(BenchmarkRunner.run(home, "-jvm", "java")).isEqualTo(2);
        assertThat(BenchmarkRunner.run(home, "-f", "0")).isEqualTo(2);
        assertThat(BenchmarkRunner.run(home, "--no-such-option")).isEqualTo(2);
    }
}
