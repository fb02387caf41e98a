package io.tributary.tracker.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One setting that differs between two configurations, or a link that only one of them has.
 *
 * @param key          with its table; links by name.
 * @param oldValue     as in the file, keys hidden.
 * @param newValue     likewise.
 * @param isReloadable whether a running tracker may take it over; otherwise it needs a restart.
 */
public record ConfigurationChange(String key, String oldValue, String newValue, boolean isReloadable)
{
    private static final String NO_LINK = "none";

    /**
     * What changed.
     *
     * @param before the running configuration.
     * @param after  the one just read.
     * @return in the order of the file, links last, empty if they are equal.
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
        addLinks(before.links(), after.links(), changes);
        return changes;
    }

    private static void addLinks(
        final List<TsupLink> before, final List<TsupLink> after, final List<ConfigurationChange> changes)
    {
        final Map<String, TsupLink> removed = new LinkedHashMap<>();
        before.forEach(link -> removed.put(link.name(), link));
        for (final TsupLink link : after)
        {
            final TsupLink former = removed.remove(link.name());
            if (null == former)
            {
                changes.add(new ConfigurationChange(key(link), NO_LINK, described(link), true));
            }
            else
            {
                addSettings(former, link, changes);
            }
        }
        removed.values().forEach(
            link -> changes.add(new ConfigurationChange(key(link), described(link), NO_LINK, true)));
    }

    private static void addSettings(
        final TsupLink before, final TsupLink after, final List<ConfigurationChange> changes)
    {
        for (final SettingDefinition setting : ConfigurationSchema.LINK_SETTINGS.values())
        {
            final Object oldValue = setting.valueOf(before);
            final Object newValue = setting.valueOf(after);
            if (!oldValue.equals(newValue))
            {
                changes.add(new ConfigurationChange(key(after) + "." + setting.name(), setting.format(oldValue),
                    setting.format(newValue), true));
            }
        }
    }

    private static String key(final TsupLink link)
    {
        return ConfigurationSchema.LINK_TABLE + "[" + SettingKind.quoted(link.name()) + "]";
    }

    private static String described(final TsupLink link)
    {
        return SettingKind.CHOICE.format(link.kind()) + " " + SettingKind.ADDRESS.format(link.address());
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
