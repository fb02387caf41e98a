package io.tributary.bench.suite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class BenchCommandTest
{
    private final StringWriter errors = new StringWriter();
    private final BenchCommand command = new BenchCommand();
    private final CommandLine commandLine = new CommandLine(command).setErr(new PrintWriter(errors));

    @Test
    void shouldRunAllPartsInTheOrderOfTheReport()
    {
        commandLine.parseArgs();
        assertThat(command.parts(Scale.FULL).keySet()).containsExactly(SuitePart.values());
    }

    @Test
    void shouldRunWhatIsAskedFor()
    {
        commandLine.parseArgs("--only", "simulation,jmh");
        assertThat(command.parts(Scale.QUICK).keySet()).containsExactly(SuitePart.JMH, SuitePart.SIMULATION);
    }

    @Test
    void shouldTakeLessThanAQuarterOfAnHourWhenQuick()
    {
        commandLine.parseArgs();
        assertThat(command.parts(Scale.QUICK).values().stream().mapToInt(Part::estimateSec).sum())
            .isLessThan(14 * 60);
    }

    @Test
    void shouldRefuseAPartThatThereIsNot()
    {
        assertThat(commandLine.execute("--only", "jmh,speed")).isEqualTo(2);
        assertThat(errors.toString()).contains("--only speed: allowed are compare, jmh, replay, simulation");
    }

    @Test
    void shouldRefuseAStartOfJmhThatThereIsNot()
    {
        assertThat(commandLine.execute("--jmh-runs", "speed")).isEqualTo(2);
        assertThat(errors.toString()).contains("--jmh-runs speed: allowed are request-path, codec,");
    }

    @Test
    void shouldRefuseAnOptionThatThereIsNot()
    {
        assertThat(commandLine.execute("--slow")).isEqualTo(2);
    }

    @Test
    void shouldRefuseAFileForADirectory(@TempDir final Path directory) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(commandLine.execute("--out", file.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("--out " + file + ": allowed is a directory");
    }
}
