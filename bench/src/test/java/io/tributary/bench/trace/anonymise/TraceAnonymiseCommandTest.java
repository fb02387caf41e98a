package io.tributary.bench.trace.anonymise;

import io.tributary.bench.trace.TraceReader;
import io.tributary.tracker.command.ErrorLines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

class TraceAnonymiseCommandTest
{
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    @TempDir
    private Path directory;
    private final StringWriter errors = new StringWriter();
    private Path in;
    private Path out;

    @BeforeEach
    void copySample() throws IOException
    {
        in = directory.resolve("in.pcap");
        out = directory.resolve("out.pcapng");
        try (InputStream sample = getClass().getResourceAsStream("/libtorrent-swarms-via-opentracker.pcap"))
        {
            Files.copy(sample, in);
        }
    }

    private int execute(final String... arguments)
    {
        return new CommandLine(new TraceAnonymiseCommand())
            .setParameterExceptionHandler(new ErrorLines())
            .setExecutionExceptionHandler(new ErrorLines())
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    }

    @Test
    void shouldWriteAndCheck() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("key"), KEY + "\n");
        assertThat(execute(in.toString(), out.toString(), "--key-file", file.toString())).isZero();
        assertThat(errors.toString()).contains("cut: 269 datagrams had options or trailing bytes")
            .contains("734 of 734 packets written; checked for ");
        try (TraceReader reader = TraceReader.open(out.toString(), TraceReader.PORT_ANY))
        {
            assertThat(reader.forEach(datagram -> assertThat(datagram.isTruncated()).isFalse())).isEqualTo(734);
        }
    }

    @Test
    void shouldTakeTheSameKeyInEveryForm() throws IOException
    {
        final byte[] raw = HexFormat.of().parseHex(KEY);
        final Path file = Files.write(directory.resolve("key"), raw);
        final Path other = directory.resolve("other.pcapng");
        assertThat(execute(in.toString(), out.toString(), "--key-file", file.toString())).isZero();
        assertThat(execute(in.toString(), other.toString(), "--key", KEY)).isZero();
        assertThat(other).hasSameBinaryContentAs(out);
    }

    @Test
    void shouldOverwriteOnlyWhenToldToAndNeverItself() throws IOException
    {
        Files.writeString(out, "precious");
        assertThat(execute(in.toString(), out.toString(), "--key", KEY)).isEqualTo(2);
        assertThat(errors.toString()).contains("exists; allowed is a new file, or any file with --force");
        assertThat(out).hasContent("precious");
        assertThat(execute(in.toString(), in.toString(), "--key", KEY, "--force")).isEqualTo(2);
        assertThat(errors.toString()).contains("OUT is IN: allowed is another file");
        assertThat(execute(in.toString(), out.toString(), "--key", KEY, "--force")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--key 0011 | --key: allowed are 64 hexadecimal digits; `openssl rand -hex 32` makes them",
        "--key secret | --key: allowed are 64 hexadecimal digits",
        "--key-file none | --key-file none: cannot be read",
        "--port 3 | Missing required argument",
        "--key KEY --port 70000 | --port is 70000, allowed is 0 to 65535",
        "--key KEY --epoch today | --epoch 'today': allowed is a time such as 2026-01-01T00:00:00Z"})
    void shouldRefuseInOneLine(final String options, final String line)
    {
        final String[] arguments = (in + " " + out + " " + options.replace("KEY", KEY)).split(" ");
        assertThat(execute(arguments)).isEqualTo(2);
        assertThat(errors.toString()).contains(line).doesNotContain("secret");
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldRefuseAnOutputThatCannotBeReadAgain()
    {
        assertThat(execute(in.toString(), "-", "--key", KEY)).isEqualTo(2);
        assertThat(errors.toString()).contains("OUT is -: allowed is a file, because it is read again");
    }

    @Test
    void shouldSayWhereACaptureIsDamaged() throws IOException
    {
        final byte[] bytes = Files.readAllBytes(in);
        Files.write(in, Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(execute(in.toString(), out.toString(), "--key", KEY)).isEqualTo(2);
        assertThat(errors.toString()).contains("733 of 733 packets written; checked for ")
            .contains(in + ": at byte ").contains("the end of the file after");
        assertThat(execute(directory.resolve("none").toString(), out.toString(), "--key", KEY, "--force"))
            .isEqualTo(2);
        assertThat(errors.toString()).contains("no such file");
    }
}
