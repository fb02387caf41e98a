package io.tributary.tracker.configuration;

import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigurationLoaderTest
{
    private static final String INTERVAL_ALLOWED = "allowed: a duration from \"1s\" to \"5h\", units s, m, h, d";

    @TempDir
    private Path directory;
    private Path file;
    private final ConfigurationLoader loader = new ConfigurationLoader();

    @BeforeEach
    void nameFile()
    {
        file = directory.resolve("tributary.toml");
    }

    @Test
    void shouldHaveDefaultsWithUnitsApplied()
    {
        final TrackerConfiguration configuration = TrackerConfiguration.defaults();

        assertThat(configuration.network().listen()).containsExactly(
            new ListenAddress("0.0.0.0", 6969), new ListenAddress("::", 6969));
        assertThat(configuration.network().receiveBufferBytes()).isEqualTo(4 * 1024 * 1024);
        assertThat(configuration.network().idle()).isEqualTo(TrackerConfiguration.Idle.BLOCK);
        assertThat(configuration.connection().softLifeSec()).isEqualTo(1800);
        assertThat(configuration.announce().intervalSec()).isEqualTo(1800);
        assertThat(configuration.announce().lifeFactor()).isEqualTo(2.0);
        assertThat(configuration.announce().lifeFactorPercent()).isEqualTo(200);
        assertThat(configuration.announce().replyMaxIpv4Bytes()).isEqualTo(1372);
        assertThat(configuration.announce().replyMaxIpv6Bytes()).isEqualTo(1184);
        assertThat(configuration.announce().lifeMaxSec(1800)).isEqualTo(3960);
        assertThat(configuration.store().directory()).isEqualTo("data");
        assertThat(configuration.store().bytesMax()).isEqualTo(1L << 30);
        assertThat(configuration.limits().isEnabled()).isFalse();
        assertThat(configuration.random().seed()).isZero();
    }

    @Test
    void shouldLetOverridesWinOverEnvironmentOverFileOverDefaults() throws IOException
    {
        write("[announce]", "interval = \"31m\"", "interval_small = \"11m\"", "small_swarm = 7");
        loader.file(file)
            .environment(Map.of("TRIBUTARY_ANNOUNCE_INTERVAL", "32m", "TRIBUTARY_ANNOUNCE_INTERVAL_SMALL", "12m"))
            .override("--set", "announce.interval", "33m");

        final TrackerConfiguration.Announce announce = loader.load().announce();

        assertThat(announce.intervalSec()).isEqualTo(33 * 60);
        assertThat(announce.intervalSmallSec()).isEqualTo(12 * 60);
        assertThat(announce.smallSwarmPeers()).isEqualTo(7);
        assertThat(announce.intervalJitterPercent()).isEqualTo(10);
    }

    @Test
    void shouldReadEverySourceAgainOnLoad() throws IOException
    {
        write("announce.interval = \"31m\"");
        loader.file(file);
        final TrackerConfiguration before = loader.load();
        write("announce.interval = \"45m\"");

        assertThat(before.announce().intervalSec()).isEqualTo(31 * 60);
        assertThat(loader.load().announce().intervalSec()).isEqualTo(45 * 60);
    }

    @Test
    void shouldReadListsFromTomlAndFromTextAlike() throws IOException
    {
        write("[network]", "listen = [", "  \"127.0.0.1:0\",", "  \"[::1]:0\", # both", "]");
        final List<ListenAddress> expected = List.of(new ListenAddress("127.0.0.1", 0), new ListenAddress("::1", 0));

        assertThat(new ConfigurationLoader().file(file).load().network().listen()).isEqualTo(expected);
        assertThat(loader.environment(Map.of("TRIBUTARY_NETWORK_LISTEN", "127.0.0.1:0, [::1]:0"))
            .load().network().listen()).isEqualTo(expected);
    }

    @Test
    void shouldReportAllErrorsAtOnceWithFileLineKeyValueAndWhatIsAllowed() throws IOException
    {
        write(
            "[announce]",
            "interval = \"9x\"",
            "small_swarm = \"many\"",
            "",
            "[network]",
            "listen = [\"0.0.0.0:6969\", \"::1\"]",
            "idle = \"sleep\"",
            "receive_budget = 0",
            "lisen = 3");

        assertErrors(loader.file(file)).containsExactlyInAnyOrder(
            file + ":2: announce.interval = \"9x\": not a duration; " + INTERVAL_ALLOWED,
            file + ":3: announce.small_swarm = \"many\": of another type; allowed: an integer from 0 to 1_000_000",
            file + ":6: network.listen = [\"0.0.0.0:6969\",\"::1\"]: \"::1\" is not a HOST:PORT; allowed: a list of " +
                "1 to 64 of HOST:PORT, IPv6 as [::1]:6969, port 0 (any free one) to 65535",
            file + ":7: network.idle = \"sleep\": no such choice; allowed: \"block\" or \"spin\"",
            file + ":8: network.receive_budget = 0: out of range; allowed: an integer from 1 to 4096",
            file + ":9: unknown key network.lisen; did you mean network.listen?");
    }

    @Test
    void shouldNameTheVariableInErrors()
    {
        loader.environment(Map.of("TRIBUTARY_ANNOUNCE_INTERVAL", "6h", "TRIBUTARY_STATUS_LATENCY", "on"));

        assertErrors(loader).containsExactlyInAnyOrder(
            "environment TRIBUTARY_ANNOUNCE_INTERVAL: announce.interval = \"6h\": out of range; " + INTERVAL_ALLOWED,
            "environment TRIBUTARY_STATUS_LATENCY: status.latency = \"on\": not a boolean; allowed: true or false");
    }

    @Test
    void shouldNameTheOptionInErrorsAndKeepThemOnOneLine()
    {
        loader.override("--set", "announce.interval", "5\n\"x\"").override("--data", "store.directory", "a\0b");

        assertErrors(loader).containsExactlyInAnyOrder(
            "--set: announce.interval = \"5\\u000A\\\"x\\\"\": not a duration; " + INTERVAL_ALLOWED,
            "--data: store.directory = \"a\\u0000b\": not plain text; allowed: text without control characters");
    }

    @ParameterizedTest
    @CsvSource({
        "network.lissten,network.listen", "netwrok.listen,network.listen", "listen,network.listen",
        "intervl,announce.interval", "announce.num-want-default,announce.num_want_default",
        "tracker.directory,store.directory"})
    void shouldSuggestTheKeyThatWasMeant(final String unknown, final String meant)
    {
        assertErrors(loader.override("--set", unknown, "1"))
            .containsExactly("--set: unknown key " + unknown + "; did you mean " + meant + "?");
    }

    @Test
    void shouldListWhatIsKnownIfNothingIsNear()
    {
        loader.override("--set", "status.colourfulness", "1").override("--set", "fruit.kiwis", "1");

        assertErrors(loader).containsExactly(
            "--set: unknown key status.colourfulness; allowed: status.file, status.latency",
            "--set: unknown key fruit.kiwis; allowed: keys of the tables network, connection, announce, store, " +
                "access, limits, tsup, status, capture, random");
    }

    @Test
    void shouldRefuseMisspeltVariablesAndIgnoreForeignOnes()
    {
        loader.environment(Map.of(
            "TRIBUTARY_NETWORK_LISEN", "[::]:1", "TRIBUTARY_STORE_COLOURFULNESS", "1", "PATH", "/bin",
            "TRIBUTARY_JAVA_OPTS", "-Xmx1g", "TRIBUTARY_PORT", "udp://10.0.0.1:6969", "TRIBUTARY_SERVICE_HOST", "x"));

        assertErrors(loader).hasSize(2)
            .contains("environment TRIBUTARY_NETWORK_LISEN: unknown setting; did you mean TRIBUTARY_NETWORK_LISTEN?")
            .anyMatch(line -> line.startsWith(
                "environment TRIBUTARY_STORE_COLOURFULNESS: unknown key store.colourfulness; allowed: store."));
    }

    @Test
    void shouldRefuseUnknownTablesAndValuesInPlaceOfTables() throws IOException
    {
        write("store = 5", "[fruit]", "[[tsup.lynx]]", "host = \"a\"", "[announce.interval]", "x = 1");

        assertErrors(loader.file(file)).hasSize(4)
            .contains(file + ":1: store is a table; allowed: [store] above its keys")
            .anyMatch(line -> line.startsWith(file + ":2: unknown key fruit; allowed: keys of the tables network,"))
            .anyMatch(line -> line.startsWith(file + ":3: unknown key tsup.lynx; allowed: tsup.hello, "))
            .anyMatch(line -> line.startsWith(file + ":5: announce.interval = {\"x\":1}: of another type; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "network.listen = \"[::]:1\"", "network.listen = [1]", "network.idle = true", "status.latency = \"true\"",
        "store.bytes_max = 2000000000", "announce.life_factor = \"2\"", "announce.interval = 1800",
        "network.receive_budget = 1.5", "random.seed = [1]",
        "tsup.hello = 10", "tsup.retries = \"5\"", "tsup.elect = \"yes\""})
    void shouldRefuseOtherTypesOfToml(final String line) throws IOException
    {
        write(line);

        assertErrors(loader.file(file)).singleElement().asString()
            .startsWith(file + ":1: " + line.substring(0, line.indexOf(' ')) + " = ")
            .contains(": of another type; allowed: ");
    }

    @ParameterizedTest
    @CsvSource({
        "network.receive_budget,1,4096,0,4097", "network.receive_buffer,4KiB,1GiB,4095B,2GiB",
        "connection.soft_life,2m,9h,9s,10h", "announce.life_factor,1.5,6,1.4,10.1",
        "announce.interval_jitter_percent,0,50,-1,51", "random.seed,0,999999999999999999,-1,1000000000000000000",
        "store.keep_totals,0s,365d,366d,999999999999999d",
        "tsup.coalesce,0ms,5s,5001ms,20", "tsup.links_max,1,1024,0,1025"})
    void shouldKeepRanges(
        final String key, final String low, final String high, final String wrong, final String alsoWrong)
    {
        new ConfigurationLoader().override("--set", key, low).load();
        new ConfigurationLoader().override("--set", key, high).load();
        assertErrors(new ConfigurationLoader().override("--set", key, wrong)).hasSize(1);
        assertErrors(new ConfigurationLoader().override("--set", key, alsoWrong)).hasSize(1);
    }

    @Test
    void shouldRefuseIntervalsWhosePeersWouldOutliveTheStoresRange() throws IOException
    {
        write("[announce]", "interval = \"4h\"", "interval_small = \"2h\"");

        assertErrors(loader.file(file)).containsExactly(file + ":2: announce.interval = \"4h\": with " +
            "announce.interval_jitter_percent and announce.life_factor a peer would live \"528m\"; allowed: a life " +
            "up to \"8h\"");
    }

    @Test
    void shouldCheckSettingsAgainstEachOther()
    {
        loader.override("--set", "announce.datagram_max_ipv4", "600")
            .override("--set", "announce.num_want_max_ipv6", "49")
            .override("--set", "connection.life", "31m")
            .override("--listen", "network.listen", "[::1]:1,127.0.0.1:1,[::1]:1");

        assertErrors(loader).containsExactlyInAnyOrder(
            "--listen: network.listen = [\"[::1]:1\", \"127.0.0.1:1\", \"[::1]:1\"]: [::1]:1 is listed twice; " +
                "allowed: each address once",
            "default: connection.soft_life = \"30m\": shorter than connection.life; allowed: from \"31m\"",
            "default: announce.num_want_max_ipv4 = 200: does not fit announce.datagram_max_ipv4; allowed: up to 92, " +
                "or a larger announce.datagram_max_ipv4",
            "default: announce.num_want_default = 50: above announce.num_want_max_ipv4 or " +
                "announce.num_want_max_ipv6; allowed: up to 49");
    }

    @Test
    void shouldFillDatagramsToTheLastPeer()
    {
        loader.override("--set", "announce.datagram_max_ipv4", Integer.toString(28 + 20 + 6 * 200))
            .override("--set", "announce.datagram_max_ipv6", Integer.toString(48 + 20 + 18 * 60))
            .load();
        loader.override("--set", "announce.datagram_max_ipv4", Integer.toString(28 + 20 + 6 * 200 - 1))
            .override("--set", "announce.datagram_max_ipv6", Integer.toString(48 + 20 + 18 * 60 - 1));

        assertErrors(loader).hasSize(2);
    }

    @Test
    void shouldAllowPortZeroTwice()
    {
        assertThat(loader.override("--listen", "network.listen", "[::1]:0,[::1]:0").load().network().listen())
            .hasSize(2);
    }

    @Test
    void shouldRefuseMoreAddressesThanTheLoopServes()
    {
        final String tooMany = "127.0.0.1:0" + ",127.0.0.1:0".repeat(64);

        assertErrors(loader.override("--listen", "network.listen", tooMany)).singleElement().asString()
            .contains(": too many addresses; allowed: a list of 1 to 64 of ");
        assertErrors(new ConfigurationLoader().override("--listen", "network.listen", "")).singleElement().asString()
            .startsWith("--listen: network.listen = \"\": an empty list; allowed: a list of 1 to 64");
    }

    @Test
    void shouldSayWhereAFileIsNotToml() throws IOException
    {
        write("[network]", "idle = \"block", "receive_budget = 64");

        assertErrors(loader.file(file)).singleElement().asString().startsWith(file + ":2: not TOML: ");
    }

    @Test
    void shouldRefuseAKeyGivenTwice() throws IOException
    {
        write("[network]", "idle = \"block\"", "idle = \"spin\"");

        assertErrors(loader.file(file)).singleElement().asString().startsWith(file + ":").contains("not TOML: ");
    }

    @Test
    void shouldSayThatAFileCannotBeRead() throws IOException
    {
        final Path latin1 = Files.write(directory.resolve("latin1.toml"), new byte[]{'#', (byte)0xE9, '\n'});
        final Path large = Files.writeString(directory.resolve("large.toml"), "#".repeat((1 << 20) + 1));

        assertErrors(loader.file(file).file(latin1).file(large).file(directory)).satisfiesExactly(
            line -> assertThat(line).isEqualTo(file + ": no such file"),
            line -> assertThat(line).isEqualTo(latin1 + ": not UTF-8 text"),
            line -> assertThat(line).isEqualTo(large + ": too long for a configuration file; allowed: up to 1MiB"),
            line -> assertThat(line).startsWith(directory + ": cannot be read: "));
    }

    @Test
    void shouldPlaceTheStatusFileNextToTheSwarms()
    {
        final Path temporary = Path.of("temporary");

        assertThat(TrackerConfiguration.defaults().statusFile(temporary)).isEqualTo(Path.of("data", "status.dat"));
        loader.override("--data", "store.directory", "");
        assertThat(loader.load().statusFile(temporary)).isEqualTo(temporary.resolve("tributary-6969.status"));
        loader.override("--set", "status.file", "other");
        assertThat(loader.load().statusFile(temporary)).isEqualTo(Path.of("other"));
    }

    private void write(final String... lines) throws IOException
    {
        Files.write(file, List.of(lines));
    }

    private static ListAssert<String> assertErrors(final ConfigurationLoader loader)
    {
        final ConfigurationException exception =
            catchThrowableOfType(ConfigurationException.class, loader::load);
        assertThat(exception).as("refused").isNotNull();
        return assertThat(exception.lines());
    }
}
