package io.tributary.tracker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A tracker in a process of its own, as the launcher would run it, with this test's class path instead of the jar.
 * Closing kills it.
 */
final class TrackerProcess implements AutoCloseable
{
    private static final String LISTENING = "tributary listening on ";
    private static final String END_OF_OUTPUT = "(the process has ended)";
    private static final int TIMEOUT_SEC = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private List<InetSocketAddress> addresses;

    private TrackerProcess(final Process process)
    {
        this.process = process;
        final Thread reader = new Thread(this::readLines, "tracker-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Run {@code serve} with these arguments, on small budgets. */
    static TrackerProcess serve(final String... arguments) throws IOException
    {
        final Path flags = flags();
        final String version = Runtime.version().feature() < 24 ? "17.flags" : "25.flags";
        // A shell that runs its commands in the background leaves them without SIGINT, and a JVM respects that.
        final List<String> command = new ArrayList<>(List.of(
            "env", "--default-signal=INT,HUP,TERM",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + flags.resolve("common.flags"), "@" + flags.resolve(version), "@" + flags.resolve("serve.flags"),
            // These trackers live for seconds: the optimising compiler would be half of what it costs to start them.
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=logback.xml",
            "-cp", System.getProperty("java.class.path"), TrackerMain.class.getName(), "serve",
            "--set", "store.swarms_max=10000", "--set", "store.bytes_max=16MiB"));
        command.addAll(Arrays.asList(arguments));
        return new TrackerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Run {@code serve} and wait until it listens. */
    static TrackerProcess serving(final String... arguments) throws Exception
    {
        final TrackerProcess tracker = serve(arguments);
        tracker.addresses = Arrays.stream(tracker.awaitLine(LISTENING).substring(LISTENING.length()).split(" "))
            .map(TrackerProcess::address).toList();
        return tracker;
    }

    private static Path flags()
    {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("config/jvm")))
        {
            directory = directory.getParent();
        }
        return directory.resolve("config/jvm");
    }

    private static InetSocketAddress address(final String text)
    {
        final int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
            text.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(text.substring(colon + 1)));
    }

    InetSocketAddress address()
    {
        return addresses.get(0);
    }

    List<InetSocketAddress> addresses()
    {
        return addresses;
    }

    long id()
    {
        return process.pid();
    }

    /** The next line of output that contains a text. */
    String awaitLine(final String text) throws InterruptedException
    {
        String line = lines.poll(TIMEOUT_SEC, TimeUnit.SECONDS);
        while (null != line && !END_OF_OUTPUT.equals(line))
        {
            seen.add(line);
            if (line.contains(text))
            {
                return line;
            }
            line = lines.poll(TIMEOUT_SEC, TimeUnit.SECONDS);
        }
        return fail("no line with \"" + text + "\" in:\n" + String.join("\n", seen));
    }

    void signal(final String name) throws Exception
    {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
    }

    /** Wait for the end. */
    int exitCode() throws InterruptedException
    {
        assertThat(process.waitFor(TIMEOUT_SEC, TimeUnit.SECONDS)).as("process ends").isTrue();
        return process.exitValue();
    }

    /** After the end: all lines that {@link #awaitLine} has not returned or passed over. */
    String remainingOutput() throws InterruptedException
    {
        final StringBuilder output = new StringBuilder();
        String line = lines.poll(TIMEOUT_SEC, TimeUnit.SECONDS);
        while (null != line && !END_OF_OUTPUT.equals(line))
        {
            output.append(line).append('\n');
            line = lines.poll(TIMEOUT_SEC, TimeUnit.SECONDS);
        }
        return output.toString();
    }

    /** After the end: every line. */
    String allOutput() throws InterruptedException
    {
        final String rest = remainingOutput();
        return String.join("\n", seen) + "\n" + rest;
    }

    @Override
    public void close()
    {
        process.destroyForcibly().onExit().join();
    }

    private void readLines()
    {
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            reader.lines().forEach(lines::add);
        }
        catch (final IOException | UncheckedIOException ignore)
        {
            // Killed: there is nothing more to read.
        }
        lines.add(END_OF_OUTPUT);
    }
}
