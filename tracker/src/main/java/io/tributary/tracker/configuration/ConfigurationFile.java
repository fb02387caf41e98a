package io.tributary.tracker.configuration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one TOML file into raw values and links. Jackson parses; as its tree does not know lines, they are found by a
 * look at the text that understands table headers and keys, and serve error messages only.
 */
final class ConfigurationFile
{
    private static final Pattern HEADER = Pattern.compile("\\s*\\[(\\[?)([^\\[\\]]+)]]?\\s*(#.*)?");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_\\-.\"' ]+?)\\s*=.*");
    private static final long LENGTH_MAX = 1 << 20;

    private final String name;
    private final Map<String, RawValue> values;
    private final List<RawLink> links;
    private final ConfigurationErrors errors;
    private final Map<String, Integer> lineByKey = new HashMap<>();
    private final Map<String, Integer> countByArray = new HashMap<>();

    private ConfigurationFile(
        final Path path,
        final Map<String, RawValue> values,
        final List<RawLink> links,
        final ConfigurationErrors errors)
    {
        this.name = path.toString();
        this.values = values;
        this.links = links;
        this.errors = errors;
    }

    /**
     * Add what the file says.
     *
     * @param path   of the file.
     * @param values by key, receives those of known keys.
     * @param links  receives the links.
     * @param errors receives the others, or that the file is none.
     */
    static void read(
        final Path path,
        final Map<String, RawValue> values,
        final List<RawLink> links,
        final ConfigurationErrors errors)
    {
        final ConfigurationFile file = new ConfigurationFile(path, values, links, errors);
        try
        {
            if (Files.size(path) > LENGTH_MAX)
            {
                errors.line(path + ": too long for a configuration file; allowed: up to 1MiB");
                return;
            }
            final String text = Files.readString(path);
            file.findLines(text);
            file.addTable("", new TomlMapper().readTree(text));
        }
        catch (final JacksonException ex)
        {
            final String line = null == ex.getLocation() ? "" : ":" + ex.getLocation().getLineNr();
            errors.line(path + line + ": not TOML: " + ex.getOriginalMessage().lines().findFirst().orElse(""));
        }
        catch (final CharacterCodingException ex)
        {
            errors.line(path + ": not UTF-8 text");
        }
        catch (final NoSuchFileException ex)
        {
            errors.line(path + ": no such file");
        }
        catch (final AccessDeniedException ex)
        {
            errors.line(path + ": permission denied");
        }
        catch (final IOException ex)
        {
            errors.line(path + ": cannot be read: " + ex.getMessage());
        }
    }

    private void addTable(final String prefix, final JsonNode table)
    {
        for (final Map.Entry<String, JsonNode> entry : table.properties())
        {
            final String key = prefix + entry.getKey();
            final JsonNode node = entry.getValue();
            if (ConfigurationSchema.SETTINGS.containsKey(key))
            {
                values.put(key, rawValue(ConfigurationSchema.SETTINGS.get(key), origin(key), node));
            }
            else if (ConfigurationSchema.LINK_TABLE.equals(key))
            {
                addLinks(node);
            }
            else if (ConfigurationSchema.TABLES.containsKey(key) && !node.isObject())
            {
                errors.line(origin(key) + ": " + key + " is a table; allowed: [" + key + "] above its keys");
            }
            else if (node.isObject() && (!node.isEmpty() || ConfigurationSchema.TABLES.containsKey(key)))
            {
                addTable(key + ".", node);
            }
            else
            {
                errors.unknownKey(origin(key), key);
            }
        }
    }

    private void addLinks(final JsonNode array)
    {
        final String table = ConfigurationSchema.LINK_TABLE;
        if (!array.isArray())
        {
            errors.line(origin(table) + ": " + table + " is an array of tables; allowed: [[" + table +
                "]] above the keys of each");
            return;
        }
        for (int i = 0; i < array.size(); i++)
        {
            final String place = table + "[" + (i + 1) + "]";
            final Map<String, RawValue> link = new HashMap<>();
            for (final Map.Entry<String, JsonNode> entry : array.get(i).properties())
            {
                final SettingDefinition setting = ConfigurationSchema.LINK_SETTINGS.get(entry.getKey());
                final String origin = origin(place + "." + entry.getKey(), origin(place));
                if (null == setting)
                {
                    errors.unknownLinkKey(origin, place + "." + entry.getKey());
                }
                else
                {
                    link.put(setting.name(), rawValue(setting, origin, entry.getValue()));
                }
            }
            links.add(new RawLink(origin(place), link));
        }
    }

    private RawValue rawValue(final SettingDefinition setting, final String origin, final JsonNode node)
    {
        final StringBuilder text = new StringBuilder(node.asText());
        for (int i = 0; i < node.size() && node.isArray(); i++)
        {
            text.append(i > 0 ? "," : "").append(node.get(i).asText());
        }
        return new RawValue(
            origin, text.toString(), setting.kind().shown(node.toString()), setting.kind().accepts(node));
    }

    private String origin(final String key)
    {
        return origin(key, name);
    }

    private String origin(final String key, final String otherwise)
    {
        final Integer line = lineByKey.get(key);
        return null == line ? otherwise : name + ":" + line;
    }

    private void findLines(final String text)
    {
        String prefix = "";
        int line = 0;
        for (final String content : (Iterable<String>)text.lines()::iterator)
        {
            line++;
            final Matcher header = HEADER.matcher(content);
            final Matcher assignment = ASSIGNMENT.matcher(content);
            if (header.matches())
            {
                final String table = plain(header.group(2));
                lineByKey.putIfAbsent(table, line);
                prefix = header.group(1).isEmpty() ? table + "." :
                    table + "[" + countByArray.merge(table, 1, Integer::sum) + "].";
                lineByKey.putIfAbsent(prefix.substring(0, prefix.length() - 1), line);
            }
            else if (assignment.matches())
            {
                lineByKey.putIfAbsent(prefix + plain(assignment.group(1)), line);
            }
        }
    }

    private static String plain(final String key)
    {
        return key.replaceAll("[\"'\\s]", "");
    }
}
