package io.tributary.tracker.configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each key reaches its own component, from each source, and comes back in the printed file and in the list of changes.
 */
class EverySettingTest
{
    private static final String OTHER_VALUES = "other-values.csv";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvFileSource(resources = OTHER_VALUES, delimiter = '|', quoteCharacter = '\'')
    void shouldReachItsComponentFromEverySource(
        final String key, final String text, final String toml, final String before, final boolean isReloadable)
        throws IOException
    {
        final TrackerConfiguration defaults = TrackerConfiguration.defaults();
        final TrackerConfiguration changed = new ConfigurationLoader().override("--set", key, text).load();
        final String variable = "TRIBUTARY_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
        final Path file = Files.writeString(directory.resolve("a.toml"), key + " = " + toml + "\n");
        final Path printed =
            Files.writeString(directory.resolve("b.toml"), ConfigurationPrinter.effectiveFile(changed));

        assertThat(ConfigurationChange.between(defaults, changed))
            .containsExactly(new ConfigurationChange(key, before, toml, isReloadable));
        assertThat(new ConfigurationLoader().file(file).load()).isEqualTo(changed);
        assertThat(new ConfigurationLoader().file(printed).load()).isEqualTo(changed);
        assertThat(new ConfigurationLoader().environment(Map.of(variable, text)).load()).isEqualTo(changed);
    }

    @Test
    void shouldBeListedInTheTestAbove() throws IOException
    {
        try (var in = EverySettingTest.class.getResourceAsStream(OTHER_VALUES))
        {
            final List<String> keys = new String(in.readAllBytes()).lines()
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .toList();
            assertThat(keys).containsExactlyElementsOf(ConfigurationSchema.SETTINGS.keySet());
        }
    }

    @Test
    void shouldBeExplainedInASentence()
    {
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            assertThat(setting.sentence()).as(setting.key()).matches("(?s)[A-Z\"].*\\.");
        }
    }

    @ParameterizedTest
    @CsvSource({"announce.interval,45m,'announce.interval: \"30m\" -> \"45m\"'",
        "network.idle,spin,'network.idle: \"block\" -> \"spin\" (needs a restart)'"})
    void shouldBeLoggedWhenItChanges(final String key, final String value, final String line)
    {
        final TrackerConfiguration changed = new ConfigurationLoader().override("--set", key, value).load();

        assertThat(ConfigurationChange.between(TrackerConfiguration.defaults(), changed))
            .singleElement().hasToString(line);
    }

    @Test
    void shouldBeTakenOverByAReloadOnlyIfThatIsSafe()
    {
        final TrackerConfiguration running = TrackerConfiguration.defaults();
        final TrackerConfiguration read = new ConfigurationLoader()
            .override("--set", "network.idle", "spin").override("--set", "announce.interval", "45m").load();

        final TrackerConfiguration next = running.withReloadableOf(read);

        assertThat(ConfigurationChange.between(running, next))
            .extracting(ConfigurationChange::key).containsExactly("announce.interval");
        assertThat(ConfigurationChange.between(next, read))
            .extracting(ConfigurationChange::key).containsExactly("network.idle");
    }

    @Test
    void shouldNotBeTakenOverIfItNeedsASettingThatIsNot()
    {
        final TrackerConfiguration read = new ConfigurationLoader()
            .override("--set", "announce.datagram_max_ipv4", "9000")
            .override("--set", "announce.num_want_max_ipv4", "1000").load();

        assertThatThrownBy(() -> TrackerConfiguration.defaults().withReloadableOf(read))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("reload without restart: announce.num_want_max_ipv4 = 1000: does not fit ");
    }

    @Test
    void shouldPrintTheCommittedDefaultFile() throws IOException
    {
        final Path committed = Path.of("..", "config", "tributary.toml");

        assertThat(ConfigurationPrinter.defaultFile())
            .as("build, then run: bin/tributary config > config/tributary.toml").isEqualTo(Files.readString(committed));
        assertThat(new ConfigurationLoader().file(committed).load()).isEqualTo(TrackerConfiguration.defaults());
    }
}
