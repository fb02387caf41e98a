package io.tributary.tracker.configuration;

import org.apache.commons.text.WordUtils;

import java.util.List;
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
    private static final String LINKS_HEAD =
        """

        # Links to other trackers: an array of tables, one for each neighbour, which needs a link to this tracker, too.
        # `serve --link` adds further ones. All of it is reloadable: links come, change and go while the tracker runs.
        # What a link may hold, with its default or an example; errors count links from 1.
        #
        # [[tsup.link]]
        """;
    private static final Map<String, String> EXAMPLES = Map.of(
        "name", "\"north\"",
        "address", "\"tracker.example.org:6969\"",
        "key", "\"00112233445566778899aabbccddeeff\"");

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
        return DEFAULT_HEAD + HEAD + body(TrackerConfiguration.defaults()) + links(List.of());
    }

    /**
     * The complete file of a configuration.
     *
     * @param configuration to print.
     * @return lines, each ended.
     */
    public static String effectiveFile(final TrackerConfiguration configuration)
    {
        return EFFECTIVE_HEAD + HEAD + body(configuration) + links(configuration.links());
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

    /** The explanation, commented out, then the links there are. */
    private static String links(final List<TsupLink> links)
    {
        final StringBuilder text = new StringBuilder(LINKS_HEAD);
        for (final SettingDefinition setting : ConfigurationSchema.LINK_SETTINGS.values())
        {
            final String initial = EXAMPLES.getOrDefault(setting.name(),
                SettingKind.ADDRESS == setting.kind() ? "" : setting.format(setting.parse(setting.initial())));
            text.append("#\n");
            appendComment(text, "# # ", setting.sentence());
            appendComment(text, "# # ", "Allowed: " + setting.allowed() + ".");
            text.append("# ").append(setting.name()).append(" = ").append(initial).append('\n');
        }
        links.forEach(link -> appendLink(text, link));
        return text.toString();
    }

    private static void appendLink(final StringBuilder text, final TsupLink link)
    {
        text.append("\n[[").append(ConfigurationSchema.LINK_TABLE).append("]]\n");
        for (final SettingDefinition setting : ConfigurationSchema.LINK_SETTINGS.values())
        {
            final Object value = setting.valueOf(link);
            final boolean isKey = SettingKind.KEY == setting.kind();
            final boolean isHidden = isKey && !((LinkKey)value).isEmpty();
            final String file = isHidden ? fileOf(link, setting) : "";
            if (!isKey || isHidden && file.isEmpty())
            {
                text.append(isHidden ? "# " : "").append(setting.name()).append(" = ")
                    .append(setting.format(value)).append('\n');
            }
        }
    }

    private static String fileOf(final TsupLink link, final SettingDefinition keySetting)
    {
        return "key".equals(keySetting.name()) ? link.keyFile() : link.previousKeyFile();
    }

    private static void appendSetting(
        final StringBuilder text, final SettingDefinition setting, final String value)
    {
        text.append('\n');
        appendComment(text, "# ", setting.sentence());
        appendComment(text, "# ",
            "Allowed: " + setting.allowed() + "." + (setting.isReloadable() ? " Reloadable." : ""));
        text.append(setting.name()).append(" = ").append(value).append('\n');
    }

    private static void appendComment(final StringBuilder text, final String prefix, final String comment)
    {
        WordUtils.wrap(comment, COLUMNS).lines().forEach(line -> text.append(prefix).append(line).append('\n'));
    }
}
