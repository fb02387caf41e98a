package io.tributary.tracker.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * One setting that differs between two configurations.
 *
 * @param key          with its table.
 * @param oldValue     as in the file.
 * @param newValue     as in the file.
 * @param isReloadable whether a running tracker may take it over; otherwise it needs a restart.
 */
public record ConfigurationChange(String key, String oldValue, String newValue, boolean isReloadable)
{
    /**
     * What changed.
     *
     * @param before the running configuration.
     * @param after  the one just read.
     * @return in the order of the file, empty if they are equal.
     */
    public static List<ConfigurationChange> between(
        final TrackerConfiguration before, final TrackerConfiguration after)
    {
        final List<ConfigurationChange> changes = new ArrayList<>();
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            final Object oldValue = setting.valueIn(before);
            final Object newValue = setting.valueIn(after);
            if (!oldValue.equals(newValue))
            {
                changes.add(new ConfigurationChange(
                    setting.key(), setting.format(oldValue), setting.format(newValue), setting.isReloadable()));
            }
        }
        return changes;
    }

    /**
     * For the log: {@code announce.interval: "30m" -> "45m"}.
     */
    @Override
    public String toString()
    {
        return key + ": " + oldValue + " -> " + newValue + (isReloadable ? "" : " (needs a restart)");
    }
}
