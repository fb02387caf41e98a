package io.tributary.tracker;

import io.tributary.tracker.command.SubCommand;
import io.tributary.tracker.command.TrackerLaunch;
import io.tributary.tracker.configuration.ConfigurationException;
import io.tributary.tracker.configuration.ConfigurationPrinter;
import io.tributary.tracker.configuration.ListenAddress;
import io.tributary.tracker.configuration.TrackerConfiguration;
import io.tributary.tracker.configuration.TsupLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;

class TrackerMainTest
{
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TrackerConfiguration served;
    private Callable<TrackerConfiguration> reload;

    @Test
    void shouldServeWithEmbeddedDefaultsAndPassOnTheExitCode()
    {
        assertThat(run("serve")).isEqualTo(42);

        assertThat(served).isEqualTo(TrackerConfiguration.defaults());
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void shouldLetListenAndDataReplaceWhatIsConfigured()
    {
        environment.put("TRIBUTARY_NETWORK_LISTEN", "192.0.2.1:1,192.0.2.2:2");
        environment.put("TRIBUTARY_ANNOUNCE_SMALL_SWARM", "3");

        run("serve", "--listen", "127.0.0.1:0", "--listen=[::1]:0", "--data", "", "--set", "store.directory=x");

        assertThat(served.network().listen())
            .containsExactly(new ListenAddress("127.0.0.1", 0), new ListenAddress("::1", 0));
        assertThat(served.store().isMemoryOnly()).isTrue();
        assertThat(served.announce().smallSwarmPeers()).isEqualTo(3);
        run("serve", "--data=");
        assertThat(served.store().isMemoryOnly()).isTrue();
    }

    @Test
    void shouldAddLinksToThoseOfTheFile() throws Exception
    {
        final Path file = Files.writeString(directory.resolve("t.toml"), "[[tsup.link]]\naddress = \"a:1\"\n");

        run("serve", "--config", file.toString(), "--link", "external:[::1]:2,name=b", "--link=c:3,version=1",
            "--set", "tsup.hello=2s");

        assertThat(served.links()).extracting(TsupLink::name).containsExactly("a:1", "b", "c:3");
        assertThat(served.tsup().helloMs()).isEqualTo(2000);
        assertThat(reload.call().links()).isEqualTo(served.links());
    }

    @Test
    void shouldReloadTheSameSources() throws Exception
    {
        final Path file = Files.writeString(directory.resolve("t.toml"), "announce.small_swarm = 4\n");
        run("serve", "--config", file.toString(), "--set", "announce.interval=20m");
        Files.writeString(file, "announce.small_swarm = 5\n");

        assertThat(served.announce().smallSwarmPeers()).isEqualTo(4);
        assertThat(reload.call().announce().smallSwarmPeers()).isEqualTo(5);
        assertThat(reload.call().announce().intervalSec()).isEqualTo(1200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "serve --lisen 127.0.0.1:1|tributary serve: Unknown options: '--lisen', '127.0.0.1:1'; did you mean --listen?" +
            " (see tributary serve --help)",
        "serve extra|tributary serve: Unmatched argument at index 1: 'extra' (see tributary serve --help)",
        "serve --listen|tributary serve: Missing required parameter for option '--listen' (HOST:PORT) (see tributary " +
            "serve --help)",
        "serve --set interval|tributary serve: --set interval: not KEY=VALUE, such as announce.interval=20m (see " +
            "tributary serve --help)",
        "srve|tributary: Unmatched argument at index 0: 'srve'; did you mean serve? (see tributary --help)",
        "config --check a --config b|tributary config: --check FILE and --config FILE exclude each other (see " +
            "tributary config --help)",
        "''|tributary: Missing required subcommand (see tributary --help)"})
    void shouldAnswerAWrongCommandLineWithOneLine(final String arguments, final String line)
    {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);

        assertThat(err.toString().lines()).containsExactly(line);
        assertThat(out.toString()).isEmpty();
        assertThat(served).isNull();
    }

