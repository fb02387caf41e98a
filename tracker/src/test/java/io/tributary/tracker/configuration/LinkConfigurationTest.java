package io.tributary.tracker.configuration;

import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LinkConfigurationTest
{
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String OTHER_KEY = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private static final String ADDRESS_ALLOWED = "allowed: HOST:PORT, IPv6 as [::1]:6969, port 1 to 65535";
    private static final String KEY_ALLOWED = "allowed: 32 to 128 hexadecimal digits";

    @TempDir
    private Path directory;
    private Path file;
    private final ConfigurationLoader loader = new ConfigurationLoader();

    @BeforeEach
    void nameFile()
    {
        file = directory.resolve("tributary.toml");
        loader.file(file);
    }

    @Test
    void shouldHaveNoLinksByDefault()
    {
        assertThat(TrackerConfiguration.defaults().links()).isEmpty();
    }

    /** IM1, NW1, NW3: a link is host and port, a kind, and what else there is. */
    @Test
    void shouldReadEveryKeyOfALink() throws IOException
    {
        write("[[tsup.link]]", "name = \"north\"", "address = \"tracker.example.org:6970\"", "kind = \"external\"",
            "key = \"" + KEY + "\"", "key_id = 3", "previous_key = \"" + OTHER_KEY + "\"", "previous_key_id = 4",
            "version = \"2\"", "behind_nat = true", "private_addresses = \"allow\"", "peers_per_swarm = 50",
            "records_max = 1000", "rate = \"64KiB\"", "[[tsup.link]]", "address = \"[2001:db8::1]:1\"");

        final List<TsupLink> links = loader.load().links();

        assertThat(links).containsExactly(
            new TsupLink("north", new LinkAddress("tracker.example.org", 6970), TsupLink.Kind.EXTERNAL,
                LinkKey.parse(KEY), "", 3, LinkKey.parse(OTHER_KEY), "", 4, TsupLink.Version.TWO, true,
                TsupLink.PrivateAddresses.ALLOW, 50, 1000, 65_536),
            new TsupLink("[2001:db8::1]:1", new LinkAddress("2001:db8::1", 1), TsupLink.Kind.INTERNAL, LinkKey.NONE,
                "", 1, LinkKey.NONE, "", 2, TsupLink.Version.AUTO, false, TsupLink.PrivateAddresses.AUTO, 200,
                1_000_000, 1 << 20));
        assertThat(links.get(0).key().bytes())
            .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void shouldReadAKeyFromItsFileOnEachLoad() throws IOException
    {
        final Path keyFile = Files.writeString(directory.resolve("link.key"), KEY + "\n");
        write("[[tsup.link]]", "address = \"a:1\"", "key_file = \"" + keyFile + "\"");
        final TrackerConfiguration before = loader.load();
        Files.writeString(keyFile, OTHER_KEY + "\n");
        final TrackerConfiguration after = loader.load();

        assertThat(before.links().get(0).key()).isEqualTo(LinkKey.parse(KEY));
        assertThat(after.links().get(0).key()).isEqualTo(LinkKey.parse(OTHER_KEY));
        assertThat(ConfigurationChange.between(before, after)).singleElement()
            .hasToString("tsup.link[\"a:1\"].key: \"(hidden)\" -> \"(hidden)\"");
    }

    @Test
    void shouldNameFileLineTableAndKeyInErrors() throws IOException
    {
        write(
            "[[tsup.link]]",
            "address = \"a:1\"",
            "kind = \"inside\"",
            "",
            "[[tsup.link]]",
            "name = \"b\"",
            "adress = \"b:1\"",
            "[[tsup.link]]",
            "address = \"::1\"",
            "key = \"xyz\"",
            "peers_per_swarm = 0",
            "colour = 1");

        assertErrors().containsExactlyInAnyOrder(
            file + ":3: tsup.link[1].kind = \"inside\": no such choice; allowed: \"internal\" or \"external\"",
            file + ":7: unknown key tsup.link[2].adress; did you mean address?",
            file + ":5: tsup.link[2] has no address; allowed: address = HOST:PORT, IPv6 as [::1]:6969, port 1 to 65535",
            file + ":9: tsup.link[3].address = \"::1\": not a HOST:PORT; " + ADDRESS_ALLOWED,
            file + ":10: tsup.link[3].key = \"(hidden)\": not hexadecimal digits; " + KEY_ALLOWED,
            file + ":11: tsup.link[3].peers_per_swarm = 0: out of range; allowed: an integer from 1 to 65535",
            file + ":12: unknown key tsup.link[3].colour; allowed: name, address, kind, key, key_file, key_id, " +
                "previous_key, previous_key_file, previous_key_id, version, behind_nat, private_addresses, " +
                "peers_per_swarm, records_max, rate");
    }

    @ParameterizedTest
    @CsvSource({"a:0,no such port", "a:65536,no such port", "[fe80::1%eth0]:1,not an address without a zone",
        "1.2.3:1,not an IPv4 address", "a,not a HOST:PORT"})
    void shouldRefuseAddressesThatNobodyCanSendTo(final String address, final String problem) throws IOException
    {
        write("[[tsup.link]]", "address = \"" + address + "\"");

        assertErrors().containsExactly(
            file + ":2: tsup.link[1].address = \"" + address + "\": " + problem + "; " + ADDRESS_ALLOWED);
    }

    @Test
    void shouldRefuseTwoLinksOfOneNameOrAddress() throws IOException
    {
        write("[[tsup.link]]", "address = \"a:1\"", "name = \"x\"", "[[tsup.link]]", "address = \"A:1\"",
            "[[tsup.link]]", "address = \"b:1\"", "name = \"x\"");

        assertErrors().containsExactly(
            file + ":5: tsup.link[2].address = \"A:1\": is another link's, too; allowed: one link to each tracker",
            file + ":8: tsup.link[3].name = \"x\": is another link's, too; allowed: a name for each link");
    }

    @Test
    void shouldCheckKeysAgainstTheRest() throws IOException
    {
        final Path empty = Files.writeString(directory.resolve("empty.key"), "\n");
        final Path wrong = Files.writeString(directory.resolve("wrong.key"), "0011");
        write("[[tsup.link]]", "address = \"a:1\"", "key = \"" + KEY + "\"", "version = \"1\"",
            "[[tsup.link]]", "address = \"b:1\"", "previous_key = \"" + KEY + "\"",
            "[[tsup.link]]", "address = \"c:1\"", "key = \"" + KEY + "\"", "key_file = \"c.key\"",
            "[[tsup.link]]", "address = \"d:1\"", "key_file = \"" + empty + "\"",
            "[[tsup.link]]", "address = \"e:1\"", "key_file = \"" + wrong + "\"",
            "[[tsup.link]]", "address = \"f:1\"", "key_file = \"" + directory.resolve("none") + "\"",
            "[[tsup.link]]", "address = \"g:1\"", "key = \"" + KEY + "\"", "key_id = 2",
            "previous_key = \"" + OTHER_KEY + "\"");

        assertErrors().containsExactly(
            file + ":4: tsup.link[1].version = \"1\": knows no keys; allowed: \"auto\" or \"2\" with a key",
            file + ":7: tsup.link[2].previous_key = \"(hidden)\": without a key; allowed: none, or a key as well",
            file + ":11: tsup.link[3].key_file = \"c.key\": beside key; allowed: one of the two",
            file + ":14: tsup.link[4].key_file = \"" + empty + "\": holds no key; allowed: a file of 32 to 128 " +
                "hexadecimal digits",
            file + ":17: tsup.link[5].key_file = \"" + wrong + "\": holds a key of 2 bytes; allowed: a file of 32 to " +
                "128 hexadecimal digits",
            file + ":20: tsup.link[6].key_file = \"" + directory.resolve("none") + "\": no such file; allowed: a " +
                "file of 32 to 128 hexadecimal digits",
            file + ":21: tsup.link[7].previous_key_id = 2: is the key's, too; allowed: another than 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "key = \"%s00zz\"", "key = \"%1$s%1$s%1$s%1$s%1$s\"", "key = [\"%s\"]", "key = %s", "key = \"%s",
        "keey = \"%s\"", "name = \"a\"\nkey = \"%s\"\nversion = \"1\"", "key = '%s' 'x'"})
    void shouldNeverShowAKeyInAnError(final String line) throws IOException
    {
        write("[[tsup.link]]", "address = \"a:1\"", String.format(line, OTHER_KEY));

        assertErrors().isNotEmpty().allSatisfy(error -> assertThat(error).doesNotContain(OTHER_KEY.substring(0, 8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1,key=%s0", "a:1,%s", "a:1,keey=%s", "a:1,key=%1$s,key=%1$s", "a:1,key=%s,version=1"})
    void shouldNeverShowAKeyOfAnOptionInAnError(final String option) throws IOException
    {
        write("");
        loader.link(String.format(option, OTHER_KEY));

        assertErrors().singleElement().asString().startsWith("--link")
            .doesNotContain(OTHER_KEY.substring(0, 8));
    }

    @Test
    void shouldNeverPrintAKey() throws IOException
    {
        final Path keyFile = Files.writeString(directory.resolve("link.key"), KEY + "\n");
        write("[[tsup.link]]", "address = \"a:1\"", "key = \"" + OTHER_KEY + "\"", "[[tsup.link]]",
            "address = \"b:1\"", "key_file = \"" + keyFile + "\"", "kind = \"external\"");
        final TrackerConfiguration configuration = loader.load();
        final String printed = ConfigurationPrinter.effectiveFile(configuration);

        assertThat(printed + configuration).doesNotContain(KEY).doesNotContain(OTHER_KEY);
        assertThat(printed).contains("\n# key = \"(hidden)\"\n", "\nkey_file = \"" + keyFile + "\"\n");

        Files.writeString(file, printed.replace("# key = \"(hidden)\"", "key = \"" + OTHER_KEY + "\""));
        assertThat(loader.load()).isEqualTo(configuration);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "127.0.0.1:6970|127.0.0.1:6970|127.0.0.1:6970|INTERNAL|AUTO",
        "internal:[::1]:6970,name=b|b|[::1]:6970|INTERNAL|AUTO",
        "external:b.example:6970,version=1,name=x|x|b.example:6970|EXTERNAL|1",
        "external:6970|external:6970|external:6970|INTERNAL|AUTO"})
    void shouldReadALinkFromAnOption(
        final String option, final String name, final String address, final TsupLink.Kind kind, final String version)
        throws IOException
    {
        write("[[tsup.link]]", "address = \"a:1\"");
        loader.link(option);

        final TsupLink link = loader.load().links().get(1);

        assertThat(link.name()).isEqualTo(name);
        assertThat(link.address()).hasToString(address);
        assertThat(link.kind()).isEqualTo(kind);
        assertThat(link.version().toString()).isEqualToIgnoringCase(version);
    }

    @Test
    void shouldNameTheOptionInErrors() throws IOException
    {
        write("[[tsup.link]]", "address = \"a:1\"");
        loader.link("b").link("c:1,rate=5,nam=x,y");

        assertErrors().containsExactlyInAnyOrder(
            "--link: tsup.link[2].address = \"b\": not a HOST:PORT; " + ADDRESS_ALLOWED,
            "--link: tsup.link[3].rate = \"5\": not a size; allowed: a size from \"1KiB\" to \"1GiB\", units B, KiB, " +
                "MiB, GiB, TiB",
            "--link c:1: unknown key nam; did you mean name?",
            "--link c:1: part 4 is not KEY=VALUE; allowed: [internal:|external:]HOST:PORT[,key=...][,name=...]");
    }

    @Test
    void shouldListLinksThatComeChangeAndGo() throws IOException
    {
        write("[[tsup.link]]", "name = \"a\"", "address = \"a:1\"", "[[tsup.link]]", "name = \"b\"",
            "address = \"b:1\"");
        final TrackerConfiguration before = loader.load();
        write("[[tsup.link]]", "name = \"c\"", "address = \"c:1\"", "kind = \"external\"", "[[tsup.link]]",
            "name = \"b\"", "address = \"b:2\"", "rate = \"2MiB\"");
        final TrackerConfiguration after = loader.load();

        assertThat(ConfigurationChange.between(before, after)).extracting(Object::toString).containsExactly(
            "tsup.link[\"c\"]: none -> \"external\" \"c:1\"",
            "tsup.link[\"b\"].address: \"b:1\" -> \"b:2\"",
            "tsup.link[\"b\"].rate: \"1MiB\" -> \"2MiB\"",
            "tsup.link[\"a\"]: \"internal\" \"a:1\" -> none");
        assertThat(before.withReloadableOf(after).links()).isEqualTo(after.links());
    }

    @Test
    void shouldRefuseMoreLinksThanThereIsRoomForAlsoOnReload() throws IOException
    {
        write("tsup.links_max = 1", "[[tsup.link]]", "address = \"a:1\"");
        final TrackerConfiguration running = loader.load();
        loader.link("b:1");

        assertErrors().containsExactly(
            file + ":1: tsup.links_max = 1: 2 links are configured; allowed: from 2");
        write("tsup.links_max = 2", "[[tsup.link]]", "address = \"a:1\"");
        final ConfigurationException refusal = catchThrowableOfType(
            ConfigurationException.class, () -> running.withReloadableOf(loader.load()));
        assertThat(refusal).hasMessageStartingWith("reload without restart: tsup.links_max = 1: 2 links");
    }

    @Test
    void shouldRefuseLinksWithoutKeyWhereKeysAreRequired() throws IOException
    {
        write("tsup.require_key = true", "[[tsup.link]]", "address = \"a:1\"", "key = \"" + KEY + "\"",
            "[[tsup.link]]", "name = \"open\"", "address = \"b:1\"");

        assertErrors().containsExactly(file + ":1: tsup.require_key = true: link \"open\" has no key; allowed: " +
            "false, or a key for each link");
    }

    @Test
    void shouldRefuseOtherFormsOfTheTable() throws IOException
    {
        write("[tsup.link]", "address = \"a:1\"");
        assertErrors().containsExactly(
            file + ":1: tsup.link is an array of tables; allowed: [[tsup.link]] above the keys of each");

        write("");
        loader.environment(Map.of("TRIBUTARY_TSUP_LINK", "a:1")).override("--set", "tsup.link", "a:1");
        assertErrors().containsExactly(
            "environment TRIBUTARY_TSUP_LINK: tsup.link cannot be set here; allowed: [[tsup.link]] in the file, or " +
                "serve --link",
            "--set: tsup.link cannot be set here; allowed: [[tsup.link]] in the file, or serve --link");
    }

    @Test
    void shouldCheckIntervalsAgainstEachOther() throws IOException
    {
        write("[tsup]", "hello = \"25s\"", "reconnect = \"24s\"", "mandate = \"39s\"", "coalesce = \"1s\"",
            "update = \"900ms\"", "address = \"tracker.example.org\"");

        assertErrors().containsExactlyInAnyOrder(
            "default: tsup.disconnect = \"40s\": shorter than twice tsup.hello; allowed: from \"50s\"",
            file + ":3: tsup.reconnect = \"24s\": shorter than tsup.hello; allowed: from \"25s\"",
            file + ":4: tsup.mandate = \"39s\": shorter than tsup.disconnect; allowed: from \"40s\"",
            file + ":6: tsup.update = \"900ms\": shorter than tsup.coalesce; allowed: from \"1s\"",
            file + ":7: tsup.address = \"tracker.example.org\": not an address; allowed: a numeric IPv4 or IPv6 " +
                "address, or \"\"");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,true", "2001:db8::1,true", "::,true", "192.0.2,false", "192.0.2.1:6969,false",
        "fe80::1%1,false", "a,false", "4711,false"})
    void shouldTakeNumericOwnAddresses(final String address, final boolean isGood) throws IOException
    {
        write("tsup.address = \"" + address + "\"");

        if (isGood)
        {
            assertThat(loader.load().tsup().address()).isEqualTo(address);
        }
        else
        {
            assertErrors().hasSize(1);
        }
    }

    private void write(final String... lines) throws IOException
    {
        Files.write(file, List.of(lines));
    }

    private ListAssert<String> assertErrors()
    {
        final ConfigurationException exception =
            catchThrowableOfType(ConfigurationException.class, loader::load);
        assertThat(exception).as("refused").isNotNull();
        return assertThat(exception.lines());
    }
}
