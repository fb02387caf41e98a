package io.tributary.tracker.configuration;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects error lines, so that the operator sees all of them at once.
 */
final class ConfigurationErrors
{
    private final List<String> lines = new ArrayList<>();

    void value(final String key, final RawValue value, final String problem, final String allowed)
    {
        lines.add(value.origin() + ": " + key + " = " + value.shown() + ": " + problem + "; allowed: " + allowed);
    }

    void unknownKey(final String origin, final String key)
    {
        if (key.equals(ConfigurationSchema.LINK_TABLE) || key.startsWith(ConfigurationSchema.LINK_TABLE + "."))
        {
            lines.add(origin + ": " + key + " cannot be set here; allowed: [[" + ConfigurationSchema.LINK_TABLE +
                "]] in the file, or serve --link");
            return;
        }
        final String nearest = KeySuggestion.nearest(key);
        final String suggestion = nearest.isEmpty() ? KeySuggestion.sameName(key) : nearest;
        final String hint;
        if (!suggestion.isEmpty())
        {
            hint = "did you mean " + suggestion + "?";
        }
        else
        {
            final String table = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
            hint = "allowed: " + (ConfigurationSchema.TABLES.containsKey(table) ? KeySuggestion.keysOf(table) :
                "keys of the tables " + String.join(", ", ConfigurationSchema.TABLES.keySet()));
        }
        lines.add(origin + ": unknown key " + key + "; " + hint);
    }

    /** The last part of the key is what is unknown. */
    void unknownLinkKey(final String origin, final String key)
    {
        final String nearest = KeySuggestion.nearestOfLink(key.substring(key.lastIndexOf('.') + 1));
        lines.add(origin + ": unknown key " + key + "; " + (nearest.isEmpty() ?
            "allowed: " + String.join(", ", ConfigurationSchema.LINK_SETTINGS.keySet()) :
            "did you mean " + nearest + "?"));
    }

    int count()
    {
        return lines.size();
    }

    void line(final String line)
    {
        lines.add(line);
    }

    void throwIfAny()
    {
        if (!lines.isEmpty())
        {
            throw new ConfigurationException(lines);
        }
    }
}
