package io.tributary.tracker.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Understands links: values, key files, and what must be the only one of its kind. Links are counted from 1 in errors.
 */
final class LinkReader
{
    private static final int KEY_FILE_LENGTH_MAX = 4_096;

    private final ConfigurationErrors errors;
    private final Set<String> names = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();

    LinkReader(final ConfigurationErrors errors)
    {
        this.errors = errors;
    }

    /**
     * Understand all links, in order.
     *
     * @return those without errors.
     */
    List<TsupLink> read(final List<RawLink> rawLinks)
    {
        final List<TsupLink> links = new ArrayList<>();
        for (final RawLink rawLink : rawLinks)
        {
            final TsupLink link = link(rawLink, ConfigurationSchema.LINK_TABLE + "[" + (links.size() + 1) + "]");
            links.add(link);
        }
        links.removeIf(link -> null == link);
        return List.copyOf(links);
    }

    private TsupLink link(final RawLink rawLink, final String place)
    {
        final int errorsBefore = errors.count();
        final Map<String, Object> values = new HashMap<>();
        for (final SettingDefinition setting : ConfigurationSchema.LINK_SETTINGS.values())
        {
            final RawValue raw = rawLink.values().get(setting.name());
            if (null == raw && SettingKind.ADDRESS == setting.kind())
            {
                errors.line(rawLink.origin() + ": " + place + " has no address; allowed: address = " +
                    setting.allowed());
            }
            else
            {
                values.put(setting.name(), setting.value(place + "." + setting.name(), raw, errors));
            }
        }
        if (errors.count() > errorsBefore)
        {
            return null;
        }

        if (((String)values.get("name")).isEmpty())
        {
            final String address = values.get("address").toString();
            values.put("name", address.substring(0, Math.min(address.length(), SettingKind.NAME_LENGTH_MAX)));
        }
        values.put("key", key(rawLink, place, "key", values));
        values.put("previous_key", key(rawLink, place, "previous_key", values));
        final TsupLink link = ConfigurationSchema.link(values);
        checkAlone(rawLink, place, link);
        checkKeys(rawLink, place, link);
        return errors.count() > errorsBefore ? null : link;
    }

    /** The key itself, or what its file holds. */
    private LinkKey key(
        final RawLink rawLink, final String place, final String name, final Map<String, Object> values)
    {
        final LinkKey key = (LinkKey)values.get(name);
        final String file = (String)values.get(name + "_file");
        if (file.isEmpty())
        {
            return key;
        }
        if (!key.isEmpty())
        {
            error(rawLink, place, name + "_file", "beside " + name, "one of the two");
            return key;
        }
        try
        {
            final Path path = Path.of(file);
            final LinkKey read = Files.size(path) > KEY_FILE_LENGTH_MAX ?
                LinkKey.NONE : LinkKey.parse(Files.readString(path));
            if (read.isEmpty())
            {
                error(rawLink, place, name + "_file", "holds no key", "a file of " + LinkKey.allowed());
            }
            return read;
        }
        catch (final IllegalArgumentException ex)
        {
            error(rawLink, place, name + "_file", "holds " + ex.getMessage(), "a file of " + LinkKey.allowed());
        }
        catch (final NoSuchFileException ex)
        {
            error(rawLink, place, name + "_file", "no such file", "a file of " + LinkKey.allowed());
        }
        catch (final IOException ex)
        {
            error(rawLink, place, name + "_file", "cannot be read", "a file of " + LinkKey.allowed());
        }
        return LinkKey.NONE;
    }

    private void checkAlone(final RawLink rawLink, final String place, final TsupLink link)
    {
        if (!addresses.add(link.address().toString().toLowerCase(Locale.ROOT)))
        {
            error(rawLink, place, "address", "is another link's, too", "one link to each tracker");
        }
        else if (!names.add(link.name()))
        {
            error(rawLink, place, "name", "is another link's, too", "a name for each link");
        }
    }

    private void checkKeys(final RawLink rawLink, final String place, final TsupLink link)
    {
        if (link.isKeyed() && TsupLink.Version.ONE == link.version())
        {
            error(rawLink, place, "version", "knows no keys", "\"auto\" or \"2\" with a key");
        }
        if (!link.previousKey().isEmpty() && !link.isKeyed())
        {
            error(rawLink, place, link.previousKeyFile().isEmpty() ? "previous_key" : "previous_key_file",
                "without a key", "none, or a key as well");
        }
        if (!link.previousKey().isEmpty() && link.keyId() == link.previousKeyId())
        {
            error(rawLink, place, "previous_key_id", "is the key's, too", "another than " + link.keyId());
        }
    }

    private void error(
        final RawLink rawLink, final String place, final String name, final String problem, final String allowed)
    {
        final RawValue given = rawLink.values().get(name);
        final SettingDefinition setting = ConfigurationSchema.LINK_SETTINGS.get(name);
        final RawValue shown = null != given ? given :
            new RawValue(rawLink.origin(), "", setting.format(setting.parse(setting.initial())), true);
        errors.value(place + "." + name, shown, problem, allowed);
    }
}
