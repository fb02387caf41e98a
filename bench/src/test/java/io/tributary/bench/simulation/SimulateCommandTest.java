package io.tributary.bench.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class SimulateCommandTest
{
    private final StringWriter errors = new StringWriter();

    private int execute(final String... arguments)
    {
        return new CommandLine(new SimulateCommand()).setErr(new PrintWriter(errors)).execute(arguments);
    }

    @Test
    void shouldNotWriteAReportOverAnother(@TempDir final Path directory) throws IOException
    {
        Files.writeString(directory.resolve("README.md"), "older");
        assertThat(execute("--report", directory.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("--report " + directory + ": allowed is a new or empty directory");
    }

    @Test
    void shouldRefuseAQuickRunOfNothing()
    {
        assertThat(execute("--quick")).isEqualTo(2);
        assertThat(errors.toString()).contains("--quick: allowed is only with --report");
    }
}
