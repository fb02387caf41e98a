package io.tributary.bench.trace.generate;

import io.tributary.tracker.command.ErrorLines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class TraceGenerateCommandTest
{
    @TempDir
    private Path directory;
    private final StringWriter errors = new StringWriter();
    private String out;

    @BeforeEach
    void chooseFile()
    {
        out = directory.resolve("trace.pcapng").toString();
    }

    private int execute(final String... arguments)
    {
        return new CommandLine(new TraceGenerateCommand())
            .setParameterExceptionHandler(new ErrorLines())
            .setExecutionExceptionHandler(new ErrorLines())
            .setErr(new PrintWriter(errors))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments);
    }

    @Test
    void shouldWriteAndSayWhat()
    {
        assertThat(execute(out, "--requests", "1000", "--swarms", "50")).isZero();
        assertThat(errors.toString()).startsWith("1,000 datagrams over ").contains(" peers in 50 swarms; ");
        assertThat(Path.of(out)).isNotEmptyFile();
    }

    @Test
    void shouldOverwriteOnlyWhenToldTo() throws IOException
    {
        Files.writeString(Path.of(out), "precious");
        assertThat(execute(out, "--requests", "10")).isEqualTo(2);
        assertThat(errors.toString()).contains(out + " exists; allowed is a new file, or any file with --force");
        assertThat(Path.of(out)).hasContent("precious");
        assertThat(execute(out, "--requests", "10", "--force")).isZero();
        assertThat(Files.readAllBytes(Path.of(out))).startsWith(0x0A, 0x0D, 0x0D, 0x0A);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--requests 0 | --requests is 0, allowed is 1 to 1000000000000",
        "--rate 5 --duration 5s | --rate and --duration exclude each other",
        "--period 5s --swarms 5 | --period excludes --swarms and --clients, which decide it",
        "--swarms 5 --clients 5 --swarm-size 3 | --swarms and --clients exclude --swarm-size, which they decide",
        "--swarms 0 | number of swarms is 0, allowed is 1 to 1000000000",
        "--mix 1:2 | --mix '1:2': allowed are announces:connects:scrapes, three numbers such as 1:0.25:0.005",
        "--garbage 1 | --garbage is 1, allowed is 0 to 0.99",
        "--ipv6 21 | --ipv6 is 21, allowed is 0 to 1",
        "--num-want many | --num-want 'many': allowed are whole numbers with weights",
        "--num-want 5=x | --num-want '5=x': allowed is VALUE=WEIGHT with a number as weight",
        "--prefixes -aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1 | allowed are up to 20 characters of ASCII",
        "--flash-crowd 300000 | --flash-crowd is 300000, allowed is 0 to 200000",
        "--flood of | Invalid value for option '--flood'",
        "--epoch today | --epoch 'today': allowed is a time such as 2026-01-01T00:00:00Z",
        "--duration soon | --duration is 'soon', allowed are for example 500ms, 10s, 2m, 1h",
        "--completions 0.5 --seeders 0.1 | --completions 0.5 makes"})
    void shouldRefuseInOneLine(final String options, final String line)
    {
        final String[] arguments = (out + " " + options).split(" ");
        assertThat(execute(arguments)).isEqualTo(2);
        assertThat(errors.toString()).contains(line);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThere()
    {
        assertThat(execute(directory.resolve("none/trace.pcapng").toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("no such directory");
    }
}
