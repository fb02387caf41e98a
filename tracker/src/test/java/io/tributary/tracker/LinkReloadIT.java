package io.tributary.tracker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LinkReloadIT
{
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";
    private static final String OTHER_KEY = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

    @TempDir
    private Path directory;

    @Test
    void shouldReloadLinksAndNeverShowTheirKeys() throws Exception
    {
        final Path file = directory.resolve("tributary.toml");
        write(file, "[[tsup.link]]", "name = \"b\"", "address = \"127.0.0.1:1\"", "key = \"" + KEY + "\"");
        try (TrackerProcess tracker = TrackerProcess.serving(
            "--config=" + file, "--data=", "--listen=127.0.0.1:0", "--link=external:127.0.0.1:2,name=c,key=" + KEY,
            "--set=status.file=" + directory.resolve("status.dat")))
        {
            write(file, "[[tsup.link]]", "name = \"b\"", "address = \"127.0.0.1:1\"",
                "key = \"" + OTHER_KEY + "\"", "[[tsup.link]]", "name = \"d\"", "address = \"127.0.0.1:3\"");
            tracker.signal("HUP");
            tracker.awaitLine("reload: tsup.link[\"b\"].key: \"(hidden)\" -> \"(hidden)\"");
            tracker.awaitLine("reload: tsup.link[\"d\"]: none -> \"internal\" \"127.0.0.1:3\"");

            write(file, "[[tsup.link]]", "name = \"c\"", "address = \"127.0.0.1:9\"");
            tracker.signal("HUP");
            tracker.awaitLine("reload refused, the settings in use stay:");
            tracker.awaitLine("--link: tsup.link[2].name = \"c\": is another link's, too; allowed: a name for each");

            write(file, "");
            tracker.signal("HUP");
            tracker.awaitLine("reload: tsup.link[\"b\"]: \"internal\" \"127.0.0.1:1\" -> none");
            tracker.signal("TERM");
            assertThat(tracker.exitCode()).isZero();
            assertThat(tracker.allOutput()).doesNotContain(KEY).doesNotContain(OTHER_KEY);
        }
    }

    private static void write(final Path file, final String... lines) throws Exception
    {
        Files.write(file, List.of(lines));
    }
}