    @Test
    void shouldShowEachConfigurationErrorOnItsLine()
    {
        environment.put("TRIBUTARY_NETWORK_IDLE", "nap");

        assertThat(run("serve", "--listen", "localhost", "--set", "announce.intervall=1m")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(3)
            .contains("--set: unknown key announce.intervall; did you mean announce.interval?")
            .anyMatch(line -> line.startsWith("--listen: network.listen = \"localhost\": \"localhost\" is not a HOST"))
            .anyMatch(line -> line.startsWith("environment TRIBUTARY_NETWORK_IDLE: network.idle = \"nap\": "));
    }

    @Test
    void shouldAnswerAFailureWithOneLine()
    {
        assertThat(execute((configuration, again) ->
        {
            throw new BindException("cannot listen on [::]:6969:\n  Address already in use");
        }, "serve")).isEqualTo(1);
        assertThat(execute((configuration, again) ->
        {
            throw new IllegalStateException();
        }, "serve")).isEqualTo(1);
        assertThat(execute((configuration, again) ->
        {
            throw new ConfigurationException(List.of("a", "b"));
        }, "serve")).isEqualTo(2);

        assertThat(err.toString().lines()).containsExactly(
            "tributary serve: cannot listen on [::]:6969:; Address already in use",
            "tributary serve: IllegalStateException", "a", "b");
    }

    @Test
    void shouldPrintTheDefaultFileWhateverTheEnvironmentSays()
    {
        environment.put("TRIBUTARY_NETWORK_IDLE", "spin");

        assertThat(run("config")).isZero();

        assertThat(out).hasToString(ConfigurationPrinter.defaultFile());
    }

    @Test
    void shouldPrintTheSettingsInEffect()
    {
        environment.put("TRIBUTARY_NETWORK_IDLE", "spin");

        assertThat(run("config", "--set", "announce.interval=20m")).isZero();

        assertThat(out.toString().lines()).contains("idle = \"spin\"", "interval = \"20m\"", "sweep = \"2m\"");
    }

    @Test
    void shouldCheckAFile() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.toml"), "network.idle = \"spin\"\n");
        final Path bad = Files.writeString(directory.resolve("bad.toml"), "\nnetwork.idle = \"nap\"\n");

        assertThat(run("config", "--check", good.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly(good + ": ok");
        assertThat(run("config", "--check", bad.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(
            bad + ":2: network.idle = \"nap\": no such choice; allowed: \"block\" or \"spin\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "config -h"})
    void shouldHelpOnStandardOutput(final String arguments)
    {
        assertThat(run(arguments.split(" "))).isZero();

        assertThat(out.toString()).startsWith("Usage: tributary ").contains("--help", "--version");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve --version"})
    void shouldTellItsVersionAndTheJavaItRunsOn(final String arguments)
    {
        assertThat(run(arguments.split(" "))).isZero();

        assertThat(out.toString().lines()).singleElement().asString()
            .matches("tributary \\S+, Java \\Q" + Runtime.version() + "\\E");
    }

    @Test
    void shouldTakeInSubCommandsOfOtherModules() throws IOException
    {
        final Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(SubCommand.class.getName()), GuestCommand.class.getName());
        final ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader withGuest = new URLClassLoader(new URL[]{directory.toUri().toURL()}, before))
        {
            Thread.currentThread().setContextClassLoader(withGuest);

            assertThat(run("guest", "--version")).isZero();
            assertThat(run("guest", "--colour", "red")).isEqualTo(2);
            assertThat(run("guest")).isEqualTo(9);
        }
        finally
        {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(out.toString()).startsWith("tributary ");
        assertThat(err.toString().lines()).containsExactly(
            "tributary guest: Unknown options: '--colour', 'red' (see tributary guest --help)");
    }

    /**
     * As another module would bring it along.
     */
    @CommandLine.Command(name = "guest")
    public static final class GuestCommand implements SubCommand
    {
        @Override
        public Integer call()
        {
            return 9;
        }
    }

    private int run(final String... arguments)
    {
        return execute((configuration, again) ->
        {
            served = configuration;
            reload = again;
            return 42;
        }, arguments);
    }

    private int execute(final TrackerLaunch launch, final String... arguments)
    {
        final CommandLine commandLine = TrackerMain.commandLine(environment, launch);
        return commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
