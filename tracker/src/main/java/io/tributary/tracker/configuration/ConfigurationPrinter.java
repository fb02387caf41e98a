package io.tributary.tracker.configuration;

import org.apache.commons.text.WordUtils;

import java.util.Map;

/**
 * Writes a configuration as the commented TOML file it could have been read from.
 */
public final class ConfigurationPrinter
{
    private static final int COLUMNS = 110;
    private static final String DEFAULT_HEAD =
        """
        # Every setting of Tributary, with its default. Printed by `tributary config`.
        """;
    private static final String EFFECTIVE_HEAD =
        """
        # The settings of Tributary in effect: defaults, file, environment and options. Printed by `tributary config`.
        """;
    private static final String HEAD =
        """
        #
        # A file may hold any part of this: what it leaves out has its default. Above the file stands the environment,
        # where network.listen is TRIBUTARY_NETWORK_LISTEN (lists separated by commas), and above both the option
        # --set network.listen=... of the command line. Keys and values that are not understood stop the start.
        # SIGHUP makes a running tracker read all of it again; it takes over the settings marked as reloadable.
        """;

    private ConfigurationPrinter()
    {
    }

    /**
     * The complete default file.
     *
     * @return lines, each ended.
     */
    public static String defaultFile()
    {
        return DEFAULT_HEAD + HEAD + body(TrackerConfiguration.defaults());
    }

    /**
     * The complete file of a configuration.
     *
     * @param configuration to print.
     * @return lines, each ended.
     */
    public static String effectiveFile(final TrackerConfiguration configuration)
    {
        return EFFECTIVE_HEAD + HEAD + body(configuration);
    }

    private static String body(final TrackerConfiguration configuration)
    {
        final StringBuilder text = new StringBuilder();
        for (final Map.Entry<String, String> table : ConfigurationSchema.TABLES.entrySet())
        {
            text.append("\n# ").append(table.getValue()).append("\n[").append(table.getKey()).append("]\n");
            for (final SettingDefinition setting : ConfigurationSchema.SETTINGS.values())
            {
                if (setting.table().equals(table.getKey()))
                {
                    appendSetting(text, setting, setting.format(setting.valueIn(configuration)));
                }
            }
        }
        return text.toString();
    }

    private static void appendSetting(
        final StringBuilder text, final SettingDefinition setting, final String value)
    {
        text.append('\n');
        appendComment(text, setting.sentence());
        appendComment(text, "Allowed: " + setting.allowed() + "." + (setting.isReloadable() ? " Reloadable." : ""));
        text.append(setting.name()).append(" = ").append(value).append('\n');
    }

    private static void appendComment(final StringBuilder text, final String comment)
    {
        WordUtils.wrap(comment, COLUMNS).lines().forEach(line -> text.append("# ").append(line).append('\n'));
    }
}
