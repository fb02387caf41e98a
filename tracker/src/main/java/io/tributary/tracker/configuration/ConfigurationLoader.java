package io.tributary.tracker.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the configuration from its sources; the later win: defaults, file, environment, overrides. Remembers the
 * sources, so that {@link #load()} serves as the reload, too. One thread at a time.
 */
public final class ConfigurationLoader
{
    private final List<Path> files = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<SettingOverride> overrides = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    private record SettingOverride(String origin, String key, String value)
    {
    }

    /**
     * Read this TOML file.
     *
     * @param path of a file that must exist.
     * @return this.
     */
    public ConfigurationLoader file(final Path path)
    {
        files.add(path);
        return this;
    }

    /**
     * Read variables such as {@code TRIBUTARY_NETWORK_LISTEN}, lists separated by commas. Other names are ignored, even
     * with the prefix (container platforms invent such), unless they look like a setting misspelt.
     *
     * @param variables of the process.
     * @return this.
     */
    public ConfigurationLoader environment(final Map<String, String> variables)
    {
        environment.putAll(variables);
        return this;
    }

    /**
     * Set one key, above file and environment and above what was set before.
     *
     * @param origin to be named in errors, such as {@code --set}.
     * @param key    with its table, such as {@code network.listen}.
     * @param value  as in the environment.
     * @return this.
     */
    public ConfigurationLoader override(final String origin, final String key, final String value)
    {
        overrides.add(new SettingOverride(origin, key, value));
        return this;
    }

    /**
     * Add a link to those of the file, as option {@code --link} does.
     *
     * @param link {@code [internal:|external:]HOST:PORT}, then {@code ,key=value} for keys of {@code [[tsup.link]]}.
     * @return this.
     */
    public ConfigurationLoader link(final String link)
    {
        links.add(link);
        return this;
    }

    /**
     * Read all sources, now.
     *
     * @return complete and checked.
     * @throws ConfigurationException with a line for each error.
     */
    public TrackerConfiguration load()
    {
        final ConfigurationErrors errors = new ConfigurationErrors();
        final Map<String, RawValue> raw = new HashMap<>();
        final List<RawLink> rawLinks = new ArrayList<>();
        files.forEach(path -> ConfigurationFile.read(path, raw, rawLinks, errors));
        links.forEach(link -> rawLinks.add(RawLink.ofText("--link", link, errors)));
        environment.forEach((name, value) -> addVariable(name, value, raw, errors));
        overrides.forEach(override -> addOverride(override, raw, errors));

        final Map<String, Object> values = new HashMap<>();
        for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
        {
            values.put(setting.key(), setting.value(setting.key(), raw.get(setting.key()), errors));
        }
        final List<TsupLink> links = new LinkReader(errors).read(rawLinks);
        errors.throwIfAny();

        final TrackerConfiguration configuration = ConfigurationSchema.construct(values, links);
        new ConfigurationChecks(configuration, raw, "default", errors).check();
        errors.throwIfAny();
        return configuration;
    }

    private static void addOverride(
        final SettingOverride override, final Map<String, RawValue> raw, final ConfigurationErrors errors)
    {
        if (ConfigurationSchema.SETTINGS.containsKey(override.key))
        {
            raw.put(override.key, RawValue.ofText(override.origin, override.value));
        }
        else
        {
            errors.unknownKey(override.origin, override.key);
        }
    }

    private static void addVariable(
        final String name, final String value, final Map<String, RawValue> raw, final ConfigurationErrors errors)
    {
        if (!name.startsWith(SettingDefinition.ENVIRONMENT_PREFIX))
        {
            return;
        }

        final String suffix = name.substring(SettingDefinition.ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT);
        final int tableEnd = suffix.indexOf('_');
        final String table = suffix.substring(0, Math.max(0, tableEnd));
        final String key = tableEnd < 0 ? suffix : table + "." + suffix.substring(tableEnd + 1);
        if (ConfigurationSchema.SETTINGS.containsKey(key) && SettingDefinition.environmentName(key).equals(name))
        {
            raw.put(key, RawValue.ofText("environment " + name, value));
            return;
        }

        final String nearest = KeySuggestion.nearest(key);
        if (!nearest.isEmpty())
        {
            errors.line("environment " + name + ": unknown setting; did you mean " +
                SettingDefinition.environmentName(nearest) + "?");
        }
        else if (ConfigurationSchema.TABLES.containsKey(table))
        {
            errors.unknownKey("environment " + name, key);
        }
    }
}
