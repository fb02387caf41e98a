package io.tributary.tracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs tshark, in two passes, with the dissector of TSUP and nothing that a user may have installed besides.
 */
final class Tshark
{
    private static final Path DISSECTOR = Path.of("..", "docs", "protocol", "tsup.lua").toAbsolutePath().normalize();
    private static final long PATIENCE_SEC = 120;

    private final Path home;

    /**
     * Tshark whose settings are the defaults.
     *
     * @param home empty directory.
     */
    Tshark(final Path home)
    {
        this.home = home;
    }

    static boolean isInstalled()
    {
        return ChildProcess.succeeds("tshark", "--version");
    }

    /**
     * Fields of the packets that pass a filter, a line for each, with tabs between the fields and commas between the
     * values of one. Lua errors are failures of the test.
     */
    List<String> fields(final Path capture, final String filter, final String... fields) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            "tshark", "-2", "-n", "-X", "lua_script:" + DISSECTOR, "-r", capture.toString(), "-Y", filter,
            "-T", "fields"));
        for (final String field : fields)
        {
            command.add("-e");
            command.add(field);
        }
        return run(command);
    }

    private List<String> run(final List<String> command) throws IOException
    {
        final Path output = home.resolve("output");
        final Path errors = home.resolve("errors");
        final ProcessBuilder builder = new ProcessBuilder(command)
            .redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        final Process process = builder.start();
        try
        {
            assertThat(process.waitFor(PATIENCE_SEC, TimeUnit.SECONDS)).as("tshark ends").isTrue();
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
        finally
        {
            process.destroyForcibly();
        }
        assertThat(Files.readString(errors)).as("errors of tshark").doesNotContainIgnoringCase("lua");
        assertThat(process.exitValue()).as("exit code of tshark").isZero();
        return Files.readAllLines(output);
    }
}
