package io.tributary.tracker.configuration;

import static io.tributary.tracker.configuration.SettingKind.SIZE;
import static io.tributary.tracker.configuration.SettingKind.STRING;

/**
 * Table {@code [capture]}.
 */
public record Capture(
    @Setting(key = "file", kind = STRING, initial = "", sentence =
        "File into which every datagram received and sent is recorded, as pcapng. It holds the addresses of clients. " +
        "A file that is there already becomes FILE.1. \"\" records nothing.")
    String file,
    @Setting(key = "limit", kind = SIZE, initial = "1GiB", min = "16MiB", max = "16TiB", sentence =
        "Most bytes of the file and FILE.1 together. A file that has half of it becomes FILE.1, in place of an older " +
        "one, and a new one is begun.")
    long limitBytes)
{
    /**
     * Whether anything is recorded.
     *
     * @return false if {@code file} is empty.
     */
    public boolean isOn()
    {
        return !file.isEmpty();
    }
}
